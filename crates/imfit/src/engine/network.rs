//! A model in the form in which it runs: a list of operations, and all weights in one buffer.

use std::ops::Range;

use imfit_compute::{Activation, Buffer, Weights, odd_lines};

use super::part::{PART_ROWS, Part};
use crate::layers::Layer;
use crate::optimizers::Slot;

/// The operations of a model, from the input on, and their weights.
#[derive(Debug, Clone)]
pub(crate) struct Network {
    pub(crate) inputs: usize,
    pub(crate) operations: Vec<Operation>,
    /// All weights, in the order of the operations.
    pub(crate) weights: Buffer,
    /// What training keeps, for some rows of weights at a time.
    pub(crate) parts: Vec<Part>,
    /// Where each part's weights begin, and where the last one's end.
    pub(crate) bounds: Vec<usize>,
    arrays: Vec<Array>,
}

/// One operation on a panel of rows.
#[derive(Debug, Clone)]
pub(crate) enum Operation {
    /// A dense product, with an activation whose derivative its own output tells.
    Dense(Dense),
    /// An activation between two fields, so that its inputs are kept for the derivative.
    Activation { activation: Activation, width: usize },
}

/// A dense product: where its weights stand, and how they are read.
#[derive(Debug, Clone)]
pub(crate) struct Dense {
    /// Where in the network's weights its own begin.
    start: usize,
    pub(crate) inputs: usize,
    pub(crate) outputs: usize,
    pub(crate) stride: usize,
    /// Whether there is a row of biases after the others.
    pub(crate) bias: bool,
    pub(crate) activation: Activation,
}

/// One weight array as its user knows it: some rows of a dense product's weights.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Array {
    start: usize,
    stride: usize,
    pub(crate) rows: usize,
    pub(crate) columns: usize,
}

impl Dense {
    /// The weights, out of all those of the network.
    pub(crate) fn weights<'a>(&self, all: &'a [f32]) -> Weights<'a> {
        Weights {
            values: &all[self.start..self.start + self.rows() * self.stride],
            inputs: self.inputs,
            outputs: self.outputs,
            stride: self.stride,
            bias: self.bias,
        }
    }

    /// The places of some rows' weights, from row `first` on, among all those of the network.
    pub(crate) fn places(&self, first: usize, length: usize) -> Range<usize> {
        let start = self.start + first * self.stride;
        start..start + length
    }

    /// Rows of weights, with the bias.
    pub(crate) fn rows(&self) -> usize {
        self.inputs + usize::from(self.bias)
    }

    fn arrays(&self) -> impl Iterator<Item = Array> {
        let kernel = Array {
            start: self.start,
            stride: self.stride,
            rows: self.inputs,
            columns: self.outputs,
        };
        let start = self.start + self.inputs * self.stride;
        let bias = self.bias.then_some(Array { start, rows: 1, ..kernel });
        std::iter::once(kernel).chain(bias)
    }
}

impl Operation {
    /// Values in a row of output.
    pub(crate) fn width(&self) -> usize {
        match self {
            Operation::Dense(dense) => dense.outputs,
            Operation::Activation { width, .. } => *width,
        }
    }
}

impl Network {
    /// Lays out the weights of `layers`; `values` holds each layer's arrays, one after the other.
    pub(crate) fn new(inputs: usize, layers: &[Layer], values: &[Vec<f32>]) -> Network {
        let mut operations = Vec::new();
        let (mut width, mut start) = (inputs, 0);
        for layer in layers {
            start = add_operations(layer, width, start, &mut operations);
            width = layer.outputs(width);
        }
        let dense = operations.iter().filter_map(|operation| match operation {
            Operation::Dense(dense) => Some(dense),
            Operation::Activation { .. } => None,
        });
        let arrays: Vec<Array> = dense.flat_map(Dense::arrays).collect();
        let (parts, bounds) = parts_of(&operations);
        let weights = Buffer::zeros(start);
        let mut network = Network { inputs, operations, weights, parts, bounds, arrays };
        for (index, values) in values.iter().enumerate() {
            network.set(index, values);
        }
        network
    }

    /// The number of values in a row of output.
    pub(crate) fn outputs(&self) -> usize {
        self.operations.last().map_or(self.inputs, Operation::width)
    }

    /// Values in a row of what operation number `index` reads.
    pub(crate) fn input_width(&self, index: usize) -> usize {
        if index == 0 { self.inputs } else { self.operations[index - 1].width() }
    }

