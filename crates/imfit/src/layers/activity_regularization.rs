//! A penalty on what passes through.

use imfit_compute::Penalty;
use serde_json::{Map, Value};

use super::common::{Common, INPUT_SHAPE, NAME, TRAINABLE};
use crate::declare::{Argument, Arguments, Component, Declaration, Default, Values};
use crate::error::Result;
use crate::regularizers::L1L2;

/// Gives what it gets, and adds a penalty on it to the loss: for each row `l1` times the sum of the
/// sizes, and `l2` times that of the squares.
#[derive(Debug, Clone, PartialEq)]
pub struct ActivityRegularization {
    regularizer: L1L2,
    pub(crate) common: Common,
}

impl ActivityRegularization {
    /// A penalty of both kinds.
    pub fn new(regularizer: L1L2) -> ActivityRegularization {
        ActivityRegularization { regularizer, common: Common::default() }
    }

    /// The penalty on each row.
    pub(crate) fn penalty(&self) -> Penalty {
        self.regularizer.penalty()
    }
}

const fn factor(name: &'static str, doc: &'static str) -> Argument {
    Argument {
        name,
        values: Values::NOT_NEGATIVE,
        optional: false,
        default: Default::Real(0.0),
        doc,
    }
}

impl Component for ActivityRegularization {
    const DECLARATION: Declaration = Declaration {
        class_name: "ActivityRegularization",
        aliases: &[],
        doc: "Gives what it gets, and adds a penalty on it to the loss.",
        arguments: &[
            factor("l1", "What the sum of the sizes of a row's values is multiplied by."),
            factor("l2", "What the sum of the squares of a row's values is multiplied by."),
            NAME,
            INPUT_SHAPE,
            TRAINABLE,
        ],
        source: "https://keras.io/api/layers/regularization_layers/activity_regularization/",
    };

    fn from_arguments(arguments: &Arguments) -> Result<Self> {
        let factors =
            Map::from_iter(["l1", "l2"].map(|name| (name.to_owned(), arguments.get(name).clone())));
        let regularizer = L1L2::from_map(&factors)?;
        Ok(ActivityRegularization { regularizer, common: Common::from_arguments(arguments) })
    }

    fn arguments(&self) -> Map<String, Value> {
        let mut config = self.regularizer.arguments();
        self.common.add_to(&mut config);
        config
    }
}
