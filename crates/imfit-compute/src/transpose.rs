//! The transpose of a padded matrix, which the backward pass multiplies by.

use crate::padded;

/// Writes the transpose of `from`, (rows, columns), to `to`, (columns, rows); both padded.
///
/// # Panics
/// Panics if a slice is too short for its shape.
pub fn transpose(from: &[f32], rows: usize, columns: usize, to: &mut [f32]) {
    let (from_stride, to_stride) = (padded(columns), padded(rows));
    assert!(from.len() >= rows * from_stride && to.len() >= columns * to_stride);
    for first in (0..rows).step_by(crate::LANE_GROUP) {
        let last = rows.min(first + crate::LANE_GROUP);
        for column in 0..columns {
            let line = &mut to[column * to_stride + first..column * to_stride + last];
            for (offset, value) in line.iter_mut().enumerate() {
                *value = from[(first + offset) * from_stride + column];
            }
        }
    }
}
