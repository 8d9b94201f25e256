//! A callback at work.

use serde_json::{Map, Value};

use super::hook::{Hook, Work};
use crate::error::Result;
use crate::metrics::Metric;
use crate::model::Sequential;
use crate::training::Logs;

/// What a callback sees of a training, and may change.
pub(crate) struct Moment<'a> {
    pub(crate) hook: Hook,
    pub(crate) model: &'a mut Sequential,
    /// The epoch, counted from 0.
    pub(crate) epoch: usize,
    /// The batch in its epoch, counted from 0; of no meaning between batches.
    pub(crate) batch: usize,
    pub(crate) logs: &'a mut Logs,
    /// What is to be said to the user.
    pub(crate) messages: &'a mut Vec<String>,
}

impl Moment<'_> {
    /// The value of a loss or metric, where it has been measured.
    pub(crate) fn log(&self, name: &str) -> Option<f64> {
        self.logs.iter().find(|(known, _)| known == name).map(|(_, value)| *value)
    }

    /// Says something to the user.
    pub(crate) fn say(&mut self, text: String) {
        self.messages.push(text);
    }

    /// The learning rate, in single precision as Keras has it.
    pub(crate) fn learning_rate(&self) -> Result<f64> {
        Ok(f64::from(self.model.learning_rate()? as f32))
    }

    /// Adds the learning rate to the logs.
    pub(crate) fn log_learning_rate(&mut self) -> Result<()> {
        let rate = self.learning_rate()?;
        match self.logs.iter_mut().find(|(name, _)| name == LEARNING_RATE) {
            Some((_, value)) => *value = rate,
            None => self.logs.push((LEARNING_RATE.to_owned(), rate)),
        }
        Ok(())
    }
}

/// The name of the learning rate in the logs.
pub(crate) const LEARNING_RATE: &str = "learning_rate";

/// What a callback does in a training.
pub(crate) trait Watch: Send + Sync {
    /// At each of [`Hook::ALL`]; at those of batches only if somebody [`wants_batches`](Watch::wants_batches).
    fn at(&mut self, moment: &mut Moment<'_>) -> Result<()>;

    /// The host's function that is to be called before [`Watch::at`], if there is one.
    fn asks(&self, _hook: Hook) -> Option<Hook> {
        None
    }

    /// Whether batches are to be ended one by one.
    fn wants_batches(&self, _of: Work) -> bool {
        false
    }

    /// Now and then, several times a second: whether the training is to stop.
    fn stops_now(&mut self) -> Result<bool> {
        Ok(false)
    }

    /// Whether a loss that is no longer finite ends the training without an error.
    fn takes_not_finite(&self) -> bool {
        false
    }

    /// What has become of it: the attributes that Keras's object has then.
    fn state(&self) -> Map<String, Value> {
        Map::new()
    }
}

/// What is known when a training begins.
pub(crate) struct Outlook<'a> {
    pub(crate) model: &'a Sequential,
    /// The losses and metrics that will be in the logs of an epoch.
    pub(crate) logs: Vec<String>,
    /// Whether a callback before this one may add others.
    pub(crate) open: bool,
}

impl Outlook<'_> {
    /// What is known of the logs of batches: losses and metrics, nothing of a validation or of whole pictures.
    pub(crate) fn of_batches(&self) -> Result<Outlook<'_>> {
        let metrics = self.model.compiled()?.metrics.iter();
        let metrics = metrics.filter(|named| !matches!(named.metric, Metric::Ssim { .. }));
        let metrics = metrics.map(|named| named.name.clone());
        let logs = std::iter::once("loss".to_owned()).chain(metrics).collect();
        Ok(Outlook { model: self.model, logs, open: false })
    }
}
