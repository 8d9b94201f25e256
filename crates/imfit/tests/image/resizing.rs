//! Pictures of another size.

use imfit::error::Result;
use imfit::image::{Filter, Image};
use ndarray::{Array3, array};

use crate::fixtures::{expected, float, image_of};

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
