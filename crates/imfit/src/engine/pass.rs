//! Records on their way through the layers, and back.

use imfit_compute::{GradientRows, Isa, Records, WeightGradient};

use super::bf16::Forms;
use super::layout::Layout;
use super::network::{Dense, Network, Operation};
use crate::losses::Loss;
use crate::metrics::Metric;
use crate::panel::{Lanes, PANEL_ROWS, lanes, lanes_mut};

/// What a pass needs to know of the model, besides its weights.
#[derive(Clone, Copy)]
pub(crate) struct Pass<'a> {
    pub(crate) operations: &'a [Operation],
    pub(crate) layout: &'a Layout,
    pub(crate) isa: Isa,
}

impl<'a> Pass<'a> {
    pub(crate) fn new(network: &'a Network, layout: &'a Layout, isa: Isa) -> Pass<'a> {
        Pass { operations: &network.operations, layout, isa }
    }

    /// Sends the inputs through all operations.
    pub(crate) fn forward(&self, records: &mut [f32], weights: Forms<'_>) {
        for (index, operation) in self.operations.iter().enumerate() {
            let (from, to) = (self.layout.input_of(index), self.layout.operations[index].output);
            match operation {
                Operation::Dense(dense) => {
                    self.product(index, dense, records, weights);
                    let places = to..to + dense.outputs * PANEL_ROWS;
                    for record in records.chunks_exact_mut(self.layout.length) {
                        dense.activation.apply(self.isa, &mut record[places.clone()]);
                    }
                }
                Operation::Activation { activation, width } => {
                    let places = width * PANEL_ROWS;
                    for record in records.chunks_exact_mut(self.layout.length) {
                        record.copy_within(from..from + places, to);
                        activation.apply(self.isa, &mut record[to..to + places]);
                    }
                }
            }
        }
    }

    /// The dense product that is operation number `index`, without its activation.
    fn product(&self, index: usize, dense: &Dense, records: &mut [f32], weights: Forms<'_>) {
        let fields = &self.layout.operations[index];
        let (from, records) = (self.layout.input_of(index), self.records(records));
        match &fields.bf16 {
            Some(product) => product.forward(dense, records, weights, fields.output),
            None => {
                let ahead = self.next_weights(index, weights.plain);
                dense.weights(weights.plain).forward(self.isa, records, from, fields.output, ahead);
            }
        }
    }

    /// The weights of the dense product after operation number `index`; nothing if there is none.
    fn next_weights<'w>(&self, index: usize, weights: &'w [f32]) -> &'w [f32] {
        let next = self.operations[index + 1..].iter().find_map(|operation| match operation {
            Operation::Dense(dense) => Some(dense.weights(weights).values),
            Operation::Activation { .. } => None,
        });
        next.unwrap_or_default()
    }

    /// Computes each row's loss and metrics for records of which the first `rows` rows count.
    pub(crate) fn score(&self, records: &mut [f32], rows: usize, loss: Loss, metrics: &[Metric]) {
        let layout = self.layout;
        for (index, record) in records.chunks_exact_mut(layout.length).enumerate() {
            let (before, scores) = record.split_at_mut(layout.scores);
            let features = self.width() * PANEL_ROWS;
            let prediction = lanes(&before[layout.prediction()..][..features]);
            let target = lanes(&before[layout.target..][..features]);
            let weight = &lanes(&before[layout.weight..][..PANEL_ROWS])[0];
            let (scores, _) = scores.as_chunks_mut::<PANEL_ROWS>();
            scores[0] = loss.rows(self.isa, prediction, target);
            scores[0].iter_mut().zip(weight).for_each(|(score, weight)| *score *= weight);
            let mut rest = &mut scores[1..];
            for metric in metrics {
                let (own, others) = rest.split_at_mut(metric.sums(self.width()));
                metric.write(self.isa, prediction, target, own);
                rest = others;
            }
            let counted = rows.saturating_sub(index * PANEL_ROWS).min(PANEL_ROWS);
            scores[..layout.score_count].iter_mut().for_each(|score| score[counted..].fill(0.0));
        }
    }

    /// Sends the gradient of the loss back to the first dense product. `scale` is 1 / the batch's rows.
    pub(crate) fn backward(&self, records: &mut [f32], weights: Forms<'_>, loss: Loss, scale: f32) {
        let through = self.goes_through(loss);
        self.loss_gradient(records, loss, scale, through);
        let first_dense = self.operations.iter().position(|op| matches!(op, Operation::Dense(_)));
        let Some(first_dense) = first_dense else { return };
        for (index, operation) in self.operations.iter().enumerate().skip(first_dense).rev() {
            let fields = &self.layout.operations[index];
            match operation {
                Operation::Dense(dense) => {
                    if !(through && index + 1 == self.operations.len()) {
                        self.differentiate(records, index, fields.output, dense.activation);
                    }
                    match &fields.bf16 {
                        Some(product) => product.pack_delta(self.records(records)),
                        None => {
                            let layer = self.gradient_of(index, dense);
                            layer.turn(self.isa, self.records(records), fields.delta);
                        }
                    }
                    if index > first_dense {
                        self.transposed_product(index, dense, records, weights);
                    }
                }
                Operation::Activation { .. } if through && index + 1 == self.operations.len() => {}
                Operation::Activation { activation, .. } => {
                    let input = self.layout.input_of(index);
                    self.differentiate(records, index, input, *activation);
                }
            }
        }
    }

    /// The gradient of what the dense product that is operation number `index` reads.
    fn transposed_product(
        &self,
        index: usize,
        dense: &Dense,
        records: &mut [f32],
        weights: Forms<'_>,
    ) {
        let fields = &self.layout.operations[index];
        let (before, records) = (self.layout.operations[index - 1].delta, self.records(records));
        match &fields.bf16 {
            Some(product) => product.backward(dense, records, weights, before),
            None => {
                dense.weights(weights.plain).backward(self.isa, records, fields.delta, before);
            }
        }
    }

    /// Sums the gradient of some rows of weights over `rows` rows of data.
    pub(crate) fn write_gradient(
        &self,
        (index, dense): (usize, &Dense),
        records: &[f32],
        rows: usize,
        gradient: GradientRows<'_>,
    ) {
        let records = (records, self.layout.length);
        match &self.layout.operations[index].bf16 {
            Some(product) => product.write_gradient(records, rows, gradient),
            None => self.gradient_of(index, dense).write_to(self.isa, records, rows, gradient),
        }
    }

    /// Where the gradient of a dense product's weights is summed from.
    fn gradient_of(&self, index: usize, dense: &Dense) -> WeightGradient {
        let fields = &self.layout.operations[index];
        WeightGradient {
            x: self.layout.input_of(index),
            turned: fields.turned,
            inputs: dense.rows(),
            outputs: dense.outputs,
        }
    }

    /// Multiplies the delta of operation `index` by the derivative of its activation.
    fn differentiate(
        &self,
        records: &mut [f32],
        index: usize,
        input: usize,
        activation: imfit_compute::Activation,
    ) {
        let layout = self.layout;
        let places = self.operations[index].width() * PANEL_ROWS;
        let fields = &layout.operations[index];
        for record in records.chunks_exact_mut(layout.length) {
            let (before, deltas) = record.split_at_mut(layout.deltas);
            let delta = &mut deltas[fields.delta - layout.deltas..][..places];
            let (input, output) = (&before[input..][..places], &before[fields.output..][..places]);
            activation.backward(self.isa, input, output, delta);
        }
    }

    /// Whether the loss knows its gradient on the other side of the last activation.
    fn goes_through(&self, loss: Loss) -> bool {
        self.operations.last().is_some_and(|operation| match operation {
            Operation::Dense(dense) => loss.goes_through(dense.activation),
            Operation::Activation { activation, .. } => loss.goes_through(*activation),
        })
    }

    fn loss_gradient(&self, records: &mut [f32], loss: Loss, scale: f32, through: bool) {
        let layout = self.layout;
        let Some(fields) = layout.operations.last() else { return };
        let features = self.width() * PANEL_ROWS;
        for record in records.chunks_exact_mut(layout.length) {
            let (before, deltas) = record.split_at_mut(layout.deltas);
            let prediction = lanes(&before[layout.prediction()..][..features]);
            let target = lanes(&before[layout.target..][..features]);
            let weight = &lanes(&before[layout.weight..][..PANEL_ROWS])[0];
            let scales: Lanes = weight.map(|weight| weight * scale);
            let delta = lanes_mut(&mut deltas[fields.delta - layout.deltas..][..features]);
            loss.gradient((self.isa, through), prediction, target, &scales, delta);
        }
    }

    /// Values in a row of output.
    fn width(&self) -> usize {
        self.operations.last().map_or(0, Operation::width)
    }

    fn records<'r>(&self, values: &'r mut [f32]) -> Records<'r> {
        Records { values, length: self.layout.length }
    }
}
