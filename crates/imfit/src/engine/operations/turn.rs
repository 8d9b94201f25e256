//! What an operation sees of a pass when it is its turn.

use std::ops::Range;

use imfit_compute::add;

use crate::engine::layout::Fields;
use crate::engine::pass::Pass;
use crate::panel::PANEL_ROWS;

/// An operation's turn in a pass.
#[derive(Clone, Copy)]
pub(crate) struct Turn<'a> {
    pub(crate) pass: Pass<'a>,
    /// The operation's number.
    pub(crate) index: usize,
    /// The step that it is part of, on the way forward in a training. Nothing in predictions,
    /// evaluations, and on the way back.
    pub(crate) occasion: Option<Occasion<'a>>,
}

/// What the way back asks of an operation.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Back {
    /// Whether the delta is already that of what the operation's last function is made of.
    pub(crate) through: bool,
    /// Whether anybody wants the gradient of the inputs.
    pub(crate) inputs: bool,
    /// What a gradient for one row is multiplied by: 1 / the batch's rows, times the loss's scale.
    pub(crate) scale: f32,
    /// The rows of data in the records; lanes past them hold nothing that counts.
    pub(crate) rows: usize,
}

/// A training step as layers of noise see it: what they draw depends on this, on their seeds, and on
/// nothing else.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Occasion<'a> {
    /// Epochs that the model has begun, this one included.
    pub(crate) epoch: u64,
    /// Batches since the model was compiled.
    pub(crate) batch: u64,
    /// The numbers of the rows of data that the records hold.
    pub(crate) rows: &'a [u32],
}

/// The fields of one record on the way forward.
pub(super) struct Forward<'r> {
    pub(super) input: &'r [f32],
    pub(super) output: &'r mut [f32],
    /// Empty where nobody goes back.
    pub(super) kept: &'r mut [f32],
}

/// The fields of one record on the way back.
pub(super) struct Backward<'r> {
    pub(super) input: &'r [f32],
    pub(super) kept: &'r [f32],
    pub(super) terms: &'r mut [f32],
    /// The gradient of the outputs, and of the inputs where that takes its place.
    pub(super) delta: &'r mut [f32],
    /// Where the gradient of the inputs goes, if not in its place.
    pub(super) before: &'r mut [f32],
}

impl<'a> Turn<'a> {
    /// The operation's own fields.
    pub(crate) fn fields(self) -> &'a Fields {
        &self.pass.layout.operations[self.index]
    }

    /// The field that it reads.
    pub(crate) fn input(self) -> usize {
        self.pass.layout.input_of(self.index)
    }

    /// The field of the delta of the operation before it. The first operation of all has none.
    pub(crate) fn delta_before(self) -> usize {
        let layout = self.pass.layout;
        match self.index.checked_sub(1) {
            Some(before) => layout.operations[before].delta,
            None => layout.input_delta.expect("somebody wants the gradient of the inputs"),
        }
    }

    /// Values in a record.
    pub(crate) fn length(self) -> usize {
        self.pass.layout.length
    }

    /// Works on each record, by its number and its fields.
    pub(super) fn each_forward(
        self,
        records: &mut [f32],
        mut work: impl FnMut(usize, Forward<'_>),
    ) {
        let (fields, operation) = (self.fields(), self.pass.operations[self.index].get());
        let kept = if self.pass.layout.goes_back { operation.kept() } else { 0 };
        let places = [
            field(self.input(), operation.inputs()),
            field(fields.output, operation.width()),
            field(fields.kept, kept),
        ];
        for (number, record) in records.chunks_exact_mut(self.length()).enumerate() {
            let [input, output, kept] = apart(record, places.clone());
            work(number, Forward { input, output, kept });
        }
    }

    /// The same on the way back.
    pub(super) fn each_backward(self, records: &mut [f32], mut work: impl FnMut(Backward<'_>)) {
        let (fields, operation) = (self.fields(), self.pass.operations[self.index].get());
        let before = match operation.in_place() {
            true => 0..0,
            false => field(self.delta_before(), operation.inputs()),
        };
        let places = [
            field(self.input(), operation.inputs()),
            field(fields.kept, operation.kept()),
            field(fields.terms, operation.terms()),
            field(fields.delta, operation.width()),
            before,
        ];
        for record in records.chunks_exact_mut(self.length()) {
            let [input, kept, terms, delta, before] = apart(record, places.clone());
            work(Backward { input, kept, terms, delta, before });
        }
    }

    /// Works on some fields of each record: where each begins, and its features.
    pub(super) fn each_of<const N: usize>(
        self,
        records: &mut [f32],
        fields: [(usize, usize); N],
        mut work: impl FnMut([&mut [f32]; N]),
    ) {
        let places = fields.map(|(at, features)| field(at, features));
        for record in records.chunks_exact_mut(self.length()) {
            work(apart(record, places.clone()));
        }
    }

    /// Adds the field `from`, of `width` features, to the field `to` of each record.
    pub(super) fn add(self, records: &mut [f32], width: usize, from: usize, to: usize) {
        self.each_of(records, [(from, width), (to, width)], |[from, to]| {
            add(self.pass.isa, to, from);
        });
    }

    /// Multiplies the operation's delta by the derivative of its activation, of `width` values; `input`
    /// is the field that holds the function's arguments.
    pub(super) fn differentiate(
        self,
        records: &mut [f32],
        (input, width): (usize, usize),
        activation: imfit_compute::Activation,
    ) {
        let (layout, fields, places) = (self.pass.layout, self.fields(), width * PANEL_ROWS);
        for record in records.chunks_exact_mut(layout.length) {
            let (before, deltas) = record.split_at_mut(layout.deltas);
            let delta = &mut deltas[fields.delta - layout.deltas..][..places];
            let (input, output) = (&before[input..][..places], &before[fields.output..][..places]);
            activation.backward(self.pass.isa, input, output, delta);
        }
    }
}

/// The places of a field; none at all where it has no features.
fn field(at: usize, features: usize) -> Range<usize> {
    if features == 0 { 0..0 } else { at..at + features * PANEL_ROWS }
}

/// Some fields of a record, to read and to write.
fn apart<const N: usize>(record: &mut [f32], places: [Range<usize>; N]) -> [&mut [f32]; N] {
    record.get_disjoint_mut(places).expect("the fields of a record don't overlap")
}
