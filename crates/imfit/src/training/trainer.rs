//! The training loop: the only one there is.

use std::time::{Duration, Instant};

use ndarray::Array1;
use serde_json::{Map, Value};

use super::FOREVER;
use super::asking::Asking;
use super::calls::{Calls, When};
use super::history::{History, Logs};
use super::kept_step::Identity;
use super::options::Fit;
use super::progress::{EpochEnd, Event, Progress};
use super::rows::{Shapes, class_weights, shapes, training_rows, validation_rows};
use super::schedule::Schedule;
use super::scorer::Scorer;
use super::seen::Seen;
use crate::callbacks::{Hook, Work};
use crate::data::FitData;
use crate::engine::{Network, Stepper, Sums, isa};
use crate::error::{Error, Result};
use crate::model::{Scoring, Sequential, Stop};

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
///         Event::Message(text) => println!("{text}"),
///         Event::Call(call) => println!("{} is due", call.hook.name()),
///         Event::Question => unreachable!("loss and metrics are no functions of ours"),
///         Event::Done => break,
///     }
/// }
/// # Ok::<(), imfit::Error>(())
/// ```
pub struct Trainer {
    pub(super) fit: Fit,
    pub(super) schedule: Schedule,
    pub(super) step: Stepper,
    pub(super) scoring: Scoring,
    /// What the host's functions say of the rows that come next.
    pub(super) asking: Asking,
    /// The picture that the rows of the epoch make, where somebody looks at it.
    pub(super) seen: Option<Seen>,
    /// Rows of the batch that have been looked at before its step.
    pub(super) looked_ahead: usize,
    /// The weights of the rows' classes, times their own; nothing without class weights.
    pub(super) class_weights: Option<Array1<f32>>,
    /// The shapes of the training and of the validation data, as they were at the beginning.
    pub(super) shapes: Shapes,
    /// What the step's buffers are made for: the model's layers and compilation, as they were at the beginning.
    pub(super) made_for: Identity,
    /// The number of this training among those of the model.
    pub(super) number: u64,
    pub(super) stop: Stop,
    pub(super) calls: Calls,
    pub(super) phase: Phase,
    /// The current epoch, counted from 0.
    pub(super) epoch: usize,
    pub(super) epoch_began: Instant,
    pub(super) sums: Sums,
    /// The losses and metrics of the epoch that ends, or ended last.
    pub(super) logs: Logs,
    pub(super) history: History,
    /// The model's history without the epoch that ends, while callbacks see it with that.
    pub(super) earlier: Option<History>,
    /// Weights and optimizer state as they were when the epoch began.
    pub(super) kept: Option<(Network, u64)>,
}

pub(super) enum Phase {
    /// Before the first epoch.
    Beginning,
    /// Before an epoch.
    Between,
    /// Before the first batch, while the rows are brought into their order.
    Ordering,
    /// In an epoch's batches; whether one has been announced to callbacks, and isn't over.
    Training { in_batch: bool },
    /// After the batches.
    AfterTraining,
    /// Before the first rows of the validation.
    BeforeValidation,
    /// In the validation.
    Validating(Box<Scorer>),
    /// After all rows of the epoch.
    AfterValidation,
    /// After the epoch's callbacks.
    Recording,
    /// Nothing more to do.
    Finished,
}

impl Trainer {
    /// Begins a training. Builds the model if its input shape wasn't known.
    ///
    /// # Errors
    /// A model that isn't compiled, or is in a precision that this machine hasn't, data that doesn't fit it
    /// or isn't finite, wrong options. The model's weights are untouched then.
    pub fn new(model: &mut Sequential, data: &FitData<'_>, fit: &Fit) -> Result<Trainer> {
        let trainer = Trainer::prepared(model, data, fit, "batch_size")?;
        // Nobody has asked yet to stop it.
        trainer.stop.set(false);
        Ok(trainer)
    }

