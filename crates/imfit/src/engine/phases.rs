//! The two phases of a training step.

use std::marker::PhantomData;

use imfit_compute::lockstep::{Changed, Read, Steps, Written};
use imfit_compute::{Buffer, GradientRows, Start};

use super::MOST_TOGETHER;
use super::bf16::{Forms, Packing};
use super::conductor::Batch;
use super::division::{Division, Kept, PIECE_ROWS, Portions};
use super::layout::Layout;
use super::network::Network;
use super::operations::{Block, Occasion};
use super::part::{Intake, Part};
use super::pass::Pass;
use super::read_ahead::ReadAhead;
use super::rows::load_batch;
use super::step::Task;
use crate::panel::PANEL_ROWS;

/// The phases of steps on batches that live as long as `'a`.
pub(super) struct TwoPhases<'a, 'n, 'd> {
    pass: Pass<'n>,
    division: &'n Division,
    task: &'n Task<'n, 'd>,
    /// Who may have read the rows already.
    reader: Option<&'n ReadAhead<'n, 'd>>,
    batches: PhantomData<&'a [u32]>,
}

impl<'a> Steps for TwoPhases<'a, '_, '_> {
    type Plan = Batch<'a>;
    type Part = Part;

    fn records(&self, batch: &Batch<'a>) -> usize {
        self.division.count(batch.rows.len())
    }

    fn write_records(
        &self,
        batch: &Batch<'a>,
        first: usize,
        written: &mut [f32],
        weights: Read<'_>,
        scratch: &mut [f32],
    ) {
        let weights = Forms { plain: weights.weights, copies: weights.copies };
        match self.division.results() {
            None => self.write_all_records(batch, first * PANEL_ROWS, written, weights),
            Some(portions) => {
                for (index, result) in written.chunks_exact_mut(portions.length()).enumerate() {
                    self.write_portion(batch, (portions, first + index), result, weights, scratch);
                }
            }
        }
    }

    /// What the last rows of a portion add to a segment of its gradient.
    fn write_segment(
        &self,
        batch: &Batch<'a>,
        portion: usize,
        segment: usize,
        values: &mut [f32],
        scratch: &mut [f32],
    ) {
        let Some(portions) = self.division.results() else { return };
        let rows = portions.rows_of(portion, batch.rows.len());
        let last = rows.len() - (rows.len() - 1) / PIECE_ROWS * PIECE_ROWS;
        let start = if last == rows.len() { Start::Zero } else { Start::Held };
        let records = &scratch[..last.div_ceil(PANEL_ROWS) * self.pass.layout.length];
        portions.sources[segment].write_gradient(self.pass, (records, last), values, start);
    }

    fn change_weights(
        &self,
        batch: &Batch<'a>,
        written: Written<'_>,
        Changed { weights, copies, part, shared, next }: Changed<'_, Part>,
        scratch: &mut [f32],
    ) {
        let Some(block) = part.trained_block(self.pass.operations) else { return };
        let (rows, first, step) = (batch.rows.len(), batch.first, batch.step.as_ref());
        let loss_scale = self.task.loss_scale;
        let intake = Intake { rows, first, step, loss_scale, shared, next };
        let records = Self::records_in_scratch(self.pass.layout, self.division);
        let (sum, sums) = scratch[records..].split_at_mut(weights.len());
        match &self.division.kept {
            Kept::Records => {
                self.sum_over_records(written.whole(), rows, (block, part), (sum, Start::Zero));
                part.take_in(self.pass.isa, intake, weights, sum);
            }
            Kept::RecordsOf(portions) => {
                let sums = &mut sums[..portions.count(rows) * weights.len()];
                self.sum_over_portions((written.whole(), rows), portions, (block, part), sums);
                let terms = Written::new(sums, weights.len(), 0..weights.len());
                part.take_in_terms(self.pass.isa, intake, weights, terms, sum);
            }
            Kept::Results(_) => {
                part.take_in_terms(self.pass.isa, intake, weights, written, sum);
            }
        }
        let index = part.operation;
        let (operation, fields) =
            (&self.pass.operations[index], &self.pass.layout.operations[index]);
        if let (Some(packing), Some(_)) = (Packing::of(part, operation, fields), step) {
            packing.pack(weights, copies);
        }
    }
}

