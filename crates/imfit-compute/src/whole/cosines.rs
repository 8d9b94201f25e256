//! The cosines between the rows of a matrix.

use super::dot;
use super::matrix::Matrix;
use crate::isa::Isa;

/// What [`cosines`] finds, in the room that it was given.
#[derive(Debug, PartialEq)]
pub struct Cosines<'r> {
    /// The sum of the sizes of the cosines between each two rows.
    pub sum: f64,
    /// The slope of that sum along each value of the matrix, row after row.
    pub slopes: &'r mut [f32],
}

/// What [`cosines`] works in: it may serve for one matrix after another.
#[derive(Debug, Default)]
pub struct CosinesRoom {
    unit: Matrix,
    turned: Matrix,
    strip: Matrix,
    signs: Matrix,
    of_strip: Matrix,
    lengths: Vec<f64>,
    slopes: Vec<f32>,
}

/// No row is taken for shorter than this, as in Keras.
const SHORTEST: f64 = 1e-7;
/// Rows whose cosines are there at a time: those of all at once may be too many for any memory.
const ROWS_TOGETHER: usize = 128;

/// The cosines between the rows of a matrix, each two of them, with `columns` values in a row.
///
/// A row of zeros is orthogonal to all others. Where a cosine comes out as 0, the slope of its size is 0.
///
/// # Panics
/// Panics if the last row isn't whole.
///
/// # Example
/// ```
/// use imfit_compute::{CosinesRoom, Isa, cosines};
///
/// let mut room = CosinesRoom::default();
/// let found = cosines(Isa::detect(), &[2.0, 0.0, 0.0, 3.0, 1.0, 0.0], 2, &mut room);
/// assert_eq!(found.sum, 1.0);
/// ```
pub fn cosines<'r>(
    isa: Isa,
    values: &[f32],
    columns: usize,
    room: &'r mut CosinesRoom,
) -> Cosines<'r> {
    assert!(values.len().is_multiple_of(columns), "the last row isn't whole");
    let CosinesRoom { unit, turned, strip, signs, of_strip, lengths, slopes } = room;
    unit.fill(values.len() / columns, columns, values);
    lengths.clear();
    lengths.extend(unit.rows().map(|row| dot(row, row).sqrt()));
    slopes.clear();
    let inverse = |length: f64| (1.0 / length.max(SHORTEST)) as f32;
    for (row, length) in unit.rows_mut().zip(&*lengths) {
        row.iter_mut().for_each(|value| *value *= inverse(*length));
    }
    turned.transpose(isa, unit);
    let mut sum = 0.0;
    for first in (0..lengths.len()).step_by(ROWS_TOGETHER) {
        strip.fill_from(unit, first, ROWS_TOGETHER);
        signs.multiply(isa, strip, turned);
        for (row, index) in signs.rows_mut().zip(first..) {
            sum += row[..index].iter().map(|cosine| f64::from(cosine.abs())).sum::<f64>();
            row.iter_mut().for_each(|cosine| *cosine = sign(*cosine));
            row[index] = 0.0;
        }
        of_strip.multiply(isa, signs, unit);
        let lengths = &lengths[first..];
        for ((slopes, unit), length) in of_strip.rows_mut().zip(strip.rows()).zip(lengths) {
            // A cosine doesn't change where its row only gets longer.
            let along = if *length > SHORTEST { dot(slopes, unit) as f32 } else { 0.0 };
            for (slope, unit) in slopes.iter_mut().zip(unit) {
                *slope = (*slope - along * unit) * inverse(*length);
            }
        }
        of_strip.values().for_each(|row| slopes.extend_from_slice(row));
    }
    Cosines { sum, slopes }
}

/// 1 or -1, but 0 of 0.
fn sign(value: f32) -> f32 {
    if value == 0.0 { 0.0 } else { 1.0f32.copysign(value) }
}
