//! Pictures as files: every format, depth and kind of colour, and every way for a file to be broken.
//!
//! The files are made here, with the `image` crate or by hand.

use std::fs;
use std::io::Cursor;
use std::path::Path;

use image::{DynamicImage, ImageBuffer, ImageFormat, Luma, LumaA, Rgb, RgbImage, Rgba};
use imfit::error::{Error, ErrorKind, Result};
use imfit::image::{Axis, Coordinates, Filter, Format, Image, Limits, MAX_PIXELS, coordinates};
use ndarray::{Array2, Array3, ArrayView2, ArrayView3, Slice, array};
use proptest::prelude::*;

const WIDTH: u32 = 5;
const HEIGHT: u32 = 4;

const ROWS: ndarray::Axis = ndarray::Axis(0);
const COLUMNS: ndarray::Axis = ndarray::Axis(1);

fn channel(image: &Image, channel: usize) -> ArrayView2<'_, f32> {
    image.view().index_axis_move(ndarray::Axis(2), channel)
}

fn part(image: &Image, axis: ndarray::Axis, from: usize, to: usize) -> ArrayView3<'_, f32> {
    let mut view = image.view();
    view.slice_axis_inplace(axis, Slice::from(from..to));
    view
}

/// The array of a picture of one row.
fn row<const CHANNELS: usize>(pixels: [[f32; CHANNELS]; 4]) -> Array3<f32> {
    Array3::from_shape_fn((1, 4, CHANNELS), |(_, x, c)| pixels[x][c])
}

// ---------------------------------------------------------------------------------------------
// Files to read

/// A byte of the test picture: every channel of every pixel is another.
fn byte(x: u32, y: u32, channel: u32) -> u8 {
    (x * 47 + y * 11 + channel * 83 + 3) as u8
}

/// 16 bits whose two bytes differ, so that a swapped order is seen.
fn word(x: u32, y: u32, channel: u32) -> u16 {
    u16::from(byte(x, y, channel)) * 251 + 7
}

fn float(x: u32, y: u32, channel: u32) -> f32 {
    f32::from(byte(x, y, channel)) / 100.0 - 0.5
}

fn pictures_of_8_bits() -> Vec<DynamicImage> {
    vec![
        ImageBuffer::from_fn(WIDTH, HEIGHT, |x, y| Luma([byte(x, y, 0)])).into(),
        ImageBuffer::from_fn(WIDTH, HEIGHT, |x, y| LumaA([0, 1].map(|c| byte(x, y, c)))).into(),
        ImageBuffer::from_fn(WIDTH, HEIGHT, |x, y| Rgb([0, 1, 2].map(|c| byte(x, y, c)))).into(),
        ImageBuffer::from_fn(WIDTH, HEIGHT, |x, y| Rgba([0, 1, 2, 3].map(|c| byte(x, y, c))))
            .into(),
    ]
}

fn pictures_of_16_bits() -> Vec<DynamicImage> {
    vec![
        ImageBuffer::from_fn(WIDTH, HEIGHT, |x, y| Luma([word(x, y, 0)])).into(),
        ImageBuffer::from_fn(WIDTH, HEIGHT, |x, y| LumaA([0, 1].map(|c| word(x, y, c)))).into(),
        ImageBuffer::from_fn(WIDTH, HEIGHT, |x, y| Rgb([0, 1, 2].map(|c| word(x, y, c)))).into(),
        ImageBuffer::from_fn(WIDTH, HEIGHT, |x, y| Rgba([0, 1, 2, 3].map(|c| word(x, y, c))))
            .into(),
    ]
}

fn file_of(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).expect("the format takes this kind of picture");
    bytes.into_inner()
}

fn rgb_file(format: ImageFormat) -> Vec<u8> {
    file_of(&pictures_of_8_bits()[2], format)
}

/// What a picture of 5 x 4 pixels must hold.
fn expected(channels: usize, value: impl Fn(u32, u32, u32) -> f32) -> Array3<f32> {
    Array3::from_shape_fn((HEIGHT as usize, WIDTH as usize, channels), |(y, x, c)| {
        value(x as u32, y as u32, c as u32)
    })
}

fn of_byte(x: u32, y: u32, channel: u32) -> f32 {
    (f64::from(byte(x, y, channel)) / 255.0) as f32
}

fn of_word(x: u32, y: u32, channel: u32) -> f32 {
    (f64::from(word(x, y, channel)) / 65535.0) as f32
}

fn assert_reads(bytes: &[u8], wanted: &Array3<f32>, about: &str) {
    let image = Image::decode(bytes, about).unwrap_or_else(|e| panic!("{about}: {e}"));
    assert_eq!(image.view(), wanted.view(), "{about}");
}

