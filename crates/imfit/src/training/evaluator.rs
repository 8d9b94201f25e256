//! Loss and metrics on data, without training.

use std::ops::Range;
use std::time::{Duration, Instant};

use serde_json::{Map, Value};

use super::history::Logs;
use crate::data::Data;
use crate::declare::check_call;
use crate::engine::{Counts, EVALUATED_ROWS, Evaluation, Network, Scored, Sums};
use crate::error::{Error, Result};
use crate::model::{Scoring, Sequential};
use crate::threads;

/// An evaluation that is under way.
pub struct Evaluator {
    buffers: Evaluation,
    scoring: Scoring,
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
        let scores = compiled.sums(network.outputs());
        let counts = Counts { targets: scoring.targets, scores };
        let buffers = Evaluation::new(network, rows.len(), counts)?;
        let revision = model.revision();
        let shape = data.shape();
        Ok(Evaluator {
            buffers,
            scoring,
            revision,
            shape,
            total: rows.len(),
            rows,
            sums: Sums::zeros(scores),
        })
    }

    /// Works for about `budget`. Returns loss and metrics when all rows are done.
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

    /// The sums of loss and metrics over all rows, penalties among them.
    pub(super) fn sums(&self, network: &Network) -> Vec<f64> {
        with_penalties(&self.sums, network, self.total)
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
        let scored = Scored { loss: self.scoring.loss, metrics: &self.scoring.metrics };
        threads::in_pool(|| {
            loop {
                if self.rows.is_empty() {
                    let sums = with_penalties(&self.sums, network, self.total);
                    return Ok(Some(compiled.logs(&sums, self.total, network.outputs(), "")));
                }
                let end = self.rows.end.min(self.rows.start + EVALUATED_ROWS);
                let rows = self.rows.start..end;
                self.buffers.add_rows(network, data, rows, &scored, &mut self.sums);
                self.rows.start = end;
                if Instant::now() >= deadline && !self.rows.is_empty() {
                    return Ok(None);
                }
            }
        })?
    }
}

/// Sums over `rows` rows, with the penalties on the weights as they are.
fn with_penalties(sums: &Sums, network: &Network, rows: usize) -> Vec<f64> {
    let mut sums = sums.totals();
    sums[0] += network.penalty() * rows as f64;
    sums
}
