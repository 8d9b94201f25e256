//! Steps for which the whole gradient must be known before any weight changes.

use std::mem::take;
use std::sync::{Mutex, PoisonError};

use imfit_compute::{Buffer, Isa, LANE_GROUP, WholeArray, WholeRoom, WholeStep, take_lines};
use rayon::prelude::*;

use super::care::CareRoom;
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

/// What steps on whole arrays work in, from one step to the next.
#[derive(Default)]
pub(super) struct ArrayRooms {
    /// For each array that is worked on at the same time.
    copies: Vec<ArrayCopy>,
    /// For each thread. A lock that nobody else ever wants.
    rooms: Vec<Mutex<WholeRoom>>,
    /// The numbers of the trained arrays.
    trained: Vec<usize>,
    /// For each of them, the sum of the squares of its gradient.
    squares: Vec<(usize, f64)>,
    care: CareRoom,
}

/// An array on its own, as the steps want it that look at it as a whole. Its memory serves for the next one.
#[derive(Default)]
struct ArrayCopy {
    array: usize,
    rows: usize,
    columns: usize,
    weights: Buffer,
    gradient: Buffer,
    state: Vec<Buffer>,
}

impl ArrayCopy {
    /// Copies a trained array, and takes what `network` keeps for it.
    fn fill(&mut self, network: &mut Network, array: usize) {
        let (rows, columns) = (network.arrays()[array].rows, network.arrays()[array].columns);
        (self.array, self.rows, self.columns) = (array, rows, columns);
        let length = self.length();
        for buffer in [&mut self.weights, &mut self.gradient] {
            if buffer.len() < length {
                *buffer = Buffer::zeros(length);
            }
            buffer[rows * columns..length].fill(0.0);
        }
        let both = self.weights.chunks_mut(columns).zip(self.gradient.chunks_mut(columns));
        for ((weights, gradient), (part, places)) in both.zip(network.rows_of(array)) {
            let start = network.bounds[part];
            weights.copy_from_slice(&network.weights[start..][places.clone()]);
            gradient.copy_from_slice(&network.parts[part].gradient[places]);
        }
        self.state.clear();
        self.state.extend(network.states[array].iter_mut().map(|one| take(&mut one.values)));
    }

    /// Places of the array, in whole groups.
    fn length(&self) -> usize {
        (self.rows * self.columns).next_multiple_of(LANE_GROUP)
    }

    fn step(&mut self, step: &Step, (whole, isa): (WholeStep, Isa), room: &mut WholeRoom) {
        let length = self.length();
        let of_array = WholeArray {
            rows: self.rows,
            columns: self.columns,
            weights: &mut self.weights[..length],
            gradient: &mut self.gradient[..length],
            state: &mut self.state,
            room,
        };
        step.take_array(isa, whole, of_array);
    }

    /// Gives everything back.
    fn put_back(&mut self, network: &mut Network) {
        network.set(self.array, &self.weights[..self.rows * self.columns]);
        for (one, values) in network.states[self.array].iter_mut().zip(self.state.drain(..)) {
            one.values = values;
        }
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
        (pool, rooms): (bool, &mut ArrayRooms),
    ) {
        let shared = Shared {
            arrays: pool && self.work_on_arrays(step) >= SHARED_WORK,
            weights: pool && self.trained_places() >= SHARED_WEIGHTS,
        };
        self.add_penalties(isa, (loss_scale, rows), (shared.arrays, &mut rooms.care));
        self.take_whole(step, isa, shared, rooms);
        self.constrain(&mut rooms.care);
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
    fn take_whole(&mut self, step: &Step, isa: Isa, shared: Shared, rooms: &mut ArrayRooms) {
        for part in self.parts.iter_mut().filter(|part| !part.frozen) {
            step.gather(&mut part.gradient, &mut part.slots);
        }
        let mut trained = take(&mut rooms.trained);
        trained.clear();
        trained.extend((0..self.arrays().len()).filter(|array| self.arrays()[*array].trained));
        if step.clips_by_norms() {
            self.clip_by_norms(step, (&trained, shared.weights), &mut rooms.squares);
        }
        if let Some(whole) = step.whole() {
            self.take_on_arrays(step, (whole, isa), (&trained, shared.arrays), rooms);
        }
        rooms.trained = trained;
        let take_part = |part: &mut Part, weights: &mut [f32]| {
            step.take(isa, weights, &mut part.gradient, &mut part.slots);
        };
        let parts = self.parts_and_weights().filter(|(part, _)| !part.frozen);
        if shared.weights {
            let parts: Vec<_> = parts.collect();
            parts.into_par_iter().for_each(|(part, weights)| {
                take_lines(weights);
                take_part(part, weights);
            });
        } else {
            parts.for_each(|(part, weights)| take_part(part, weights));
        }
    }

    /// Takes the part of a step that looks at arrays as wholes.
    fn take_on_arrays(
        &mut self,
        step: &Step,
        (whole, isa): (WholeStep, Isa),
        (trained, shared): (&[usize], bool),
        ArrayRooms { copies, rooms, .. }: &mut ArrayRooms,
    ) {
        // One alone stays in the cache, from its copy to the way back.
        let together = if shared { trained.len() } else { 1 };
        copies.resize_with(together, ArrayCopy::default);
        rooms.resize_with(if shared { rayon::current_num_threads() } else { 1 }, Mutex::default);
        for arrays in trained.chunks(together.max(1)) {
            copies.iter_mut().zip(arrays).for_each(|(copy, array)| copy.fill(self, *array));
            for_each(shared, copies, |copy| {
                let thread = rayon::current_thread_index().filter(|_| shared).unwrap_or(0);
                let mut room = rooms[thread].lock().unwrap_or_else(PoisonError::into_inner);
                copy.step(step, (whole, isa), &mut room);
            });
            copies.iter_mut().for_each(|copy| copy.put_back(self));
        }
    }

    fn clip_by_norms(
        &mut self,
        step: &Step,
        (trained, shared): (&[usize], bool),
        squares: &mut Vec<(usize, f64)>,
    ) {
        squares.clear();
        squares.extend(trained.iter().map(|array| (*array, 0.0)));
        for_each(shared, squares, |(array, square)| *square = self.sum_of_squares(*array));
        let all = squares.iter().map(|(_, square)| square).sum();
        for (array, square) in squares {
            self.scale_gradient(*array, step.scale(*square, all));
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
        for (part, places) in self.arrays()[array].rows_in(&self.bounds) {
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
