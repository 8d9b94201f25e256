//! A block of rows on its way through the layers, and back.

use imfit_compute::{Isa, Product, padded};
use ndarray::{ArrayView1, ArrayView2};

use super::BLOCK_ROWS;
use super::network::{Network, Operation};
use crate::data::Data;
use crate::losses::Loss;
use crate::metrics::Metric;

/// Up to [`BLOCK_ROWS`] rows with all that the layers make of them. Reused, never reallocated.
pub(crate) struct Block {
    pub(crate) rows: usize,
    /// (rows, inputs), padded.
    pub(crate) input: Vec<f32>,
    /// The output of each operation, padded.
    pub(crate) outputs: Vec<Vec<f32>>,
    /// The gradient of the loss with respect to each dense product, or activation's output, padded.
    /// Empty in a block that only goes forward.
    pub(crate) deltas: Vec<Vec<f32>>,
    /// (rows, outputs), without padding.
    pub(crate) target: Vec<f32>,
    /// How much each row counts.
    pub(crate) weight: Vec<f32>,
    /// Each row's loss, and then each row's value of each metric.
    pub(crate) scores: Vec<Vec<f32>>,
}

impl Block {
    /// A block that goes forward only.
    pub(crate) fn forward_only(network: &Network, scores: usize) -> Block {
        let buffer = |width: usize| vec![0.0; BLOCK_ROWS * padded(width)];
        Block {
            rows: 0,
            input: buffer(network.inputs),
            outputs: network.operations.iter().map(|op| buffer(op.width())).collect(),
            deltas: Vec::new(),
            target: vec![0.0; BLOCK_ROWS * network.outputs()],
            weight: vec![1.0; BLOCK_ROWS],
            scores: vec![vec![0.0; BLOCK_ROWS]; scores],
        }
    }

    /// A block that goes forward and back.
    pub(crate) fn for_training(network: &Network, scores: usize) -> Block {
        let mut block = Block::forward_only(network, scores);
        block.deltas = block.outputs.clone();
        block
    }

    /// Copies some rows of the data into the block, in this order.
    pub(crate) fn load(&mut self, data: &Data<'_>, rows: impl ExactSizeIterator<Item = usize>) {
        self.rows = rows.len();
        let (inputs, outputs) = (data.inputs(), data.outputs());
        for (place, row) in rows.enumerate() {
            let at = place * padded(inputs);
            data.read_x(row, &mut self.input[at..at + inputs]);
            let at = place * outputs;
            data.read_y(row, &mut self.target[at..at + outputs]);
            self.weight[place] = data.weight(row);
        }
    }

    /// Copies all rows of `x` into the block.
    pub(crate) fn load_inputs(&mut self, x: ArrayView2<'_, f32>) {
        self.rows = x.nrows();
        for (row, to) in x.rows().into_iter().zip(self.input.chunks_mut(padded(x.ncols()))) {
            copy_row(row, &mut to[..x.ncols()]);
        }
    }

    /// The output of the last operation, padded.
    pub(crate) fn prediction(&self) -> &[f32] {
        self.outputs.last().unwrap_or(&self.input)
    }

    /// Sends the input through all operations.
    pub(crate) fn forward(&mut self, network: &Network, isa: Isa) {
        for (index, operation) in network.operations.iter().enumerate() {
            let (before, after) = self.outputs.split_at_mut(index);
            let input = before.last().unwrap_or(&self.input);
            let places = self.rows * padded(operation.width());
            let output = &mut after[0][..places];
            match operation {
                Operation::Dense(dense) => {
                    let product = Product {
                        x: input,
                        weights: &dense.kernel.values,
                        bias: dense.bias.as_ref().map(|bias| bias.values.as_slice()),
                        inputs: dense.kernel.rows,
                        outputs: dense.kernel.columns,
                    };
                    product.write_to(isa, output);
                    dense.activation.apply(isa, output);
                }
                Operation::Activation { activation, .. } => {
                    output.copy_from_slice(&input[..places]);
                    activation.apply(isa, output);
                }
            }
        }
    }

    /// Computes each row's loss and metrics.
    pub(crate) fn score(&mut self, network: &Network, loss: Loss, metrics: &[Metric]) {
        let width = network.outputs();
        let predictions = self.outputs.last().unwrap_or(&self.input).chunks(padded(width));
        for (row, (prediction, target)) in
            predictions.zip(self.target.chunks(width)).take(self.rows).enumerate()
        {
            let prediction = &prediction[..width];
            self.scores[0][row] = loss.row(prediction, target) * self.weight[row];
            for (scores, metric) in self.scores[1..].iter_mut().zip(metrics) {
                scores[row] = metric.row(prediction, target);
            }
        }
    }

    /// Sends the gradient of the loss back to the first dense product. `scale` is 1 / the batch's rows.
    pub(crate) fn backward(&mut self, network: &Network, isa: Isa, loss: Loss, scale: f32) {
        self.loss_gradient(network.outputs(), loss, scale);
        for (index, operation) in network.operations.iter().enumerate().rev() {
            let places = self.rows * padded(operation.width());
            let (before, after) = self.deltas.split_at_mut(index);
            let delta = &mut after[0][..places];
            let output = &self.outputs[index][..places];
            match operation {
                Operation::Dense(dense) => {
                    dense.activation.backward(isa, output, output, delta);
                    if let Some(before) = before.last_mut() {
                        let product = Product {
                            x: delta,
                            weights: &dense.transposed,
                            bias: None,
                            inputs: dense.kernel.columns,
                            outputs: dense.kernel.rows,
                        };
                        product.write_to(isa, &mut before[..self.rows * padded(dense.kernel.rows)]);
                    }
                }
                Operation::Activation { activation, .. } => {
                    let input = if index == 0 { &self.input } else { &self.outputs[index - 1] };
                    activation.backward(isa, &input[..places], output, delta);
                    if let Some(before) = before.last_mut() {
                        before[..places].copy_from_slice(delta);
                    }
                }
            }
        }
    }

    fn loss_gradient(&mut self, width: usize, loss: Loss, scale: f32) {
        let Some(delta) = self.deltas.last_mut() else { return };
        let prediction = &self.outputs[self.outputs.len() - 1];
        for row in 0..self.rows {
            let at = row * padded(width);
            let (out, prediction) =
                (&mut delta[at..at + padded(width)], &prediction[at..at + width]);
            let target = &self.target[row * width..(row + 1) * width];
            loss.gradient(prediction, target, scale * self.weight[row], &mut out[..width]);
            out[width..].fill(0.0);
        }
    }
}

fn copy_row(from: ArrayView1<'_, f32>, to: &mut [f32]) {
    for (to, value) in to.iter_mut().zip(from) {
        *to = *value;
    }
}
