//! The steps of an epoch, and what they wait for.

use std::time::Instant;

use ndarray::{Array2, ArrayView2};

use super::asking::{Glance, read_predictions};
use super::baton::{Baton, batch_of};
use super::calls::When;
use super::progress::Event;
use super::schedule::Chunk;
use super::survey::Question;
use super::trainer::{Phase, Trainer};
use crate::callbacks::{Hook, Work};
use crate::data::FitData;
use crate::engine::{Stepper, Task};
use crate::error::{Error, Result};
use crate::model::{Scoring, Sequential};
use crate::panel::Lanes;

impl Trainer {
    /// Takes steps until the epoch's batches are done, or the time is up. Where callbacks want it, batch by
    /// batch; where functions of the host's are to be asked, chunk by chunk.
    pub(super) fn train(
        &mut self,
        model: &mut Sequential,
        data: &FitData<'_>,
        deadline: Instant,
        in_batch: bool,
    ) -> Result<Option<Event>> {
        if !in_batch && self.is_over() {
            self.phase = Phase::AfterTraining;
            return Ok(None);
        }
        if !in_batch && self.calls.want_batches(Work::Training) {
            self.tell(Hook::TrainBatchBegin, Phase::Training { in_batch: true });
            return Ok(None);
        }
        if self.asks_first(model, data)? {
            return Ok(Some(Event::Question));
        }
        if self.looks_ahead(model, data)? {
            return Ok(None);
        }
        self.take_steps(model, data, deadline)?;
        if !self.sums.loss().is_finite() {
            return self.not_finite(model, in_batch).map(|()| None);
        }
        if in_batch && self.schedule.place.is_between_batches() {
            let batch = self.schedule.place.batches_done() - 1;
            self.end_batch(model, batch, Phase::Training { in_batch: false })?;
        }
        Ok(None)
    }

    /// Whether functions of the host's have something to say of the next rows, and haven't yet.
    pub(super) fn asks_first(
        &mut self,
        model: &mut Sequential,
        data: &FitData<'_>,
    ) -> Result<bool> {
        let Some(survey) = &self.scoring.survey else { return Ok(false) };
        if self.asking.has_begun() {
            return Ok(self.asking.is_open());
        }
        let Some(chunk) = self.schedule.place.next() else { return Ok(false) };
        let outputs = model.network()?.outputs();
        let first = self.scoring.counts.scores - outputs;
        let mut predictions = Array2::zeros((chunk.places.len(), outputs));
        let rows = self.schedule.order.rows()[chunk.places.clone()].iter().map(|row| *row as usize);
        let look = |scores: &mut dyn Iterator<Item = &[Lanes]>| {
            read_predictions(scores, first, &mut predictions);
        };
        let glance = Glimpse { chunk: &chunk, order: self.schedule.order.rows(), look };
        glance.take(&mut self.step, model, &self.scoring, data)?;
        self.asking.begin(survey, &data.training, rows, predictions, true);
        Ok(true)
    }

    /// Whether a loss that compares pictures as a whole has to see more of the picture before its step, and
    /// looks at a part of it. A batch is the whole picture there.
    fn looks_ahead(&mut self, model: &mut Sequential, data: &FitData<'_>) -> Result<bool> {
        let (Some(max_val), Some(seen)) = (self.scoring.of_pictures, &mut self.seen) else {
            return Ok(false);
        };
        let mut ahead = self.schedule.place.clone();
        if ahead.rows_done() > 0 {
            return Ok(false);
        }
        ahead.finish(self.looked_ahead);
        let Some(chunk) = ahead.next() else { return Ok(false) };
        let mut rows =
            self.schedule.order.rows()[chunk.places.clone()].iter().map(|row| *row as usize);
        let look = |scores: &mut dyn Iterator<Item = &[Lanes]>| {
            scores.for_each(|scores| seen.take(&mut rows, scores));
        };
        let glance = Glimpse { chunk: &chunk, order: self.schedule.order.rows(), look };
        glance.take(&mut self.step, model, &self.scoring, data)?;
        self.looked_ahead = chunk.places.end;
        if self.looked_ahead == ahead.rows_total() {
            self.asking.know(0..self.looked_ahead, &seen.answers(max_val)?);
            // The step itself makes it once more.
            seen.clear();
        }
        Ok(true)
    }

    /// The call of one of the host's functions that is due; nothing where there is none. A training whose
    /// last [`Event`] was [`Event::Question`] goes on when it has been answered.
    pub fn question(&self) -> Option<Question> {
        match &self.phase {
            Phase::Validating(scorer) => scorer.question(),
            _ => self.asking.question(),
        }
    }

