//! Pictures: read, made of pixels, put beside each other, resized, compared, written.

use std::rc::Rc;

use imfit::{Axis, Coordinates, Error, Filter, Grid, Image, Limits};
use rhai::Dynamic;

use super::arrays;
use super::given::Given;
use super::host::{Host, Stopped};
use super::values::{Matrix, Picture, type_in_words};

type Outcome = Result<Dynamic, Stopped>;

pub(super) fn load(_: &Host, _: &Dynamic, mut given: Given) -> Outcome {
    let path = given.take("path").unwrap_or_default();
    let path = path
        .into_immutable_string()
        .map_err(|actual| Error::wrong_type("path", actual, "a text, the path of a file"))?;
    if path.starts_with("http://") || path.starts_with("https://") {
        let given = format!("'{path}'");
        return Err(Error::argument(
            "path",
            given,
            "the path of a file: a cell can't load from the web",
        )
        .into());
    }
    let max_pixels = given.arguments.optional_whole("max_pixels").unwrap_or_default();
    Ok(picture(Image::open_with(path.as_str(), &Limits { max_pixels })?))
}

pub(super) fn from_pixels(_: &Host, _: &Dynamic, mut given: Given) -> Outcome {
    let colours = arrays::matrix("colours", &given.take("colours").unwrap_or_default())?;
    let (width, height) = (given.arguments.whole("width"), given.arguments.whole("height"));
    Ok(picture(Image::from_pixels(width, height, colours.view())?))
}

pub(super) fn append(_: &Host, _: &Dynamic, mut given: Given) -> Outcome {
    let list = given.take("images").unwrap_or_default();
    let wrong =
        |value: &Dynamic| Error::wrong_type("images", type_in_words(value), "a list of pictures");
    let list = list.read_lock::<rhai::Array>().ok_or_else(|| wrong(&list))?;
    let images = list.iter().map(|item| {
        item.read_lock::<Picture>().map(|image| image.0.as_ref().clone()).ok_or_else(|| wrong(item))
    });
    let images = images.collect::<Result<Vec<Image>, Error>>()?;
    Ok(picture(Image::append(&images, Axis::by_name(&given.text("axis"))?)?))
}

pub(super) fn coordinates(_: &Host, _: &Dynamic, given: Given) -> Outcome {
    Ok(Dynamic::from(Matrix::new(Grid::from_map(&given.map)?.positions())))
}

pub(super) fn pixels(_: &Host, on: &Dynamic, given: Given) -> Outcome {
    let kind = Coordinates::by_name(&given.text("coordinates"))?;
    let (x, y) = receiver(on).pixels(kind);
    let mut both = rhai::Map::new();
    both.insert("x".into(), Dynamic::from(Matrix::new(x)));
    both.insert("y".into(), Dynamic::from(Matrix::new(y)));
    Ok(both.into())
}

pub(super) fn resize(_: &Host, on: &Dynamic, given: Given) -> Outcome {
    let filter = Filter::by_name(&given.text("filter"))?;
    let (width, height) = (given.arguments.whole("width"), given.arguments.whole("height"));
    Ok(picture(receiver(on).resize(width, height, filter)?))
}

pub(super) fn psnr(_: &Host, on: &Dynamic, mut given: Given) -> Outcome {
    let other = given.take("other").unwrap_or_default();
    let image = other.read_lock::<Picture>().ok_or_else(|| {
        Error::wrong_type("other", type_in_words(&other), "a picture of the same size")
    })?;
    Ok(receiver(on).psnr(&image.0)?.into())
}

pub(super) fn save(_: &Host, on: &Dynamic, given: Given) -> Outcome {
    receiver(on).save(given.text("path"))?;
    Ok(Dynamic::UNIT)
}

fn picture(image: Image) -> Dynamic {
    Dynamic::from(Picture::new(image))
}

/// The picture that a method is called on. It is registered for pictures only.
fn receiver(on: &Dynamic) -> Rc<Image> {
    on.read_lock::<Picture>().expect("a method of pictures").0.clone()
}
