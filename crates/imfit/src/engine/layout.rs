//! Where in a record everything stands.

use std::ops::Range;

use imfit_compute::{Activation, Bf16, delta_features, odd_lines};

use super::bf16::Bf16Product;
use super::operations::Operation;
use super::rows::RowFields;
use crate::panel::PANEL_ROWS;

/// The fields of a record: each the number of its first value.
#[derive(Debug, Clone)]
pub(crate) struct Layout {
    /// What comes from the data.
    pub(crate) rows: RowFields,
    /// For each operation.
    pub(crate) operations: Vec<Fields>,
    /// Each row's loss, and then each row's value of each metric.
    pub(crate) scores: usize,
    /// Losses and metrics.
    pub(crate) score_count: usize,
    /// Each row's penalty on what layers give, where there is one and anybody wants to know.
    pub(crate) activity: Option<usize>,
    /// Values in a record.
    pub(crate) length: usize,
    /// Whether the records go back as well.
    pub(crate) goes_back: bool,
    /// Where the deltas begin: all that an operation reads or writes going forward stands before.
    pub(crate) deltas: usize,
    /// The gradient of the loss with respect to the inputs, where others want it.
    pub(crate) input_delta: Option<usize>,
    /// The activation that gave the inputs, where the first operation sends their gradient on through that as well.
    pub(crate) input_activation: Option<Activation>,
    /// Whether others do the same for the outputs: the gradient that comes is that of what the last activation is
    /// made of.
    pub(crate) comes_through: bool,
    /// Where one thread alone has the weights, so that they are near: the product that asks for what is needed
    /// after a pass. Elsewhere all products ask for the weights of the next ones.
    pub(crate) asker: Option<usize>,
}

/// What records hold beside what the operations make.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Counts {
    /// Targets of a row.
    pub(crate) targets: usize,
    /// Losses and metrics.
    pub(crate) scores: usize,
}

/// What one operation makes of a panel.
#[derive(Debug, Clone)]
pub(crate) struct Fields {
    /// Its output.
    pub(crate) output: usize,
    /// What it leaves for the way back.
    pub(crate) kept: usize,
    /// The gradient of the loss with respect to its output; what works in place works on that of the
    /// operation before it.
    pub(crate) delta: usize,
    /// What the gradient of its weights is summed from: for a dense product the delta with its outputs
    /// side by side, else a feature for each weight.
    pub(crate) terms: usize,
    /// The places of the weights of the next two products in float32, for a dense product.
    pub(crate) next_weights: [Range<usize>; 2],
    /// Whether it has weights that are trained now.
    pub(crate) trains: bool,
    /// A dense product whose factors are bf16 has fields of its own instead of `terms`.
    pub(crate) bf16: Option<Bf16Product>,
}

/// The operations that records go through.
pub(crate) struct Shape<'a> {
    /// Values in a row of input.
    pub(super) inputs: usize,
    pub(super) operations: &'a [Operation],
    /// For each operation, whether it has weights that are trained now.
    pub(super) trains: Vec<bool>,
    /// Those before them, if any, which want the gradient of the inputs.
    pub(super) before: &'a [Operation],
}

/// Hands out places, one field after the other.
#[derive(Default)]
pub(super) struct Places(usize);

impl Places {
    /// A field of some features.
    pub(super) fn field(&mut self, features: usize) -> usize {
        let at = self.0;
        self.0 += features * PANEL_ROWS;
        at
    }

    /// Values of the fields so far.
    pub(super) fn length(&self) -> usize {
        self.0
    }
}

impl Fields {
    fn with_output(output: usize) -> Fields {
        let next_weights = [0..0, 0..0];
        Fields { output, kept: 0, delta: 0, terms: 0, next_weights, trains: false, bf16: None }
    }
}

impl Layout {
    /// Records that go forward and back. Each input of a dense product has room for one more
    /// feature: the ones that a bias is multiplied by. With `bf16`, all dense products but the first
    /// work on bf16.
    pub(crate) fn for_training(shape: &Shape<'_>, counts: Counts, bf16: Option<Bf16>) -> Layout {
        let mut places = Places::default();
        let input = places.field(shape.inputs + 1);
        let operations = shape.operations.iter().map(Operation::get);
        let mut output = input;
        let fields = operations.clone().map(|operation| {
            if operation.join().is_none() {
                output = places.field(operation.width() + 1);
            }
            let kept = if operation.kept() == 0 { 0 } else { places.field(operation.kept()) };
            Fields { kept, ..Fields::with_output(output) }
        });
        let fields = fields.collect();
        let mut layout = Layout::with_fields(shape, input, fields, counts, places);
        let places = &mut Places(layout.deltas);
        layout.lay_out_deltas(shape, places, bf16.is_some());
        for (index, operation) in operations.enumerate() {
            let terms = operation.terms();
            if terms > 0 && (bf16.is_none() || !Bf16Product::takes(shape, index)) {
                layout.operations[index].terms = places.field(terms);
            }
        }
        if let Some(bf16) = bf16 {
            Bf16Product::lay_out(bf16, shape, &mut layout, places);
        }
        for (fields, trains) in layout.operations.iter_mut().zip(&shape.trains) {
            fields.trains = *trains;
        }
        layout.find_next_weights(shape.operations);
        layout.length = odd_lines(places.length());
        layout.goes_back = true;
        layout
    }