// ---------------------------------------------------------------------------------------------
// Reading

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

fn png_chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let mut chunk = (data.len() as u32).to_be_bytes().to_vec();
    chunk.extend(kind);
    chunk.extend(data);
    let crc = crc32(&chunk[4..]);
    chunk.extend(crc.to_be_bytes());
    chunk
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |crc: u32, &byte| {
        (0..8).fold(crc ^ u32::from(byte), |c, _| (c >> 1) ^ (0xEDB8_8320 & (c & 1).wrapping_neg()))
    })
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

// ---------------------------------------------------------------------------------------------
// Orientation

/// An EXIF block that says nothing but the orientation, in either order of bytes.
fn exif(orientation: u16, big: bool) -> Vec<u8> {
    let two = |v: u16| if big { v.to_be_bytes() } else { v.to_le_bytes() };
    let four = |v: u32| if big { v.to_be_bytes() } else { v.to_le_bytes() };
    let mut block = if big { b"MM".to_vec() } else { b"II".to_vec() };
    block.extend(two(42));
    block.extend(four(8));
    block.extend(two(1));
    block.extend(two(0x0112));
    block.extend(two(3));
    block.extend(four(1));
    block.extend(two(orientation));
    block.extend([0; 6]);
    block
}

fn jpeg_with(exif: &[u8], picture: &RgbImage) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let encoder = image::codecs::jpeg::JpegEncoder::new_with_quality(&mut bytes, 100);
    picture.write_with_encoder(encoder).unwrap();
    let bytes = bytes.into_inner();
    let length = (exif.len() + 8) as u16;
    [&bytes[..2], &[0xFF, 0xE1], &length.to_be_bytes(), b"Exif\0\0", exif, &bytes[2..]].concat()
}

fn png_with(exif: &[u8], picture: &RgbImage) -> Vec<u8> {
    let bytes = file_of(&picture.clone().into(), ImageFormat::Png);
    // After the signature and the header: 8 + 4 + 4 + 13 + 4.
    [&bytes[..33], &png_chunk(b"eXIf", exif), &bytes[33..]].concat()
}

/// A WebP in its extended form: flags, the picture, then EXIF.
fn webp_with(exif: &[u8], picture: &RgbImage) -> Vec<u8> {
    let simple = file_of(&picture.clone().into(), ImageFormat::WebP);
    let (width, height) = (picture.width() - 1, picture.height() - 1);
    let mut chunks = b"WEBPVP8X\x0A\0\0\0\x08\0\0\0".to_vec();
    chunks.extend(&width.to_le_bytes()[..3]);
    chunks.extend(&height.to_le_bytes()[..3]);
    chunks.extend(&simple[12..]);
    chunks.extend(b"EXIF");
    chunks.extend((exif.len() as u32).to_le_bytes());
    chunks.extend(exif);
    [&b"RIFF"[..], &(chunks.len() as u32).to_le_bytes(), &chunks].concat()
}

/// An uncompressed RGB TIFF with the tag for orientation.
fn tiff_with(orientation: u16, picture: &RgbImage) -> Vec<u8> {
    let pixels = picture.as_raw();
    let tags: [(u16, u16, u32, u32); 10] = [
        (256, 4, 1, picture.width()),
        (257, 4, 1, picture.height()),
        (258, 3, 3, 8 + 2 + 120 + 4),
        (259, 3, 1, 1),
        (262, 3, 1, 2),
        (273, 4, 1, 8 + 2 + 120 + 4 + 6),
        (274, 3, 1, u32::from(orientation)),
        (277, 3, 1, 3),
        (278, 4, 1, picture.height()),
        (279, 4, 1, pixels.len() as u32),
    ];
    let mut bytes = b"II*\0\x08\0\0\0\x0A\0".to_vec();
    for (tag, kind, count, value) in tags {
        bytes.extend(tag.to_le_bytes());
        bytes.extend(kind.to_le_bytes());
        bytes.extend(count.to_le_bytes());
        bytes.extend(value.to_le_bytes());
    }
    bytes.extend([0, 0, 0, 0, 8, 0, 8, 0, 8, 0]);
    bytes.extend(pixels);
    bytes
}

/// Four corners of 16 x 8 pixels each: red and green above, blue and white below.
fn corners() -> RgbImage {
    RgbImage::from_fn(32, 16, |x, y| match (x < 16, y < 8) {
        (true, true) => Rgb([255, 0, 0]),
        (false, true) => Rgb([0, 255, 0]),
        (true, false) => Rgb([0, 0, 255]),
        (false, false) => Rgb([255, 255, 255]),
    })
}

