//! A section at work: all that its thread has to itself, and the arithmetic of its steps.

use std::ops::Range;

use imfit_compute::lockstep::Written;
use imfit_compute::{Isa, Start};

use super::section::Section;
use crate::engine::conductor::Batch;
use crate::engine::division::{PIECE_ROWS, Portions};
use crate::engine::operations::Occasion;
use crate::engine::part::{Intake, Part};
use crate::engine::pass::Pass;
use crate::engine::rows::{load_positions, load_targets};
use crate::engine::step::Task;
use crate::panel::{Lanes, PANEL_ROWS, lanes};

/// A section with its weights.
pub(super) struct AtWork<'w, 'd> {
    pub(super) section: &'w mut Section,
    pub(super) portions: &'w Portions,
    /// The places of its weights in the network.
    pub(super) home: &'w mut [f32],
    pub(super) parts: &'w mut [Part],
    /// Where each part begins in the network's weights, and where the last one ends.
    pub(super) bounds: &'w [usize],
    pub(super) task: &'w Task<'w, 'd>,
    pub(super) isa: Isa,
}

/// The rows of a batch that make a panel.
pub(super) struct Rows<'b, 'a> {
    pub(super) batch: &'b Batch<'a>,
    pub(super) range: Range<usize>,
}

impl<'a> Rows<'_, 'a> {
    /// Their numbers in the data.
    fn numbers(&self) -> &'a [u32] {
        &self.batch.rows[self.range.clone()]
    }

    /// The same, and those of the rows that will be wanted next: of this batch, or of the one after it.
    fn numbers_and_next(&self) -> (&'a [u32], &'a [u32]) {
        let rest = &self.batch.rows[self.range.end..];
        let next = if rest.is_empty() { self.batch.ahead } else { rest };
        (self.numbers(), &next[..next.len().min(PANEL_ROWS)])
    }
}

impl AtWork<'_, '_> {
    /// Takes the weights from the network.
    pub(super) fn fetch_weights(&mut self) {
        let Section { weights, copies, .. } = &mut *self.section;
        weights[..self.home.len()].copy_from_slice(self.home);
        copies.refresh(weights, self.bounds);
    }

    /// Brings them back.
    pub(super) fn return_weights(&mut self) {
        self.home.copy_from_slice(&self.section.weights[..self.home.len()]);
    }

    /// The field of a panel's inputs.
    pub(super) fn input(&mut self, rows: &Range<usize>) -> &mut [f32] {
        let (at, width) = (self.section.layout.rows.input, self.section.inputs());
        field(self.records(rows), at, width)
    }

    /// The field of a panel's outputs.
    pub(super) fn output(&mut self, rows: &Range<usize>) -> &mut [f32] {
        let (at, width) = (self.section.layout.prediction(), self.section.outputs());
        field(self.records(rows), at, width)
    }

    /// The field of the gradient of the loss with respect to a panel's outputs.
    pub(super) fn output_delta(&mut self, rows: &Range<usize>) -> &mut [f32] {
        let last = self.section.operations.len() - 1;
        let (at, width) = (self.section.layout.operations[last].delta, self.section.outputs());
        field(self.records(rows), at, width)
    }

    /// The same with respect to its inputs. The first section has none.
    pub(super) fn input_delta(&mut self, rows: &Range<usize>) -> &mut [f32] {
        let at = self.section.layout.input_delta.expect("another section is before this one");
        let width = self.section.inputs();
        field(self.records(rows), at, width)
    }

    /// Brings a panel's inputs from the data.
    pub(super) fn load_inputs(&mut self, rows: &Rows<'_, '_>) {
        let Section { layout, records, .. } = &mut *self.section;
        let records = &mut records[places(&rows.range, layout.length)];
        load_positions(records, layout, self.task.data, rows.numbers_and_next());
    }

    /// Brings its targets from the data.
    pub(super) fn load_targets(&mut self, rows: &Rows<'_, '_>) {
        let Section { layout, records, .. } = &mut *self.section;
        let records = &mut records[places(&rows.range, layout.length)];
        load_targets(records, layout, self.task.data, rows.numbers_and_next());
    }

    /// Sends a panel through the section, and asks for `ahead` meanwhile.
    pub(super) fn go_on(&mut self, rows: &Rows<'_, '_>, ahead: &[f32]) {
        let Section { operations, layout, records, weights, copies, .. } = &mut *self.section;
        let pass = Pass { ahead, ..Pass::new(operations, layout, self.isa) };
        let records = &mut records[places(&rows.range, layout.length)];
        let Batch { epoch, number: batch, .. } = *rows.batch;
        let occasion = Occasion { epoch, batch, rows: rows.numbers() };
        pass.forward(records, copies.forms(weights), Some(occasion));
    }