    /// All weight arrays in their order; the other methods know them by number.
    pub(crate) fn arrays(&self) -> &[Array] {
        &self.arrays
    }

    /// The values of an array, row after row.
    pub(crate) fn get(&self, array: usize) -> Vec<f32> {
        let array = self.arrays[array];
        array.places().flat_map(|at| &self.weights[at..at + array.columns]).copied().collect()
    }

    /// Replaces the values of an array.
    pub(crate) fn set(&mut self, array: usize, values: &[f32]) {
        let array = self.arrays[array];
        for (at, row) in array.places().zip(values.chunks(array.columns)) {
            self.weights[at..at + array.columns].copy_from_slice(row);
        }
    }

    /// One of the optimizer's slots for an array, row after row.
    pub(crate) fn slot(&self, array: usize, slot: usize) -> Vec<f32> {
        let array = self.arrays[array];
        let row = |at| {
            let (part, at) = self.part_at(at);
            &self.parts[part].slots[slot][at..at + array.columns]
        };
        array.places().flat_map(row).copied().collect()
    }

    /// Replaces one of the optimizer's slots for an array.
    pub(crate) fn set_slot(&mut self, array: usize, slot: usize, values: &[f32]) {
        let array = self.arrays[array];
        for (at, row) in array.places().zip(values.chunks(array.columns)) {
            let (part, at) = self.part_at(at);
            self.parts[part].slots[slot][at..at + array.columns].copy_from_slice(row);
        }
    }

    /// Gives every weight slots in their first state.
    pub(crate) fn reset_slots(&mut self, slots: &[Slot]) {
        self.parts.iter_mut().for_each(|part| part.reset_slots(slots));
    }

    /// Multiplications that one row takes, forward.
    pub(crate) fn work_per_row(&self) -> usize {
        let work = |operation: &Operation| match operation {
            Operation::Dense(dense) => dense.inputs * dense.outputs,
            Operation::Activation { width, .. } => *width,
        };
        self.operations.iter().map(work).sum()
    }

    /// The places of the largest part.
    pub(crate) fn largest_part(&self) -> usize {
        self.bounds.windows(2).map(|bounds| bounds[1] - bounds[0]).max().unwrap_or(0)
    }

    /// Where the rows of an array stand in the parts: the part's number, and the places in it.
    pub(super) fn rows_of(&self, array: usize) -> impl Iterator<Item = (usize, Range<usize>)> {
        let array = self.arrays[array];
        array.places().map(move |place| {
            let (part, at) = self.part_at(place);
            (part, at..at + array.columns)
        })
    }

    /// The part that holds a place of the weights, and the place in it.
    fn part_at(&self, place: usize) -> (usize, usize) {
        let part = self.bounds.partition_point(|bound| *bound <= place) - 1;
        (part, place - self.bounds[part])
    }
}

impl Array {
    /// Where each row begins.
    fn places(self) -> impl Iterator<Item = usize> {
        (0..self.rows).map(move |row| self.start + row * self.stride)
    }
}

/// Adds what a layer does. Its weights begin at `start`; returns where they end.
fn add_operations(
    layer: &Layer,
    inputs: usize,
    start: usize,
    operations: &mut Vec<Operation>,
) -> usize {
    let width = layer.outputs(inputs);
    match layer {
        Layer::Dense(layer) => {
            let activation = layer.activation.0;
            let fused = activation.derivative_from_output();
            let dense = Dense {
                start,
                inputs,
                outputs: width,
                stride: odd_lines(width),
                bias: layer.use_bias,
                activation: if fused { activation } else { Activation::Linear },
            };
            let end = start + dense.rows() * dense.stride;
            operations.push(Operation::Dense(dense));
            if !fused {
                operations.push(Operation::Activation { activation, width });
            }
            end
        }
        _ => {
            let function = layer.function();
            operations
                .extend(function.map(|activation| Operation::Activation { activation, width }));
            start
        }
    }
}

/// The parts of all weights, a few rows each, and where they begin and end.
fn parts_of(operations: &[Operation]) -> (Vec<Part>, Vec<usize>) {
    let (mut parts, mut bounds) = (Vec::new(), vec![0]);
    for (index, operation) in operations.iter().enumerate() {
        let Operation::Dense(dense) = operation else { continue };
        for first_row in (0..dense.rows()).step_by(PART_ROWS) {
            let places = PART_ROWS.min(dense.rows() - first_row) * dense.stride;
            parts.push(Part::new(index, first_row, places));
            bounds.push(dense.start + first_row * dense.stride + places);
        }
    }
    (parts, bounds)
}
