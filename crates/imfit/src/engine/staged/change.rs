//! The weights after a batch has gone there and back.

use std::sync::{Mutex, PoisonError};

use imfit_compute::{Buffer, GradientRows, Start};

use crate::engine::part::{Intake, Part};
use crate::engine::pass::Pass;
use crate::optimizers::Step;
use crate::panel::PANEL_ROWS;

/// Rows of data over which a gradient is summed in one go; such sums are added then.
const SUMMED_ROWS: usize = 1024;

/// What happens to the weights after a batch has gone there and back.
pub(super) struct Change<'c> {
    pub(super) pass: Pass<'c>,
    pub(super) records: &'c [f32],
    pub(super) rows: usize,
    /// The optimizer's step, where each part can take it by itself.
    pub(super) step: Option<Step>,
    /// What the loss was multiplied by on the way back.
    pub(super) loss_scale: f32,
    pub(super) scratch: &'c [Mutex<Buffer>],
    pub(super) shared: bool,
}

impl Change<'_> {
    /// Changes parts of the weights, the first of which begins at `bounds[0]`, and `weights` with it.
    pub(super) fn parts(&self, parts: &mut [Part], bounds: &[usize], weights: &mut [f32]) {
        let half = parts.len() / 2;
        if half == 0 {
            return parts.iter_mut().for_each(|part| self.part(part, bounds, weights));
        }
        let (first, second) = parts.split_at_mut(half);
        let (before, after) = weights.split_at_mut(bounds[half] - bounds[0]);
        if self.shared {
            rayon::join(
                || self.parts(first, &bounds[..=half], before),
                || self.parts(second, &bounds[half..], after),
            );
        } else {
            self.parts(first, &bounds[..=half], before);
            self.parts(second, &bounds[half..], after);
        }
    }

    fn part(&self, part: &mut Part, bounds: &[usize], weights: &mut [f32]) {
        let Some(block) = part.trained_block(self.pass.operations) else { return };
        let weights = &mut weights[..bounds[1] - bounds[0]];
        let thread = rayon::current_thread_index().filter(|_| self.shared).unwrap_or(0);
        let mut sum = self.scratch[thread].lock().unwrap_or_else(PoisonError::into_inner);
        let sum = &mut sum[..part.gradient.len()];
        let records = self.records.chunks(SUMMED_ROWS / PANEL_ROWS * self.pass.layout.length);
        for (number, records) in records.enumerate() {
            let left = self.rows - number * SUMMED_ROWS;
            let (rows, is_last) = (left.min(SUMMED_ROWS), left <= SUMMED_ROWS);
            let (stride, first, start) = (block.stride, part.first_row, Start::Zero);
            let rows_of = GradientRows { values: sum, stride, first, start };
            self.pass.write_gradient(part.operation, records, rows, rows_of);
            let (first, step) = (number == 0, self.step.as_ref().filter(|_| is_last));
            let (loss_scale, shared) = (self.loss_scale, self.shared);
            let intake = Intake { rows, first, step, loss_scale, shared, next: 0 };
            part.take_in(self.pass.isa, intake, weights, sum);
        }
    }
}