/// The corners' colours as one reads them, as letters.
fn read_corners(image: &Image) -> String {
    let (right, bottom) = (image.width() - 3, image.height() - 3);
    let letter = |(y, x)| {
        let rgb = [0, 1, 2].map(|c| image.view()[[y, x, c]] > 0.5);
        match rgb {
            [true, true, true] => 'w',
            [true, false, false] => 'r',
            [false, true, false] => 'g',
            [false, false, true] => 'b',
            _ => '?',
        }
    };
    [(2, 2), (2, right), (bottom, 2), (bottom, right)].map(letter).iter().collect()
}

#[test]
fn all_eight_orientations_are_applied() {
    // "row 0 is the visual left side, column 0 the top", and so on: the EXIF standard's table.
    let upright = ["rgbw", "grwb", "wbgr", "bwrg", "rbgw", "brwg", "wgbr", "gwrb"];
    for (orientation, wanted) in (1..).zip(upright) {
        let (big, little) = (exif(orientation, true), exif(orientation, false));
        let files = [
            ("JPEG", jpeg_with(&big, &corners())),
            ("JPEG, little-endian", jpeg_with(&little, &corners())),
            ("PNG", png_with(&big, &corners())),
            ("WebP", webp_with(&little, &corners())),
            ("TIFF", tiff_with(orientation, &corners())),
        ];
        for (about, bytes) in files {
            let image = Image::decode(&bytes, about).unwrap();
            assert_eq!(read_corners(&image), wanted, "{about}, orientation {orientation}");
            let size = if orientation < 5 { (32, 16) } else { (16, 32) };
            assert_eq!((image.width(), image.height()), size, "{about} {orientation}");
        }
    }
}

#[test]
fn a_broken_note_on_orientation_is_ignored() {
    for note in [exif(9, true), exif(0, false), b"II*\0\xFF\xFF\xFF\xFF".to_vec(), vec![0; 6]] {
        for bytes in [jpeg_with(&note, &corners()), png_with(&note, &corners())] {
            assert_eq!(read_corners(&Image::decode(&bytes, "note").unwrap()), "rgbw");
        }
    }
}

// ---------------------------------------------------------------------------------------------
// Files that are no good

fn message(result: Result<Image>) -> String {
    let error = result.expect_err("this is no good picture");
    assert_eq!(error.kind(), ErrorKind::Io);
    error.to_string()
}

#[test]
fn files_that_are_no_pictures_are_named_and_explained() {
    let folder = tempfile::tempdir().unwrap();
    let cases: [(&str, &[u8], &str); 6] = [
        ("empty.png", b"", "this file is empty"),
        ("text.png", b"Dear all,\n\nthe godwit \xC3\xBCber", "this is text, not a picture"),
        ("page.jpg", b"<!DOCTYPE html><html>", "this is text"),
        ("phone.jpg", b"\0\0\0\x18ftypheic\0\0\0\0mif1", "HEIC"),
        ("noise.tif", &[7; 4000], "not a picture of a known format"),
        ("old.png", b"qoif\0\0\0\x01\0\0\0\x01\x03\0", "the format Qoi"),
    ];
    for (name, bytes, wanted) in cases {
        let path = folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        let told = message(Image::open(&path));
        assert!(told.contains(wanted), "{told}");
        assert!(told.contains(name), "{told}");
        assert!(told.ends_with("PNG, JPEG, WebP, TIFF, BMP and GIF can be read"), "{told}");
    }
}

#[test]
fn missing_files_and_folders_are_told_apart() {
    let folder = tempfile::tempdir().unwrap();
    let told = message(Image::open(folder.path()));
    assert!(told.ends_with("this is a folder, not a picture"), "{told}");

    let missing = folder.path().join("missing.png");
    let error = Image::open(&missing).unwrap_err();
    assert!(matches!(&error, Error::File { action: "read", path, .. } if *path == missing));
    assert!(error.to_string().contains("missing.png"));
    assert!(Image::open("").is_err());
}

#[test]
fn odd_paths_are_read_written_and_named_as_they_are() -> Result<()> {
    let folder = tempfile::tempdir().unwrap();
    for name in ["%s %d {}.png", "Uferschnepfe größer 鳥.png", " .png", "-rf.png"] {
        let path = folder.path().join(name);
        assert!(Image::open(&path).unwrap_err().to_string().contains(name));
        let image = Image::new(expected(3, of_byte))?;
        image.save(&path)?;
        assert_eq!(Image::open(&path)?, image);
    }
    Ok(())
}