    /// Records that only go forward: two fields that take turns are enough, and one for each way
    /// around a stack of operations.
    pub(crate) fn forward_only(shape: &Shape<'_>, counts: Counts) -> Layout {
        let mut places = Places::default();
        let input = places.field(shape.inputs);
        let (mut all, mut held, mut output) = (Vec::new(), Vec::new(), input);
        let operations = shape.operations.iter().map(Operation::get).enumerate();
        let fields = operations.map(|(index, operation)| {
            match operation.join() {
                Some(distance) => held.push((output, index + distance)),
                None => {
                    let taken =
                        |field| field == output || held.iter().any(|(held, _)| *held == field);
                    let free = all.iter().copied().find(|field| !taken(*field));
                    output = free.unwrap_or_else(|| {
                        all.push(places.field(widest(shape.operations)));
                        all[all.len() - 1]
                    });
                    held.retain(|(_, join)| *join != index);
                }
            }
            Fields::with_output(output)
        });
        let fields = fields.collect();
        Layout::with_fields(shape, input, fields, counts, places)
    }

    /// What all records have: inputs and outputs, whose places are given, targets and scores.
    fn with_fields(
        shape: &Shape<'_>,
        input: usize,
        operations: Vec<Fields>,
        Counts { targets, scores: score_count }: Counts,
        mut places: Places,
    ) -> Layout {
        let (target, weight) = (places.field(targets), places.field(1));
        let scores = places.field(score_count);
        let penalizes = |operation: &Operation| operation.get().penalizes();
        let wanted = score_count > 0 && shape.operations.iter().any(penalizes);
        let activity = wanted.then(|| places.field(1));
        Layout {
            rows: RowFields { input, inputs: shape.inputs, target, targets, weight },
            operations,
            scores,
            score_count,
            activity,
            length: odd_lines(places.length()),
            goes_back: false,
            deltas: places.length(),
            input_delta: None,
            input_activation: None,
            comes_through: false,
            asker: None,
        }
    }

    /// Finds out which weights each operation is followed by.
    fn find_next_weights(&mut self, operations: &[Operation]) {
        let mut next = [0..0, 0..0];
        for (operation, fields) in operations.iter().zip(&mut self.operations).rev() {
            fields.next_weights = next.clone();
            if let (Some(dense), None) = (operation.dense(), &fields.bf16) {
                let [soon, _] = next;
                next = [dense.block.range(), soon];
            }
        }
    }

    /// A delta is wanted until the one before it is known, so that two fields take turns. With `keep`
    /// each has its own.
    fn lay_out_deltas(&mut self, shape: &Shape<'_>, places: &mut Places, keep: bool) {
        let goes_further = !shape.before.is_empty();
        let inputs = if goes_further { shape.inputs } else { 0 };
        let features = delta_features(widest(shape.operations).max(inputs));
        let mut turns = [(); 2].map(|()| if keep { 0 } else { places.field(features) });
        let input_delta = if keep { places.field(delta_features(inputs)) } else { turns[0] };
        self.input_delta = goes_further.then_some(input_delta);
        for (index, operation) in shape.operations.iter().enumerate() {
            let before = match index.checked_sub(1) {
                Some(before) => Some(self.operations[before].delta),
                None => self.input_delta,
            };
            if let Some(delta) = before.filter(|_| operation.get().in_place()) {
                self.operations[index].delta = delta;
                continue;
            }
            if keep {
                turns[0] = places.field(delta_features(operation.get().width()));
            } else {
                turns.swap(0, 1);
            }
            self.operations[index].delta = turns[0];
        }
    }

    /// Writes what biases are multiplied by to all records.
    pub(crate) fn fill_ones(&self, operations: &[Operation], records: &mut [f32]) {
        for record in records.chunks_exact_mut(self.length) {
            for (index, operation) in operations.iter().enumerate() {
                let ones = self.input_of(index) + operation.get().inputs() * PANEL_ROWS;
                record[ones..ones + PANEL_ROWS].fill(1.0);
            }
        }
    }

    /// The places of all scores.
    pub(crate) fn scores_places(&self) -> Range<usize> {
        self.scores..self.scores + self.score_count * PANEL_ROWS
    }

    /// The field of the last operation's output.
    pub(crate) fn prediction(&self) -> usize {
        self.operations.last().map_or(self.rows.input, |fields| fields.output)
    }

    /// The field that operation number `index` reads.
    pub(crate) fn input_of(&self, index: usize) -> usize {
        if index == 0 { self.rows.input } else { self.operations[index - 1].output }
    }
}

/// Values in a row of the widest output.
fn widest(operations: &[Operation]) -> usize {
    operations.iter().map(|operation| operation.get().width()).max().unwrap_or(0)
}
