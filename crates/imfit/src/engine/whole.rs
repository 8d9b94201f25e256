//! Steps for which the whole gradient must be known before any weight changes.

use imfit_compute::{Buffer, Isa, LANE_GROUP, WholeArray, WholeStep};
use rayon::prelude::*;

use super::network::Network;
use super::part::Part;
use crate::optimizers::Step;

/// Multiplications, for all arrays, from which on threads share them.
const SHARED_WORK: usize = 1 << 20;
/// Weights from which on threads share what is done with each by itself.
const SHARED_WEIGHTS: usize = 1 << 14;

/// What the threads of the pool that this is called in share.
#[derive(Clone, Copy)]
struct Shared {
    /// Arrays, each as a whole.
    arrays: bool,
    /// What is done with each weight by itself.
    weights: bool,
}

/// An array on its own, as the steps want it that look at it as a whole.
struct ArrayCopy {
    array: usize,
    rows: usize,
    columns: usize,
    weights: Buffer,
    gradient: Buffer,
    state: Vec<Buffer>,
}

impl ArrayCopy {
    fn take(&mut self, step: &Step, whole: WholeStep, isa: Isa) {
        let of_array = WholeArray {
            rows: self.rows,
            columns: self.columns,
            weights: &mut self.weights,
            gradient: &mut self.gradient,
            state: &mut self.state,
        };
        step.take_array(isa, whole, of_array);
    }
}

/// Does something for each item: on the threads of the pool that this is called in, if they are to share it.
pub(super) fn for_each<T: Send>(
    shared: bool,
    items: &mut [T],
    work: impl Fn(&mut T) + Sync + Send,
) {
    if shared { items.par_iter_mut().for_each(work) } else { items.iter_mut().for_each(work) }
}

impl Network {
    /// Changes the weights with the gradient of a batch of `rows` rows, which the parts hold: penalties, the
    /// optimizer's step, bounds. Where there is a `pool`, this is called in it, and its threads share what is
    /// worth it.
    pub(super) fn change_as_a_whole(
        &mut self,
        isa: Isa,
        (loss_scale, rows): (f32, usize),
        step: &Step,
        pool: bool,
    ) {
        let shared = Shared {
            arrays: pool && self.work_on_arrays(step) >= SHARED_WORK,
            weights: pool && self.trained_places() >= SHARED_WEIGHTS,
        };
        self.add_penalties(isa, (loss_scale, rows), shared.arrays);
        self.take_whole(step, isa, shared);
        self.constrain();
    }

    /// Multiplications for what looks at arrays as wholes.
    fn work_on_arrays(&self, step: &Step) -> usize {
        let trained = self.arrays().iter().filter(|array| array.trained);
        let of_step = step.whole().map_or(0, |whole| {
            trained.map(|array| whole.work(array.rows, array.columns)).sum::<usize>()
        });
        of_step + self.work_of_penalties()
    }

    /// Takes a step with the gradient that the parts hold.
    fn take_whole(&mut self, step: &Step, isa: Isa, shared: Shared) {
        for part in self.parts.iter_mut().filter(|part| !part.frozen) {
            step.gather(&mut part.gradient, &mut part.slots);
        }
        let trained: Vec<usize> =
            (0..self.arrays().len()).filter(|array| self.arrays()[*array].trained).collect();
        if step.clips_by_norms() {
            self.clip_by_norms(step, &trained, shared.weights);
        }
        if let Some(whole) = step.whole() {
            // One alone stays in the cache, from its copy to the way back.
            let together = if shared.arrays { trained.len() } else { 1 };
            for arrays in trained.chunks(together.max(1)) {
                let mut copies: Vec<ArrayCopy> =
                    arrays.iter().map(|array| self.copy_of(*array)).collect();
                for_each(shared.arrays, &mut copies, |copy| copy.take(step, whole, isa));
                copies.into_iter().for_each(|copy| self.put_back(copy));
            }
        }
        let mut parts: Vec<_> = self.parts_and_weights().filter(|(part, _)| !part.frozen).collect();
        for_each(shared.weights, &mut parts, |(part, weights)| {
            step.take(isa, weights, &mut part.gradient, &mut part.slots);
        });
    }

    fn clip_by_norms(&mut self, step: &Step, trained: &[usize], shared: bool) {
        let mut squares = vec![0.0; trained.len()];
        let mut sums: Vec<_> = trained.iter().zip(&mut squares).collect();
        for_each(shared, &mut sums, |(array, sum)| **sum = self.sum_of_squares(**array));
        for (array, scale) in trained.iter().zip(step.scales(&squares)) {
            self.scale_gradient(*array, scale);
        }
    }

    /// Each part with its weights.
    fn parts_and_weights(&mut self) -> impl Iterator<Item = (&mut Part, &mut [f32])> {
        let mut rest = &mut self.weights[self.bounds[0]..];
        self.parts.iter_mut().zip(self.bounds.windows(2)).map(move |(part, bounds)| {
            let weights = rest.split_off_mut(..bounds[1] - bounds[0]);
            (part, weights.expect("the bounds lie in the weights"))
        })
    }

    /// A trained array, and what is kept for it, which it loses.
    fn copy_of(&mut self, array: usize) -> ArrayCopy {
        let (rows, columns) = (self.arrays()[array].rows, self.arrays()[array].columns);
        let mut weights = Buffer::zeros(rows * columns);
        weights[..rows * columns].copy_from_slice(&self.get(array));
        let mut gradient = Buffer::zeros(rows * columns);
        for (row, (part, places)) in gradient.chunks_mut(columns).zip(self.rows_of(array)) {
            row.copy_from_slice(&self.parts[part].gradient[places]);
        }
        let state = self.states[array].iter_mut().map(|one| std::mem::take(&mut one.values));
        ArrayCopy { array, rows, columns, weights, gradient, state: state.collect() }
    }

    fn put_back(&mut self, copy: ArrayCopy) {
        self.set(copy.array, &copy.weights[..copy.rows * copy.columns]);
        for (one, values) in self.states[copy.array].iter_mut().zip(copy.state) {
            one.values = values;
        }
    }

    /// The sum of the squares of an array's gradient, in an order of its own.
    fn sum_of_squares(&self, array: usize) -> f64 {
        let mut sums = [0.0f64; LANE_GROUP];
        let mut add = |lane: usize, value: f32| sums[lane] += f64::from(value) * f64::from(value);
        for (part, places) in self.rows_of(array) {
            let (groups, rest) = self.parts[part].gradient[places].as_chunks::<LANE_GROUP>();
            for group in groups {
                group.iter().enumerate().for_each(|(lane, value)| add(lane, *value));
            }
            rest.iter().enumerate().for_each(|(lane, value)| add(lane, *value));
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
