//! Pictures that are made here, with the `image` crate or by hand, and what they hold.

use std::io::Cursor;

use image::{DynamicImage, ImageBuffer, ImageFormat, Luma, LumaA, Rgb, Rgba};
use imfit::error::{ErrorKind, Result};
use imfit::image::Image;
use ndarray::{Array3, ArrayView2};

pub(crate) const WIDTH: u32 = 5;
pub(crate) const HEIGHT: u32 = 4;

/// A byte of the test picture: every channel of every pixel is another.
pub(crate) fn byte(x: u32, y: u32, channel: u32) -> u8 {
    (x * 47 + y * 11 + channel * 83 + 3) as u8
}

/// 16 bits whose two bytes differ, so that a swapped order is seen.
pub(crate) fn word(x: u32, y: u32, channel: u32) -> u16 {
    u16::from(byte(x, y, channel)) * 251 + 7
}

pub(crate) fn float(x: u32, y: u32, channel: u32) -> f32 {
    f32::from(byte(x, y, channel)) / 100.0 - 0.5
}

pub(crate) fn pictures_of_8_bits() -> Vec<DynamicImage> {
    vec![
        ImageBuffer::from_fn(WIDTH, HEIGHT, |x, y| Luma([byte(x, y, 0)])).into(),
        ImageBuffer::from_fn(WIDTH, HEIGHT, |x, y| LumaA([0, 1].map(|c| byte(x, y, c)))).into(),
        ImageBuffer::from_fn(WIDTH, HEIGHT, |x, y| Rgb([0, 1, 2].map(|c| byte(x, y, c)))).into(),
        ImageBuffer::from_fn(WIDTH, HEIGHT, |x, y| Rgba([0, 1, 2, 3].map(|c| byte(x, y, c))))
            .into(),
    ]
}

pub(crate) fn pictures_of_16_bits() -> Vec<DynamicImage> {
    vec![
        ImageBuffer::from_fn(WIDTH, HEIGHT, |x, y| Luma([word(x, y, 0)])).into(),
        ImageBuffer::from_fn(WIDTH, HEIGHT, |x, y| LumaA([0, 1].map(|c| word(x, y, c)))).into(),
        ImageBuffer::from_fn(WIDTH, HEIGHT, |x, y| Rgb([0, 1, 2].map(|c| word(x, y, c)))).into(),
        ImageBuffer::from_fn(WIDTH, HEIGHT, |x, y| Rgba([0, 1, 2, 3].map(|c| word(x, y, c))))
            .into(),
    ]
}

pub(crate) fn file_of(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).expect("the format takes this kind of picture");
    bytes.into_inner()
}

pub(crate) fn rgb_file(format: ImageFormat) -> Vec<u8> {
    file_of(&pictures_of_8_bits()[2], format)
}

/// What a picture of 5 x 4 pixels must hold.
pub(crate) fn expected(channels: usize, value: impl Fn(u32, u32, u32) -> f32) -> Array3<f32> {
    Array3::from_shape_fn((HEIGHT as usize, WIDTH as usize, channels), |(y, x, c)| {
        value(x as u32, y as u32, c as u32)
    })
}

pub(crate) fn of_byte(x: u32, y: u32, channel: u32) -> f32 {
    (f64::from(byte(x, y, channel)) / 255.0) as f32
}

pub(crate) fn of_word(x: u32, y: u32, channel: u32) -> f32 {
    (f64::from(word(x, y, channel)) / 65535.0) as f32
}

pub(crate) fn image_of(channels: usize) -> Image {
    Image::new(expected(channels, of_byte)).unwrap()
}

pub(crate) fn channel(image: &Image, channel: usize) -> ArrayView2<'_, f32> {
    image.view().index_axis_move(ndarray::Axis(2), channel)
}

pub(crate) fn png_chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let mut chunk = (data.len() as u32).to_be_bytes().to_vec();
    chunk.extend(kind);
    chunk.extend(data);
    let crc = crc32(&chunk[4..]);
    chunk.extend(crc.to_be_bytes());
    chunk
}

pub(crate) fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |crc: u32, &byte| {
        (0..8).fold(crc ^ u32::from(byte), |c, _| (c >> 1) ^ (0xEDB8_8320 & (c & 1).wrapping_neg()))
    })
}

pub(crate) fn message(result: Result<Image>) -> String {
    let error = result.expect_err("this is no good picture");
    assert_eq!(error.kind(), ErrorKind::Io);
    error.to_string()
}

/// The array of a picture of one row.
pub(crate) fn row<const CHANNELS: usize>(pixels: [[f32; CHANNELS]; 4]) -> Array3<f32> {
    Array3::from_shape_fn((1, 4, CHANNELS), |(_, x, c)| pixels[x][c])
}
