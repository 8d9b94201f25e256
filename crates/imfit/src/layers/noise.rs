//! The layers that make noise in training, and do nothing otherwise.

use serde_json::{Map, Value};

use super::common::{Common, INPUT_SHAPE, NAME, TRAINABLE};
use crate::declare::{Argument, Arguments, Component, Declaration, Default, Values};
use crate::error::{Error, Result};
use crate::initializers::SEED;

const RATE: Argument = Argument {
    name: "rate",
    values: Values::SHARE,
    optional: false,
    default: Default::Required,
    doc: "The share of the values that are dropped.",
};

const STDDEV: Argument = Argument {
    name: "stddev",
    values: Values::UNIT,
    optional: false,
    default: Default::Required,
    doc: "The standard deviation of the noise.",
};

/// A layer of noise, by its one number.
macro_rules! noise_layer {
    ($(#[$doc:meta])* $layer:ident, $amount:ident, $argument:expr, $about:literal, $source:literal) => {
        $(#[$doc])*
        ///
        /// The noise is drawn from `seed`, else from the model's, for each batch and row anew: a training
        /// that is repeated, on any number of threads or after an interruption, is the same.
        #[derive(Debug, Clone, PartialEq)]
        pub struct $layer {
            pub(crate) $amount: f64,
            pub(crate) seed: Option<u64>,
            pub(crate) common: Common,
        }

        impl $layer {
            /// A layer of this much noise.
            ///
            /// # Errors
            /// [`Error::Argument`] where it is out of range.
            pub fn new($amount: f64) -> Result<$layer> {
                let value = serde_json::Number::from_f64($amount).ok_or_else(|| {
                    Error::argument(stringify!($amount), $amount, $argument.values.in_words())
                })?;
                $layer::from_map(&Map::from_iter([(stringify!($amount).into(), value.into())]))
            }

            /// The same with a seed of its own.
            pub fn seed(mut self, seed: u64) -> $layer {
                self.seed = Some(seed);
                self
            }
        }

        impl Component for $layer {
            const DECLARATION: Declaration = Declaration {
                class_name: stringify!($layer),
                aliases: &[],
                doc: $about,
                arguments: &[$argument, SEED, NAME, INPUT_SHAPE, TRAINABLE],
                source: $source,
            };

            fn from_arguments(arguments: &Arguments) -> Result<Self> {
                Ok($layer {
                    $amount: arguments.real(stringify!($amount)),
                    seed: arguments.optional_whole("seed"),
                    common: Common::from_arguments(arguments),
                })
            }

            fn arguments(&self) -> Map<String, Value> {
                let mut config = Map::from_iter([
                    (stringify!($amount).into(), self.$amount.into()),
                    ("seed".into(), self.seed.into()),
                ]);
                self.common.add_to(&mut config);
                config
            }
        }
    };
}

noise_layer!(
    /// Sets a share `rate` of its inputs to 0 in training, and multiplies the others by 1 / (1 - `rate`).
    ///
    /// # Example
    /// ```
    /// use imfit::Sequential;
    /// use imfit::layers::{Activation, Dense, Dropout};
    ///
    /// let model = Sequential::new([
    ///     Dense::new(100).activation(Activation::Relu).input_shape(2).into(),
    ///     Dropout::new(0.2)?.seed(7).into(),
    ///     Dense::new(3).into(),
    /// ])?;
    /// # Ok::<(), imfit::Error>(())
    /// ```
    Dropout,
    rate,
    RATE,
    "Sets a share of its inputs to 0 in training, so that none is relied on alone; the others grow to make up for it.",
    "https://keras.io/api/layers/regularization_layers/dropout/"
);

noise_layer!(
    /// Adds normal numbers to its inputs in training.
    GaussianNoise,
    stddev,
    STDDEV,
    "Adds normal noise to its inputs in training.",
    "https://keras.io/api/layers/regularization_layers/gaussian_noise/"
);

noise_layer!(
    /// Multiplies its inputs by normal numbers around 1 in training, of variance `rate` / (1 - `rate`).
    GaussianDropout,
    rate,
    RATE,
    "Multiplies its inputs by normal noise around 1 in training, of variance rate / (1 - rate).",
    "https://keras.io/api/layers/regularization_layers/gaussian_dropout/"
);

noise_layer!(
    /// Dropout for selu: sets a share `rate` of its inputs to selu's lowest value in training, and keeps
    /// their mean and variance.
    AlphaDropout,
    rate,
    RATE,
    "Dropout for selu: sets a share of its inputs to the lowest value of selu in training, and keeps their mean and variance.",
    "https://keras.io/api/layers/regularization_layers/alpha_dropout/"
);
