//! Every format, depth and kind of colour.

use std::fs;

use image::{DynamicImage, ImageBuffer, ImageFormat, Luma, Rgb, RgbImage, Rgba};
use imfit::error::Result;
use imfit::image::Image;
use ndarray::{Array3, array};

use crate::fixtures::{
    HEIGHT, WIDTH, channel, expected, file_of, float, of_byte, of_word, pictures_of_8_bits,
    pictures_of_16_bits, png_chunk, rgb_file, row,
};

fn assert_reads(bytes: &[u8], wanted: &Array3<f32>, about: &str) {
    let image = Image::decode(bytes, about).unwrap_or_else(|e| panic!("{about}: {e}"));
    assert_eq!(image.view(), wanted.view(), "{about}");
}

#[test]
fn lossless_formats_of_8_bits_are_exact() {
    for picture in pictures_of_8_bits() {
        let channels = usize::from(picture.color().channel_count());
        for format in [ImageFormat::Png, ImageFormat::Tiff, ImageFormat::WebP, ImageFormat::Bmp] {
            // TIFF's encoder takes no grey with alpha; WebP has no grey; BMP has neither.
            if (format == ImageFormat::Tiff && channels == 2)
                || (format != ImageFormat::Png && format != ImageFormat::Tiff && channels < 3)
            {
                continue;
            }
            let bytes = file_of(&picture, format);
            assert_reads(&bytes, &expected(channels, of_byte), &format!("{format:?} {channels}"));
        }
    }
}

#[test]
fn formats_of_16_bits_are_exact() {
    for picture in pictures_of_16_bits() {
        let channels = usize::from(picture.color().channel_count());
        for format in [ImageFormat::Png, ImageFormat::Tiff] {
            if format == ImageFormat::Tiff && channels == 2 {
                continue;
            }
            let bytes = file_of(&picture, format);
            assert_reads(&bytes, &expected(channels, of_word), &format!("{format:?} {channels}"));
        }
    }
}

#[test]
fn float_tiff_keeps_values_outside_of_0_to_1() {
    let rgb = ImageBuffer::from_fn(WIDTH, HEIGHT, |x, y| Rgb([0, 1, 2].map(|c| float(x, y, c))));
    let rgba =
        ImageBuffer::from_fn(WIDTH, HEIGHT, |x, y| Rgba([0, 1, 2, 3].map(|c| float(x, y, c))));
    let bytes = file_of(&DynamicImage::ImageRgb32F(rgb), ImageFormat::Tiff);
    assert_reads(&bytes, &expected(3, float), "RGB");
    let bytes = file_of(&DynamicImage::ImageRgba32F(rgba), ImageFormat::Tiff);
    assert_reads(&bytes, &expected(4, float), "RGBA");
}

#[test]
fn jpeg_is_close_and_grey_stays_grey() {
    let smooth = RgbImage::from_fn(64, 48, |x, y| Rgb([(x * 4) as u8, (y * 5) as u8, 128]));
    let image = Image::decode(&file_of(&smooth.clone().into(), ImageFormat::Jpeg), "rgb").unwrap();
    let original = Image::decode(&file_of(&smooth.into(), ImageFormat::Png), "png").unwrap();
    assert!(image.psnr(&original).unwrap() > 35.0);

    let grey = file_of(&pictures_of_8_bits()[0], ImageFormat::Jpeg);
    assert_eq!(Image::decode(&grey, "grey").unwrap().channels(), 1);
}

/// A GIF of 2 x 1 pixels, red and blue, with blue transparent where asked for, and a second frame in
/// which all is blue.
fn gif(transparent: bool) -> Vec<u8> {
    let mut bytes = b"GIF89a\x02\x00\x01\x00\x80\x00\x00\xFF\x00\x00\x00\x00\xFF".to_vec();
    for codes in [&[0x44, 0x0A], &[0x4C, 0x0A]] {
        // Graphic control: the transparent index is 1.
        bytes.extend([0x21, 0xF9, 4, u8::from(transparent), 10, 0, 1, 0]);
        bytes.extend([0x2C, 0, 0, 0, 0, 2, 0, 1, 0, 0, 2, 2]);
        bytes.extend(codes);
        bytes.push(0);
    }
    bytes.push(0x3B);
    bytes
}

#[test]
fn gif_is_its_first_frame_and_has_alpha_only_where_needed() {
    assert_reads(&gif(false), &array![[[1.0, 0.0, 0.0], [0.0, 0.0, 1.0]]], "opaque");
    let image = Image::decode(&gif(true), "transparent").unwrap();
    assert_eq!(image.channels(), 4);
    assert_eq!(channel(&image, 3).row(0), array![1.0, 0.0]);
}

