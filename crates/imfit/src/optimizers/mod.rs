//! How weights follow their gradients.

mod adadelta;
mod adagrad;
mod adam;
mod adamax;
mod argument;
mod common;
mod ftrl;
mod lion;
mod nadam;
mod rmsprop;
mod rule;
mod sgd;
mod step;

pub use adadelta::Adadelta;
pub use adagrad::Adagrad;
pub use adam::Adam;
pub use adamax::Adamax;
pub use common::Common;
pub use ftrl::Ftrl;
pub use lion::Lion;
pub use nadam::Nadam;
pub use rmsprop::RMSprop;
pub use sgd::SGD;

pub(crate) use rule::Slot;
pub(crate) use step::Step;

use rule::{Moment, Rule};
use serde_json::{Map, Value};

use crate::declare::{Arguments, Component, Declaration, Kind, text_or_component};
use crate::error::Result;

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

            fn named(class_name: &str, arguments: &Arguments) -> Result<Optimizer> {
                match class_name {
                    $(name if name == <$name>::DECLARATION.class_name => {
                        Ok(<$name>::from_arguments(arguments)?.into())
                    })*
                    _ => unreachable!("{class_name} is declared, but not made"),
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

optimizers!(SGD, RMSprop, Adam, Adadelta, Adagrad, Adamax, Nadam, Ftrl, Lion);

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

    /// What all optimizers have.
    pub fn common(&self) -> &Common {
        self.rule().common()
    }

    /// The values that the optimizer keeps for each weight.
    pub(crate) fn slots(&self) -> Vec<Slot> {
        self.rule().slots()
    }

    /// What to do with the gradient of batch number `iteration`, counted from 1.
    pub(crate) fn step(&self, iteration: u64) -> Step {
        let learning_rate = self.common().learning_rate;
        Step { rule: self.rule().step(Moment { number: iteration, learning_rate }) }
    }
}
