//! The activations that Keras has as layers too: `LeakyReLU`, `ELU`, `Softmax`. (`ReLU` has a file of
//! its own.)

use imfit_compute::Activation as Computed;
use serde_json::{Map, Value};

use super::activation::{arguments_of, computed};
use super::common::{Common, INPUT_SHAPE, NAME, TRAINABLE};
use crate::declare::{Argument, Arguments, Component, Declaration, Default, Values};
use crate::error::Result;

/// Declares `negative_slope`.
pub(super) const NEGATIVE_SLOPE: Argument = Argument {
    name: "negative_slope",
    values: Values::NOT_NEGATIVE,
    optional: false,
    default: Default::Real(0.3),
    doc: "The slope below 0.",
};

/// Declares `alpha`.
pub(super) const ALPHA: Argument = Argument {
    name: "alpha",
    values: Values::NOT_NEGATIVE,
    optional: false,
    default: Default::Real(1.0),
    doc: "How far below 0 it goes.",
};

/// A layer that is one activation, by the activation's name.
macro_rules! activation_layer {
    ($(#[$doc:meta])* $layer:ident, $function:literal, $about:literal, $source:literal, [$($argument:expr),*]) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq)]
        pub struct $layer {
            pub(crate) function: Computed,
            pub(crate) common: Common,
        }

        impl std::default::Default for $layer {
            fn default() -> Self {
                $layer::from_map(&Map::new()).expect("declared defaults are allowed")
            }
        }

        impl Component for $layer {
            const DECLARATION: Declaration = Declaration {
                class_name: stringify!($layer),
                aliases: &[],
                doc: $about,
                arguments: &[$($argument,)* NAME, INPUT_SHAPE, TRAINABLE],
                source: $source,
            };

            fn from_arguments(arguments: &Arguments) -> Result<Self> {
                let function = computed($function, arguments)?;
                Ok($layer { function, common: Common::from_arguments(arguments) })
            }

            fn arguments(&self) -> Map<String, Value> {
                let mut config = arguments_of(self.function);
                self.common.add_to(&mut config);
                config
            }
        }
    };
}

activation_layer!(
    /// x above 0, `negative_slope`·x from there down.
    LeakyReLU,
    "leaky_relu",
    "The rectifier that leaks: x above 0, negative_slope * x from there down.",
    "https://keras.io/api/layers/activation_layers/leaky_relu/",
    [NEGATIVE_SLOPE]
);

activation_layer!(
    /// x above 0, `alpha`·(eˣ - 1) from there down.
    ELU,
    "elu",
    "The exponential linear unit: x above 0, alpha * (exp(x) - 1) from there down.",
    "https://keras.io/api/layers/activation_layers/elu/",
    [ALPHA]
);

activation_layer!(
    /// e^x / Σ e^x over the values of a row.
    Softmax,
    "softmax",
    "Shares: exp(x) over the sum of the row, so that its values add up to 1.",
    "https://keras.io/api/layers/activation_layers/softmax/",
    []
);
