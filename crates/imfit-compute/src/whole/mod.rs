//! Steps of optimizers that look at an array as a whole: at the means of its rows and columns, or at
//! the matrix that it is. They run on one thread, in one order.

mod adafactor;
mod matrix;
mod muon;

pub use adafactor::AdafactorStep;
pub use muon::MuonStep;

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
    /// The weights; buffers may be longer than the array.
    pub weights: &'a mut Buffer,
    /// The gradient, in whose place the step may keep what it works on.
    pub gradient: &'a mut Buffer,
    /// What the optimizer keeps.
    pub state: &'a mut [Buffer],
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
