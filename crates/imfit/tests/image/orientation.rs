//! The note on how a camera was held.

use std::io::Cursor;

use image::{ImageFormat, Rgb, RgbImage};
use imfit::image::Image;

use crate::fixtures::{file_of, png_chunk};

/// An EXIF block that says nothing but the orientation, in either order of bytes.
pub(crate) fn exif(orientation: u16, big: bool) -> Vec<u8> {
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

pub(crate) fn jpeg_with(exif: &[u8], picture: &RgbImage) -> Vec<u8> {
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
pub(crate) fn corners() -> RgbImage {
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
