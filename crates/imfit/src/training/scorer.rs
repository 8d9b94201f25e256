//! Loss and metrics of rows of data, some rows at a time.

use std::ops::Range;
use std::time::Instant;

use ndarray::{Array2, ArrayView2};

use super::asking::{Asking, read_predictions};
use super::history::Logs;
use super::seen::Seen;
use super::survey::Question;
use crate::data::Data;
use crate::engine::{EVALUATED_ROWS, Evaluation, Network, Scored, Sums};
use crate::error::{Error, Result};
use crate::model::{Scoring, Sequential};
use crate::panel::PANEL_ROWS;
use crate::threads;

/// Computes loss and metrics on the way through rows of data.
pub(super) struct Scorer {
    buffers: Evaluation,
    scoring: Scoring,
    /// What the host's functions say of the rows that come next.
    asking: Asking,
    /// The picture that the rows make, where somebody looks at it.
    seen: Option<Seen>,
    /// The model's layers and compilation, as they were at the beginning.
    revision: u64,
    /// The shapes of the data, as they were at the beginning.
    shape: [usize; 5],
    /// The rows that are left.
    rows: Range<usize>,
    /// The first of all rows.
    first: usize,
    /// Whether batches are told of.
    of_batches: bool,
    /// Rows of a batch; all where nobody wants batches.
    batch_rows: usize,
    /// Whether a batch has begun, and isn't over.
    in_batch: bool,
    sums: Sums,
}

/// Why a [`Scorer`] has stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stopped {
    /// The time is up.
    Paused,
    /// A function of the host's is to be asked.
    Asking,
    /// A batch is to begin, by its number.
    BatchBegins(usize),
    /// A batch is over.
    BatchEnded(usize),
    /// No rows are left.
    Done,
}

impl Scorer {
    /// About `rows` of `data`, which have been checked; with `batch_rows` it tells of batches.
    pub(super) fn new(
        model: &Sequential,
        data: &Data<'_>,
        rows: Range<usize>,
        batch_rows: Option<usize>,
    ) -> Result<Scorer> {
        let (network, compiled) = (model.network()?, model.compiled()?);
        let scoring = compiled.scoring(data, network.outputs());
        let buffers = Evaluation::new(network, rows.len(), scoring.counts)?;
        let revision = model.revision();
        let shape = data.shape();
        let seen = scoring.seen(data, network.outputs());
        let of_batches = batch_rows.is_some();
        // A loss of pictures has nothing to say of parts of one.
        let batch_rows = batch_rows.filter(|_| scoring.of_pictures.is_none());
        Ok(Scorer {
            first: rows.start,
            of_batches,
            in_batch: false,
            batch_rows: batch_rows.unwrap_or(rows.len()).max(1),
            seen,
            buffers,
            scoring,
            revision,
            shape,
            rows,
            sums: Sums::zeros(compiled.sums(network.outputs())),
            asking: Asking::default(),
        })
    }

    /// The sums of loss and metrics over the rows so far, penalties among them, and what a picture as a whole
    /// loses.
    pub(super) fn sums(&self, network: &Network) -> Vec<f64> {
        let mut sums = self.sums.totals();
        let of_picture = self.scoring.of_pictures.zip(self.seen.as_ref());
        let similarity = of_picture.and_then(|(max_val, seen)| seen.ssim(max_val));
        let loss = similarity.map_or(0.0, |similarity| 1.0 - similarity);
        sums[0] += (self.buffers.penalty(network) + loss) * self.rows_done() as f64;
        sums
    }

    /// Loss and metrics of the rows so far.
    pub(super) fn logs(&self, model: &Sequential) -> Result<Logs> {
        let (network, compiled) = (model.network()?, model.compiled()?);
        let (sums, ssim) = (self.sums(network), |max_val| self.seen.as_ref()?.ssim(max_val));
        Ok(compiled.logs(&sums, self.rows_done(), network.outputs(), ssim))
    }

    fn rows_done(&self) -> usize {
        self.rows.start - self.first
    }

    /// Works until the deadline, or something stops it before.
    ///
    /// # Errors
    /// [`Error::ChangedDuringFit`] if model or data are not those it began with.
    pub(super) fn go_on(
        &mut self,
        model: &Sequential,
        data: &Data<'_>,
        deadline: Instant,
    ) -> Result<Stopped> {
        let fits = model.revision() == self.revision && data.shape() == self.shape;
        if !fits {
            return Err(Error::ChangedDuringFit);
        }
        if self.rows.is_empty() {
            return Ok(Stopped::Done);
        }
        let batch = self.rows_done() / self.batch_rows;
        if self.of_batches && !self.in_batch {
            self.in_batch = true;
            return Ok(Stopped::BatchBegins(batch));
        }
        let network = model.network()?;
        let rows = self.end_of(batch) - self.rows.start;
        threads::share((rows, network.work_per_row()), |shared| {
            self.score_batch(batch, network, (data, shared), deadline)
        })
    }

    /// The row with which the next batch begins.
    fn end_of(&self, batch: usize) -> usize {
        self.rows.end.min(self.first + (batch + 1) * self.batch_rows)
    }

    /// Scores the rows of a batch that are left.
    fn score_batch(
        &mut self,
        batch: usize,
        network: &Network,
        (data, shared): (&Data<'_>, bool),
        deadline: Instant,
    ) -> Stopped {
        let scored = Scored { loss: self.scoring.loss, metrics: &self.scoring.metrics };
        let batch_end = self.end_of(batch);
        loop {
            let end = batch_end.min(self.rows.start + EVALUATED_ROWS);
            let rows = self.rows.start..end;
            if let Some(survey) = &self.scoring.survey {
                if !self.asking.has_begun() {
                    self.buffers.score(network, (data, rows.clone()), &scored, shared);
                    let mut predictions = Array2::zeros((rows.len(), network.outputs()));
                    let first = self.scoring.counts.scores - network.outputs();
                    read_predictions(self.buffers.scores(rows.len()), first, &mut predictions);
                    self.asking.begin(survey, data, rows.clone(), predictions, false);
                }
                if self.asking.is_open() {
                    return Stopped::Asking;
                }
                let answered = data.answered(self.asking.end(rows.clone()));
                self.buffers.score(network, (&answered, rows.clone()), &scored, shared);
            } else {
                self.buffers.score(network, (data, rows.clone()), &scored, shared);
            }
            let (mut pixels, mut row) = (rows.clone(), rows.start - self.first);
            for scores in self.buffers.scores(rows.len()) {
                self.sums.add_from(row, scores);
                row += PANEL_ROWS;
                if let Some(seen) = &mut self.seen {
                    seen.take(&mut pixels, scores);
                }
            }
            self.rows.start = end;
            if end == batch_end {
                self.in_batch = false;
                return if self.of_batches { Stopped::BatchEnded(batch) } else { Stopped::Done };
            }
            if Instant::now() >= deadline {
                return Stopped::Paused;
            }
        }
    }

    /// The call of one of the host's functions that is due; nothing where there is none.
    pub(super) fn question(&self) -> Option<Question> {
        self.asking.question()
    }

    /// Takes what the function has returned: (rows, any number of columns, whose mean counts).
    ///
    /// # Errors
    /// An array of another shape. The question stays open.
    pub(super) fn answer(&mut self, values: ArrayView2<'_, f64>) -> Result<()> {
        self.asking.answer(values)
    }
}
