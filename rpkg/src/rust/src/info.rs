//! What the package is made of, and how it runs.
#![forbid(unsafe_code)]

use extendr_api::prelude::*;

use crate::guard::guard;
use crate::{convert, handle, json};

/// The version of the native code, which is that of the R package.
#[extendr]
fn native_version() -> Robj {
    guard(|| Ok(imfit::VERSION))
}

/// The instruction set that the arithmetic uses.
#[extendr]
fn native_instruction_set() -> Robj {
    guard(|| Ok(imfit::instruction_set()?))
}

/// How many threads train and predict.
#[extendr]
fn native_threads() -> Robj {
    guard(|| Ok(imfit::num_threads()? as i32))
}

/// Sets how many threads train and predict: `arguments` are those of `set_num_threads`.
#[extendr]
fn set_native_threads(arguments: Robj) -> Robj {
    guard(|| {
        let given = json::map(&arguments, "arguments")?;
        let arguments = imfit::declare::check_call("set_num_threads", &given)?;
        let threads = arguments.optional_whole("num_threads").map(|threads| threads as usize);
        Ok(imfit::set_num_threads(threads)?)
    })
}

/// A table of zeros and ones of class numbers.
#[extendr]
fn categorical_table(classes: Robj, arguments: Robj) -> Robj {
    guard(|| {
        let classes = convert::table(&classes, "x")?;
        let given = json::map(&arguments, "arguments")?;
        Ok(convert::matrix(imfit::to_categorical(classes.column(0), &given)?.view()))
    })
}

/// Whether an external pointer is empty.
#[extendr]
fn pointer_is_empty(pointer: Robj) -> Robj {
    guard(|| Ok(handle::is_empty(&pointer)))
}

extendr_module! {
    mod info;
    fn native_version;
    fn native_instruction_set;
    fn native_threads;
    fn set_native_threads;
    fn categorical_table;
    fn pointer_is_empty;
}
