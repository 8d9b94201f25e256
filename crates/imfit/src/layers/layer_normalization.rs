//! Layer normalization.

use serde_json::{Map, Value};

use super::WeightShape;
use super::common::{
    AXIS, Common, INPUT_SHAPE, NAME, TRAINABLE, VectorCare, single, vector_initializer,
};
use super::gamma_beta::{
    BETA, BETA_INITIALIZER, CARE, CENTER, GAMMA, GAMMA_INITIALIZER, NORM_EPSILON, SCALE,
};
use crate::declare::{Arguments, Component, Declaration};
use crate::error::Result;
use crate::initializers::Initializer;

/// Brings each row to mean 0 and variance 1, each for itself, and then to a scale gamma and an offset beta
/// for each of its values, which are learnt (Ba and others, 2016).
///
/// # Example
/// ```
/// use imfit::Sequential;
/// use imfit::layers::{Activation, ActivationLayer, Dense, LayerNormalization};
///
/// let model = Sequential::new([
///     Dense::new(30).input_shape(2).into(),
///     LayerNormalization::default().into(),
///     ActivationLayer::new(Activation::Relu).into(),
///     Dense::new(3).into(),
/// ])?;
/// assert_eq!(model.count_params()?, 2 * 30 + 30 + (30 + 30) + 30 * 3 + 3);
/// # Ok::<(), imfit::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct LayerNormalization {
    pub(crate) epsilon: f64,
    pub(crate) center: bool,
    pub(crate) scale: bool,
    pub(crate) beta_initializer: Initializer,
    pub(crate) gamma_initializer: Initializer,
    pub(crate) beta: VectorCare,
    pub(crate) gamma: VectorCare,
    pub(crate) common: Common,
}

impl std::default::Default for LayerNormalization {
    fn default() -> Self {
        LayerNormalization::from_map(&Map::new()).expect("declared defaults are allowed")
    }
}

impl LayerNormalization {
    /// The same with, or without, the offsets beta.
    pub fn center(mut self, center: bool) -> LayerNormalization {
        self.center = center;
        self
    }

    /// The same with, or without, the scales gamma.
    pub fn scale(mut self, scale: bool) -> LayerNormalization {
        self.scale = scale;
        self
    }

    pub(super) fn weights(&self, inputs: usize) -> Vec<WeightShape> {
        let vector = |name, initializer| WeightShape::vector(name, inputs, initializer);
        let gamma = || self.gamma.on(vector("gamma", &self.gamma_initializer));
        let beta = || self.beta.on(vector("beta", &self.beta_initializer));
        self.scale.then(gamma).into_iter().chain(self.center.then(beta)).collect()
    }
}

impl Component for LayerNormalization {
    const DECLARATION: Declaration = Declaration {
        class_name: "LayerNormalization",
        aliases: &[],
        doc: "Brings the values of each row to mean 0 and variance 1, and then to a scale and an offset that are learnt.",
        arguments: &[
            AXIS,
            NORM_EPSILON,
            CENTER,
            SCALE,
            BETA_INITIALIZER,
            GAMMA_INITIALIZER,
            CARE[0],
            CARE[1],
            CARE[2],
            CARE[3],
            NAME,
            INPUT_SHAPE,
            TRAINABLE,
        ],
        source: "https://keras.io/api/layers/normalization_layers/layer_normalization/",
    };

    fn from_arguments(arguments: &Arguments) -> Result<Self> {
        single(arguments, "epsilon")?;
        Ok(LayerNormalization {
            epsilon: arguments.real("epsilon"),
            center: arguments.flag("center"),
            scale: arguments.flag("scale"),
            beta_initializer: vector_initializer(arguments, "beta_initializer")?,
            gamma_initializer: vector_initializer(arguments, "gamma_initializer")?,
            beta: VectorCare::from_arguments(arguments, BETA)?,
            gamma: VectorCare::from_arguments(arguments, GAMMA)?,
            common: Common::from_arguments(arguments),
        })
    }

    fn arguments(&self) -> Map<String, Value> {
        let mut config = Map::from_iter([
            ("axis".into(), (-1).into()),
            ("epsilon".into(), self.epsilon.into()),
            ("center".into(), self.center.into()),
            ("scale".into(), self.scale.into()),
            ("beta_initializer".into(), self.beta_initializer.to_json()),
            ("gamma_initializer".into(), self.gamma_initializer.to_json()),
        ]);
        self.beta.add_to(&mut config, BETA);
        self.gamma.add_to(&mut config, GAMMA);
        self.common.add_to(&mut config);
        config
    }
}
