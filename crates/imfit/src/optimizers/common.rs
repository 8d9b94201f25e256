//! What all optimizers have.

use serde_json::{Map, Value};

use crate::declare::Arguments;

/// The settings that all optimizers have.
#[derive(Debug, Clone, PartialEq)]
pub struct Common {
    /// About the size of a step. Above 0.
    pub learning_rate: f64,
    /// A name, of no consequence.
    pub name: Option<String>,
}

impl Common {
    pub(super) fn from_arguments(arguments: &Arguments) -> Common {
        Common {
            learning_rate: arguments.real("learning_rate"),
            name: arguments.optional_text("name").map(str::to_owned),
        }
    }

    /// These settings, and those of one optimizer, as JSON by name.
    pub(super) fn and<const OWN: usize>(&self, own: [(&str, Value); OWN]) -> Map<String, Value> {
        let mut config = Map::from_iter([("learning_rate".into(), self.learning_rate.into())]);
        config.extend(own.map(|(name, value)| (name.to_owned(), value)));
        config.insert("name".into(), self.name.clone().into());
        config
    }
}