#[test]
fn a_file_cut_short_anywhere_is_refused_and_says_so() {
    let larger =
        RgbImage::from_fn(40, 30, |x, y| Rgb([(x * 6) as u8, (y * 8) as u8, (x * y) as u8]));
    let formats = [
        ImageFormat::Png,
        ImageFormat::Jpeg,
        ImageFormat::WebP,
        ImageFormat::Tiff,
        ImageFormat::Bmp,
        ImageFormat::Gif,
    ];
    for format in formats {
        let bytes = file_of(&larger.clone().into(), format);
        // The last bytes of PNG, WebP and GIF are no part of the picture. Shorter than 26 bytes, there
        // isn't even a header.
        for length in 26..bytes.len() - 16 {
            let told = message(Image::decode(&bytes[..length], "cut"));
            assert!(told.contains("cut short"), "{format:?} {length} of {}: {told}", bytes.len());
        }
        assert!((0..26).all(|length| Image::decode(&bytes[..length], "cut").is_err()));
    }
}

#[test]
fn the_end_of_a_thumbnail_is_not_the_end_of_a_jpeg() {
    let thumbnail = file_of(&RgbImage::new(8, 8).into(), ImageFormat::Jpeg);
    let whole = jpeg_with(&[exif(1, true), thumbnail].concat(), &corners());
    assert!(Image::decode(&whole, "whole").is_ok());
    assert!(message(Image::decode(&whole[..whole.len() - 20], "cut")).contains("cut short"));
    // Cameras append more.
    assert!(Image::decode(&[&whole[..], &[0; 100]].concat(), "appended").is_ok());
}

#[test]
fn a_damaged_file_is_refused_and_says_so() {
    let mut bytes = rgb_file(ImageFormat::Png);
    bytes[20] ^= 1;
    assert!(message(Image::decode(&bytes, "a.png")).starts_with("a.png: this PNG is damaged: "));
    let mut bytes = rgb_file(ImageFormat::Png);
    let data = bytes.windows(4).position(|w| w == b"IDAT").unwrap() + 10;
    bytes[data..data + 8].fill(0xEE);
    assert!(message(Image::decode(&bytes, "b.png")).contains("this PNG is damaged: "));
}

/// The header of a PNG that claims a size, and nothing else.
fn claim(width: u32, height: u32) -> Vec<u8> {
    let header = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 2, 0, 0, 0]].concat();
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    bytes.extend(png_chunk(b"IHDR", &header));
    bytes.extend(png_chunk(b"IDAT", &[]));
    bytes
}

#[test]
fn a_picture_that_is_too_large_is_refused_before_it_is_decoded() {
    let told = message(Image::decode(&claim(50_000, 40_000), "bomb.png"));
    assert!(told.contains("50000 x 40000"), "{told}");
    assert!(told.contains(&MAX_PIXELS.to_string()), "{told}");
    assert!(told.contains("raise `max_pixels` to 2000000000"), "{told}");

    let limits = Limits { max_pixels: 19 };
    for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::Bmp, ImageFormat::Gif] {
        let told = message(Image::decode_with(&rgb_file(format), "small", &limits));
        assert!(told.contains("5 x 4 pixels is larger than the limit of 19 pixels"), "{told}");
    }
    let enough = Limits { max_pixels: 20 };
    assert!(Image::decode_with(&rgb_file(ImageFormat::Png), "small", &enough).is_ok());
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_damage_ends_the_process(
        format in 0..6_usize,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
    ) {
        let formats = [
            ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP,
            ImageFormat::Tiff, ImageFormat::Bmp, ImageFormat::Gif,
        ];
        let mut bytes = rgb_file(formats[format]);
        for (at, value) in changes {
            let at = at.index(bytes.len());
            bytes[at] = value;
        }
        // Whatever comes of it, it comes back.
        let _ = Image::decode_with(&bytes, "damaged", &Limits { max_pixels: 1 << 20 });
    }

    #[test]
    fn no_bytes_end_the_process(start in 0..6_usize, rest in prop::collection::vec(any::<u8>(), 0..300)) {
        let starts: [&[u8]; 6] =
            [b"\x89PNG\r\n\x1a\n", b"\xFF\xD8\xFF", b"RIFF\0\x01\0\0WEBP", b"II*\0", b"BM", b"GIF89a"];
        let bytes = [starts[start], &rest].concat();
        let _ = Image::decode_with(&bytes, "noise", &Limits { max_pixels: 1 << 20 });
    }
}

// ---------------------------------------------------------------------------------------------
// Writing

fn image_of(channels: usize) -> Image {
    Image::new(expected(channels, of_byte)).unwrap()
}

#[test]
fn lossless_formats_come_back_the_same() -> Result<()> {
    for channels in 1..=4 {
        let image = image_of(channels);
        assert_eq!(Image::decode(&image.to_png()?, "png")?, image);
        let tiff = Image::decode(&image.encode(Format::Tiff)?, "tiff")?;
        let webp = Image::decode(&image.encode(Format::WebP)?, "webp")?;
        if channels > 2 {
            assert_eq!((&webp, &tiff), (&image, &image));
        }
        for copy in [webp, tiff] {
            assert_eq!(copy.has_alpha(), image.has_alpha());
            assert_eq!(channel(&copy, 0), channel(&image, 0));
            let (last, alpha) = (copy.channels() - 1, channels - 1);
            assert_eq!(channel(&copy, last), channel(&image, alpha));
        }
    }
    Ok(())
}

