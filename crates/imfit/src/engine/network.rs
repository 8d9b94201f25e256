//! A model in the form in which it runs: a list of operations, and all weights in one buffer.

use std::ops::Range;

use imfit_compute::Buffer;

use super::care::ArrayCare;
use super::layout::Shape;
use super::operations::{Array, Operation, operations_of};
use super::part::{Part, part_rows};
use crate::layers::{Layer, WeightShape, each_with_inputs};
use crate::optimizers::{Slot, State};

/// The operations of a model, from the input on, and their weights.
#[derive(Debug, Clone)]
pub(crate) struct Network {
    pub(crate) inputs: usize,
    pub(crate) operations: Vec<Operation>,
    /// All weights: those that the optimizer changes, in the order of the operations, then those that
    /// it leaves alone.
    pub(crate) weights: Buffer,
    /// What training keeps, for some rows of trained weights at a time.
    pub(crate) parts: Vec<Part>,
    /// Where each part's weights begin, and where the last one's end.
    pub(crate) bounds: Vec<usize>,
    arrays: Vec<Array>,
    /// What the optimizer keeps for each array as a whole.
    pub(crate) states: Vec<Vec<State>>,
    /// What is done for arrays as a whole beside the optimizer's step.
    pub(super) cares: Vec<ArrayCare>,
    /// The penalties that were counted for them so far.
    pub(super) whole_penalties: f64,
}

impl Network {
    /// Lays out the weights of `layers`; `values` holds each layer's arrays, one after the other. `seed`
    /// is what layers of noise draw from that have no seed of their own.
    pub(crate) fn new(inputs: usize, layers: &[Layer], values: &[Vec<f32>], seed: u64) -> Network {
        let mut operations = operations_of(inputs, layers, seed);
        let weights = Buffer::zeros(place_weights(&mut operations));
        let arrays = arrays_of(&operations);
        let (parts, bounds) = parts_of(&operations);
        let mut network = Network {
            inputs,
            operations,
            weights,
            parts,
            bounds,
            arrays,
            states: Vec::new(),
            cares: Vec::new(),
            whole_penalties: 0.0,
        };
        for (index, values) in values.iter().enumerate() {
            network.set(index, values);
        }
        let shapes = shapes_of(inputs, layers);
        network.take_care(&shapes);
        let trained: Vec<bool> = shapes.iter().map(|shape| shape.trained).collect();
        network.set_trained(&trained, &[], |_| Vec::new(), None);
        network
    }

