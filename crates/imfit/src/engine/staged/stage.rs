//! The pieces of a batch on their way from one batch normalisation to the next, and back.

use std::ops::Range;

use imfit_compute::Panels;
use rayon::prelude::*;

use super::norm::Norm;
use super::statistics::Pair;
use crate::engine::bf16::Forms;
use crate::engine::conductor::Batch;
use crate::engine::operations::Occasion;
use crate::engine::pass::Pass;
use crate::engine::rows::load_batch;
use crate::engine::step::Task;
use crate::panel::PANEL_ROWS;

/// A step as all its pieces see it.
#[derive(Clone, Copy)]
pub(super) struct Stage<'s, 'd> {
    pub(super) pass: Pass<'s>,
    pub(super) task: &'s Task<'s, 'd>,
    pub(super) batch: &'s Batch<'s>,
    pub(super) weights: Forms<'s>,
    /// Whether the pool's threads share the pieces.
    pub(super) shared: bool,
    /// Features of the widest normalisation.
    pub(super) widest: usize,
    /// Rows of a piece.
    pub(super) piece_rows: usize,
}

impl Stage<'_, '_> {
    /// What the pieces know of a feature.
    pub(super) fn of_pieces(
        self,
        known: &[Pair],
        feature: usize,
    ) -> impl Iterator<Item = Pair> + Clone {
        let count = self.batch.rows.len().div_ceil(self.piece_rows);
        known.chunks_exact(self.widest).take(count).map(move |known| known[feature])
    }

    /// Does some work on each piece of the batch: the places of its rows, its records, and what it
    /// knows.
    pub(super) fn each_piece(
        self,
        records: &mut [f32],
        known: &mut [Pair],
        work: impl Fn(Range<usize>, &mut [f32], &mut [Pair]) + Sync,
    ) {
        let (rows, length) = (self.batch.rows.len(), self.pass.layout.length);
        let records = &mut records[..rows.div_ceil(PANEL_ROWS) * length];
        let (piece_rows, widest) = (self.piece_rows, self.widest);
        let piece = piece_rows / PANEL_ROWS * length;
        let places = |number: usize| number * piece_rows..rows.min((number + 1) * piece_rows);
        if self.shared {
            let pieces = records.par_chunks_mut(piece).zip(known.par_chunks_mut(widest));
            let pieces = pieces.enumerate();
            pieces.for_each(|(number, (records, known))| work(places(number), records, known));
        } else {
            let pieces = records.chunks_mut(piece).zip(known.chunks_mut(widest)).enumerate();
            pieces.for_each(|(number, (records, known))| work(places(number), records, known));
        }
    }

    /// Sends a piece on from one normalisation to the next: from the data, and to the loss.
    pub(super) fn go_forward(
        self,
        before: Option<&Norm>,
        next: Option<&Norm>,
        places: Range<usize>,
        records: &mut [f32],
        known: &mut [Pair],
    ) {
        let (pass, task, length) = (self.pass, self.task, self.pass.layout.length);
        let (rows, ahead) = self.batch.rows_and_ahead(places);
        match before {
            None => load_batch(records, pass.layout, task.data, (rows, ahead)),
            Some(norm) => {
                norm.operation.normalize(pass.turn(norm.index), records, &norm.normalizers);
            }
        }
        let occasion = Occasion { epoch: self.batch.epoch, batch: self.batch.number, rows };
        pass.forward_through(self.between(before, next), records, self.weights, Some(occasion));
        match next {
            None => pass.score(records, rows.len(), task.loss, task.metrics),
            Some(norm) => {
                let known = &mut known[..norm.operation.width];
                let of = Panels { records, length, rows: rows.len() };
                of.write_moments(pass.isa, pass.layout.input_of(norm.index), known);
            }
        }
    }

    /// Sends a piece back from one normalisation to the one before.
    pub(super) fn go_back(
        self,
        after: Option<&Norm>,
        next: Option<&Norm>,
        rows: usize,
        records: &mut [f32],
        known: &mut [Pair],
    ) {
        let (pass, task, length) = (self.pass, self.task, self.pass.layout.length);
        let scale = task.loss_scale / self.batch.batch_rows as f32;
        match after {
            None => {
                pass.loss_gradient(records, task.loss, scale);
            }
            Some(norm) => {
                let turn = pass.turn(norm.index);
                norm.operation.denormalize(turn, records, rows, &norm.denormalizers);
            }
        }
        let between = self.between(next, after);
        pass.back_through(between, records, self.weights, Some(task.loss), (scale, rows));
        if let Some(norm) = next {
            let turn = pass.turn(norm.index);
            norm.operation.leave_terms(turn, records, (0, &norm.standardizers));
            let fields = (pass.layout.input_of(norm.index), turn.fields().delta);
            let known = &mut known[..norm.operation.width];
            Panels { records, length, rows }.write_slopes(pass.isa, fields, &norm.means, known);
        }
    }

    /// The operations between two normalisations.
    fn between(self, lower: Option<&Norm>, upper: Option<&Norm>) -> Range<usize> {
        let start = lower.map_or(0, |norm| norm.index + 1);
        start..upper.map_or(self.pass.operations.len(), |norm| norm.index)
    }
}
