//! An activation as a layer of its own.

use serde_json::{Map, Value};

use super::activation::Activation;
use super::common::{Common, INPUT_SHAPE, NAME, TRAINABLE};
use crate::declare::{Argument, Arguments, Component, Declaration, Default, Kind, Values};
use crate::error::Result;

/// Applies an activation to each of its inputs. Called `Activation` everywhere but in Rust.
#[derive(Debug, Clone, PartialEq)]
pub struct ActivationLayer {
    /// The function.
    pub activation: Activation,
    pub(crate) common: Common,
}

impl ActivationLayer {
    /// A layer that applies `activation`.
    pub fn new(activation: Activation) -> ActivationLayer {
        ActivationLayer { activation, common: Common::default() }
    }
}

impl Component for ActivationLayer {
    const DECLARATION: Declaration = Declaration {
        class_name: "Activation",
        aliases: &[],
        doc: "Applies an activation to each of its inputs.",
        arguments: &[
            Argument {
                name: "activation",
                values: Values::Component(Kind::Activation),
                optional: false,
                default: Default::Required,
                doc: "The function to apply.",
            },
            NAME,
            INPUT_SHAPE,
            TRAINABLE,
        ],
        source: "https://keras.io/api/layers/core_layers/activation/",
    };

    fn from_arguments(arguments: &Arguments) -> Result<Self> {
        Ok(ActivationLayer {
            activation: Activation::from_json(arguments.get("activation"))?,
            common: Common::from_arguments(arguments),
        })
    }

    fn arguments(&self) -> Map<String, Value> {
        let mut config = Map::from_iter([("activation".into(), self.activation.to_json())]);
        self.common.add_to(&mut config);
        config
    }
}
