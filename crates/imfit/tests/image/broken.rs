//! Every way for a file to be no good.

use std::fs;

use image::{ImageFormat, Rgb, RgbImage};
use imfit::error::{Error, Result};
use imfit::image::{Image, Limits, MAX_PIXELS};
use proptest::prelude::*;

use crate::fixtures::{expected, file_of, message, of_byte, png_chunk, rgb_file};
use crate::orientation::{corners, exif, jpeg_with};

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
