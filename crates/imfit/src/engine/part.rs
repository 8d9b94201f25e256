//! A part of the weights, with what training keeps beside it.

use imfit_compute::{Buffer, Isa, add};

use super::care::PartCare;
use crate::optimizers::Slot;

/// Rows of a part, at most: what one thread updates at a time. A multiple of the rows that the
/// microkernels take, and even: rows in pairs are never torn apart.
pub(crate) const PART_ROWS: usize = 12;

/// What training keeps for some rows of a weight matrix, in the weights' own layout.
#[derive(Debug, Clone)]
pub(crate) struct Part {
    /// The operation whose weights these are.
    pub(crate) operation: usize,
    /// The first of the rows.
    pub(crate) first_row: usize,
    /// The gradient so far, of a batch that goes through in several chunks.
    pub(crate) gradient: Buffer,
    /// The optimizer's slots; none while the part is frozen.
    pub(crate) slots: Vec<Buffer>,
    /// Whether training leaves the weights as they are for now.
    pub(crate) frozen: bool,
    /// Penalties and bounds, where there are any.
    pub(crate) care: Option<PartCare>,
}

impl Part {
    pub(crate) fn new(operation: usize, first_row: usize, places: usize) -> Part {
        let (gradient, slots) = (Buffer::zeros(places), Vec::new());
        Part { operation, first_row, gradient, slots, frozen: false, care: None }
    }

    /// Adds a chunk's part of the gradient; the `first` one begins it.
    pub(crate) fn add_gradient(&mut self, isa: Isa, chunk: &[f32], first: bool) {
        if first {
            self.gradient.copy_from_slice(chunk);
        } else {
            add(isa, &mut self.gradient, chunk);
        }
    }

    /// Gives the part slots in their first state, or none while it is frozen.
    pub(crate) fn reset_slots(&mut self, slots: &[Slot]) {
        let fresh = |slot: &Slot| {
            let mut buffer = Buffer::zeros(self.gradient.len());
            buffer.fill(slot.initial as f32);
            buffer
        };
        let slots = if self.frozen { &[] } else { slots };
        self.slots = slots.iter().map(fresh).collect();
    }
}