#[test]
fn a_picture_of_one_pixel_goes_through_every_format() -> Result<()> {
    for channels in 1..=4 {
        let image = Image::new(Array3::from_elem((1, 1, channels), 1.0))?;
        for format in [Format::Png, Format::Jpeg { quality: 90 }, Format::WebP, Format::Tiff] {
            let copy = Image::decode(&image.encode(format)?, "one")?;
            assert_eq!((copy.width(), copy.height()), (1, 1));
            assert!(copy.colours().iter().all(|&v| v == 1.0), "{format:?} {channels}");
        }
    }
    Ok(())
}

#[test]
fn values_are_held_to_0_and_1_and_rounded() -> Result<()> {
    let values = [-1.0, 2.0, f32::NAN, f32::INFINITY, f32::NEG_INFINITY, 0.5, 0.499, 1.4 / 255.0];
    let image = Image::new(Array3::from_shape_vec((1, 8, 1), values.to_vec()).unwrap())?;
    let copy = Image::decode(&image.to_png()?, "png")?;
    let bytes: Vec<u8> = copy.colours().iter().map(|v| (v * 255.0).round() as u8).collect();
    assert_eq!(bytes, [0, 255, 0, 255, 0, 128, 127, 1]);
    Ok(())
}

#[test]
fn jpeg_lays_transparent_pixels_on_white() -> Result<()> {
    // Black, transparent above and opaque below.
    let colours =
        Array3::from_shape_fn((16, 16, 4), |(y, _, c)| f32::from(u8::from(y >= 8 && c == 3)));
    let jpeg = Format::Jpeg { quality: 95 };
    let copy = Image::decode(&Image::new(colours)?.encode(jpeg)?, "jpeg")?;
    assert_eq!(copy.channels(), 3);
    assert!(copy.view()[[2, 8, 0]] > 0.97 && copy.view()[[13, 8, 0]] < 0.03);

    let grey = Image::new(Array3::from_elem((8, 8, 2), 0.0))?;
    let copy = Image::decode(&grey.encode(jpeg)?, "jpeg")?;
    assert_eq!((copy.channels(), copy.view()[[0, 0, 0]]), (1, 1.0));
    Ok(())
}

#[test]
fn jpeg_quality_is_kept_to_its_range() {
    let image = image_of(3);
    for quality in [0, 101, 255] {
        let error = image.encode(Format::Jpeg { quality }).unwrap_err();
        assert!(error.to_string().contains("`quality` must be from 1 to 100"), "{error}");
    }
    let [low, high] = [10, 100].map(|quality| image.encode(Format::Jpeg { quality }).unwrap());
    assert!(low.len() < high.len());
}

#[test]
fn a_picture_too_long_for_its_format_says_how_long_it_may_be() {
    let image = Image::new(Array3::zeros((1, 70_000, 1))).unwrap();
    for (format, longest) in [(Format::Jpeg { quality: 90 }, "65535"), (Format::WebP, "16384")] {
        let told = image.encode(format).unwrap_err().to_string();
        assert!(told.contains("70000 x 1") && told.contains(longest), "{told}");
    }
    assert!(image.encode(Format::Tiff).is_ok());
    // The longest side that the check lets through is one that the encoder takes.
    let longest = Image::new(Array3::zeros((1, 16384, 1))).unwrap();
    assert!(longest.encode(Format::WebP).is_ok());
}

#[test]
fn the_extension_tells_the_format_in_any_case() -> Result<()> {
    let folder = tempfile::tempdir().unwrap();
    let cases = [("a.PNG", "png"), ("a.jpg", "jpeg"), ("a.JPEG", "jpeg"), ("a.WebP", "webp")];
    for (name, format) in cases.into_iter().chain([("a.tif", "tiff"), ("a.tiff", "tiff")]) {
        let path = folder.path().join(name);
        assert_eq!(Format::of_path(&path)?.name(), format);
        image_of(3).save(&path)?;
        assert_eq!(Image::open(&path)?.channels(), 3);
    }
    for name in ["a.xyz", "a", "png", ".png", "a.gif"] {
        let told = image_of(3).save(folder.path().join(name)).unwrap_err().to_string();
        assert!(told.contains(".webp, .tif or .tiff") && told.contains(name), "{told}");
    }
    Ok(())
}

fn names_in(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect()
}

