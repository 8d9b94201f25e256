//! Batch normalisation.

use serde_json::{Map, Value};

use super::WeightShape;
use super::common::{
    AXIS, Common, INPUT_SHAPE, NAME, TRAINABLE, VectorCare, initializer, shortest, single,
    vector_initializer,
};
use super::gamma_beta::{
    BETA, BETA_INITIALIZER, CARE, CENTER, GAMMA, GAMMA_INITIALIZER, NORM_EPSILON, SCALE,
};
use crate::declare::{Argument, Arguments, Component, Declaration, Default, Values};
use crate::error::Result;
use crate::initializers::Initializer;

/// `gamma · (x - mean) / √(variance + epsilon) + beta`, feature by feature.
///
/// A training step takes the mean and the variance of its batch, all of it, and lets moving averages
/// follow them; predictions and evaluations take these. Sample weights have no part in either.
///
/// # Example
/// ```
/// use imfit::Sequential;
/// use imfit::layers::{Activation, ActivationLayer, BatchNormalization, Dense};
///
/// let model = Sequential::new([
///     Dense::new(20).use_bias(false).input_shape(2).into(),
///     BatchNormalization::default().into(),
///     ActivationLayer::new(Activation::Relu).into(),
///     Dense::new(3).into(),
/// ])?;
/// let names = ["kernel", "gamma", "beta", "moving_mean", "moving_variance", "kernel", "bias"];
/// assert_eq!(model.get_weights().len(), names.len());
/// # Ok::<(), imfit::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct BatchNormalization {
    pub(crate) momentum: f64,
    pub(crate) epsilon: f32,
    pub(crate) center: bool,
    pub(crate) scale: bool,
    beta_initializer: Initializer,
    gamma_initializer: Initializer,
    moving_mean_initializer: Initializer,
    moving_variance_initializer: Initializer,
    beta: VectorCare,
    gamma: VectorCare,
    pub(crate) common: Common,
}

impl std::default::Default for BatchNormalization {
    /// As Keras has it.
    fn default() -> BatchNormalization {
        BatchNormalization::from_map(&Map::new()).expect("the defaults are allowed")
    }
}

impl BatchNormalization {
    /// The same with, or without, a beta that is added.
    pub fn center(mut self, center: bool) -> BatchNormalization {
        self.center = center;
        self
    }

    /// The same with, or without, a gamma that scales.
    pub fn scale(mut self, scale: bool) -> BatchNormalization {
        self.scale = scale;
        self
    }

    /// The weights, in Keras's order.
    pub(super) fn weights(&self, inputs: usize) -> Vec<WeightShape> {
        let trained = |name, initializer| WeightShape::vector(name, inputs, initializer);
        let moving =
            |name, initializer| WeightShape { trained: false, ..trained(name, initializer) };
        let gamma = || self.gamma.on(trained("gamma", &self.gamma_initializer));
        let beta = || self.beta.on(trained("beta", &self.beta_initializer));
        let (gamma, beta) = (self.scale.then(gamma), self.center.then(beta));
        let mean = moving("moving_mean", &self.moving_mean_initializer);
        let variance = moving("moving_variance", &self.moving_variance_initializer);
        gamma.into_iter().chain(beta).chain([mean, variance]).collect()
    }
}

impl Component for BatchNormalization {
    const DECLARATION: Declaration = Declaration {
        class_name: "BatchNormalization",
        aliases: &[],
        doc: "Moves and scales each feature: by its mean and variance in the batch when training, \
              by moving averages of these else.",
        arguments: &[
            AXIS,
            Argument {
                name: "momentum",
                values: Values::UNIT,
                optional: false,
                default: Default::Real(0.99),
                doc: "The share that a moving average keeps in each step.",
            },
            NORM_EPSILON,
            CENTER,
            SCALE,
            BETA_INITIALIZER,
            GAMMA_INITIALIZER,
            initializer("moving_mean_initializer", "zeros", "How the moving mean begins."),
            initializer("moving_variance_initializer", "ones", "How the moving variance begins."),
            CARE[0],
            CARE[1],
            CARE[2],
            CARE[3],
            NAME,
            INPUT_SHAPE,
            TRAINABLE,
        ],
        source: "https://keras.io/api/layers/normalization_layers/batch_normalization/",
    };

    fn from_arguments(arguments: &Arguments) -> Result<Self> {
        let initializer = |name| vector_initializer(arguments, name);
        Ok(BatchNormalization {
            momentum: arguments.real("momentum"),
            epsilon: single(arguments, "epsilon")?,
            center: arguments.flag("center"),
            scale: arguments.flag("scale"),
            beta_initializer: initializer("beta_initializer")?,
            gamma_initializer: initializer("gamma_initializer")?,
            moving_mean_initializer: initializer("moving_mean_initializer")?,
            moving_variance_initializer: initializer("moving_variance_initializer")?,
            beta: VectorCare::from_arguments(arguments, BETA)?,
            gamma: VectorCare::from_arguments(arguments, GAMMA)?,
            common: Common::from_arguments(arguments),
        })
    }

    fn arguments(&self) -> Map<String, Value> {
        let mut config = Map::from_iter([
            ("axis".into(), (-1).into()),
            ("momentum".into(), self.momentum.into()),
            ("epsilon".into(), shortest(self.epsilon).into()),
            ("center".into(), self.center.into()),
            ("scale".into(), self.scale.into()),
            ("beta_initializer".into(), self.beta_initializer.to_json()),
            ("gamma_initializer".into(), self.gamma_initializer.to_json()),
            ("moving_mean_initializer".into(), self.moving_mean_initializer.to_json()),
            ("moving_variance_initializer".into(), self.moving_variance_initializer.to_json()),
        ]);
        self.beta.add_to(&mut config, BETA);
        self.gamma.add_to(&mut config, GAMMA);
        self.common.add_to(&mut config);
        config
    }
}
