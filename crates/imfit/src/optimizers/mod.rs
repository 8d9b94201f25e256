//! How weights follow their gradients.

mod adadelta;
mod adafactor;
mod adagrad;
mod adam;
mod adamax;
mod adamw;
mod argument;
mod around;
mod common;
mod ftrl;
mod lion;
mod muon;
mod nadam;
mod rmsprop;
mod rule;
pub mod schedules;
mod sgd;
mod step;

pub use adadelta::Adadelta;
pub use adafactor::Adafactor;
pub use adagrad::Adagrad;
pub use adam::Adam;
pub use adamax::Adamax;
pub use adamw::AdamW;
pub use common::Common;
pub use ftrl::Ftrl;
pub use lion::Lion;
pub use muon::Muon;
pub use nadam::Nadam;
pub use rmsprop::RMSprop;
pub use schedules::{
    CosineDecay, CosineDecayRestarts, ExponentialDecay, InverseTimeDecay, LearningRate,
    PiecewiseConstantDecay, PolynomialDecay, Schedule,
};
pub use sgd::SGD;

pub(crate) use rule::{Slot, State};
pub(crate) use step::Step;

use around::Around;
use rule::{Moment, Rule};
use serde_json::{Map, Value};

use crate::declare::{Arguments, Component, Declaration, Kind, text_or_component};
use crate::error::{Error, Result};
use crate::layers::WeightShape;

macro_rules! optimizers {
    ($($name:ident),*) => {
        /// Any of the optimizers.
        #[derive(Debug, Clone, PartialEq)]
        #[non_exhaustive]
        pub enum Optimizer {
            $(
                #[doc = concat!("See [`struct@", stringify!($name), "`].")]
                $name($name),
            )*
        }

        /// The declarations of all optimizers.
        pub(crate) const DECLARATIONS: &[&Declaration] = &[$(&<$name>::DECLARATION),*];

        $(impl From<$name> for Optimizer {
            fn from(optimizer: $name) -> Self {
                Optimizer::$name(optimizer)
            }
        })*

        impl Optimizer {
            /// The optimizer as `{"class_name", "config"}`.
            pub fn to_json(&self) -> Value {
                match self {
                    $(Optimizer::$name(optimizer) => optimizer.to_json(),)*
                }
            }

            /// The name of its class, as `Adam`.
            pub(crate) fn class_name(&self) -> &'static str {
                match self {
                    $(Optimizer::$name(_) => <$name>::DECLARATION.class_name,)*
                }
            }

            fn named(class_name: &str, arguments: &Arguments) -> Result<Optimizer> {
                match class_name {
                    $(name if name == <$name>::DECLARATION.class_name => {
                        Ok(<$name>::from_arguments(arguments)?.into())
                    })*
                    _ => unreachable!("{class_name} is declared, but not made"),
                }
            }

            fn common_mut(&mut self) -> &mut Common {
                match self {
                    $(Optimizer::$name(optimizer) => &mut optimizer.common,)*
                }
            }

            fn rule(&self) -> &dyn Rule {
                match self {
                    $(Optimizer::$name(optimizer) => optimizer,)*
                }
            }
        }
    };
}

optimizers!(
    SGD, RMSprop, Adam, AdamW, Adadelta, Adagrad, Adamax, Nadam, Ftrl, Lion, Adafactor, Muon
);

impl Optimizer {
    /// The optimizer that `value` names or describes.
    ///
    /// # Errors
    /// A name or an argument that doesn't exist, or is wrong.
    pub fn from_json(value: &Value) -> Result<Optimizer> {
        let (name, config) = text_or_component(value).unwrap_or(("", Map::new()));
        let declaration = Kind::Optimizer.find(name)?;
        Optimizer::named(declaration.class_name, &Arguments::check(declaration, &config)?)
    }

    /// Checks numbers that were put into fields, as if they had been given as arguments.
    pub(crate) fn check(&self) -> Result<()> {
        if Optimizer::from_json(&self.to_json())? == *self {
            return Ok(());
        }
        // JSON has no such numbers, and nothing is in their place.
        Err(Error::argument("optimizer", "one with NaN or an infinity", "made of finite numbers"))
    }

    /// Sets the learning rate, a number where it is one, or a schedule.
    ///
    /// # Errors
    /// A number that isn't above 0, or any where there is a schedule.
    pub(crate) fn set_learning_rate(&mut self, rate: LearningRate) -> Result<()> {
        self.check_settable(&rate, "learning_rate")?;
        self.common_mut().learning_rate = rate;
        self.check()
    }

    /// Refuses to set the learning rate to a number where there is a schedule, as Keras does.
    pub(crate) fn check_settable(&self, rate: &LearningRate, argument: &str) -> Result<()> {
        if let (LearningRate::Schedule(schedule), LearningRate::Constant(rate)) =
            (&self.common().learning_rate, rate)
        {
            let name = schedule.to_json()["class_name"].as_str().unwrap_or_default().to_owned();
            let allowed = format!("left to the schedule {name} that the optimizer was made with");
            return Err(Error::argument(argument, format!("set to {rate}"), allowed));
        }
        Ok(())
    }

    /// What all optimizers have.
    pub fn common(&self) -> &Common {
        self.rule().common()
    }

    /// The values that are kept for each weight: the rule's own, the mean of the weights, and the gradients
    /// of batches that no step has been taken for.
    pub(crate) fn slots(&self) -> Vec<Slot> {
        let mut slots = self.rule().slots();
        slots.extend(self.common().use_ema.then_some(Slot::zero(AVERAGE)));
        let accumulates = self.common().gradient_accumulation_steps.is_some();
        slots.extend(accumulates.then_some(Slot::zero(ACCUMULATOR)));
        slots
    }

    /// What is kept for an array as a whole, whose path is "model/layer/name".
    pub(crate) fn states(&self, path: &str, shape: &WeightShape) -> Vec<State> {
        self.rule().states(path, shape)
    }

    /// Which of the slots is the mean of the weights.
    pub(crate) fn average_slot(&self) -> Option<usize> {
        self.slots().iter().position(|slot| slot.name == AVERAGE)
    }

    /// What the loss is multiplied by on the way back.
    pub(crate) fn loss_scale(&self) -> f32 {
        self.common().loss_scale_factor.unwrap_or(1.0) as f32
    }

    /// What to do with the gradient of batch number `iteration`, counted from 1.
    pub(crate) fn step(&self, iteration: u64) -> Step {
        let common = self.common();
        let batches = common.gradient_accumulation_steps.unwrap_or(1);
        // As Keras counts: schedules by batches, everything else by steps that were taken.
        let taken = (iteration - 1) / batches;
        let learning_rate = common.learning_rate.at(iteration - 1);
        let rule = self.rule().step(Moment { number: taken + 1, learning_rate });
        Step::new(rule, Around::new(common, iteration, taken, learning_rate))
    }
}

/// The slot of the weights' mean.
pub(crate) const AVERAGE: &str = "average";
/// The slot of gradients that wait for others.
pub(crate) const ACCUMULATOR: &str = "gradient_accumulator";
