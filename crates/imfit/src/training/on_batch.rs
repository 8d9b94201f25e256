//! One step, or one measurement, on rows that the host brings itself.

use std::time::Instant;

use ndarray::{Array2, ArrayView2};
use serde_json::{Map, Value};

use super::FOREVER;
use super::history::Logs;
use super::options::Fit;
use super::trainer::Trainer;
use crate::data::{Data, FitData};
use crate::declare::check_call;
use crate::error::{Error, Result};
use crate::model::Sequential;

/// The sums of losses and metrics over the rows since they were last reset.
#[derive(Debug, Clone, Default)]
pub(crate) struct Running {
    sums: Vec<f64>,
    rows: usize,
}

impl Running {
    fn add(&mut self, sums: &[f64], rows: usize) {
        self.sums.resize(sums.len(), 0.0);
        self.sums.iter_mut().zip(sums).for_each(|(all, new)| *all += new);
        self.rows += rows;
    }
}

impl Sequential {
    /// Takes exactly one step of the optimizer, on all rows of `data` together. `given` holds the arguments of
    /// `train_on_batch` that aren't data: `class_weight`.
    ///
    /// Returns loss and metrics over all rows since [`reset_metrics`](Sequential::reset_metrics), a `compile` or a
    /// `fit`, as Keras does. The history doesn't have it.
    ///
    /// # Errors
    /// As [`Trainer::new`] and [`Trainer::advance`].
    ///
    /// # Example
    /// ```
    /// use imfit::layers::Dense;
    /// use imfit::{Data, Loss, Sequential, optimizers::SGD};
    ///
    /// let mut model = Sequential::new([Dense::new(1).input_shape(1).into()])?;
    /// model.compile(SGD::default(), Loss::MeanSquaredError, [])?;
    /// let (x, y) = (ndarray::array![[0.0], [1.0]], ndarray::array![[1.0], [3.0]]);
    /// let logs = model.train_on_batch(&Data::new(x.view(), y.view()), &Default::default())?;
    /// println!("{} {}", logs[0].0, logs[0].1); // loss 4.2
    /// # Ok::<(), imfit::Error>(())
    /// ```
    pub fn train_on_batch(&mut self, data: &Data<'_>, given: &Map<String, Value>) -> Result<Logs> {
        check_call("train_on_batch", given)?;
        check_rows(data)?;
        let mut arguments = given.clone();
        arguments.extend([
            ("batch_size".to_owned(), data.rows().max(1).into()),
            ("shuffle".to_owned(), false.into()),
        ]);
        let (fit, data) = (Fit::from_map(&arguments)?, FitData::from(*data));
        // A fit begins with fresh metrics.
        let mut running = std::mem::take(&mut self.running);
        let stepped = Trainer::prepared(self, &data, &fit, "x").and_then(|trainer| {
            let sums = trainer.step_once(self, &data, Instant::now() + FOREVER)?;
            running.add(&sums, data.training.rows());
            Ok(())
        });
        self.running = running;
        stepped?;
        self.running_logs()
    }

    /// Loss and metrics on the rows of `data`, without a step, together with those of all rows since
    /// [`reset_metrics`](Sequential::reset_metrics), a `compile` or a `fit`, as Keras does.
    ///
    /// # Errors
    /// As [`Evaluator::new`](crate::Evaluator::new).
    pub fn test_on_batch(&mut self, data: &Data<'_>) -> Result<Logs> {
        check_rows(data)?;
        let mut evaluator = crate::Evaluator::new(self, data, &Map::new())?;
        while evaluator.advance(self, data, FOREVER)?.is_none() {}
        let sums = evaluator.sums(self.network()?);
        self.running.add(&sums, data.rows());
        self.running_logs()
    }

    /// The model's outputs for one batch: what [`predict`](Sequential::predict) returns.
    ///
    /// # Errors
    /// As [`predict`](Sequential::predict).
    pub fn predict_on_batch(&self, x: ArrayView2<f32>) -> Result<Array2<f32>> {
        self.predict(x)
    }

    /// Lets the losses and metrics of [`train_on_batch`](Sequential::train_on_batch) and
    /// [`test_on_batch`](Sequential::test_on_batch) begin anew.
    pub fn reset_metrics(&mut self) {
        self.running = Running::default();
    }

    fn running_logs(&self) -> Result<Logs> {
        let Running { sums, rows } = &self.running;
        Ok(self.compiled()?.logs(sums, *rows, self.network()?.outputs(), ""))
    }
}

/// Refuses a picture: which of its pixels would be a batch?
fn check_rows(data: &Data<'_>) -> Result<()> {
    let allowed = "a matrix of numbers, one row for each sample";
    data.grid().map_or(Ok(()), |_| Err(Error::wrong_type("x", "a picture", allowed)))
}
