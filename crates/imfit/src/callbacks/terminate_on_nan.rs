//! An end without an error when the loss is no longer finite.

use serde_json::{Map, Value};

use super::watch::{Moment, Watch};
use crate::declare::{Argument, Arguments, Component, Declaration, Default, Values};
use crate::error::Result;

/// Ends a training without an error when its loss is no longer finite: after that batch, whose step isn't
/// taken, the epoch ends. Without it the training fails, and the model goes back to where the epoch began.
#[derive(Debug, Clone, PartialEq, Eq, std::default::Default)]
pub struct TerminateOnNaN {
    /// Whether the training fails all the same, as it does without this callback.
    pub raise_error: bool,
}

impl Component for TerminateOnNaN {
    const DECLARATION: Declaration = Declaration {
        class_name: "TerminateOnNaN",
        aliases: &["terminate_on_nan", "terminate_on_naan"],
        doc: "Ends the training, without an error, when the loss is no longer a finite number.",
        arguments: &[Argument {
            name: "raise_error",
            values: Values::Flag,
            optional: false,
            default: Default::Flag(false),
            doc: "Whether that is an error after all, as it is without this callback.",
        }],
        source: "https://keras.io/api/callbacks/terminate_on_nan/",
    };

    fn from_arguments(arguments: &Arguments) -> Result<Self> {
        Ok(TerminateOnNaN { raise_error: arguments.flag("raise_error") })
    }

    fn arguments(&self) -> Map<String, Value> {
        Map::from_iter([("raise_error".to_owned(), self.raise_error.into())])
    }
}

impl Watch for TerminateOnNaN {
    fn at(&mut self, _: &mut Moment<'_>) -> Result<()> {
        Ok(())
    }

    fn takes_not_finite(&self) -> bool {
        !self.raise_error
    }
}
