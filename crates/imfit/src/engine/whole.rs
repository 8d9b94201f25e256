//! Steps for which the whole gradient must be known before any weight changes.

use imfit_compute::{Buffer, Isa, LANE_GROUP, WholeArray, WholeStep};

use super::network::Network;
use crate::optimizers::Step;

impl Network {
    /// Takes a step with the gradient that the parts hold.
    pub(crate) fn take_whole(&mut self, step: &Step, isa: Isa) {
        for part in self.parts.iter_mut().filter(|part| !part.frozen) {
            step.gather(&mut part.gradient, &mut part.slots);
        }
        let trained: Vec<usize> =
            (0..self.arrays().len()).filter(|array| self.arrays()[*array].trained).collect();
        let squares: Vec<f64> = trained.iter().map(|array| self.sum_of_squares(*array)).collect();
        for (array, scale) in trained.iter().zip(step.scales(&squares)) {
            self.scale_gradient(*array, scale);
        }
        if let Some(whole) = step.whole() {
            trained.iter().for_each(|array| self.take_array(*array, step, whole, isa));
        }
        let parts = self.parts.iter_mut().zip(self.bounds.windows(2));
        for (part, bounds) in parts.filter(|(part, _)| !part.frozen) {
            let weights = &mut self.weights[bounds[0]..bounds[1]];
            step.take(isa, weights, &mut part.gradient, &mut part.slots);
        }
    }

    /// Takes a step on an array as a whole.
    fn take_array(&mut self, array: usize, step: &Step, whole: WholeStep, isa: Isa) {
        let (rows, columns) = (self.arrays()[array].rows, self.arrays()[array].columns);
        let mut weights = Buffer::zeros(rows * columns);
        weights[..rows * columns].copy_from_slice(&self.get(array));
        let mut gradient = Buffer::zeros(rows * columns);
        for (row, (part, places)) in gradient.chunks_mut(columns).zip(self.rows_of(array)) {
            row.copy_from_slice(&self.parts[part].gradient[places]);
        }
        let mut state = std::mem::take(&mut self.states[array]);
        let mut kept: Vec<Buffer> =
            state.iter_mut().map(|one| std::mem::take(&mut one.values)).collect();
        let of_array = WholeArray {
            rows,
            columns,
            weights: &mut weights,
            gradient: &mut gradient,
            state: &mut kept,
        };
        step.take_array(isa, whole, of_array);
        state.iter_mut().zip(kept).for_each(|(one, values)| one.values = values);
        self.states[array] = state;
        self.set(array, &weights[..rows * columns]);
    }

    /// The sum of the squares of an array's gradient, in an order of its own.
    fn sum_of_squares(&self, array: usize) -> f64 {
        let mut sums = [0.0f64; LANE_GROUP];
        for (part, places) in self.rows_of(array) {
            for values in self.parts[part].gradient[places].chunks(LANE_GROUP) {
                for (sum, value) in sums.iter_mut().zip(values) {
                    *sum += f64::from(*value) * f64::from(*value);
                }
            }
        }
        sums.iter().sum()
    }

    fn scale_gradient(&mut self, array: usize, scale: f32) {
        if scale == 1.0 {
            return;
        }
        let rows: Vec<_> = self.rows_of(array).collect();
        for (part, places) in rows {
            self.parts[part].gradient[places].iter_mut().for_each(|value| *value *= scale);
        }
    }

    /// Replaces all trained weights by one of their slots.
    pub(crate) fn become_slot(&mut self, slot: usize) {
        let parts = self.parts.iter().zip(self.bounds.windows(2));
        for (part, bounds) in parts.filter(|(part, _)| !part.frozen) {
            self.weights[bounds[0]..bounds[1]].copy_from_slice(&part.slots[slot]);
        }
    }
}
