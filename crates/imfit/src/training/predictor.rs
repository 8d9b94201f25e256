//! A model's outputs for many rows.

use std::time::{Duration, Instant};

use ndarray::{ArrayView2, ArrayViewMut2, Axis, Slice};
use serde_json::{Map, Value};

use crate::data::check_inputs;
use crate::declare::check_call;
use crate::engine::predict_rows;
use crate::error::{Error, Result};
use crate::model::Sequential;
use crate::threads;

/// Rows between two looks at the clock.
pub(super) const PIECE_ROWS: usize = 8192;

/// A prediction that is under way.
#[derive(Debug)]
pub struct Predictor {
    next: usize,
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
        check_call("predict", given)?;
        check_inputs(&x, model.network()?.inputs, "x")?;
        Ok(Predictor { next: 0 })
    }

    /// Works for about `budget`, writing to `out`, (rows, outputs). Returns whether all is done.
    ///
    /// # Errors
    /// [`Error::Shape`] if `out` doesn't have a row for each of `x`, as wide as the model's output.
    pub fn advance(
        &mut self,
        model: &Sequential,
        x: ArrayView2<'_, f32>,
        mut out: ArrayViewMut2<'_, f32>,
        budget: Duration,
    ) -> Result<bool> {
        let deadline = Instant::now() + budget;
        let network = model.network()?;
        if out.dim() != (x.nrows(), network.outputs()) || x.ncols() != network.inputs {
            return Err(Error::Shape("the arrays changed while predicting".into()));
        }
        threads::in_pool(|| {
            while self.next < x.nrows() {
                let rows = self.next..x.nrows().min(self.next + PIECE_ROWS);
                let part = Slice::from(rows.clone());
                let out = out.slice_axis_mut(Axis(0), part);
                predict_rows(network, x.slice_axis(Axis(0), part), out)?;
                self.next = rows.end;
                if Instant::now() >= deadline {
                    break;
                }
            }
            Ok(self.next == x.nrows())
        })?
    }
}
