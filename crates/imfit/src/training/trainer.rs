//! The training loop: the only one there is.

use std::time::{Duration, Instant};

use ndarray::Array1;

use super::baton::Baton;
use super::evaluator::Evaluator;
use super::history::{History, Logs};
use super::options::Fit;
use super::progress::{EpochEnd, Event, Progress};
use super::schedule::Schedule;
use crate::data::{Data, FitData};
use crate::engine::{Counts, Network, Stepper, Sums, Task, isa};
use crate::error::{Error, Result};
use crate::model::{Scoring, Sequential};

/// A training that is under way: a state machine that its host drives.
///
/// Between two calls of [`advance`](Trainer::advance) the model is whole and usable: it can be asked,
/// saved, or left as it is by never calling again.
///
/// # Example
/// ```
/// use std::time::Duration;
/// use imfit::{Data, Event, Fit, FitData, Loss, Metric, Sequential, Trainer};
/// use imfit::layers::Dense;
/// use imfit::optimizers::Adam;
///
/// let x = ndarray::array![[0.0], [1.0], [2.0]];
/// let y = ndarray::array![[1.0], [3.0], [5.0]];
/// let mut model = Sequential::new([Dense::new(1).input_shape(1).into()])?;
/// model.compile(Adam::default(), Loss::MeanSquaredError, [Metric::Accuracy])?;
///
/// let data = FitData { training: Data::new(x.view(), y.view()), validation: None };
/// let mut trainer = Trainer::new(&mut model, &data, &Fit { epochs: 3, ..Fit::default() })?;
/// loop {
///     match trainer.advance(&mut model, &data, Duration::from_millis(50))? {
///         Event::Progress(progress) => println!("{}", progress.line()),
///         Event::EpochEnd(end) => println!("{}", end.line()),
///         Event::Done => break,
///     }
/// }
/// # Ok::<(), imfit::Error>(())
/// ```
pub struct Trainer {
    fit: Fit,
    schedule: Schedule,
    step: Stepper,
    scoring: Scoring,
    /// The weights of the rows' classes, times their own; nothing without class weights.
    class_weights: Option<Array1<f32>>,
    /// The shapes of the training and of the validation data, as they were at the beginning.
    shapes: Shapes,
    /// The model's layers and compilation, as they were at the beginning.
    revision: u64,
    phase: Phase,
    /// The current epoch, counted from 0.
    epoch: usize,
    epoch_began: Instant,
    sums: Sums,
    history: History,
    /// Weights and optimizer state as they were when the epoch began.
    kept: Option<(Network, u64)>,
}

/// The shapes of the training data, and of the validation data if there is some.
type Shapes = ([usize; 5], Option<[usize; 5]>);

fn shapes(data: &FitData<'_>) -> Shapes {
    (data.training.shape(), data.validation.map(|data| data.shape()))
}

enum Phase {
    /// Before an epoch.
    Between,
    /// Before the first batch, while the rows are brought into their order.
    Ordering,
    /// In an epoch's batches.
    Training,
    /// After the batches.
    Validating { evaluator: Box<Evaluator>, logs: Logs },
    /// Nothing more to do.
    Finished,
}

impl Trainer {
    /// Begins a training. Builds the model if its input shape wasn't known.
    ///
    /// # Errors
    /// A model that isn't compiled, or is in a precision that this machine hasn't, data that doesn't fit it or isn't finite, wrong options. The
    /// model's weights are untouched then.
    pub fn new(model: &mut Sequential, data: &FitData<'_>, fit: &Fit) -> Result<Trainer> {
        fit.check()?;
        let bf16 = model.compiled()?.precision.bf16()?;
        if !model.is_built() {
            let inputs = data.training.inputs();
            model.check_buildable(inputs)?;
            let outputs = model.outputs_of(inputs);
            model.compiled()?.check_data(&data.training, (inputs, outputs), "")?;
            model.compiled()?.check_outputs(outputs)?;
            model.build(inputs)?;
        }
        let network = model.network()?;
        let (compiled, widths) = (model.compiled()?, (network.inputs, network.outputs()));
        compiled.check_data(&data.training, widths, "")?;
        if let Some(validation) = &data.validation {
            compiled.check_data(validation, widths, "validation_data ")?;
        }
        compiled.check_outputs(network.outputs())?;
        let scoring = compiled.scoring(&data.training, network.outputs());
        let sums = compiled.sums(network.outputs());
        let rows = training_rows(data, fit)?;
        let batch_size = fit.batch_size.min(rows);
        let class_weights = class_weights(&data.training, fit)?;
        let counts = Counts { targets: scoring.targets, scores: sums };
        let step = Stepper::new(network, batch_size, counts, isa()?, bf16)?;
        Ok(Trainer {
            fit: fit.clone(),
            schedule: Schedule::new(rows, batch_size, step.chunk_rows()),
            step,
            sums: Sums::zeros(sums),
            scoring,
            class_weights,
            shapes: shapes(data),
            revision: model.revision(),
            phase: Phase::Between,
            epoch: fit.initial_epoch,
            epoch_began: Instant::now(),
            history: History::default(),
            kept: None,
        })
    }

