//! From what the decoders return to `f32` colours.

use ::image::DynamicImage;
use ndarray::{Array3, Axis};

use super::Image;
use crate::error::Result;

/// Divides 8 and 16 bit values by 255 and 65535, in `f32`; floats stay as they are.
pub(super) fn to_image(decoded: DynamicImage) -> Result<Image> {
    let (width, height) = (decoded.width() as usize, decoded.height() as usize);
    let shape = (height, width, usize::from(decoded.color().channel_count()));
    let colours = Array3::from_shape_vec(shape, to_values(decoded));
    Image::new(colours.expect("a decoder fills its picture"))
}

fn to_values(decoded: DynamicImage) -> Vec<f32> {
    match decoded {
        DynamicImage::ImageLuma8(b) => from_u8(b.into_raw()),
        DynamicImage::ImageLumaA8(b) => from_u8(b.into_raw()),
        DynamicImage::ImageRgb8(b) => from_u8(b.into_raw()),
        DynamicImage::ImageRgba8(b) => from_u8(b.into_raw()),
        DynamicImage::ImageLuma16(b) => from_u16(b.into_raw()),
        DynamicImage::ImageLumaA16(b) => from_u16(b.into_raw()),
        DynamicImage::ImageRgb16(b) => from_u16(b.into_raw()),
        DynamicImage::ImageRgba16(b) => from_u16(b.into_raw()),
        DynamicImage::ImageRgb32F(b) => b.into_raw(),
        DynamicImage::ImageRgba32F(b) => b.into_raw(),
        // The enum may grow; 16 bits lose little of whatever comes.
        other => from_u16(other.into_rgba16().into_raw()),
    }
}

fn from_u8(values: Vec<u8>) -> Vec<f32> {
    values.into_iter().map(|v| f32::from(v) / 255.0).collect()
}

fn from_u16(values: Vec<u16>) -> Vec<f32> {
    values.into_iter().map(|v| f32::from(v) / 65535.0).collect()
}

/// Leaves an alpha channel out that is 1 everywhere.
pub(super) fn without_opaque_alpha(image: Image) -> Image {
    let last = image.channels() - 1;
    if !image.has_alpha() || image.chunks().any(|pixel| pixel[last] != 1.0) {
        return image;
    }
    let (colours, _) = image.view().split_at(Axis(2), last);
    Image { colours: colours.as_standard_layout().into_owned() }
}