    /// The same, but a wish to stop stays. `batch` is the argument that says how large a batch is.
    pub(super) fn prepared(
        model: &mut Sequential,
        data: &FitData<'_>,
        fit: &Fit,
        batch: &str,
    ) -> Result<Trainer> {
        fit.check()?;
        let bf16 = model.compiled()?.precision.bf16()?;
        if !model.is_built() {
            let inputs = data.training.inputs();
            model.check_buildable(inputs)?;
            let outputs = model.outputs_of(inputs);
            model.compiled()?.check_data(&data.training, (inputs, outputs), "")?;
            model.build(inputs)?;
        }
        let network = model.network()?;
        let (compiled, widths) = (model.compiled()?, (network.inputs, network.outputs()));
        compiled.check_data(&data.training, widths, "")?;
        if let Some(validation) = &data.validation {
            compiled.check_data(validation, widths, "validation_data ")?;
        }
        let scoring = compiled.scoring(&data.training, network.outputs());
        let sums = compiled.sums(network.outputs());
        let rows = training_rows(data, fit)?;
        compiled.check_fit(data, fit, rows)?;
        let batch_size = fit.batch_size.min(rows);
        let calls = Calls::new(model, data, fit)?;
        let class_weights = class_weights(&data.training, fit)?;
        let (revision, counts) = (model.revision(), scoring.counts);
        let made_for = Identity { revision, batch_size, counts };
        let kept = model.kept_step.take(made_for);
        let network = model.network()?;
        let step = match kept {
            Some(step) => step,
            None => Stepper::new(network, batch_size, counts, isa()?, bf16)
                .map_err(|many| many.of(batch, fit.batch_size))?,
        };
        let seen = scoring.seen(&data.training, network.outputs());
        model.reset_metrics();
        Ok(Trainer {
            fit: fit.clone(),
            schedule: Schedule::new(rows, batch_size, step.chunk_rows()),
            step,
            sums: Sums::zeros(sums),
            seen,
            looked_ahead: 0,
            scoring,
            asking: Asking::default(),
            class_weights,
            shapes: shapes(data),
            made_for,
            number: model.begin_fit(),
            stop: model.stop(),
            calls,
            phase: Phase::Beginning,
            epoch: fit.initial_epoch,
            epoch_began: Instant::now(),
            logs: Logs::new(),
            history: History::default(),
            earlier: None,
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
    /// its compilation or the data's shapes are others than at the beginning, [`Error::TrainedElsewhere`]
    /// if another training of the model has begun since. What a callback fails with, such as a file that
    /// can't be written: the epoch that ended is in the model's history then.
    pub fn advance(
        &mut self,
        model: &mut Sequential,
        data: &FitData<'_>,
        budget: Duration,
    ) -> Result<Event> {
        let deadline = Instant::now() + budget;
        self.check_unchanged(model, data)?;
        let result = self.run(model, data, deadline);
        if result.is_err() {
            self.phase = Phase::Finished;
        }
        result
    }

    /// Refuses to go on with a model, or with data, that has become another.
    fn check_unchanged(&mut self, model: &Sequential, data: &FitData<'_>) -> Result<()> {
        let error = if self.made_for.revision != model.revision() || self.shapes != shapes(data) {
            Error::ChangedDuringFit
        } else if self.number != model.fits() {
            Error::TrainedElsewhere
        } else {
            return Ok(());
        };
        self.phase = Phase::Finished;
        Err(error)
    }

    /// Goes on with a step on all rows in their order, as one batch. Returns the sums of loss and metrics,
    /// or nothing where the host is asked first.
    pub(super) fn step(
        &mut self,
        model: &mut Sequential,
        data: &FitData<'_>,
    ) -> Result<Option<Vec<f64>>> {
        self.check_unchanged(model, data)?;
        let deadline = Instant::now() + FOREVER;
        while self.schedule.place.next().is_some() {
            if self.asks_first(model, data)? {
                return Ok(None);
            }
            self.take_steps(model, data, deadline)?;
            if !self.sums.loss().is_finite() {
                return Err(self.give_up(model));
            }
        }
        self.totals(model).map(Some)
    }

    /// Leaves its buffers to the model, for the next step on a batch of as many rows.
    pub(super) fn leave_buffers(self, model: &mut Sequential) {
        model.kept_step.keep(self.made_for, self.step);
    }

    /// The sums of loss and metrics of the epoch so far, penalties among them.
    fn totals(&self, model: &Sequential) -> Result<Vec<f64>> {
        let mut sums = self.sums.totals();
        sums[0] += model.network()?.penalties();
        Ok(sums)
    }

    /// The losses and metrics of the epochs so far.
    pub fn history(&self) -> &History {
        &self.history
    }

    /// Changes the losses and metrics of the epoch that ends, in the place of a callback of the host's that
    /// is called with [`Hook::EpochEnd`]: callbacks after it and the history have these.
    pub fn set_logs(&mut self, logs: Logs) {
        self.calls.set_logs(logs);
    }

    /// What has become of a callback, by its place in the list: the attributes that Keras's object has, such
    /// as `stopped_epoch` of [`EarlyStopping`](crate::callbacks::EarlyStopping).
    pub fn callback_state(&self, callback: usize) -> Map<String, Value> {
        self.calls.state(callback)
    }

    /// Batches of an epoch.
    pub fn batches(&self) -> usize {
        self.schedule.place.batches()
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
        if self.calls.stop_now()? {
            self.stop.set(true);
        }
        loop {
            if let Some(text) = self.calls.message() {
                return Ok(Event::Message(text));
            }
            if self.calls.are_under_way() {
                if let Some(call) = self.calls.go_on(model, &mut self.logs)? {
                    return Ok(Event::Call(call));
                }
            } else if let Some(event) = self.go_on(model, data, deadline)? {
                return Ok(event);
            }
            if Instant::now() >= deadline && !matches!(self.phase, Phase::Finished) {
                return Ok(Event::Progress(self.progress(model)?));
            }
        }
    }

    /// Does what the phase is about, or as much as there is time for.
    fn go_on(
        &mut self,
        model: &mut Sequential,
        data: &FitData<'_>,
        deadline: Instant,
    ) -> Result<Option<Event>> {
        match &mut self.phase {
            Phase::Finished => return Ok(Some(Event::Done)),
            Phase::Beginning => self.tell(Hook::TrainBegin, Phase::Between),
            Phase::Between => self.begin_epoch(model, data),
            Phase::Ordering if self.schedule.bring_in_order(deadline) => {
                self.phase = Phase::Training { in_batch: false };
            }
            Phase::Ordering => {}
            Phase::Training { in_batch } => {
                let in_batch = *in_batch;
                return self.train(model, data, deadline, in_batch);
            }
            Phase::AfterTraining => self.end_training(model, data)?,
            Phase::BeforeValidation => {
                let (validation, rows) = validation_rows(data, self.schedule.place.rows_total());
                let batch_rows = self
                    .calls
                    .want_batches(Work::Test)
                    .then(|| self.fit.validation_batch_size.unwrap_or(self.fit.batch_size));
                let scorer = Box::new(Scorer::new(model, validation, rows, batch_rows)?);
                self.phase = Phase::Validating(scorer);
            }
            Phase::Validating(_) => return self.validate(model, data, deadline),
            Phase::AfterValidation => {
                // So that a model that a callback saves has this epoch too.
                self.earlier = Some(model.history().clone());
                model.record(self.epoch, &self.logs);
                self.tell(Hook::EpochEnd, Phase::Recording);
            }
            Phase::Recording => return Ok(Some(self.end_epoch(model))),
        }
        Ok(None)
    }

    /// Calls the callbacks, after which the training goes on with `then`.
    pub(super) fn tell(&mut self, hook: Hook, then: Phase) {
        self.phase = then;
        let logs = match hook {
            Hook::EpochEnd | Hook::TrainEnd => &self.logs,
            _ => &Logs::new(),
        };
        self.calls.begin(hook, self.when(), logs);
    }

    /// Where the training is: between batches, at the next one.
    pub(super) fn when(&self) -> When {
        When { epoch: self.epoch, batch: self.schedule.place.batches_done() }
    }

    fn begin_epoch(&mut self, model: &mut Sequential, data: &FitData<'_>) {
        let trained = !self.history.epoch.is_empty();
        if self.epoch >= self.fit.epochs || (trained && self.stop.is_set()) {
            model.finish_training();
            self.tell(Hook::TrainEnd, Phase::Finished);
            return;
        }
        self.kept = model.state();
        self.begin_rows(model, data);
    }

    /// Begins with the rows of an epoch. A batch that is all of it needs no more: where its loss is no number, no
    /// weight has changed.
    pub(super) fn begin_rows(&mut self, model: &mut Sequential, data: &FitData<'_>) {
        self.epoch_began = Instant::now();
        self.sums.clear();
        self.looked_ahead = 0;
        // An epoch may have ended with a question that nobody answered.
        self.asking = Asking::default();
        if let Some(seen) = &mut self.seen {
            seen.clear();
        }
        if let Some(network) = model.network_mut() {
            network.forget_penalties();
        }
        let (seed, epoch) = model.begin_epoch(data.training.grid());
        self.schedule.begin(self.fit.shuffle.then_some((seed, epoch)));
        self.tell(Hook::EpochBegin, Phase::Ordering);
    }

    /// After the last batch: begins the validation, or ends the epoch if there is none.
    fn end_training(&mut self, model: &Sequential, data: &FitData<'_>) -> Result<()> {
        // An epoch that was stopped has no whole picture.
        let ssim = |max_val| Some(self.ssim(max_val).unwrap_or(f64::NAN));
        self.logs = self.logs_of(model, self.schedule.place.rows_done(), ssim)?;
        let (_, rows) = validation_rows(data, self.schedule.place.rows_total());
        if rows.is_empty() || !self.fit.validation_freq.includes(self.epoch + 1) {
            self.phase = Phase::AfterValidation;
        } else {
            self.tell(Hook::TestBegin, Phase::BeforeValidation);
        }
        Ok(())
    }

    fn end_epoch(&mut self, model: &mut Sequential) -> Event {
        self.history.push(self.epoch, &self.logs);
        // Callbacks may have changed the logs.
        if let Some(earlier) = self.earlier.take() {
            model.set_history(earlier);
        }
        model.record(self.epoch, &self.logs);
        self.epoch += 1;
        self.phase = Phase::Between;
        Event::EpochEnd(EpochEnd {
            epoch: self.epoch,
            epochs: self.fit.epochs,
            batches: self.schedule.place.batches(),
            seconds: self.epoch_began.elapsed().as_secs_f64(),
            logs: self.logs.clone(),
        })
    }

    /// Loss and metrics over the first `rows` rows of the epoch.
    pub(super) fn measured(&self, model: &Sequential, rows: usize) -> Result<Logs> {
        self.logs_of(model, rows, |max_val| self.ssim(max_val))
    }

    fn logs_of(
        &self,
        model: &Sequential,
        rows: usize,
        ssim: impl Fn(f32) -> Option<f64>,
    ) -> Result<Logs> {
        let outputs = model.network()?.outputs();
        Ok(model.compiled()?.logs(&self.totals(model)?, rows, outputs, ssim))
    }

    /// The similarity of the picture that the epoch has made, once it is whole.
    fn ssim(&self, max_val: f32) -> Option<f64> {
        self.seen.as_ref()?.ssim(max_val)
    }

    fn progress(&self, model: &Sequential) -> Result<Progress> {
        let logs = match (&self.phase, self.schedule.place.rows_done()) {
            // They don't change any more.
            (Phase::BeforeValidation | Phase::Validating(_), _) => self.logs.clone(),
            (_, 0) => Logs::new(),
            (_, rows) => self.measured(model, rows)?,
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
