//! Pictures: in R an array of width x height x 1 x channels, x running fastest.
#![forbid(unsafe_code)]

use extendr_api::prelude::*;
use imfit::{Axis, Filter, Grid, Image, Limits};
use ndarray::{Array3, ArrayD, Axis as Side};

use crate::failure::{Failure, Outcome};
use crate::guard::guard;
use crate::{convert, json};

/// Reads a picture from a file.
#[extendr]
fn image_open(path: Robj, max_pixels: Robj) -> Robj {
    guard(|| {
        let limits = Limits { max_pixels: convert::whole(&max_pixels, "max_pixels")? };
        Ok(give(Image::open_with(convert::text(&path, "path")?, &limits)?))
    })
}

/// Reads a picture from the bytes of a file. The name is for messages.
#[extendr]
fn image_decode(bytes: Robj, name: Robj, max_pixels: Robj) -> Robj {
    guard(|| {
        let limits = Limits { max_pixels: convert::whole(&max_pixels, "max_pixels")? };
        let bytes = convert::bytes(&bytes, "bytes")?;
        Ok(give(Image::decode_with(bytes, convert::text(&name, "name")?, &limits)?))
    })
}

/// Writes a picture to a file, in the format that its name ends in.
#[extendr]
fn image_save(image: Robj, path: Robj) -> Robj {
    guard(|| Ok(take(&image, "image")?.save(convert::text(&path, "path")?)?))
}

/// The picture as the bytes of a PNG file.
#[extendr]
fn image_to_png(image: Robj) -> Robj {
    guard(|| Ok(Raw::from_bytes(&take(&image, "image")?.to_png()?)))
}

/// Brings a picture to another size: `arguments` are those of `resize`.
#[extendr]
fn image_resize(image: Robj, arguments: Robj) -> Robj {
    guard(|| {
        let arguments = imfit::declare::check_call("resize", &json::map(&arguments, "arguments")?)?;
        let filter = Filter::by_name(arguments.optional_text("filter").unwrap_or_default())?;
        let (width, height) = (arguments.whole("width"), arguments.whole("height"));
        Ok(give(take(&image, "image")?.resize(width, height, filter)?))
    })
}

/// Puts pictures beside each other.
#[extendr]
fn image_append(images: Robj, axis: Robj) -> Robj {
    guard(|| {
        let images = convert::list(&images, "images")?;
        let images: Outcome<Vec<Image>> = images.iter().map(|i| take(i, "images")).collect();
        let axis = Axis::by_name(convert::text(&axis, "axis")?)?;
        Ok(give(Image::append(&images?, axis)?))
    })
}

/// The peak signal-to-noise ratio of two pictures, in dB.
#[extendr]
fn image_psnr(image: Robj, other: Robj) -> Robj {
    guard(|| Ok(take(&image, "image")?.psnr(&take(&other, "other")?)?))
}

/// The positions of all pixels: `arguments` are those of `coordinates`.
#[extendr]
fn image_coordinates(arguments: Robj) -> Robj {
    guard(|| {
        let grid = Grid::from_map(&json::map(&arguments, "arguments")?)?;
        Ok(convert::matrix(grid.positions().view()))
    })
}

/// A picture from a table of pixels in any order.
#[extendr]
fn image_from_table(x: Robj, y: Robj, colours: Robj) -> Robj {
    guard(|| {
        let colours = convert::table(&colours, "colours")?;
        let image = Image::from_table(&reals(&x, "x")?, &reals(&y, "y")?, colours.view())?;
        Ok(give(image))
    })
}

/// A picture from its colours, one row a pixel, x running fastest.
#[extendr]
fn image_from_pixels(colours: Robj, width: Robj, height: Robj) -> Robj {
    guard(|| {
        let colours = convert::table(&colours, "data")?;
        let width = convert::whole(&width, "width")? as usize;
        let height = convert::whole(&height, "height")? as usize;
        Ok(give(Image::from_pixels(width, height, colours.view())?))
    })
}

/// R's array of a picture.
pub fn give(image: Image) -> Robj {
    let height_first: ArrayD<f32> = image.into_array().insert_axis(Side(2)).into_dyn();
    convert::to_robj(&height_first.permuted_axes(vec![1, 0, 2, 3]))
}

/// The picture of R's array.
pub fn take(robj: &Robj, argument: &str) -> Outcome<Image> {
    let wrong = || {
        let expected = "a picture (an array of width x height x 1 x channels)";
        Failure::wrong_type(argument, expected, robj)
    };
    let Some(&[width, height, 1, channels]) = convert::dim(robj).as_deref() else {
        return Err(wrong());
    };
    let places = (0..channels)
        .flat_map(|channel| (0..width * height).map(move |pixel| pixel * channels + channel));
    let colours = convert::numbers(robj, places).ok_or_else(wrong)?;
    let shape = (height, width, channels);
    Ok(Image::new(Array3::from_shape_vec(shape, colours).map_err(|_| wrong())?)?)
}

fn reals(robj: &Robj, argument: &str) -> Outcome<Vec<f64>> {
    robj.as_real_vector()
        .ok_or_else(|| Failure::wrong_type(argument, "a vector of whole numbers", robj))
}

extendr_module! {
    mod image;
    fn image_open;
    fn image_decode;
    fn image_save;
    fn image_to_png;
    fn image_resize;
    fn image_append;
    fn image_psnr;
    fn image_coordinates;
    fn image_from_table;
    fn image_from_pixels;
}
