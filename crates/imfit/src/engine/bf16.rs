//! Dense products whose factors are rounded to bf16, in training.
//!
//! The `f32` weights stay the ones that count: the optimizer changes them, and whoever changes a part
//! of them writes the packed copies of that part anew.

use imfit_compute::lockstep::{COPIES, Divided};
use imfit_compute::{
    Bf16, Bf16Layer, Bf16Weights, Buffer, GradientRows, Records, halves_places, pack_weights,
    pairs_places,
};

use super::layout::{Fields, Layout, Places};
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
    /// Whether an operation is one: every dense product but the first is. What the first one reads
    /// are positions, which differ by less than bf16 can tell apart, and the work on them is little.
    pub(super) fn takes(operations: &[Operation], index: usize) -> bool {
        let dense = |operation: &Operation| operation.dense().is_some();
        dense(&operations[index]) && operations[..index].iter().any(dense)
    }

    /// Gives every product of bf16 its fields.
    pub(super) fn lay_out(
        bf16: Bf16,
        operations: &[Operation],
        fields: &mut [Fields],
        places: &mut Places,
    ) {
        let mut field = |length: usize| places.field(length / PANEL_ROWS);
        let (mut pairs, mut halves) = (0, 0);
        for (index, operation) in operations.iter().enumerate() {
            let Some(dense) = operation.dense() else { continue };
            if !Bf16Product::takes(operations, index) {
                continue;
            }
            let (inputs, outputs, bias) = (dense.inputs, dense.outputs, dense.bias);
            let layer = Bf16Layer {
                inputs,
                outputs,
                bias,
                x: fields[index - 1].output,
                delta: fields[index].delta,
                x_pairs: field(Bf16Layer::x_pairs_places(inputs)),
                delta_pairs: field(Bf16Layer::delta_pairs_places(outputs)),
                x_halves: field(Bf16Layer::x_halves_places(inputs, bias)),
                turned: field(Bf16Layer::turned_places(outputs)),
            };
            fields[index].bf16 = Some(Bf16Product { bf16, layer, pairs, halves });
            pairs += pairs_places(inputs, dense.block.stride);
            halves += halves_places(inputs, dense.block.stride);
        }
    }

    /// Computes the product for some records, into the field `out`.
    pub(super) fn forward(
        &self,
        dense: &Dense,
        mut records: Records<'_>,
        weights: Forms<'_>,
        out: usize,
    ) {
        self.layer.pack_inputs(self.bf16, records.again());
        self.layer.forward(self.bf16, records, self.weights(dense, weights), out);
    }

    /// Brings the delta into the forms that [`backward`](Self::backward) and
    /// [`write_gradient`](Self::write_gradient) read.
    pub(super) fn pack_delta(&self, records: Records<'_>) {
        self.layer.pack_delta(self.bf16, records);
    }

    /// Computes the gradient of the inputs for some records, into the field `out`.
    pub(super) fn backward(
        &self,
        dense: &Dense,
        records: Records<'_>,
        weights: Forms<'_>,
        out: usize,
    ) {
        self.layer.backward(self.bf16, records, self.weights(dense, weights), out);
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

    /// Writes the packed copies of one part, whose weights have changed.
    pub(super) fn pack(
        &self,
        dense: &Dense,
        part: &Part,
        weights: &[f32],
        [pairs, halves]: [&mut [f32]; COPIES],
    ) {
        let rows = &weights[..kernel_rows(dense, part) * dense.block.stride];
        pack_weights(self.bf16, rows, (dense.outputs, dense.block.stride), pairs, halves);
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

/// Rows of a part, without the bias.
fn kernel_rows(dense: &Dense, part: &Part) -> usize {
    (part.gradient.len() / dense.block.stride).min(dense.inputs - part.first_row)
}

/// The packed copies of all weights, cut as the weights are: pairs, and halves.
pub(super) struct Copies {
    values: [Buffer; COPIES],
    bounds: [Vec<usize>; COPIES],
}

impl Copies {
    /// Room for the copies that `layout` asks for; none at all where everything is in `f32`.
    pub(super) fn new(network: &Network, layout: &Layout) -> Copies {
        let mut bounds = [vec![0], vec![0]];
        let mut ends = [0; COPIES];
        for part in &network.parts {
            if let Some((_, dense)) = product_of(part, &network.operations, layout) {
                let rows = kernel_rows(dense, part);
                ends[0] += pairs_places(rows, dense.block.stride);
                ends[1] += halves_places(rows, dense.block.stride);
            }
            bounds.iter_mut().zip(ends).for_each(|(bounds, end)| bounds.push(end));
        }
        Copies { values: ends.map(Buffer::zeros), bounds }
    }

    /// Copies all weights anew: others than training may have changed them.
    pub(super) fn refresh(&mut self, network: &Network, layout: &Layout) {
        for (index, part) in network.parts.iter().enumerate() {
            let Some((product, dense)) = product_of(part, &network.operations, layout) else {
                continue;
            };
            let weights = &network.weights[network.bounds[index]..network.bounds[index + 1]];
            let [pairs, halves] = &mut self.values;
            let pairs = &mut pairs[self.bounds[0][index]..self.bounds[0][index + 1]];
            let halves = &mut halves[self.bounds[1][index]..self.bounds[1][index + 1]];
            product.pack(dense, part, weights, [pairs, halves]);
        }
    }

    /// The weights with their copies, to read.
    pub(super) fn forms<'a>(&'a self, weights: &'a [f32]) -> Forms<'a> {
        let [pairs, halves] = &self.values;
        Forms { plain: weights, copies: [pairs, halves] }
    }

    /// Whether there are none: all products are in `f32`.
    pub(super) fn is_empty(&self) -> bool {
        self.values.iter().all(|values| values.is_empty())
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

/// The product of bf16 that a part of the weights belongs to, if it belongs to one.
pub(super) fn product_of<'a>(
    part: &Part,
    operations: &'a [Operation],
    layout: &'a Layout,
) -> Option<(&'a Bf16Product, &'a Dense)> {
    let product = layout.operations[part.operation].bf16.as_ref()?;
    Some((product, operations[part.operation].dense()?))
}
