//! Learning rates that change from step to step.

mod cosine_decay;
mod cosine_decay_restarts;
mod exponential_decay;
mod inverse_time_decay;
mod piecewise_constant_decay;
mod polynomial_decay;

pub use cosine_decay::CosineDecay;
pub use cosine_decay_restarts::CosineDecayRestarts;
pub use exponential_decay::ExponentialDecay;
pub use inverse_time_decay::InverseTimeDecay;
pub use piecewise_constant_decay::PiecewiseConstantDecay;
pub use polynomial_decay::PolynomialDecay;

use serde_json::{Map, Value};

use super::argument::real;
use crate::declare::{
    Argument, Arguments, Component, Declaration, Default, Kind, Values, text_or_component,
};
use crate::error::Result;

/// How large steps are.
#[derive(Debug, Clone, PartialEq)]
pub enum LearningRate {
    /// As large as this from the first to the last.
    Constant(f64),
    /// By the step's number.
    Schedule(Schedule),
}

impl From<f64> for LearningRate {
    fn from(rate: f64) -> Self {
        LearningRate::Constant(rate)
    }
}

impl<S: Into<Schedule>> From<S> for LearningRate {
    fn from(schedule: S) -> Self {
        LearningRate::Schedule(schedule.into())
    }
}

impl LearningRate {
    /// A number above 0, or the schedule that `value` describes.
    ///
    /// # Errors
    /// Anything else.
    pub fn from_json(value: &Value) -> Result<LearningRate> {
        let value = super::argument::learning_rate(0.001).check(value)?;
        match value.as_f64() {
            Some(rate) => Ok(LearningRate::Constant(rate)),
            None => Ok(LearningRate::Schedule(Schedule::from_json(&value)?)),
        }
    }

    pub(super) fn to_json(&self) -> Value {
        match self {
            LearningRate::Constant(rate) => (*rate).into(),
            LearningRate::Schedule(schedule) => schedule.to_json(),
        }
    }

    /// The learning rate after `steps` batches.
    pub fn at(&self, steps: u64) -> f64 {
        match self {
            LearningRate::Constant(rate) => *rate,
            LearningRate::Schedule(schedule) => f64::from(schedule.at(steps)),
        }
    }
}

/// How a schedule computes: in `f32`, as Keras does.
trait Rate {
    /// The learning rate after `steps` batches.
    fn at(&self, steps: f32) -> f32;
}

macro_rules! schedules {
    ($($name:ident),*) => {
        /// Any of the schedules.
        #[derive(Debug, Clone, PartialEq)]
        #[non_exhaustive]
        pub enum Schedule {
            $(
                #[doc = concat!("See [`struct@", stringify!($name), "`].")]
                $name($name),
            )*
        }

        /// The declarations of all schedules.
        pub(crate) const DECLARATIONS: &[&Declaration] = &[$(&<$name>::DECLARATION),*];

        $(impl From<$name> for Schedule {
            fn from(schedule: $name) -> Self {
                Schedule::$name(schedule)
            }
        })*

        impl Schedule {
            /// The schedule as `{"class_name", "config"}`.
            pub fn to_json(&self) -> Value {
                match self {
                    $(Schedule::$name(schedule) => schedule.to_json(),)*
                }
            }

            fn named(class_name: &str, arguments: &Arguments) -> Result<Schedule> {
                match class_name {
                    $(name if name == <$name>::DECLARATION.class_name => {
                        Ok(<$name>::from_arguments(arguments)?.into())
                    })*
                    _ => unreachable!("{class_name} is declared, but not made"),
                }
            }

            fn rate(&self) -> &dyn Rate {
                match self {
                    $(Schedule::$name(schedule) => schedule,)*
                }
            }
        }
    };
}

schedules!(
    ExponentialDecay,
    PiecewiseConstantDecay,
    PolynomialDecay,
    InverseTimeDecay,
    CosineDecay,
    CosineDecayRestarts
);

impl Schedule {
    /// The schedule that `value` describes.
    ///
    /// # Errors
    /// A name or an argument that doesn't exist, is missing or wrong.
    pub fn from_json(value: &Value) -> Result<Schedule> {
        let (name, config) = text_or_component(value).unwrap_or(("", Map::new()));
        let declaration = Kind::Schedule.find(name)?;
        Schedule::named(declaration.class_name, &Arguments::check(declaration, &config)?)
    }

    /// The learning rate after `steps` batches.
    pub fn at(&self, steps: u64) -> f32 {
        self.rate().at(steps as f32)
    }
}

const INITIAL_LEARNING_RATE: Argument = Argument {
    name: "initial_learning_rate",
    values: Values::NOT_NEGATIVE,
    optional: false,
    default: Default::Required,
    doc: "The learning rate of the first step.",
};

const DECAY_STEPS: Argument = Argument {
    name: "decay_steps",
    values: Values::COUNT,
    optional: false,
    default: Default::Required,
    doc: "Over how many batches the learning rate decays.",
};

const STAIRCASE: Argument = Argument {
    name: "staircase",
    values: Values::Flag,
    optional: false,
    default: Default::Flag(false),
    doc: "Whether the learning rate decays at once after each `decay_steps` batches.",
};

/// A name, Keras's by default.
const fn name(default: &'static str) -> Argument {
    Argument {
        name: "name",
        values: Values::Text,
        optional: false,
        default: Default::Text(default),
        doc: "A name for the schedule; of no consequence.",
    }
}