    /// Trains for about `budget`, or until an epoch is over, and says how far it came.
    ///
    /// `data` must be what the training began with.
    ///
    /// # Errors
    /// [`Error::LossNotFinite`] if the loss is no longer a finite number: the model then has the
    /// weights that it had when the epoch began. [`Error::ChangedDuringFit`] if the model's layers,
    /// its compilation or the data's shapes are others than at the beginning.
    pub fn advance(
        &mut self,
        model: &mut Sequential,
        data: &FitData<'_>,
        budget: Duration,
    ) -> Result<Event> {
        let deadline = Instant::now() + budget;
        if self.revision != model.revision() || self.shapes != shapes(data) {
            self.phase = Phase::Finished;
            return Err(Error::ChangedDuringFit);
        }
        let result = self.run(model, data, deadline);
        if result.is_err() {
            self.phase = Phase::Finished;
        }
        result
    }

    /// The losses and metrics of the epochs so far.
    pub fn history(&self) -> &History {
        &self.history
    }

    /// The number of rows that are trained on: those of the data without the validation split.
    pub fn samples(&self) -> usize {
        self.schedule.place.rows_total()
    }

    fn run(
        &mut self,
        model: &mut Sequential,
        data: &FitData<'_>,
        deadline: Instant,
    ) -> Result<Event> {
        loop {
            match &mut self.phase {
                Phase::Finished => return Ok(Event::Done),
                Phase::Between => self.begin_epoch(model, data),
                Phase::Ordering if self.schedule.bring_in_order(deadline) => {
                    self.phase = Phase::Training;
                }
                Phase::Ordering => {}
                Phase::Training => self.train(model, data, deadline)?,
                Phase::Validating { evaluator, logs } => {
                    let (rows, _) = validation_rows(data, self.schedule.place.rows_total());
                    if let Some(validation) = evaluator.run(model, rows, deadline)? {
                        let names = validation.into_iter();
                        logs.extend(names.map(|(name, value)| (format!("val_{name}"), value)));
                        let logs = std::mem::take(logs);
                        return Ok(self.end_epoch(model, logs));
                    }
                }
            }
            if matches!(self.phase, Phase::Training)
                && self.schedule.place.next().is_none()
                && let Some(end) = self.end_training(model, data)?
            {
                return Ok(end);
            }
            if Instant::now() >= deadline && !matches!(self.phase, Phase::Finished) {
                return Ok(Event::Progress(self.progress(model)?));
            }
        }
    }

    fn begin_epoch(&mut self, model: &mut Sequential, data: &FitData<'_>) {
        if self.epoch >= self.fit.epochs {
            model.finish_training();
            self.phase = Phase::Finished;
            return;
        }
        self.epoch_began = Instant::now();
        self.sums.clear();
        self.kept = model.state();
        let (seed, epoch) = model.begin_epoch(data.training.grid());
        self.schedule.begin(self.fit.shuffle.then_some((seed, epoch)));
        self.phase = Phase::Ordering;
    }

    /// Takes steps until the epoch's batches are done, or the time is up.
    fn train(
        &mut self,
        model: &mut Sequential,
        data: &FitData<'_>,
        deadline: Instant,
    ) -> Result<()> {
        let epoch = model.epochs_begun();
        let parts = model.training_parts()?;
        let training = data.training.reweighted(self.class_weights.as_ref());
        let task = Task {
            data: &training,
            loss: self.scoring.loss,
            loss_scale: parts.optimizer.loss_scale(),
            metrics: &self.scoring.metrics,
        };
        let mut baton = Baton {
            order: &self.schedule.order,
            place: &mut self.schedule.place,
            sums: &mut self.sums,
            optimizer: parts.optimizer,
            iterations: parts.iterations,
            epoch,
            deadline,
            began: false,
        };
        self.step.run(parts.network, &task, &mut baton)?;
        if self.sums.loss().is_finite() { Ok(()) } else { Err(self.give_up(model)) }
    }

