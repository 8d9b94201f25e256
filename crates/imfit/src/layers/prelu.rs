//! The rectifier whose slope below 0 is learnt.

use serde_json::{Map, Value};

use super::WeightShape;
use super::common::{
    Common, INPUT_SHAPE, NAME, TRAINABLE, VectorCare, constraint, initializer, regularizer,
    vector_initializer,
};
use crate::declare::{Arguments, Component, Declaration};
use crate::error::Result;
use crate::initializers::Initializer;

/// x above 0, alpha·x below, with an alpha for each input that is learnt (He and others, 2015).
#[derive(Debug, Clone, PartialEq)]
pub struct PReLU {
    pub(crate) alpha_initializer: Initializer,
    pub(crate) alpha: VectorCare,
    pub(crate) common: Common,
}

/// What acts on the slopes.
const ALPHA: [&str; 2] = ["alpha_regularizer", "alpha_constraint"];

impl std::default::Default for PReLU {
    fn default() -> Self {
        PReLU::from_map(&Map::new()).expect("declared defaults are allowed")
    }
}

impl PReLU {
    /// The same with another initializer of the slopes.
    pub fn alpha_initializer(mut self, initializer: impl Into<Initializer>) -> PReLU {
        self.alpha_initializer = initializer.into();
        self
    }

    pub(super) fn weights(&self, inputs: usize) -> Vec<WeightShape> {
        vec![self.alpha.on(WeightShape::vector("alpha", inputs, &self.alpha_initializer))]
    }
}

impl Component for PReLU {
    const DECLARATION: Declaration = Declaration {
        class_name: "PReLU",
        aliases: &[],
        doc: "The rectifier that learns how much it leaks: x above 0, alpha * x below, with an alpha for each input.",
        arguments: &[
            initializer("alpha_initializer", "zeros", "How the slopes below 0 begin."),
            regularizer(ALPHA[0], "A penalty on the slopes, added to the loss."),
            constraint(ALPHA[1], "What the slopes are held to after each step."),
            NAME,
            INPUT_SHAPE,
            TRAINABLE,
        ],
        source: "https://keras.io/api/layers/activation_layers/prelu/",
    };

    fn from_arguments(arguments: &Arguments) -> Result<Self> {
        Ok(PReLU {
            alpha_initializer: vector_initializer(arguments, "alpha_initializer")?,
            alpha: VectorCare::from_arguments(arguments, ALPHA)?,
            common: Common::from_arguments(arguments),
        })
    }

    fn arguments(&self) -> Map<String, Value> {
        let mut config =
            Map::from_iter([("alpha_initializer".into(), self.alpha_initializer.to_json())]);
        self.alpha.add_to(&mut config, ALPHA);
        self.common.add_to(&mut config);
        config
    }
}