#[test]
fn a_failed_save_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let error = image_of(3).save(folder.path().join("missing/a.png")).unwrap_err();
    assert!(error.to_string().contains("there is no folder"), "{error}");
    assert!(names_in(folder.path()).is_empty());

    fs::create_dir(folder.path().join("taken.png")).unwrap();
    let error = image_of(3).save(folder.path().join("taken.png")).unwrap_err();
    assert!(matches!(error, Error::File { action: "write", .. }), "{error}");
    assert_eq!(names_in(folder.path()), ["taken.png"]);
}

#[test]
fn a_read_only_file_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.png");
    fs::write(&path, b"kept").unwrap();
    let mut permissions = fs::metadata(&path).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&path, permissions).unwrap();
    assert!(image_of(3).save(&path).unwrap_err().to_string().contains("permission denied"));
    assert_eq!(fs::read(&path).unwrap(), b"kept");
    assert_eq!(names_in(folder.path()), ["a.png"]);
}

#[cfg(unix)]
#[test]
fn saved_files_have_ordinary_permissions_and_links_stay() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let folder = tempfile::tempdir().unwrap();
    let [plain, saved, link] = ["plain", "saved.png", "link.png"].map(|n| folder.path().join(n));
    fs::write(&plain, b"").unwrap();
    image_of(1).save(&saved).unwrap();
    assert_eq!(mode(&saved), mode(&plain));

    fs::set_permissions(&saved, fs::Permissions::from_mode(0o640)).unwrap();
    symlink(&saved, &link).unwrap();
    image_of(3).save(&link).unwrap();
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!((mode(&saved), Image::open(&saved).unwrap()), (0o640, image_of(3)));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told_and_a_device_stays_one() {
    use std::os::unix::fs::FileTypeExt;
    let error = image_of(3).save_as("/dev/full", Format::Png).unwrap_err();
    assert!(error.to_string().starts_with("can't write /dev/full: No space left"), "{error}");
    assert!(fs::metadata("/dev/full").unwrap().file_type().is_char_device());
}

// ---------------------------------------------------------------------------------------------
// Arrays and tables

#[test]
fn arrays_are_checked_and_kept() -> Result<()> {
    for shape in [(0, 3, 3), (3, 0, 3), (3, 3, 0), (3, 3, 5)] {
        assert!(matches!(Image::new(Array3::zeros(shape)), Err(Error::Shape(_))), "{shape:?}");
    }
    let colours = expected(3, float);
    assert_eq!(Image::new(colours.clone())?.into_array(), colours);
    // Column-major, and with rows upside down.
    let mut other = Array3::from_shape_fn((5, 4, 3), |(x, y, c)| colours[[3 - y, x, c]]);
    other.swap_axes(0, 1);
    other.invert_axis(ndarray::Axis(0));
    let image = Image::from_array(other)?;
    assert_eq!(image.view(), colours);
    assert_eq!(image.colours().dim(), (20, 3));
    assert_eq!(format!("{image:?}"), "Image { width: 5, height: 4, channels: 3 }");
    Ok(())
}

#[test]
fn coordinates_are_those_of_pixel_centres() -> Result<()> {
    let wanted = array![[1.0, 1.0], [2.0, 1.0], [3.0, 1.0], [1.0, 2.0], [2.0, 2.0], [3.0, 2.0]];
    assert_eq!(coordinates(3, 2, Coordinates::Pixel)?, wanted);
    let unit = coordinates(4, 2, Coordinates::Unit)?;
    assert_eq!(unit.row(0), array![0.125, 0.25]);
    assert_eq!(unit.row(7), array![0.875, 0.75]);
    let centered = coordinates(4, 2, Coordinates::Centered)?;
    assert_eq!(centered.row(0), array![-0.75, -0.25]);
    assert_eq!(centered.row(7), array![0.75, 0.25]);
    assert_eq!(coordinates(1, 1, Coordinates::Centered)?, array![[0.0, 0.0]]);
    Ok(())
}

#[test]
fn names_lead_to_choices_and_unknown_ones_list_them() {
    for kind in [Coordinates::Pixel, Coordinates::Unit, Coordinates::Centered] {
        assert_eq!(Coordinates::by_name(kind.name()).unwrap(), kind);
    }
    let all = [Filter::Nearest, Filter::Triangle, Filter::CatmullRom, Filter::Gaussian];
    for filter in all.into_iter().chain([Filter::Lanczos3]) {
        assert_eq!(Filter::by_name(filter.name()).unwrap(), filter);
    }
    for axis in [Axis::X, Axis::Y] {
        assert_eq!(Axis::by_name(axis.name()).unwrap(), axis);
    }
    let told = Coordinates::by_name("polar").unwrap_err().to_string();
    assert_eq!(told, "unknown coordinates 'polar'; known are: pixel, unit, centered");
    assert!(Filter::by_name("best").unwrap_err().to_string().contains("lanczos3"));
}

