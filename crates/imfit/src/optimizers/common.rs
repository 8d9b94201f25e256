//! What all optimizers have: their learning rate, and what is done with a gradient before the step and
//! with the weights after it.

use serde_json::{Map, Value};

use super::schedules::LearningRate;
use crate::declare::Arguments;
use crate::error::{Error, Result};

/// The settings that all optimizers have, as Keras has them.
#[derive(Debug, Clone, PartialEq)]
pub struct Common {
    /// About the size of a step: a number above 0, or a schedule.
    pub learning_rate: LearningRate,
    /// What share of each weight is subtracted before a step, times the learning rate.
    pub weight_decay: Option<f64>,
    /// The largest norm that the gradient of a kernel or bias may have.
    pub clipnorm: Option<f64>,
    /// The largest size that each value of the gradient may have.
    pub clipvalue: Option<f64>,
    /// The largest norm that the gradient of all weights together may have.
    pub global_clipnorm: Option<f64>,
    /// Whether a running mean of the weights is kept, and takes their place after the training.
    pub use_ema: bool,
    /// How much of that mean is kept each step.
    pub ema_momentum: f64,
    /// After how many steps the weights are replaced by their mean, again and again.
    pub ema_overwrite_frequency: Option<u64>,
    /// What the loss is multiplied by for the way back, and the gradient divided by after it.
    pub loss_scale_factor: Option<f64>,
    /// Batches whose gradients are averaged for one step.
    pub gradient_accumulation_steps: Option<u64>,
    /// A name, of no consequence.
    pub name: Option<String>,
}

impl Common {
    pub(super) fn from_arguments(arguments: &Arguments) -> Result<Common> {
        check_clipping(arguments)?;
        Ok(Common {
            learning_rate: LearningRate::from_json(arguments.get("learning_rate"))?,
            weight_decay: arguments.optional_real("weight_decay"),
            clipnorm: arguments.optional_real("clipnorm"),
            clipvalue: arguments.optional_real("clipvalue"),
            global_clipnorm: arguments.optional_real("global_clipnorm"),
            use_ema: arguments.flag("use_ema"),
            ema_momentum: arguments.real("ema_momentum"),
            ema_overwrite_frequency: arguments.optional_whole("ema_overwrite_frequency"),
            loss_scale_factor: arguments.optional_real("loss_scale_factor"),
            gradient_accumulation_steps: arguments.optional_whole("gradient_accumulation_steps"),
            name: arguments.optional_text("name").map(str::to_owned),
        })
    }

    /// These settings, and those of one optimizer, as JSON by name.
    pub(super) fn and<const OWN: usize>(&self, own: [(&str, Value); OWN]) -> Map<String, Value> {
        let mut config = Map::from_iter([("learning_rate".into(), self.learning_rate.to_json())]);
        config.extend(own.map(|(name, value)| (name.to_owned(), value)));
        config.extend(
            [
                ("weight_decay", self.weight_decay.into()),
                ("clipnorm", self.clipnorm.into()),
                ("clipvalue", self.clipvalue.into()),
                ("global_clipnorm", self.global_clipnorm.into()),
                ("use_ema", self.use_ema.into()),
                ("ema_momentum", self.ema_momentum.into()),
                ("ema_overwrite_frequency", self.ema_overwrite_frequency.into()),
                ("loss_scale_factor", self.loss_scale_factor.into()),
                ("gradient_accumulation_steps", self.gradient_accumulation_steps.into()),
                ("name", self.name.clone().into()),
            ]
            .map(|(name, value): (&str, Value)| (name.to_owned(), value)),
        );
        config
    }
}

/// Refuses two kinds of clipping at once.
fn check_clipping(arguments: &Arguments) -> Result<()> {
    let names = ["clipnorm", "clipvalue", "global_clipnorm"];
    let mut given = names.iter().filter(|name| arguments.optional_real(name).is_some());
    match (given.next(), given.next()) {
        (Some(first), Some(second)) => Err(Error::argument(
            *second,
            arguments.get(second),
            format!("left out where `{first}` is given: gradients are clipped in one way only"),
        )),
        _ => Ok(()),
    }
}
