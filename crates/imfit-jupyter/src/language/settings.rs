//! Functions that belong to no model and no picture.

use rhai::Dynamic;

use super::arrays::numbers;
use super::given::Given;
use super::host::{Host, Stopped};
use super::values::Matrix;

pub(super) fn set_num_threads(_: &Host, _: &Dynamic, given: Given) -> Result<Dynamic, Stopped> {
    let threads = given.arguments.optional_whole("num_threads").map(|threads| threads as usize);
    imfit::set_num_threads(threads)?;
    Ok(Dynamic::UNIT)
}

pub(super) fn num_threads(_: &Host, _: &Dynamic, _: Given) -> Result<Dynamic, Stopped> {
    Ok((imfit::num_threads()? as i64).into())
}

pub(super) fn set_random_seed(_: &Host, _: &Dynamic, given: Given) -> Result<Dynamic, Stopped> {
    imfit::set_random_seed(given.arguments.optional_whole("seed").unwrap_or_default())?;
    Ok(Dynamic::UNIT)
}

pub(super) fn to_categorical(_: &Host, _: &Dynamic, mut given: Given) -> Result<Dynamic, Stopped> {
    let classes = numbers("x", &given.take("x").unwrap_or_default())?;
    let table = imfit::to_categorical(classes.view(), &given.map)?;
    Ok(Dynamic::from(Matrix::new(table)))
}
