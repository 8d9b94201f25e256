//! The weights after a batch has gone there and back.

use std::sync::{Mutex, PoisonError};

use imfit_compute::{Buffer, GradientRows, Start};

use crate::engine::part::Part;
use crate::engine::pass::Pass;
use crate::optimizers::Step;
use crate::panel::PANEL_ROWS;

/// Records over which a gradient is summed in one go; such sums are added then.
const SUMMED_RECORDS: usize = 1024 / PANEL_ROWS;

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
        let Some(block) = self.pass.operations[part.operation].get().trained() else { return };
        if part.frozen {
            return;
        }
        let weights = &mut weights[..bounds[1] - bounds[0]];
        if let Some(care) = &mut part.care {
            care.count(weights, self.rows);
        }
        let thread = rayon::current_thread_index().filter(|_| self.shared).unwrap_or(0);
        let mut sum = self.scratch[thread].lock().unwrap_or_else(PoisonError::into_inner);
        let sum = &mut sum[..part.gradient.len()];
        let records = self.records.chunks(SUMMED_RECORDS * self.pass.layout.length);
        for (number, records) in records.enumerate() {
            let done = number * SUMMED_RECORDS * PANEL_ROWS;
            let rows = (self.rows - done).min(SUMMED_RECORDS * PANEL_ROWS);
            let (stride, first, start) = (block.stride, part.first_row, Start::Zero);
            let rows_of = GradientRows { values: sum, stride, first, start };
            self.pass.write_gradient(part.operation, records, rows, rows_of);
            part.add_gradient(self.pass.isa, sum, number == 0);
        }
        if let Some(step) = &self.step {
            if let Some(care) = &part.care {
                care.add_gradient(self.loss_scale, weights, &mut part.gradient);
            }
            step.apply(self.pass.isa, weights, &mut part.gradient, &mut part.slots);
            if let Some(care) = &part.care {
                care.constrain(weights);
            }
        }
    }
}