#[test]
fn sizes_that_make_no_picture_are_refused() {
    let huge = usize::MAX;
    for (width, height) in [(0, 1), (1, 0), (huge, 1), (1, huge), (huge, huge), (1 << 20, 1 << 20)]
    {
        assert!(coordinates(width, height, Coordinates::Pixel).is_err());
        assert!(image_of(3).resize(width, height, Filter::Nearest).is_err());
        let none = Array2::zeros((0, 3));
        assert!(Image::from_pixels(width, height, none.view()).is_err());
    }
}

#[test]
fn pixels_go_there_and_back() -> Result<()> {
    for channels in 1..=4 {
        let image = image_of(channels);
        let (x, y) = image.pixels(Coordinates::Pixel);
        assert_eq!(y, image.colours());
        for (position, colour) in x.rows().into_iter().zip(y.rows()) {
            let (column, row) = (position[0] as usize - 1, position[1] as usize - 1);
            assert_eq!(colour, image.colours().row(row * 5 + column));
        }
        assert_eq!(Image::from_pixels(5, 4, y.view())?, image);
        // A table in column-major order is as good.
        let columns = y.t().as_standard_layout().into_owned();
        assert_eq!(Image::from_pixels(5, 4, columns.t())?, image);
    }
    let told = Image::from_pixels(5, 5, image_of(3).colours()).unwrap_err().to_string();
    assert_eq!(told, "a picture of 5 x 5 pixels needs as many rows of colours, not 20");
    Ok(())
}

fn table_error(xs: &[f64], ys: &[f64]) -> String {
    Image::from_table(xs, ys, Array2::zeros((xs.len(), 3)).view()).unwrap_err().to_string()
}

