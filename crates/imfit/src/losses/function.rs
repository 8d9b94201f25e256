//! A loss that is a function of the user's.

use serde_json::{Value, json};

use super::{Loss, Which};
use crate::declare::{self, Argument, Declaration, Default, Values};
use crate::training::Function;

/// The function itself.
pub(crate) const FN: Argument = Argument {
    name: "fn",
    values: Values::Function("a function of targets and predictions, both (rows, columns)"),
    optional: false,
    default: Default::Required,
    doc: "A function of the targets and the predictions, two matrices of as many rows, that returns a number for each row, or a row of numbers whose mean counts. What it says of a row must depend on that row alone.",
};

const GRADIENT: Argument = Argument {
    name: "gradient",
    values: Values::Function("a function of targets and predictions, both (rows, columns)"),
    optional: true,
    default: Default::None,
    doc: "A function of the same that returns the derivatives of each row's loss with respect to its predictions, a matrix like these. Without it they are found from differences of the loss: two calls more for each output.",
};

/// The name of a function.
pub(crate) const NAME: Argument = Argument {
    name: "name",
    values: Values::Text,
    optional: true,
    default: Default::None,
    doc: "Its name: what the history calls a metric, and by what a saved model asks for the function again; the function's own if not given.",
};

pub(crate) const FUNCTION: Declaration = Declaration {
    class_name: "Function",
    aliases: &["function"],
    doc: "A function of your own. It is called for every batch, in the language that it is written in: much slower than the other losses.",
    arguments: &[FN, GRADIENT, NAME],
    source: "https://keras.io/api/losses/#creating-custom-losses",
};

/// The arguments of a loss whose slopes the host knows or doesn't.
pub(super) fn config(gradient: bool) -> Value {
    let gradient = gradient.then_some(declare::FUNCTION);
    json!({ "fn": declare::FUNCTION, "gradient": gradient, "name": null })
}

impl Loss {
    /// The host's functions that it takes.
    pub(crate) fn functions(self) -> &'static [Function] {
        match self.0 {
            Which::Function { gradient: true } => &[Function::Loss, Function::Gradient],
            Which::Function { gradient: false } => &[Function::Loss],
            _ => &[],
        }
    }
}
