//! Records on their way through the layers, and back.

use std::ops::Range;

use imfit_compute::{Activation, GradientRows, Isa};

use super::bf16::Forms;
use super::layout::Layout;
use super::operations::{Back, Occasion, Operation, Turn};
use crate::losses::RowLoss;
use crate::metrics::RowMetric;
use crate::panel::{Lanes, PANEL_ROWS, lanes, lanes_mut};

/// What a pass needs to know of the model, besides its weights.
#[derive(Clone, Copy)]
pub(crate) struct Pass<'a> {
    pub(crate) operations: &'a [Operation],
    pub(crate) layout: &'a Layout,
    pub(crate) isa: Isa,
    /// Values of another thread that are needed after this pass, and asked for on the way forward.
    pub(crate) ahead: &'a [f32],
}

impl<'a> Pass<'a> {
    pub(crate) fn new(operations: &'a [Operation], layout: &'a Layout, isa: Isa) -> Pass<'a> {
        Pass { operations, layout, isa, ahead: &[] }
    }

    /// Sends the inputs through all operations; in a training step, on that `occasion`.
    pub(crate) fn forward(
        &self,
        records: &mut [f32],
        weights: Forms<'_>,
        occasion: Option<Occasion<'_>>,
    ) {
        self.forward_through(0..self.operations.len(), records, weights, occasion);
    }

    /// The same through some of them.
    pub(super) fn forward_through(
        &self,
        range: Range<usize>,
        records: &mut [f32],
        weights: Forms<'_>,
        occasion: Option<Occasion<'_>>,
    ) {
        if let (0, Some(activity)) = (range.start, self.layout.activity) {
            let records = records.chunks_exact_mut(self.layout.length);
            records.for_each(|record| record[activity..activity + PANEL_ROWS].fill(0.0));
        }
        for index in range {
            let turn = Turn { pass: *self, index, occasion };
            self.operations[index].get().forward(turn, records, weights);
        }
    }

    /// What operation number `index`, a dense product, asks for on the way forward: the weights of the next two
    /// products in float32, or what is needed after the pass, if it is the one that asks for that.
    pub(super) fn asked_for<'w>(&self, index: usize, weights: &'w [f32]) -> [&'w [f32]; 2]
    where
        'a: 'w,
    {
        if let Some(asker) = self.layout.asker {
            return [if index == asker { self.ahead } else { &[] }, &[]];
        }
        let next = &self.layout.operations[index].next_weights;
        next.each_ref().map(|places| &weights[places.clone()])
    }

    /// The activation that makes the inputs of operation number `index`, and the field of these, where the
    /// operation sends the gradient of its inputs on through that: a dense product after another one.
    pub(super) fn activation_of_inputs(&self, index: usize) -> Option<(Activation, usize)> {
        self.operations.get(index)?.dense()?;
        let activation = match index.checked_sub(1) {
            Some(before) => self.operations[before].dense()?.activation,
            None => self.layout.input_activation?,
        };
        Some((activation, self.layout.input_of(index)))
    }

    pub(super) fn turn(&self, index: usize) -> Turn<'a> {
        Turn { pass: *self, index, occasion: None }
    }

    /// Computes each row's loss and metrics for records of which the first `rows` rows count.
    pub(crate) fn score(
        &self,
        records: &mut [f32],
        rows: usize,
        loss: RowLoss,
        metrics: &[RowMetric],
    ) {
        let layout = self.layout;
        for (index, record) in records.chunks_exact_mut(layout.length).enumerate() {
            let activity = layout.activity.map(|at| lanes(&record[at..at + PANEL_ROWS])[0]);
            let (before, scores) = record.split_at_mut(layout.scores);
            let features = self.width() * PANEL_ROWS;
            let prediction = lanes(&before[layout.prediction()..][..features]);
            let target = lanes(&before[layout.rows.target..][..layout.rows.targets * PANEL_ROWS]);
            let weight = &lanes(&before[layout.rows.weight..][..PANEL_ROWS])[0];
            let (scores, _) = scores.as_chunks_mut::<PANEL_ROWS>();
            let losses = loss.rows(self.isa, prediction, target);
            scores[0] = std::array::from_fn(|lane| losses[lane] * weight[lane]);
            // A penalty on what layers give counts for every row alike.
            for (score, penalty) in scores[0].iter_mut().zip(activity.iter().flatten()) {
                *score += penalty;
            }
            let mut rest = &mut scores[1..];
            for metric in metrics {
                let (own, others) = rest.split_at_mut(metric.sums(self.width()));
                metric.write(self.isa, prediction, target, own);
                rest = others;
            }
            let counted = rows.saturating_sub(index * PANEL_ROWS);
            if counted < PANEL_ROWS {
                scores[..layout.score_count]
                    .iter_mut()
                    .for_each(|score| score[counted..].fill(0.0));
            }
        }
    }

    /// Sends the gradient of the loss back to the first operation that has weights to train, for records
    /// of which the first `rows` rows count. `scale` is 1 / the batch's rows.
    pub(crate) fn backward(
        &self,
        records: &mut [f32],
        weights: Forms<'_>,
        loss: RowLoss,
        (scale, rows): (f32, usize),
    ) {
        self.loss_gradient(records, loss, scale);
        self.back_through(0..self.operations.len(), records, weights, Some(loss), (scale, rows));
    }

    /// The same through some of the operations, once the delta of the last of them is known. `loss` is nothing
    /// where others come after the last operation of the pass.
    pub(super) fn back_through(
        &self,
        range: Range<usize>,
        records: &mut [f32],
        weights: Forms<'_>,
        loss: Option<RowLoss>,
        (scale, rows): (f32, usize),
    ) {
        let through = loss.map_or(self.layout.comes_through, |loss| self.goes_through(loss));
        let further = self.layout.input_delta.is_some();
        let first = if further { Some(0) } else { self.first_trained() };
        let Some(first) = first else { return };
        // A penalty on outputs stands behind the function that the loss goes through.
        let last = self.operations.len() - 1;
        let last = last - usize::from(self.operations[last].get().penalizes());
        for index in (range.start.max(first)..range.end).rev() {
            let back = Back {
                through: through && index >= last,
                inputs: index > first || further,
                scale,
                rows,
            };
            self.operations[index].get().backward(self.turn(index), records, weights, back);
        }
    }

    /// The first operation that has weights to train: nobody wants a gradient before it.
    pub(super) fn first_trained(&self) -> Option<usize> {
        self.layout.operations.iter().position(|fields| fields.trains)
    }

    /// Sums the gradient of some rows of an operation's weights over `rows` rows of data.
    pub(crate) fn write_gradient(
        &self,
        index: usize,
        records: &[f32],
        rows: usize,
        gradient: GradientRows<'_>,
    ) {
        let operation = self.operations[index].get();
        operation.write_gradient(self.turn(index), records, rows, gradient);
    }

    /// Whether the loss knows its gradient on the other side of the last activation.
    fn goes_through(&self, loss: RowLoss) -> bool {
        let last = self.operations.last().and_then(|operation| operation.get().last_function());
        last.is_some_and(|function| loss.goes_through(function))
    }

    /// Writes the gradient of the loss with respect to the outputs, or to what the last function is
    /// made of, to the last delta.
    pub(super) fn loss_gradient(&self, records: &mut [f32], loss: RowLoss, scale: f32) {
        let (layout, through) = (self.layout, self.goes_through(loss));
        let Some(fields) = layout.operations.last() else { return };
        let features = self.width() * PANEL_ROWS;
        for record in records.chunks_exact_mut(layout.length) {
            let (before, deltas) = record.split_at_mut(layout.deltas);
            let prediction = lanes(&before[layout.prediction()..][..features]);
            let target = lanes(&before[layout.rows.target..][..layout.rows.targets * PANEL_ROWS]);
            let weight = &lanes(&before[layout.rows.weight..][..PANEL_ROWS])[0];
            let scales: Lanes = weight.map(|weight| weight * scale);
            let delta = lanes_mut(&mut deltas[fields.delta - layout.deltas..][..features]);
            loss.gradient((self.isa, through), prediction, target, &scales, delta);
        }
    }

    /// Values in a row of output.
    fn width(&self) -> usize {
        self.operations.last().map_or(0, |operation| operation.get().width())
    }
}