    /// Takes what the function has returned: (rows, any number of columns, whose mean counts), or for a
    /// gradient (rows, outputs).
    ///
    /// # Errors
    /// An array of another shape. The question stays open.
    pub fn answer(&mut self, values: ArrayView2<'_, f64>) -> Result<()> {
        match &mut self.phase {
            Phase::Validating(scorer) => scorer.answer(values),
            _ => self.asking.answer(values),
        }
    }

    /// Whether the epoch has no more batches.
    fn is_over(&self) -> bool {
        let place = &self.schedule.place;
        let stops = self.stop.is_set() && place.rows_done() > 0 && place.is_between_batches();
        stops || place.next().is_none()
    }

    /// Tells of a batch that was announced, after which the training goes on with `then`.
    fn end_batch(&mut self, model: &Sequential, batch: usize, then: Phase) -> Result<()> {
        let logs = self.measured(model, self.schedule.place.rows_done())?;
        self.phase = then;
        self.calls.begin(Hook::TrainBatchEnd, When { epoch: self.epoch, batch }, &logs);
        Ok(())
    }

    pub(super) fn take_steps(
        &mut self,
        model: &mut Sequential,
        data: &FitData<'_>,
        deadline: Instant,
    ) -> Result<()> {
        let epoch = model.epochs_begun();
        let parts = model.training_parts()?;
        let weighted = data.training.reweighted(self.class_weights.as_ref());
        // What has been said is about these rows only.
        let (training, deadline) = match (&self.scoring.survey, self.schedule.place.next()) {
            (Some(_), Some(chunk)) => {
                let rows = self.schedule.order.rows()[chunk.places].iter().map(|row| *row as usize);
                (weighted.answered(self.asking.end(rows)), Instant::now())
            }
            _ if self.scoring.of_pictures.is_some() => {
                (weighted.answered(self.asking.answers()), deadline)
            }
            _ => (weighted, deadline),
        };
        let task = Task {
            data: &training,
            loss: self.scoring.loss,
            loss_scale: parts.optimizer.loss_scale(),
            metrics: &self.scoring.metrics,
        };
        let one_batch = self.calls.want_batches(Work::Training);
        let last_epoch = self.epoch + 1 >= self.fit.epochs;
        let mut baton = Baton {
            order: self.schedule.order.rows(),
            next_order: (!last_epoch).then_some(&mut self.schedule.next),
            place: &mut self.schedule.place,
            sums: &mut self.sums,
            seen: self.seen.as_mut(),
            optimizer: parts.optimizer,
            iterations: parts.iterations,
            epoch,
            deadline,
            began: false,
            stop: &self.stop,
            one_batch,
            one_chunk: one_batch || self.scoring.survey.is_some(),
        };
        self.step.run(parts.network, &task, &mut baton)
    }

    /// The loss is no longer a number: an error, or the end where a callback takes it for one.
    fn not_finite(&mut self, model: &mut Sequential, in_batch: bool) -> Result<()> {
        if !self.calls.not_finite {
            return Err(self.give_up(model));
        }
        let place = &mut self.schedule.place;
        let batch = place.batches_done();
        self.calls.say(format!("Batch {batch}: Invalid loss, terminating training"));
        self.stop.set(true);
        // The rows whose loss it was are in the sums.
        let scored = place.next().map_or(0, |chunk| chunk.places.len());
        place.finish(scored);
        if in_batch {
            return self.end_batch(model, batch, Phase::AfterTraining);
        }
        self.phase = Phase::AfterTraining;
        Ok(())
    }

    /// Puts back the weights that the epoch began with.
    pub(super) fn give_up(&mut self, model: &mut Sequential) -> Error {
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
}

/// A look at the scores that a chunk would have, before its step.
struct Glimpse<'c, F> {
    chunk: &'c Chunk,
    order: &'c [u32],
    look: F,
}

impl<F: FnMut(&mut dyn Iterator<Item = &[Lanes]>) + Send> Glimpse<'_, F> {
    fn take(
        self,
        step: &mut Stepper,
        model: &mut Sequential,
        scoring: &Scoring,
        data: &FitData<'_>,
    ) -> Result<()> {
        let epoch = model.epochs_begun();
        let parts = model.training_parts()?;
        let batch = batch_of(self.chunk, self.order, epoch, *parts.iterations);
        let (loss, metrics) = (scoring.loss, &scoring.metrics[..]);
        let task = Task { data: &data.training, loss, loss_scale: 1.0, metrics };
        step.run(parts.network, &task, &mut Glance { batch: Some(batch), look: self.look })
    }
}