    /// Puts back the weights that the epoch began with.
    fn give_up(&mut self, model: &mut Sequential) -> Error {
        if let Some(kept) = self.kept.take() {
            model.restore(kept);
        }
        Error::LossNotFinite {
            loss: self.sums.loss() as f32,
            epoch: self.epoch + 1,
            batch: self.schedule.place.batches_done() + 1,
            kept: match self.epoch - self.fit.initial_epoch {
                0 => "the beginning of this fit".into(),
                _ => format!("the end of epoch {}", self.epoch),
            },
        }
    }

    /// After the last batch: begins the validation, or ends the epoch if there is none.
    fn end_training(
        &mut self,
        model: &mut Sequential,
        data: &FitData<'_>,
    ) -> Result<Option<Event>> {
        let logs = self.logs(model, self.schedule.place.rows_total())?;
        let (validation, rows) = validation_rows(data, self.schedule.place.rows_total());
        if rows.is_empty() || !self.fit.validation_freq.includes(self.epoch + 1) {
            return Ok(Some(self.end_epoch(model, logs)));
        }
        self.phase = Phase::Validating {
            evaluator: Box::new(Evaluator::over(model, validation, rows)?),
            logs,
        };
        Ok(None)
    }

    fn end_epoch(&mut self, model: &mut Sequential, logs: Logs) -> Event {
        self.history.push(self.epoch, &logs);
        model.record(self.epoch, &logs);
        self.epoch += 1;
        self.phase = Phase::Between;
        Event::EpochEnd(EpochEnd {
            epoch: self.epoch,
            epochs: self.fit.epochs,
            batches: self.schedule.place.batches(),
            seconds: self.epoch_began.elapsed().as_secs_f64(),
            logs,
        })
    }

    /// Loss and metrics over the first `rows` rows of the epoch.
    fn logs(&self, model: &Sequential, rows: usize) -> Result<Logs> {
        let outputs = model.network()?.outputs();
        Ok(model.compiled()?.logs(&self.sums.totals(), rows, outputs, ""))
    }

    fn progress(&self, model: &Sequential) -> Result<Progress> {
        let logs = match self.schedule.place.rows_done() {
            0 => Logs::new(),
            rows => self.logs(model, rows)?,
        };
        Ok(Progress {
            epoch: self.epoch + 1,
            epochs: self.fit.epochs,
            batch: self.schedule.place.batches_done(),
            batches: self.schedule.place.batches(),
            seconds: self.epoch_began.elapsed().as_secs_f64(),
            logs,
        })
    }
}

/// The number of rows to train on. Keras keeps ⌊rows · (1 - split)⌋ of them.
fn training_rows(data: &FitData<'_>, fit: &Fit) -> Result<usize> {
    let rows = data.training.rows();
    if data.validation.is_some() || fit.validation_split == 0.0 {
        return Ok(rows);
    }
    let kept = (rows as f64 * (1.0 - fit.validation_split)).floor() as usize;
    if kept == 0 || kept == rows {
        let allowed = format!("a share that leaves rows on both sides: there are {rows} rows");
        return Err(Error::argument("validation_split", fit.validation_split, allowed));
    }
    Ok(kept)
}

/// The weight of every row where classes have weights.
fn class_weights(training: &Data<'_>, fit: &Fit) -> Result<Option<Array1<f32>>> {
    let Some(classes) = &fit.class_weight else { return Ok(None) };
    let weights = training.class_weights(classes);
    if weights.iter().all(|weight| weight.is_finite()) {
        return Ok(Some(weights));
    }
    let allowed = "weights that single precision holds, times `sample_weight` too";
    Err(Error::argument("class_weight", "one that is infinite in single precision", allowed))
}

/// The data to validate on, and which of its rows: none without validation.
fn validation_rows<'a, 'b>(
    data: &'b FitData<'a>,
    training_rows: usize,
) -> (&'b Data<'a>, std::ops::Range<usize>) {
    match &data.validation {
        Some(validation) => (validation, 0..validation.rows()),
        None => (&data.training, training_rows..data.training.rows()),
    }
}
