//! A part of the weights, with what training keeps beside it.

use imfit_compute::Buffer;

/// Rows of a part, at most: what one thread updates at a time. A multiple of the rows that the
/// microkernels take, and even: rows in pairs are never torn apart.
pub(crate) const PART_ROWS: usize = 12;

/// What training keeps for some rows of a weight matrix: scratch for the gradient, and the
/// optimizer's slots. All have the weights' own layout.
#[derive(Debug, Clone)]
pub(crate) struct Part {
    /// The operation whose weights these are.
    pub(crate) operation: usize,
    /// The first of the rows.
    pub(crate) first_row: usize,
    /// The gradient of the batch so far.
    pub(crate) gradient: Buffer,
    /// The sum over one chunk, where a batch has several.
    pub(crate) partial: Buffer,
    pub(crate) slots: Vec<Buffer>,
}

impl Part {
    pub(crate) fn new(operation: usize, first_row: usize, places: usize) -> Part {
        let gradient = Buffer::zeros(places);
        Part { operation, first_row, partial: gradient.clone(), gradient, slots: Vec::new() }
    }

    /// Gives the part `count` slots of zeros.
    pub(crate) fn reset_slots(&mut self, count: usize) {
        self.slots = vec![Buffer::zeros(self.gradient.len()); count];
    }
}
