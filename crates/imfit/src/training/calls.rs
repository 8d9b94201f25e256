//! The callbacks of a training, called one after the other at each of its moments.

use std::collections::VecDeque;

use serde_json::{Map, Value};

use super::history::Logs;
use super::options::Fit;
use crate::callbacks::{Call, Callback, Hook, LambdaCallback, Moment, Outlook, Watch, Work};
use crate::data::FitData;
use crate::error::Result;
use crate::model::Sequential;

/// Callbacks at work, and what they have to say.
pub(super) struct Calls {
    watches: Vec<Box<dyn Watch>>,
    messages: VecDeque<String>,
    round: Option<Round>,
    /// Whether a loss that isn't finite is no error.
    pub(super) not_finite: bool,
}

/// A moment at which all callbacks are called.
struct Round {
    hook: Hook,
    when: When,
    logs: Logs,
    /// The callback whose turn it is.
    at: usize,
    /// Whether its function of the host's has been called.
    asked: bool,
}

/// Where in its course a training is.
#[derive(Clone, Copy)]
pub(super) struct When {
    /// Counted from 0.
    pub(super) epoch: usize,
    /// In its epoch, counted from 0.
    pub(super) batch: usize,
}

impl Calls {
    /// Makes all callbacks of a training ready.
    pub(super) fn new(model: &Sequential, data: &FitData<'_>, fit: &Fit) -> Result<Calls> {
        let outlook = Outlook { model, logs: names_of_logs(model, data, fit)?, open: false };
        Calls::of(&fit.callbacks, outlook)
    }

    /// Makes all callbacks of an evaluation or a prediction ready.
    pub(super) fn beside(model: &Sequential, callbacks: &[Callback]) -> Result<Calls> {
        // The others keep their places.
        let idle = || Callback::from(LambdaCallback::default());
        let acting = |callback: &Callback| {
            if callback.acts_beside() { callback.clone() } else { idle() }
        };
        let callbacks: Vec<Callback> = callbacks.iter().map(acting).collect();
        Calls::of(&callbacks, Outlook { model, logs: Vec::new(), open: true })
    }

    fn of(callbacks: &[Callback], mut outlook: Outlook<'_>) -> Result<Calls> {
        let mut watches = Vec::new();
        for callback in callbacks {
            // Its own additions are there when it looks.
            look_ahead(callback, &mut outlook);
            watches.push(callback.start(&outlook)?);
        }
        Ok(Calls {
            not_finite: watches.iter().any(|watch| watch.takes_not_finite()),
            watches,
            messages: VecDeque::new(),
            round: None,
        })
    }

    /// Whether one of them wants batches to be ended one by one.
    pub(super) fn want_batches(&self, of: Work) -> bool {
        self.watches.iter().any(|watch| watch.wants_batches(of))
    }

    /// Begins to call all callbacks at a moment.
    pub(super) fn begin(&mut self, hook: Hook, when: When, logs: &Logs) {
        if !self.watches.is_empty() {
            self.round = Some(Round { hook, when, logs: logs.clone(), at: 0, asked: false });
        }
    }

    /// Whether callbacks are being called.
    pub(super) fn are_under_way(&self) -> bool {
        self.round.is_some()
    }

    /// Something to be said.
    pub(super) fn message(&mut self) -> Option<String> {
        self.messages.pop_front()
    }

    pub(super) fn say(&mut self, text: String) {
        self.messages.push_back(text);
    }

    /// Goes on with the callbacks. Returns a function of the host's that is due. When all are done, `logs`
    /// is what they have left, if it is an epoch that ends.
    pub(super) fn go_on(
        &mut self,
        model: &mut Sequential,
        logs: &mut Logs,
    ) -> Result<Option<Call>> {
        let Some(mut round) = self.round.take() else { return Ok(None) };
        while let Some(watch) = self.watches.get_mut(round.at) {
            if let Some(hook) = watch.asks(round.hook).filter(|_| !round.asked) {
                round.asked = true;
                let call = round.call(hook, model)?;
                self.round = Some(round);
                return Ok(Some(call));
            }
            let mut said = Vec::new();
            watch.at(&mut Moment {
                hook: round.hook,
                model,
                epoch: round.when.epoch,
                batch: round.when.batch,
                logs: &mut round.logs,
                messages: &mut said,
            })?;
            self.messages.extend(said);
            round.at += 1;
            round.asked = false;
        }
        if round.hook == Hook::EpochEnd {
            *logs = round.logs;
        }
        Ok(None)
    }

    /// The host's callback has changed the logs of the epoch that ends.
    pub(super) fn set_logs(&mut self, logs: Logs) {
        if let Some(round) = self.round.as_mut().filter(|round| round.hook == Hook::EpochEnd) {
            round.logs = logs;
        }
    }

    /// Whether a callback wants the training to end now.
    pub(super) fn stop_now(&mut self) -> Result<bool> {
        let mut stops = false;
        for watch in &mut self.watches {
            stops |= watch.stops_now()?;
        }
        Ok(stops)
    }

    /// What has become of a callback.
    pub(super) fn state(&self, callback: usize) -> Map<String, Value> {
        self.watches.get(callback).map(|watch| watch.state()).unwrap_or_default()
    }
}

/// The names that the logs of an epoch will have, before callbacks add theirs.
fn names_of_logs(model: &Sequential, data: &FitData<'_>, fit: &Fit) -> Result<Vec<String>> {
    let metrics = model.compiled()?.metrics.iter().map(|named| named.name.clone());
    let mut names: Vec<String> = std::iter::once("loss".to_owned()).chain(metrics).collect();
    let validates = data.validation.is_some() || fit.validation_split > 0.0;
    let mut epochs = fit.initial_epoch + 1..=fit.epochs;
    // Where no epoch is left, nothing is missed.
    if validates && (epochs.is_empty() || epochs.any(|epoch| fit.validation_freq.includes(epoch))) {
        names.extend(names.clone().iter().map(|name| format!("val_{name}")));
    }
    Ok(names)
}

/// What a callback adds to the logs of an epoch.
fn look_ahead(callback: &Callback, outlook: &mut Outlook<'_>) {
    match callback.adds_to_logs() {
        Some(names) => outlook.logs.extend(names.iter().map(|name| (*name).to_owned())),
        None => outlook.open = true,
    }
}

impl Round {
    fn call(&self, hook: Hook, model: &Sequential) -> Result<Call> {
        let logs = match hook {
            Hook::Schedule => {
                // In single precision, as Keras has it.
                let rate = f64::from(model.learning_rate()? as f32);
                vec![(crate::callbacks::LEARNING_RATE.to_owned(), rate)]
            }
            _ => self.logs.clone(),
        };
        let index = match hook {
            _ if !hook.is_counted() => None,
            _ if hook.batches_of().is_some() => Some(self.when.batch),
            _ => Some(self.when.epoch),
        };
        Ok(Call { callback: self.at, hook, index, logs })
    }
}