impl<'a, 'n, 'd> TwoPhases<'a, 'n, 'd> {
    pub(super) fn new(
        pass: Pass<'n>,
        division: &'n Division,
        task: &'n Task<'n, 'd>,
        reader: Option<&'n ReadAhead<'n, 'd>>,
    ) -> TwoPhases<'a, 'n, 'd> {
        TwoPhases { pass, division, task, reader, batches: PhantomData }
    }

    /// Values of the records that stand at the beginning of a thread's scratch.
    fn records_in_scratch(layout: &Layout, division: &Division) -> usize {
        division.results().map_or(0, |_| MOST_TOGETHER * layout.length)
    }

    /// A thread's scratch: room for the records of a piece, where no others are kept, and for the gradient of any
    /// part and its terms.
    pub(super) fn scratch(
        network: &Network,
        layout: &Layout,
        division: &Division,
        rows: usize,
    ) -> Buffer {
        let records = Self::records_in_scratch(layout, division);
        let terms = match &division.kept {
            Kept::RecordsOf(portions) => portions.count(rows),
            Kept::Records | Kept::Results(_) => 0,
        };
        let mut scratch = Buffer::zeros(records + (1 + terms) * network.largest_part());
        layout.fill_ones(&network.operations, &mut scratch[..records]);
        scratch
    }

    /// Phase 1 where all records are kept: writes those of the batch's rows from `start` on.
    fn write_all_records(
        &self,
        batch: &Batch<'a>,
        start: usize,
        records: &mut [f32],
        weights: Forms<'_>,
    ) {
        let length = records.len() / self.pass.layout.length * PANEL_ROWS;
        let end = batch.rows.len().min(start + length);
        self.load(batch, start, batch.rows_and_ahead(start..end), records);
        self.there_and_back(batch, &batch.rows[start..end], records, weights);
    }

    /// Phase 1 with portions: sends one through all layers and back, and sums its gradient, but for that of
    /// the last rows, which stay in `scratch`.
    fn write_portion(
        &self,
        batch: &Batch<'a>,
        (portions, index): (&Portions, usize),
        result: &mut [f32],
        weights: Forms<'_>,
        scratch: &mut [f32],
    ) {
        let layout = self.pass.layout;
        let (gradient, scores) = result.split_at_mut(portions.gradient);
        let range = portions.rows_of(index, batch.rows.len());
        let mut pieces = batch.rows[range.clone()].chunks(PIECE_ROWS).peekable();
        let mut at = range.start;
        let mut scores = scores.chunks_exact_mut(portions.scores);
        let mut start = Start::Zero;
        while let Some(rows) = pieces.next() {
            let records = &mut scratch[..rows.len().div_ceil(PANEL_ROWS) * layout.length];
            // After the last piece this thread, or another, begins a portion of the next chunk.
            let next = batch.ahead_of(range.start..range.start + PIECE_ROWS);
            let ahead = pieces.peek().copied().unwrap_or(next);
            self.load(batch, at, (rows, ahead), records);
            self.there_and_back(batch, rows, records, weights);
            at += rows.len();
            for (record, scores) in records.chunks_exact(layout.length).zip(&mut scores) {
                scores.copy_from_slice(&record[layout.scores_places()]);
            }
            if pieces.peek().is_none() {
                return;
            }
            for source in &portions.sources {
                let values = &mut gradient[source.places.clone()];
                source.write_gradient(self.pass, (records, rows.len()), values, start);
            }
            start = Start::Held;
        }
    }

    /// Brings rows of data, those of the batch from `start` on, into records. Asks for those `ahead`, unless
    /// somebody reads them.
    fn load(
        &self,
        batch: &Batch<'a>,
        start: usize,
        (rows, ahead): (&[u32], &[u32]),
        records: &mut [f32],
    ) {
        let layout = self.pass.layout;
        let (place, fields) = (batch.place + start, (&layout.rows, layout.length));
        if !self.reader.is_some_and(|reader| reader.take(place, records, fields)) {
            load_batch(records, layout, self.task.data, (rows, ahead));
        }
    }

    /// Sends rows of data, which records hold, through all layers and back.
    fn there_and_back(
        &self,
        batch: &Batch<'a>,
        rows: &[u32],
        records: &mut [f32],
        weights: Forms<'_>,
    ) {
        let (pass, task) = (self.pass, self.task);
        let occasion = Occasion { epoch: batch.epoch, batch: batch.number, rows };
        pass.forward(records, weights, Some(occasion));
        pass.score(records, rows.len(), task.loss, task.metrics);
        let scale = task.loss_scale / batch.batch_rows as f32;
        pass.backward(records, weights, task.loss, (scale, rows.len()));
    }

    /// The gradients of a part of the weights over each portion of `rows` rows, as portions sum them.
    fn sum_over_portions(
        &self,
        (records, rows): (&[f32], usize),
        portions: &Portions,
        (block, part): (&Block, &Part),
        sums: &mut [f32],
    ) {
        let length = sums.len() / portions.count(rows);
        for (index, sum) in sums.chunks_exact_mut(length).enumerate() {
            let range = portions.rows_of(index, rows);
            let mut start = Start::Zero;
            for first in range.clone().step_by(PIECE_ROWS) {
                let records = &records[first / PANEL_ROWS * self.pass.layout.length..];
                let rows = PIECE_ROWS.min(range.end - first);
                self.sum_over_records(records, rows, (block, part), (sum, start));
                start = Start::Held;
            }
        }
    }

    /// The gradient of a part of the weights, over the first `rows` rows of some records.
    fn sum_over_records(
        &self,
        records: &[f32],
        rows: usize,
        (block, part): (&Block, &Part),
        (sum, start): (&mut [f32], Start),
    ) {
        let (stride, first) = (block.stride, part.first_row);
        let target = GradientRows { values: sum, stride, first, start };
        self.pass.write_gradient(part.operation, records, rows, target);
    }
}
