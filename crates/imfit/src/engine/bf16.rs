//! Dense products whose factors are rounded to bf16, in training.
//!
//! The `f32` weights stay the ones that count: the optimizer changes them, and whoever changes a part
//! of them writes the packed copies of that part anew.

use imfit_compute::lockstep::{COPIES, Divided};
use imfit_compute::{
    Activation, Bf16, Bf16Layer, Bf16Weights, Buffer, GradientRows, Isa, Records, halves_places,
    pack_weights, pairs_places,
};

use super::layout::{Fields, Layout, Places, Shape};
use super::network::Network;
use super::operations::{Dense, Operation};
use super::part::Part;
use crate::panel::PANEL_ROWS;

/// One dense product: its fields in a record, and where its packed weights begin.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bf16Product {
    bf16: Bf16,
    layer: Bf16Layer,
    /// Its first place among all pairs.
    pairs: usize,
    /// Its first place among all halves.
    halves: usize,
}

/// The weights as a pass reads them: in `f32`, and the packed copies, if there are any.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Forms<'a> {
    pub(crate) plain: &'a [f32],
    pub(crate) copies: [&'a [f32]; COPIES],
}

impl<'a> Forms<'a> {
    /// Weights without packed copies.
    pub(crate) fn plain(weights: &'a [f32]) -> Forms<'a> {
        Forms { plain: weights, copies: [&[]; COPIES] }
    }
}

impl Bf16Product {
    /// Whether an operation is one: every dense product but the network's first is. What that one reads
    /// are positions, which differ by less than bf16 can tell apart, and the work on them is little.
    pub(super) fn takes(shape: &Shape<'_>, index: usize) -> bool {
        let dense = |operation: &Operation| operation.dense().is_some();
        let mut before = shape.before.iter().chain(&shape.operations[..index]);
        dense(&shape.operations[index]) && before.any(dense)
    }

    /// Gives every product of bf16 its fields.
    pub(super) fn lay_out(bf16: Bf16, shape: &Shape<'_>, layout: &mut Layout, places: &mut Places) {
        let mut field = |length: usize| places.field(length / PANEL_ROWS);
        let (mut pairs, mut halves) = (0, 0);
        for (index, operation) in shape.operations.iter().enumerate() {
            let Some(dense) = operation.dense() else { continue };
            if !Bf16Product::takes(shape, index) {
                continue;
            }
            let (inputs, outputs, bias) = (dense.inputs, dense.outputs, dense.bias);
            let layer = Bf16Layer {
                inputs,
                outputs,
                bias,
                x: layout.input_of(index),
                delta: layout.operations[index].delta,
                x_pairs: field(Bf16Layer::x_pairs_places(inputs)),
                delta_pairs: field(Bf16Layer::delta_pairs_places(outputs)),
                x_halves: field(Bf16Layer::x_halves_places(inputs, bias)),
                turned: field(Bf16Layer::turned_places(outputs)),
            };
            layout.operations[index].bf16 = Some(Bf16Product { bf16, layer, pairs, halves });
            pairs += pairs_places(inputs, dense.block.stride);
            halves += halves_places(inputs, dense.block.stride);
        }
    }

    /// Computes the product and its activation for some records, into the field `out`.
    pub(super) fn forward(
        &self,
        isa: Isa,
        dense: &Dense,
        mut records: Records<'_>,
        weights: Forms<'_>,
        (out, activation): (usize, Activation),
    ) {
        self.layer.pack_inputs(self.bf16, records.again());
        let weights = self.weights(dense, weights);
        self.layer.forward((isa, self.bf16), records, weights, (out, activation));
    }

    /// Brings the delta into the forms that [`backward`](Self::backward) and
    /// [`write_gradient`](Self::write_gradient) read.
    pub(super) fn pack_delta(&self, records: Records<'_>) {
        self.layer.pack_delta(self.bf16, records);
    }

    /// Computes the gradient of the inputs for some records, into the field `out`, and on through an activation if one
    /// is given, with the field of its outputs.
    pub(super) fn backward(
        &self,
        isa: Isa,
        dense: &Dense,
        records: Records<'_>,
        weights: Forms<'_>,
        (out, activation): (usize, Option<(Activation, usize)>),
    ) {
        let weights = self.weights(dense, weights);
        self.layer.backward((isa, self.bf16), records, weights, (out, activation));
    }

    /// Sums the gradient of some rows of weights over `rows` rows of data.
    pub(super) fn write_gradient(
        &self,
        records: (&[f32], usize),
        rows: usize,
        gradient: GradientRows<'_>,
    ) {
        self.layer.write_gradient(self.bf16, records, rows, gradient);
    }