    /// Computes the losses and metrics of a panel that has gone through all sections.
    pub(super) fn score(&mut self, rows: &Rows<'_, '_>) {
        let Section { operations, layout, records, .. } = &mut *self.section;
        let pass = Pass::new(operations, layout, self.isa);
        let records = &mut records[places(&rows.range, layout.length)];
        pass.score(records, rows.range.len(), self.task.loss, self.task.metrics);
    }

    /// Sends a panel back through the section: in the last one from its scores on, in others from the gradient with
    /// respect to its outputs.
    pub(super) fn go_back(&mut self, rows: &Rows<'_, '_>, is_last: bool) {
        let Section { operations, layout, records, weights, copies, .. } = &mut *self.section;
        let pass = Pass::new(operations, layout, self.isa);
        let records = &mut records[places(&rows.range, layout.length)];
        let scale = self.task.loss_scale / rows.batch.batch_rows as f32;
        let (weights, scale) = (copies.forms(weights), (scale, rows.range.len()));
        match is_last {
            true => pass.backward(records, weights, self.task.loss, scale),
            false => pass.back_through(0..operations.len(), records, weights, None, scale),
        }
    }

    /// The next rows whose gradient is summed together, of `rows` rows of which those before `summed` are.
    pub(super) fn piece_after(&self, summed: usize, rows: usize) -> Range<usize> {
        let portion = self.portions.rows_of(summed / self.portions.rows, rows);
        summed..portion.end.min(summed + PIECE_ROWS)
    }

    /// Adds the gradient of a piece to that of its portion.
    pub(super) fn sum_gradient(&mut self, piece: &Range<usize>) {
        let portion = piece.start / self.portions.rows;
        let begins = piece.start.is_multiple_of(self.portions.rows);
        let start = if begins { Start::Zero } else { Start::Held };
        let Section { operations, layout, records, gradients, sources, places: length, .. } =
            &mut *self.section;
        let pass = Pass::new(operations, layout, self.isa);
        let records = &records[places(piece, layout.length)];
        let gradient = &mut gradients[portion * *length..][..*length];
        for source in sources.iter() {
            let values = &mut gradient[source.places.clone()];
            source.write_gradient(pass, (records, piece.len()), values, start);
        }
    }

    /// Takes in the gradient of all portions of a batch, and the optimizer's step if the batch is complete. Calls
    /// `between` after each part.
    pub(super) fn change_weights(&mut self, batch: &Batch<'_>, mut between: impl FnMut()) {
        let (rows, first, step) = (batch.rows.len(), batch.first, batch.step.as_ref());
        let loss_scale = self.task.loss_scale;
        let intake = Intake { rows, first, step, loss_scale, shared: false, next: 0 };
        let Section { gradients, places: length, sum, weights, copies, .. } = &mut *self.section;
        let gradients = &gradients[..self.portions.count(rows) * *length];
        let start = self.bounds[0];
        for (index, part) in self.parts.iter_mut().enumerate().filter(|(_, part)| !part.frozen) {
            let bounds = &self.bounds[index..];
            let own = bounds[0] - start..bounds[1] - start;
            let terms = Written::new(gradients, *length, own.clone());
            let sum = &mut sum[..own.len()];
            let weights = &mut weights[own];
            part.take_in_terms(self.isa, intake, weights, terms, sum);
            if step.is_some() {
                copies.pack(index, weights);
            }
            between();
        }
    }

    /// The scores of the first `rows` rows, panel by panel.
    pub(super) fn scores(&self, rows: usize) -> impl Iterator<Item = &[Lanes]> {
        let layout = &self.section.layout;
        let records = self.section.records.chunks_exact(layout.length);
        let panels = records.take(rows.div_ceil(PANEL_ROWS));
        panels.map(|record| lanes(&record[layout.scores_places()]))
    }

    fn records(&mut self, rows: &Range<usize>) -> &mut [f32] {
        let length = self.section.layout.length;
        &mut self.section.records[places(rows, length)]
    }
}

/// The places of some rows' records, each of `length` values.
fn places(rows: &Range<usize>, length: usize) -> Range<usize> {
    rows.start / PANEL_ROWS * length..rows.end.div_ceil(PANEL_ROWS) * length
}

/// A field of some features of a record.
fn field(record: &mut [f32], at: usize, features: usize) -> &mut [f32] {
    &mut record[at..at + features * PANEL_ROWS]
}