#[test]
fn tables_that_make_no_picture_say_why() {
    for bad in [0.0, -1.0, 1.5, f64::NAN, f64::INFINITY, 1e300] {
        let told = table_error(&[1.0, bad], &[1.0, 1.0]);
        assert!(told.starts_with("`x` must be a whole number from 1 in every row, not"), "{told}");
        assert!(told.ends_with("in row 2"), "{told}");
        assert!(table_error(&[1.0], &[bad]).starts_with("`y` must be"));
    }
    let told = table_error(&[1.0, 2.0, 1.0, 2.0], &[1.0, 1.0, 2.0, 1.0]);
    assert_eq!(told, "the pixel x = 2, y = 1 is in the table twice, in rows 2 and 4");
    let told = table_error(&[1.0, 2.0, 2.0], &[1.0, 1.0, 2.0]);
    assert!(told.starts_with("pixels are missing from the table, x = 1, y = 2 for one"), "{told}");
    let told = table_error(&[1.0, 9e15], &[1.0, 9e15]);
    assert!(told.contains("the largest x is 9000000000000000 (row 2)"), "{told}");
    assert!(table_error(&[], &[]).contains("at least one"));
    let colours = Array2::zeros((3, 3));
    assert!(Image::from_table(&[1.0, 2.0], &[1.0, 1.0], colours.view()).is_err());
    assert!(Image::from_table(&[1.0], &[1.0], Array2::zeros((1, 5)).view()).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn tables_may_come_in_any_order(
        (width, height, channels, order) in (1..8_usize, 1..8_usize, 1..5_usize)
            .prop_flat_map(|(w, h, c)| {
                (Just(w), Just(h), Just(c), Just((0..w * h).collect::<Vec<_>>()).prop_shuffle())
            })
    ) {
        let colours = Array3::from_shape_fn((height, width, channels), |(y, x, c)| {
            (y * 100 + x * 10 + c) as f32
        });
        let image = Image::new(colours).unwrap();
        let xs: Vec<f64> = order.iter().map(|i| (i % width + 1) as f64).collect();
        let ys: Vec<f64> = order.iter().map(|i| (i / width + 1) as f64).collect();
        let shuffled = image.colours().select(ndarray::Axis(0), &order);
        prop_assert_eq!(Image::from_table(&xs, &ys, shuffled.view()).unwrap(), image);
    }
}

// ---------------------------------------------------------------------------------------------
// Resizing, appending, comparing

#[test]
fn a_constant_picture_stays_constant_at_any_size() -> Result<()> {
    let filters =
        [Filter::Nearest, Filter::Triangle, Filter::CatmullRom, Filter::Gaussian, Filter::Lanczos3];
    for channels in 1..=4 {
        let image = Image::new(Array3::from_elem((9, 7, channels), 0.3))?;
        for filter in filters {
            for (width, height) in [(1, 1), (7, 9), (3, 20), (14, 18), (31, 2)] {
                let resized = image.resize(width, height, filter)?;
                assert_eq!(resized.view().dim(), (height, width, channels));
                assert!(resized.colours().iter().all(|v| (v - 0.3).abs() < 1e-5), "{filter:?}");
            }
        }
    }
    Ok(())
}

#[test]
fn nearest_repeats_pixels_and_the_same_size_is_a_copy() -> Result<()> {
    let image = image_of(3);
    let twice = image.resize(10, 8, Filter::Nearest)?;
    for ((y, x, c), value) in twice.view().indexed_iter() {
        assert_eq!(*value, image.view()[[y / 2, x / 2, c]]);
    }
    assert_eq!(twice.resize(5, 4, Filter::Nearest)?, image);
    let wild = Image::new(expected(3, float))?;
    assert_eq!(wild.resize(5, 4, Filter::Lanczos3)?, wild);
    Ok(())
}

#[test]
fn transparent_colours_do_not_shine_through() -> Result<()> {
    // Opaque black beside transparent white.
    let image = Image::new(array![[[0.0, 1.0], [1.0, 0.0]]])?;
    let one = image.resize(1, 1, Filter::Triangle)?;
    assert!(one.view()[[0, 0, 0]].abs() < 1e-6);
    assert!((one.view()[[0, 0, 1]] - 0.5).abs() < 1e-6);
    Ok(())
}

#[test]
fn a_stretch_that_would_take_all_memory_is_refused() {
    let flat = Image::new(Array3::zeros((1, 100_000, 1))).unwrap();
    let told = flat.resize(1, 100_000, Filter::Nearest).unwrap_err().to_string();
    assert!(told.contains("100000 x 1") && told.contains("1 x 100000"), "{told}");
}

#[test]
fn pictures_are_put_side_by_side_and_below_each_other() -> Result<()> {
    let (left, right) = (image_of(3), Image::new(Array3::from_elem((4, 2, 3), 0.25))?);
    let both = Image::append(&[left.clone(), right.clone()], Axis::X)?;
    assert_eq!((both.width(), both.height()), (7, 4));
    assert_eq!(part(&both, COLUMNS, 0, 5), left.view());
    assert_eq!(part(&both, COLUMNS, 5, 7), right.view());

    let below = Image::append(&[left.clone(), left.clone(), left.clone()], Axis::Y)?;
    assert_eq!((below.width(), below.height()), (5, 12));
    assert_eq!(part(&below, ROWS, 8, 12), left.view());
    assert_eq!(Image::append(std::slice::from_ref(&left), Axis::Y)?, left);
    Ok(())
}

#[test]
fn appending_widens_channels() -> Result<()> {
    let kinds = [1, 2, 3, 4].map(|channels| Image::new(Array3::from_elem((1, 1, channels), 0.5)));
    let kinds = kinds.into_iter().collect::<Result<Vec<Image>>>()?;
    let all = Image::append(&kinds, Axis::X)?;
    let (opaque, half) = ([0.5, 0.5, 0.5, 1.0], [0.5; 4]);
    assert_eq!(all.view(), row([opaque, half, opaque, half]));
    assert_eq!(Image::append(&kinds[..2], Axis::X)?.view(), array![[[0.5, 1.0], [0.5, 0.5]]]);
    assert_eq!(Image::append(&[kinds[0].clone(), kinds[2].clone()], Axis::Y)?.channels(), 3);
    // Grey with alpha beside RGB: three colours and alpha.
    assert_eq!(Image::append(&kinds[1..3], Axis::Y)?.channels(), 4);
    Ok(())
}

#[test]
fn pictures_that_do_not_fit_are_named() {
    let (one, other) = (image_of(3), image_of(3).resize(6, 3, Filter::Nearest).unwrap());
    let pictures = [one.clone(), one, other];
    let told = Image::append(&pictures, Axis::X).unwrap_err().to_string();
    assert!(told.contains("the same height"), "{told}");
    assert!(told.contains("picture 1 is 5 x 4 and picture 3 is 6 x 3"), "{told}");
    assert!(Image::append(&pictures, Axis::Y).unwrap_err().to_string().contains("the same width"));
    assert!(Image::append(&[], Axis::X).is_err());
}

#[test]
fn psnr_is_in_db_of_a_peak_of_1() -> Result<()> {
    let image = image_of(3);
    assert_eq!(image.psnr(&image)?, f64::INFINITY);
    let off = Image::new(image.view().mapv(|v| v + 0.01))?;
    assert!((image.psnr(&off)? - 40.0).abs() < 1e-3);
    let told = image.psnr(&image_of(1)).unwrap_err().to_string();
    assert!(told.contains("5 x 4 with 3 channels and 5 x 4 with 1 channels"), "{told}");
    Ok(())
}
