//! Every format, there and back.

use imfit::error::Result;
use imfit::image::{Format, Image};
use ndarray::Array3;

use crate::fixtures::{channel, image_of};

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