fn adler32(bytes: &[u8]) -> u32 {
    let (a, b) = bytes.iter().fold((1, 0), |(a, b), &byte| {
        let a: u32 = (a + u32::from(byte)) % 65521;
        (a, (b + a) % 65521)
    });
    b << 16 | a
}

/// A PNG of 4 x 1 pixels with one stored deflate block.
fn png(bits: u8, colour: u8, palette: &[u8], transparency: &[u8], row: &[u8]) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    bytes.extend(png_chunk(b"IHDR", &[0, 0, 0, 4, 0, 0, 0, 1, bits, colour, 0, 0, 0]));
    if !palette.is_empty() {
        bytes.extend(png_chunk(b"PLTE", palette));
    }
    if !transparency.is_empty() {
        bytes.extend(png_chunk(b"tRNS", transparency));
    }
    let raw = [&[0], row].concat();
    let length = raw.len() as u16;
    let mut data = vec![0x78, 0x01, 1];
    data.extend(length.to_le_bytes());
    data.extend((!length).to_le_bytes());
    data.extend(&raw);
    data.extend(adler32(&raw).to_be_bytes());
    bytes.extend(png_chunk(b"IDAT", &data));
    bytes.extend(png_chunk(b"IEND", &[]));
    bytes
}

#[test]
fn png_of_few_bits_and_palettes_come_as_grey_and_rgb() {
    let grey = |values: [f32; 4]| Array3::from_shape_vec((1, 4, 1), values.to_vec()).unwrap();
    assert_reads(&png(1, 0, &[], &[], &[0b0110_0000]), &grey([0.0, 1.0, 1.0, 0.0]), "1 bit");
    let thirds = [0.0, 85.0 / 255.0, 170.0 / 255.0, 1.0];
    assert_reads(&png(2, 0, &[], &[], &[0b0001_1011]), &grey(thirds), "2 bits");
    let nibbles = [0.0, 17.0 / 255.0, 34.0 / 255.0, 1.0];
    assert_reads(&png(4, 0, &[], &[], &[0x01, 0x2F]), &grey(nibbles), "4 bits");

    let palette = [255, 0, 0, 0, 255, 0];
    let (red, green) = ([1.0, 0.0, 0.0], [0.0, 1.0, 0.0]);
    let indices = [0, 1, 1, 0];
    assert_reads(&png(8, 3, &palette, &[], &indices), &row([red, green, green, red]), "palette");
    let (clear, green) = ([1.0, 0.0, 0.0, 0.0], [0.0, 1.0, 0.0, 1.0]);
    let wanted = row([clear, green, green, clear]);
    assert_reads(&png(8, 3, &palette, &[0], &indices), &wanted, "transparent palette");
}

#[test]
fn division_in_f32_is_the_nearest_f32() {
    // R divides in f64; both must be the same colour.
    for v in 0..=255_u8 {
        assert_eq!(f32::from(v) / 255.0, (f64::from(v) / 255.0) as f32);
    }
    for v in 0..=u16::MAX {
        assert_eq!(f32::from(v) / 65535.0, (f64::from(v) / 65535.0) as f32);
    }
}

#[test]
fn every_byte_and_word_is_read_exactly() {
    let bytes = ImageBuffer::from_fn(256, 1, |x, _| Luma([x as u8]));
    let image = Image::decode(&file_of(&bytes.into(), ImageFormat::Png), "bytes").unwrap();
    assert!((0..256).all(|x| image.view()[[0, x, 0]] == (x as f64 / 255.0) as f32));

    let words = ImageBuffer::from_fn(256, 256, |x, y| Luma([(y * 256 + x) as u16]));
    let image = Image::decode(&file_of(&words.into(), ImageFormat::Png), "words").unwrap();
    let colours = image.colours();
    assert!((0..65536).all(|i| colours[[i, 0]] == (i as f64 / 65535.0) as f32));
}

#[test]
fn content_tells_the_format_whatever_the_name() -> Result<()> {
    let folder = tempfile::tempdir().unwrap();
    for format in [ImageFormat::Png, ImageFormat::Bmp, ImageFormat::Tiff, ImageFormat::WebP] {
        let path = folder.path().join("picture.jpg");
        fs::write(&path, rgb_file(format)).unwrap();
        assert_eq!(Image::open(&path)?.view(), expected(3, of_byte));
    }
    Ok(())
}
