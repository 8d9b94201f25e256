//! Loss and metrics on data, without training.

use std::ops::Range;
use std::time::{Duration, Instant};

use ndarray::{Array2, ArrayView2};
use serde_json::{Map, Value};

use super::asking::{Asking, read_predictions};
use super::history::Logs;
use super::seen::Seen;
use super::survey::Question;
use crate::data::Data;
use crate::declare::check_call;
use crate::engine::{EVALUATED_ROWS, Evaluation, Network, Scored, Sums};
use crate::error::{Error, Result};
use crate::model::{Scoring, Sequential};
use crate::threads;

/// An evaluation that is under way.
pub struct Evaluator {
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
    rows: Range<usize>,
    total: usize,
    sums: Sums,
}

impl Evaluator {
    /// Begins an evaluation of `model` on `data`. `given` holds the arguments of `evaluate` that
    /// aren't data.
    ///
    /// # Errors
    /// A model that isn't compiled or built, data that doesn't fit it, wrong arguments.
    pub fn new(
        model: &Sequential,
        data: &Data<'_>,
        given: &Map<String, Value>,
    ) -> Result<Evaluator> {
        check_call("evaluate", given)?;
        let network = model.network()?;
        let compiled = model.compiled()?;
        compiled.check_data(data, (network.inputs, network.outputs()), "")?;
        Evaluator::over(model, data, 0..data.rows())
    }

    /// An evaluation of rows that have been checked.
    pub(super) fn over(
        model: &Sequential,
        data: &Data<'_>,
        rows: Range<usize>,
    ) -> Result<Evaluator> {
        let (network, compiled) = (model.network()?, model.compiled()?);
        let scoring = compiled.scoring(data, network.outputs());
        let buffers = Evaluation::new(network, rows.len(), scoring.counts)?;
        let revision = model.revision();
        let shape = data.shape();
        let seen = scoring.seen(data, network.outputs());
        Ok(Evaluator {
            seen,
            buffers,
            scoring,
            revision,
            shape,
            total: rows.len(),
            rows,
            sums: Sums::zeros(compiled.sums(network.outputs())),
            asking: Asking::default(),
        })
    }

    /// Works for about `budget`. Returns loss and metrics when all rows are done. Where the model was
    /// compiled with functions of the host's, it returns early for each
    /// [`question`](Evaluator::question), and goes on when that has been answered.
    ///
    /// # Errors
    /// [`Error::ChangedDuringFit`] if model or data are not those it began with.
    pub fn advance(
        &mut self,
        model: &Sequential,
        data: &Data<'_>,
        budget: Duration,
    ) -> Result<Option<Logs>> {
        let deadline = Instant::now() + budget;
        self.run(model, data, deadline)
    }

    /// The sums of loss and metrics over all rows, penalties among them, and what a picture as a whole loses.
    pub(super) fn sums(&self, network: &Network) -> Vec<f64> {
        let mut sums = self.sums.totals();
        let of_picture = self.scoring.of_pictures.zip(self.seen.as_ref());
        let similarity = of_picture.and_then(|(max_val, seen)| seen.ssim(max_val));
        let loss = similarity.map_or(0.0, |similarity| 1.0 - similarity);
        sums[0] += (network.penalty() + loss) * self.total as f64;
        sums
    }

    pub(super) fn run(
        &mut self,
        model: &Sequential,
        data: &Data<'_>,
        deadline: Instant,
    ) -> Result<Option<Logs>> {
        let (network, compiled) = (model.network()?, model.compiled()?);
        let fits = model.revision() == self.revision && data.shape() == self.shape;
        if !fits {
            return Err(Error::ChangedDuringFit);
        }
        let done = threads::in_pool(|| self.score_rows(network, data, deadline))?;
        if !done {
            return Ok(None);
        }
        let (sums, ssim) = (self.sums(network), |max_val| self.seen.as_ref()?.ssim(max_val));
        Ok(Some(compiled.logs(&sums, self.total, network.outputs(), ssim)))
    }

    /// Scores rows until the deadline, or until something is to be asked. Says whether all are done.
    fn score_rows(&mut self, network: &Network, data: &Data<'_>, deadline: Instant) -> bool {
        let scored = Scored { loss: self.scoring.loss, metrics: &self.scoring.metrics };
        while !self.rows.is_empty() {
            let end = self.rows.end.min(self.rows.start + EVALUATED_ROWS);
            let rows = self.rows.start..end;
            if let Some(survey) = &self.scoring.survey {
                if !self.asking.has_begun() {
                    self.buffers.score(network, data, rows.clone(), &scored);
                    let mut predictions = Array2::zeros((rows.len(), network.outputs()));
                    let first = self.scoring.counts.scores - network.outputs();
                    read_predictions(self.buffers.scores(rows.len()), first, &mut predictions);
                    self.asking.begin(survey, data, rows.clone(), predictions, false);
                }
                if self.asking.is_open() {
                    return false;
                }
                let answered = data.answered(self.asking.end(rows.clone()));
                self.buffers.score(network, &answered, rows.clone(), &scored);
            } else {
                self.buffers.score(network, data, rows.clone(), &scored);
            }
            let mut pixels = rows.clone();
            for scores in self.buffers.scores(rows.len()) {
                self.sums.add(scores);
                if let Some(seen) = &mut self.seen {
                    seen.take(&mut pixels, scores);
                }
            }
            self.rows.start = end;
            if Instant::now() >= deadline {
                break;
            }
        }
        self.rows.is_empty()
    }

    /// The call of one of the host's functions that is due; nothing where there is none.
    pub fn question(&self) -> Option<Question> {
        self.asking.question()
    }

    /// Takes what the function has returned: (rows, any number of columns, whose mean counts).
    ///
    /// # Errors
    /// An array of another shape. The question stays open.
    pub fn answer(&mut self, values: ArrayView2<'_, f64>) -> Result<()> {
        self.asking.answer(values)
    }

    pub(super) fn is_asking(&self) -> bool {
        self.asking.is_open()
    }
}
