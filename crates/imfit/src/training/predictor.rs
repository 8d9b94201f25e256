//! A model's outputs for many rows.

use std::ops::Range;
use std::time::{Duration, Instant};

use ndarray::{Array2, ArrayView2, ArrayViewMut2, Axis, Slice};
use serde_json::{Map, Value};

use super::FOREVER;
use super::calls::{Calls, When};
use super::history::Logs;
use super::options::{batch_size_from, callbacks_from};
use crate::callbacks::{Call, Hook, Work};
use crate::data::check_inputs;
use crate::declare::check_call;
use crate::engine::{Inputs, Network, predict_rows};
use crate::error::{Error, Result};
use crate::model::Sequential;
use crate::threads;

/// Rows between two looks at the clock.
pub(super) const PIECE_ROWS: usize = 8192;

/// A prediction that is under way.
pub struct Predictor {
    /// The first row that hasn't been done.
    next: usize,
    /// Rows of a batch; all where nobody wants batches.
    batch_rows: usize,
    batches: usize,
    /// The model's layers, as they were at the beginning.
    revision: u64,
    calls: Calls,
    /// The host's function that is due.
    call: Option<Call>,
    phase: Phase,
}

#[derive(Clone, Copy)]
enum Phase {
    /// Before the first row.
    Beginning,
    /// Before a batch.
    Between,
    /// In a batch.
    InBatch,
    /// After the last row.
    Done,
}

impl Predictor {
    /// Begins a prediction for the rows of `x`. `given` holds the arguments of `predict` that aren't
    /// data.
    ///
    /// # Errors
    /// A model whose input shape isn't known, inputs that don't fit it, wrong arguments.
    pub fn new(
        model: &Sequential,
        x: ArrayView2<'_, f32>,
        given: &Map<String, Value>,
    ) -> Result<Predictor> {
        let arguments = check_call("predict", given)?;
        check_inputs(&x, model.network()?.inputs, "x")?;
        let calls = Calls::beside(model, &callbacks_from(&arguments)?)?;
        let given_rows = batch_size_from(&arguments);
        let batched = calls.want_batches(Work::Prediction);
        Ok(Predictor {
            next: 0,
            batch_rows: if batched { given_rows } else { x.nrows() },
            batches: x.nrows().div_ceil(given_rows),
            revision: model.revision(),
            calls,
            call: None,
            phase: Phase::Beginning,
        })
    }

    /// Batches of the rows, as callbacks see them.
    pub fn batches(&self) -> usize {
        self.batches
    }

    /// Works for about `budget`, writing to `out`, (rows, outputs). Returns whether all is done. It returns
    /// early for each [`call`](Predictor::call), where callbacks have functions.
    ///
    /// # Errors
    /// [`Error::Shape`] if `out` doesn't have a row for each of `x`, as wide as the model's output.
    /// [`Error::ChangedDuringFit`] if the model's layers are others than at the beginning. What a callback
    /// fails with.
    pub fn advance(
        &mut self,
        model: &mut Sequential,
        x: ArrayView2<'_, f32>,
        mut out: ArrayViewMut2<'_, f32>,
        budget: Duration,
    ) -> Result<bool> {
        let deadline = Instant::now() + budget;
        self.call = None;
        loop {
            if self.calls.are_under_way() {
                self.call = self.calls.go_on(model, &mut Logs::new())?;
                if self.call.is_some() {
                    return Ok(false);
                }
                continue;
            }
            if model.revision() != self.revision {
                return Err(Error::ChangedDuringFit);
            }
            let network = model.network()?;
            check_sides(network, &x, &out)?;
            match self.phase {
                Phase::Beginning => self.tell(Hook::PredictBegin, Phase::Between),
                Phase::Between if self.next >= x.nrows() => {
                    self.tell(Hook::PredictEnd, Phase::Done);
                }
                Phase::Between => self.tell_of_batch(Hook::PredictBatchBegin, Phase::InBatch),
                Phase::InBatch => {
                    let batch_end = (self.next / self.batch_rows + 1) * self.batch_rows;
                    let until = x.nrows().min(batch_end);
                    predict_until(network, &x, &mut out, (&mut self.next, until), deadline)?;
                    if self.next < until {
                        return Ok(false);
                    }
                    self.tell_of_batch(Hook::PredictBatchEnd, Phase::Between);
                }
                Phase::Done => return Ok(true),
            }
        }
    }

    /// The host's function of a callback that is due; nothing where there is none.
    pub fn call(&self) -> Option<&Call> {
        self.call.as_ref()
    }

    /// The rows of the batch that a call is about, of which `on_predict_batch_end` wants the outputs.
    pub fn batch(&self) -> Option<Range<usize>> {
        let call = self.call.as_ref().filter(|call| call.hook == Hook::PredictBatchEnd)?;
        Some(call.index? * self.batch_rows..self.next)
    }

    fn tell_of_batch(&mut self, hook: Hook, then: Phase) {
        if self.calls.want_batches(Work::Prediction) {
            self.tell(hook, then);
        } else {
            self.phase = then;
        }
    }

    fn tell(&mut self, hook: Hook, then: Phase) {
        let ended = usize::from(hook == Hook::PredictBatchEnd);
        let batch = self.next.div_ceil(self.batch_rows).saturating_sub(ended);
        self.calls.begin(hook, When { epoch: 0, batch }, &Logs::new());
        self.phase = then;
    }
}

/// The outputs for all rows of `x`.
pub(crate) fn predict(model: &Sequential, x: ArrayView2<'_, f32>) -> Result<Array2<f32>> {
    let network = model.network()?;
    check_inputs(&x, network.inputs, "x")?;
    let mut out = Array2::zeros((x.nrows(), network.outputs()));
    let (mut next, until) = (0, x.nrows());
    let deadline = Instant::now() + FOREVER;
    predict_until(network, &x, &mut out.view_mut(), (&mut next, until), deadline)?;
    Ok(out)
}

/// Writes the outputs from row `next` on, until another one or until the time is up.
fn predict_until(
    network: &Network,
    x: &ArrayView2<'_, f32>,
    out: &mut ArrayViewMut2<'_, f32>,
    (next, until): (&mut usize, usize),
    deadline: Instant,
) -> Result<()> {
    threads::share((until - *next, network.work_per_row()), |shared| {
        while *next < until {
            let rows = *next..until.min(*next + PIECE_ROWS);
            let part = Slice::from(rows.clone());
            let out = out.slice_axis_mut(Axis(0), part);
            predict_rows(network, Inputs::Rows(x.slice_axis(Axis(0), part)), out, shared)?;
            *next = rows.end;
            if Instant::now() >= deadline {
                break;
            }
        }
        Ok(())
    })?
}

fn check_sides(
    network: &Network,
    x: &ArrayView2<'_, f32>,
    out: &ArrayViewMut2<'_, f32>,
) -> Result<()> {
    if out.dim() != (x.nrows(), network.outputs()) || x.ncols() != network.inputs {
        return Err(Error::Shape("the arrays changed while predicting".into()));
    }
    Ok(())
}
