//! Loss and metrics on data, without training.

use std::time::{Duration, Instant};

use ndarray::ArrayView2;
use serde_json::{Map, Value};

use super::FOREVER;
use super::calls::{Calls, When};
use super::history::Logs;
use super::options::{batch_size_from, callbacks_from};
use super::scorer::{Scorer, Stopped};
use super::survey::Question;
use crate::callbacks::{Call, Hook, Work};
use crate::data::Data;
use crate::declare::check_call;
use crate::engine::Network;
use crate::error::Result;
use crate::model::Sequential;

/// An evaluation that is under way.
pub struct Evaluator {
    scorer: Scorer,
    batches: usize,
    calls: Calls,
    /// The host's function that is due.
    call: Option<Call>,
    phase: Phase,
    /// Loss and metrics, at the end.
    logs: Logs,
}

enum Phase {
    /// Before the first row.
    Beginning,
    /// In the rows.
    Working,
    /// After the last row.
    Done,
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
        let arguments = check_call("evaluate", given)?;
        check(model, data)?;
        let calls = Calls::beside(model, &callbacks_from(&arguments)?)?;
        let batch_rows = batch_size_from(&arguments);
        let of_batches = calls.want_batches(Work::Test).then_some(batch_rows);
        Ok(Evaluator {
            scorer: Scorer::new(model, data, 0..data.rows(), of_batches)?,
            batches: data.rows().div_ceil(batch_rows),
            calls,
            call: None,
            phase: Phase::Beginning,
            logs: Logs::new(),
        })
    }

    /// Batches of the data, as callbacks see them.
    pub fn batches(&self) -> usize {
        self.batches
    }

    /// Works for about `budget`. Returns loss and metrics when all rows are done. It returns early for each
    /// [`question`](Evaluator::question), where the model was compiled with functions of the host's, and goes
    /// on when that has been answered; and for each [`call`](Evaluator::call), where callbacks have functions.
    ///
    /// # Errors
    /// [`ChangedDuringFit`](crate::Error::ChangedDuringFit) if model or data are not those it began with. What a
    /// callback fails with.
    pub fn advance(
        &mut self,
        model: &mut Sequential,
        data: &Data<'_>,
        budget: Duration,
    ) -> Result<Option<Logs>> {
        let deadline = Instant::now() + budget;
        self.call = None;
        loop {
            if self.calls.are_under_way() {
                self.call = self.calls.go_on(model, &mut self.logs)?;
                if self.call.is_some() {
                    return Ok(None);
                }
                continue;
            }
            match self.phase {
                Phase::Beginning => {
                    self.tell(Hook::TestBegin, 0, &Logs::new());
                    self.phase = Phase::Working;
                }
                Phase::Working => match self.scorer.go_on(model, data, deadline)? {
                    Stopped::Paused | Stopped::Asking => return Ok(None),
                    Stopped::BatchBegins(batch) => {
                        self.tell(Hook::TestBatchBegin, batch, &Logs::new());
                    }
                    Stopped::BatchEnded(batch) => {
                        self.tell(Hook::TestBatchEnd, batch, &self.scorer.logs(model)?);
                    }
                    Stopped::Done => {
                        self.logs = self.scorer.logs(model)?;
                        self.tell(Hook::TestEnd, 0, &self.logs.clone());
                        self.phase = Phase::Done;
                    }
                },
                Phase::Done => return Ok(Some(self.logs.clone())),
            }
        }
    }

    /// The host's function of a callback that is due; nothing where there is none.
    pub fn call(&self) -> Option<&Call> {
        self.call.as_ref()
    }

    /// The call of one of the functions that the model was compiled with that is due; nothing where there is
    /// none.
    pub fn question(&self) -> Option<Question> {
        self.scorer.question()
    }

    /// Takes what that function has returned: (rows, any number of columns, whose mean counts).
    ///
    /// # Errors
    /// An array of another shape. The question stays open.
    pub fn answer(&mut self, values: ArrayView2<'_, f64>) -> Result<()> {
        self.scorer.answer(values)
    }

    /// The sums of loss and metrics over all rows.
    pub(super) fn sums(&self, network: &Network) -> Vec<f64> {
        self.scorer.sums(network)
    }

    fn tell(&mut self, hook: Hook, batch: usize, logs: &Logs) {
        self.calls.begin(hook, When { epoch: 0, batch }, logs);
    }
}

/// Loss and metrics on data, with nothing beside it.
pub(crate) fn evaluate(model: &Sequential, data: &Data<'_>) -> Result<Logs> {
    check(model, data)?;
    let mut scorer = Scorer::new(model, data, 0..data.rows(), None)?;
    while scorer.go_on(model, data, Instant::now() + FOREVER)? != Stopped::Done {}
    scorer.logs(model)
}

fn check(model: &Sequential, data: &Data<'_>) -> Result<()> {
    let network = model.network()?;
    model.compiled()?.check_data(data, (network.inputs, network.outputs()), "")
}
