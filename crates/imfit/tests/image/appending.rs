//! Pictures side by side and below each other.

use imfit::error::Result;
use imfit::image::{Axis, Filter, Image};
use ndarray::{Array3, ArrayView3, Slice, array};

use crate::fixtures::{image_of, row};

const ROWS: ndarray::Axis = ndarray::Axis(0);
const COLUMNS: ndarray::Axis = ndarray::Axis(1);

fn part(image: &Image, axis: ndarray::Axis, from: usize, to: usize) -> ArrayView3<'_, f32> {
    let mut view = image.view();
    view.slice_axis_inplace(axis, Slice::from(from..to));
    view
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
