//! The layer that does nothing.

use serde_json::{Map, Value};

use super::common::{Common, INPUT_SHAPE, NAME, TRAINABLE};
use crate::declare::{Arguments, Component, Declaration};
use crate::error::Result;

/// Gives back what it gets: a place for a layer to come.
#[derive(Debug, Clone, PartialEq, std::default::Default)]
pub struct Identity {
    pub(crate) common: Common,
}

impl Component for Identity {
    const DECLARATION: Declaration = Declaration {
        class_name: "Identity",
        aliases: &[],
        doc: "Gives back what it gets: a place for a layer to come.",
        arguments: &[NAME, INPUT_SHAPE, TRAINABLE],
        source: "https://keras.io/api/layers/core_layers/identity/",
    };

    fn from_arguments(arguments: &Arguments) -> Result<Self> {
        Ok(Identity { common: Common::from_arguments(arguments) })
    }

    fn arguments(&self) -> Map<String, Value> {
        let mut config = Map::new();
        self.common.add_to(&mut config);
        config
    }
}
