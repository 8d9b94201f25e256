//! Loss and metrics on data, without training.

use std::ops::Range;
use std::time::{Duration, Instant};

use serde_json::{Map, Value};

use super::history::Logs;
use crate::data::Data;
use crate::declare::check_call;
use crate::engine::{EVALUATED_ROWS, Evaluation, Scored, Sums};
use crate::error::{Error, Result};
use crate::model::Sequential;
use crate::threads;

/// An evaluation that is under way.
pub struct Evaluator {
    buffers: Evaluation,
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
        model.compiled()?;
        data.check(network.inputs, network.outputs(), "")?;
        Evaluator::over(model, data, 0..data.rows())
    }

    /// An evaluation of rows that have been checked.
    pub(super) fn over(
        model: &Sequential,
        data: &Data<'_>,
        rows: Range<usize>,
    ) -> Result<Evaluator> {
        let scores = model.compiled()?.sums(model.network()?.outputs());
        let buffers = Evaluation::new(model.network()?, rows.len(), scores)?;
        let revision = model.revision();
        let shape = data.shape();
        Ok(Evaluator {
            buffers,
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
        let metrics: Vec<_> = compiled.metrics.iter().map(|named| named.metric).collect();
        let scored = Scored { loss: compiled.loss, metrics: &metrics };
        threads::in_pool(|| {
            loop {
                if self.rows.is_empty() {
                    return Ok(Some(compiled.logs(
                        &self.sums.totals(),
                        self.total,
                        network.outputs(),
                        "",
                    )));
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
