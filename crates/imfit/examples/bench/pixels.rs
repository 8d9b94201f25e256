//! The part of the picture that a case asks for.

use ndarray::{Array2, ArrayView2, Axis, Slice};

/// The first `rows` rows, or all where nothing is said or there are fewer.
pub fn first(array: &Array2<f32>, rows: Option<usize>) -> ArrayView2<'_, f32> {
    let rows = rows.map_or(array.nrows(), |rows| rows.min(array.nrows()));
    array.slice_axis(Axis(0), Slice::from(..rows))
}
