//! One step, or one measurement, on rows that the host brings itself.

use ndarray::{Array2, ArrayView2};
use serde_json::{Map, Value};

use super::FOREVER;
use super::evaluator::Evaluator;
use super::history::Logs;
use super::options::Fit;
use super::survey::Question;
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
        self.check_no_functions()?;
        OnBatch::train(self, data, given)?.finish(self, data)
    }

    /// Loss and metrics on the rows of `data`, without a step, together with those of all rows since
    /// [`reset_metrics`](Sequential::reset_metrics), a `compile` or a `fit`, as Keras does.
    ///
    /// # Errors
    /// As [`Evaluator::new`](crate::Evaluator::new).
    pub fn test_on_batch(&mut self, data: &Data<'_>) -> Result<Logs> {
        self.check_no_functions()?;
        OnBatch::test(self, data)?.finish(self, data)
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
        Ok(self.compiled()?.logs(sums, *rows, self.network()?.outputs(), |_| None))
    }
}

/// One step, or one measurement, of a model whose loss or metrics may be functions of the host's: for others
/// [`train_on_batch`](Sequential::train_on_batch) and [`test_on_batch`](Sequential::test_on_batch) do.
pub struct OnBatch(Work);

enum Work {
    Train(Box<Trainer>),
    Test(Box<Evaluator>),
    /// Its result was returned.
    Done,
}

impl OnBatch {
    /// Begins a step on all rows of `data` together. `given` is as for
    /// [`train_on_batch`](Sequential::train_on_batch).
    ///
    /// # Errors
    /// As [`Trainer::new`].
    pub fn train(
        model: &mut Sequential,
        data: &Data<'_>,
        given: &Map<String, Value>,
    ) -> Result<OnBatch> {
        check_call("train_on_batch", given)?;
        check_rows(model, data)?;
        let mut arguments = given.clone();
        arguments.extend([
            ("batch_size".to_owned(), data.rows().max(1).into()),
            ("shuffle".to_owned(), false.into()),
        ]);
        let fit = Fit::from_map(&arguments)?;
        // A fit begins with fresh metrics.
        let running = std::mem::take(&mut model.running);
        let trainer = Trainer::prepared(model, &FitData::from(*data), &fit, "x");
        model.running = running;
        let mut trainer = trainer?;
        trainer.begin_rows(model, &FitData::from(*data));
        Ok(OnBatch(Work::Train(Box::new(trainer))))
    }

    /// Begins a measurement of the rows of `data`.
    ///
    /// # Errors
    /// As [`Evaluator::new`](crate::Evaluator::new).
    pub fn test(model: &Sequential, data: &Data<'_>) -> Result<OnBatch> {
        check_rows(model, data)?;
        Ok(OnBatch(Work::Test(Box::new(Evaluator::new(model, data, &Map::new())?))))
    }

    /// Goes on until a [`question`](OnBatch::question) is open, or to the end: then it returns loss and
    /// metrics over all rows since the last reset.
    ///
    /// # Errors
    /// As [`Trainer::advance`].
    pub fn advance(&mut self, model: &mut Sequential, data: &Data<'_>) -> Result<Option<Logs>> {
        let sums = match &mut self.0 {
            Work::Train(trainer) => trainer.step(model, &FitData::from(*data))?,
            Work::Test(evaluator) => {
                let done = evaluator.advance(model, data, FOREVER)?.is_some();
                if done { Some(evaluator.sums(model.network()?)) } else { None }
            }
            Work::Done => return model.running_logs().map(Some),
        };
        let Some(sums) = sums else { return Ok(None) };
        if let Work::Train(trainer) = std::mem::replace(&mut self.0, Work::Done) {
            trainer.leave_buffers(model);
        }
        model.running.add(&sums, data.rows());
        model.running_logs().map(Some)
    }

    /// The call of one of the host's functions that is due; nothing where there is none.
    pub fn question(&self) -> Option<Question> {
        match &self.0 {
            Work::Train(trainer) => trainer.question(),
            Work::Test(evaluator) => evaluator.question(),
            Work::Done => None,
        }
    }

    /// Takes what the function has returned, as [`Trainer::answer`].
    ///
    /// # Errors
    /// An array of another shape. The question stays open.
    pub fn answer(&mut self, values: ArrayView2<'_, f64>) -> Result<()> {
        match &mut self.0 {
            Work::Train(trainer) => trainer.answer(values),
            Work::Test(evaluator) => evaluator.answer(values),
            Work::Done => Ok(()),
        }
    }

    /// Goes on to the end, where nothing is asked.
    fn finish(mut self, model: &mut Sequential, data: &Data<'_>) -> Result<Logs> {
        loop {
            if let Some(logs) = self.advance(model, data)? {
                return Ok(logs);
            }
        }
    }
}

/// Refuses a picture: which of its pixels would be a batch? And a model that compares whole pictures.
fn check_rows(model: &Sequential, data: &Data<'_>) -> Result<()> {
    let allowed = "a matrix of numbers, one row for each sample";
    if data.grid().is_some() {
        return Err(Error::wrong_type("x", "a picture", allowed));
    }
    if model.compiled()?.sees_pictures() {
        let allowed =
            "a whole picture, given to `fit` or `evaluate`, as the model was compiled with SSIM";
        return Err(Error::argument("x", "one batch of rows", allowed));
    }
    Ok(())
}