    /// The operations, as records go through them.
    pub(super) fn shape(&self) -> Shape<'_> {
        let (inputs, operations) = (self.inputs, &self.operations[..]);
        Shape { inputs, operations, trains: self.trains(), before: &[] }
    }

    /// The number of values in a row of output.
    pub(crate) fn outputs(&self) -> usize {
        self.operations.last().map_or(self.inputs, |operation| operation.get().width())
    }

    /// Takes over what layers say anew, but for their weights: all of these keep their places.
    pub(crate) fn refresh_operations(&mut self, layers: &[Layer], seed: u64) {
        self.operations = operations_of(self.inputs, layers, seed);
        place_weights(&mut self.operations);
    }

    pub(super) fn array_mut(&mut self, array: usize) -> &mut Array {
        &mut self.arrays[array]
    }

    /// All weight arrays in their order; the other methods know them by number.
    pub(crate) fn arrays(&self) -> &[Array] {
        &self.arrays
    }

    /// The values of an array, row after row.
    pub(crate) fn get(&self, array: usize) -> Vec<f32> {
        let mut values = Vec::new();
        self.copy(array, &mut values);
        values
    }

    /// Replaces what `values` holds by the values of an array, row after row.
    pub(super) fn copy(&self, array: usize, values: &mut Vec<f32>) {
        let array = self.arrays[array];
        values.clear();
        values.reserve_exact(array.rows * array.columns);
        for at in array.places() {
            values.extend_from_slice(&self.weights[at..at + array.columns]);
        }
    }

    /// Replaces the values of an array.
    pub(crate) fn set(&mut self, array: usize, values: &[f32]) {
        let array = self.arrays[array];
        for (at, row) in array.places().zip(values.chunks(array.columns)) {
            self.weights[at..at + array.columns].copy_from_slice(row);
        }
    }

    /// One of the optimizer's slots for a trained array, row after row.
    pub(crate) fn slot(&self, array: usize, slot: usize) -> Vec<f32> {
        let row = |(part, places): (usize, Range<usize>)| &self.parts[part].slots[slot][places];
        self.rows_of(array).flat_map(row).copied().collect()
    }

    /// Replaces one of the optimizer's slots for a trained array.
    pub(crate) fn set_slot(&mut self, array: usize, slot: usize, values: &[f32]) {
        let array = self.arrays[array];
        let rows = array.rows_in(&self.bounds).zip(values.chunks(array.columns));
        for ((part, places), row) in rows {
            self.parts[part].slots[slot][places].copy_from_slice(row);
        }
    }

    /// Gives every trained weight slots in their first state, and every array what is kept for it as a whole.
    pub(crate) fn reset_slots(&mut self, slots: &[Slot], states: Vec<Vec<State>>) {
        self.parts.iter_mut().for_each(|part| part.reset_slots(slots));
        self.states = states;
    }

    /// Multiplications that one row takes, forward.
    pub(crate) fn work_per_row(&self) -> usize {
        self.operations.iter().map(|operation| operation.get().work_per_row()).sum()
    }

    /// The places of the weights that the optimizer changes: the first ones.
    pub(crate) fn trained_places(&self) -> usize {
        self.bounds[self.parts.len()]
    }

    /// The places of the largest part.
    pub(crate) fn largest_part(&self) -> usize {
        self.bounds.windows(2).map(|bounds| bounds[1] - bounds[0]).max().unwrap_or(0)
    }

    /// Where the rows of a trained array stand in the parts: the part's number, and the places in it.
    pub(super) fn rows_of(&self, array: usize) -> impl Iterator<Item = (usize, Range<usize>)> {
        self.arrays[array].rows_in(&self.bounds)
    }
}

/// Gives all weights their places, and returns how many there are.
pub(super) fn place_weights(operations: &mut [Operation]) -> usize {
    let mut end = 0;
    for kind in 0..2 {
        for operation in operations.iter_mut() {
            let [trained, untrained] = operation.get_mut().blocks_mut();
            if let Some(block) = if kind == 0 { trained } else { untrained } {
                end = block.begin_at(end);
            }
        }
    }
    end
}

/// All weight arrays, in the order in which layers declare theirs.
fn arrays_of(operations: &[Operation]) -> Vec<Array> {
    let arrays = |operation: &Operation| {
        let operation = operation.get();
        let trained = operation.trained().into_iter().flat_map(|block| block.arrays(true));
        let untrained = operation.untrained().into_iter().flat_map(|block| block.arrays(false));
        trained.chain(untrained).collect::<Vec<_>>()
    };
    operations.iter().flat_map(arrays).collect()
}

/// The shapes of all weight arrays.
fn shapes_of(inputs: usize, layers: &[Layer]) -> Vec<WeightShape> {
    each_with_inputs(layers, inputs).flat_map(|(layer, inputs)| layer.weights(inputs)).collect()
}

/// The parts of all trained weights, a few rows each, and where they begin and end.
fn parts_of(operations: &[Operation]) -> (Vec<Part>, Vec<usize>) {
    let (mut parts, mut bounds) = (Vec::new(), vec![0]);
    for (index, operation) in operations.iter().enumerate() {
        let Some(block) = operation.get().trained() else { continue };
        let most = part_rows(block);
        for first_row in (0..block.rows()).step_by(most) {
            let rows = most.min(block.rows() - first_row);
            let places = block.places(first_row, rows * block.stride);
            parts.push(Part::new(index, first_row, places.len()));
            bounds.push(places.end);
        }
    }
    (parts, bounds)
}
