//! What looks at an array as a whole: steps of optimizers, at the means of its rows and columns, or at the
//! matrix that it is, and the cosines between its rows. All runs on one thread, in one order.

mod adafactor;
mod cosines;
mod matrix;
mod muon;

pub use adafactor::AdafactorStep;
pub use cosines::{Cosines, CosinesRoom, cosines};
pub use muon::MuonStep;

use self::matrix::Matrix;
use crate::buffer::Buffer;
use crate::isa::Isa;

/// A step of an optimizer of this kind: its numbers, the same for every array.
#[derive(Debug, Clone, Copy, PartialEq)]
#[allow(missing_docs)]
pub enum WholeStep {
    Adafactor(AdafactorStep),
    Muon(MuonStep),
}

/// What a step is taken on: an array, its rows one after the other, and what is kept for it.
#[derive(Debug)]
pub struct WholeArray<'a> {
    /// Rows; 1 for a vector.
    pub rows: usize,
    /// Values in a row.
    pub columns: usize,
    /// The weights, and zeros up to the next multiple of the lane group.
    pub weights: &'a mut [f32],
    /// The gradient, as long, in whose place the step may keep what it works on.
    pub gradient: &'a mut [f32],
    /// What the optimizer keeps; buffers may be longer than the array.
    pub state: &'a mut [Buffer],
    /// What the step works in.
    pub room: &'a mut WholeRoom,
}

/// Memory for steps of this kind: taken by the first one, and used again by the next.
#[derive(Debug, Default)]
pub struct WholeRoom {
    matrices: [Matrix; 5],
    /// A value for each column.
    of_columns: Vec<f64>,
}

impl WholeStep {
    /// What share of each weight an array for which `kept` buffers are kept loses before the step, where
    /// that is a number of the step's own.
    pub fn own_decay(self, kept: usize) -> Option<f32> {
        match self {
            WholeStep::Muon(step) => (kept == 2).then_some(step.adam_decay),
            WholeStep::Adafactor(_) => None,
        }
    }

    /// About how many multiplications it takes for an array.
    pub fn work(self, rows: usize, columns: usize) -> usize {
        match self {
            WholeStep::Muon(step) => 3 * step.iterations * rows * columns * rows.min(columns),
            WholeStep::Adafactor(_) => 4 * rows * columns,
        }
    }

    /// Moves the weights of an array against its gradient, and updates what is kept for it. Nothing
    /// that is kept is denormal.
    ///
    /// # Panics
    /// Panics if a buffer is shorter than what it has to hold, or one is missing.
    pub fn apply(self, isa: Isa, array: WholeArray<'_>) {
        match self {
            WholeStep::Adafactor(step) => step.apply(array),
            WholeStep::Muon(step) => step.apply(isa, array),
        }
    }
}

/// A value that is kept: single, and zero where that would be denormal.
fn kept(value: f64) -> f32 {
    let value = value as f32;
    if value.is_subnormal() { 0.0 } else { value }
}

/// The sum of the products of two rows of values, in an order that suits vectors.
///
/// # Panics
/// Panics if the rows differ in length.
fn dot(a: &[f32], b: &[f32]) -> f64 {
    const LANES: usize = 8;
    assert!(a.len() == b.len(), "rows differ in length");
    let mut lanes = [0.0; LANES];
    let ((a, a_rest), (b, b_rest)) = (a.as_chunks::<LANES>(), b.as_chunks::<LANES>());
    for (a, b) in a.iter().zip(b) {
        for lane in 0..LANES {
            lanes[lane] += f64::from(a[lane]) * f64::from(b[lane]);
        }
    }
    for (lane, (a, b)) in lanes.iter_mut().zip(a_rest.iter().zip(b_rest)) {
        *lane += f64::from(*a) * f64::from(*b);
    }
    lanes.iter().sum()
}
