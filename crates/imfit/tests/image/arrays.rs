//! Pictures, arrays and coordinates.

use imfit::error::{Error, Result};
use imfit::image::{Axis, Coordinates, Filter, Image, coordinates};
use ndarray::{Array2, Array3, array};

use crate::fixtures::{expected, float, image_of};

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