    fn weights<'a>(&self, dense: &Dense, all: Forms<'a>) -> Bf16Weights<'a> {
        let (inputs, stride) = (dense.inputs, dense.block.stride);
        let plain = dense.weights(all.plain);
        let [pairs, halves] = all.copies;
        Bf16Weights {
            pairs: &pairs[self.pairs..][..pairs_places(inputs, stride)],
            halves: &halves[self.halves..][..halves_places(inputs, stride)],
            bias: dense.bias.then(|| &plain.values[inputs * stride..]),
            stride,
        }
    }
}

/// How a part of the weights is packed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Packing {
    bf16: Bf16,
    /// Rows of the part, without the bias.
    rows: usize,
    outputs: usize,
    stride: usize,
}

impl Packing {
    /// That of a part whose operation is given, with its fields; nothing where its product is in `f32`.
    pub(super) fn of(part: &Part, operation: &Operation, fields: &Fields) -> Option<Packing> {
        let (product, dense) = (fields.bf16.as_ref()?, operation.dense()?);
        let (outputs, stride) = (dense.outputs, dense.block.stride);
        let rows = (part.gradient.len() / stride).min(dense.inputs - part.first_row);
        Some(Packing { bf16: product.bf16, rows, outputs, stride })
    }

    /// Writes the packed copies of the part, whose weights have changed.
    pub(super) fn pack(self, weights: &[f32], [pairs, halves]: [&mut [f32]; COPIES]) {
        let rows = &weights[..self.rows * self.stride];
        pack_weights(self.bf16, rows, (self.outputs, self.stride), pairs, halves);
    }
}

/// The packed copies of all weights of a network or a section, cut as the weights are: pairs, and halves.
pub(super) struct Copies {
    values: [Buffer; COPIES],
    bounds: [Vec<usize>; COPIES],
    /// For each part.
    packings: Vec<Option<Packing>>,
}

impl Copies {
    /// Room for the copies of parts that are packed like this; none at all where everything is in `f32`.
    pub(super) fn new(packings: impl Iterator<Item = Option<Packing>>) -> Copies {
        let packings: Vec<Option<Packing>> = packings.collect();
        let (mut bounds, mut ends) = ([vec![0], vec![0]], [0; COPIES]);
        for packing in &packings {
            if let Some(Packing { rows, stride, .. }) = *packing {
                ends[0] += pairs_places(rows, stride);
                ends[1] += halves_places(rows, stride);
            }
            bounds.iter_mut().zip(ends).for_each(|(bounds, end)| bounds.push(end));
        }
        Copies { values: ends.map(Buffer::zeros), bounds, packings }
    }

    /// Room for the copies of a network's weights.
    pub(super) fn of(network: &Network, layout: &Layout) -> Copies {
        let packing = |part: &Part| {
            Packing::of(
                part,
                &network.operations[part.operation],
                &layout.operations[part.operation],
            )
        };
        Copies::new(network.parts.iter().map(packing))
    }

    /// Copies all weights anew, as others may have changed them. `bounds` says where each part begins, counted from
    /// anywhere, and where the last one ends.
    pub(super) fn refresh(&mut self, weights: &[f32], bounds: &[usize]) {
        for index in 0..self.packings.len() {
            self.pack(index, &weights[bounds[index] - bounds[0]..bounds[index + 1] - bounds[0]]);
        }
    }

    /// Copies the weights of one part.
    pub(super) fn pack(&mut self, part: usize, weights: &[f32]) {
        let Some(packing) = self.packings[part] else { return };
        let [pairs, halves] = &mut self.values;
        let [of_pairs, of_halves] = &self.bounds;
        let pairs = &mut pairs[of_pairs[part]..of_pairs[part + 1]];
        let halves = &mut halves[of_halves[part]..of_halves[part + 1]];
        packing.pack(weights, [pairs, halves]);
    }

    /// The weights with their copies, to read.
    pub(super) fn forms<'a>(&'a self, weights: &'a [f32]) -> Forms<'a> {
        let [pairs, halves] = &self.values;
        Forms { plain: weights, copies: [pairs, halves] }
    }

    /// The copies for threads that work on them.
    pub(super) fn divided(&mut self) -> [Divided<'_>; COPIES] {
        let [pairs, halves] = &mut self.values;
        let [pair_bounds, half_bounds] = &self.bounds;
        [
            Divided { values: pairs, bounds: pair_bounds },
            Divided { values: halves, bounds: half_bounds },
        ]
    }
}
