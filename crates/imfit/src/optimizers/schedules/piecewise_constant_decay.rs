//! The schedule in pieces.

use serde_json::{Map, Value};

use super::{Rate, name};
use crate::declare::{Argument, Arguments, Component, Declaration, Default, MANY, Values};
use crate::error::{Error, Result};

/// A learning rate that is constant, and another one after each boundary.
///
/// The first value up to the first boundary, that one included, then the second, and so on.
#[derive(Debug, Clone, PartialEq)]
pub struct PiecewiseConstantDecay {
    /// After how many batches the next value begins.
    pub boundaries: Vec<u64>,
    /// The learning rates, one more than boundaries.
    pub values: Vec<f64>,
    /// A name, of no consequence.
    pub name: String,
}

impl Rate for PiecewiseConstantDecay {
    fn at(&self, steps: f32) -> f32 {
        let passed = self.boundaries.iter().filter(|boundary| steps > **boundary as f32).count();
        self.values[passed] as f32
    }
}

impl Component for PiecewiseConstantDecay {
    const DECLARATION: Declaration = Declaration {
        class_name: "PiecewiseConstantDecay",
        aliases: &["piecewise_constant_decay"],
        doc: "A learning rate that is constant, and another one after each boundary.",
        arguments: &[
            Argument {
                name: "boundaries",
                values: Values::List(&Values::Whole { least: 0, most: MANY }),
                optional: false,
                default: Default::Required,
                doc: "After how many batches the next value begins, each more than the one before.",
            },
            Argument {
                name: "values",
                values: Values::List(&Values::NOT_NEGATIVE),
                optional: false,
                default: Default::Required,
                doc: "The learning rates, one more than boundaries.",
            },
            name("PiecewiseConstant"),
        ],
        source: "https://keras.io/api/optimizers/learning_rate_schedules/piecewise_constant_decay/",
    };

    fn from_arguments(arguments: &Arguments) -> Result<Self> {
        let (boundaries, values) = (arguments.wholes("boundaries"), arguments.reals("values"));
        if values.len() != boundaries.len() + 1 {
            let allowed = format!("{} numbers, one more than `boundaries`", boundaries.len() + 1);
            return Err(Error::argument("values", format!("{} numbers", values.len()), allowed));
        }
        if !boundaries.is_sorted_by(|before, after| before < after) {
            let given = format!("{boundaries:?}");
            return Err(Error::argument("boundaries", given, "numbers that grow"));
        }
        Ok(PiecewiseConstantDecay {
            boundaries,
            values,
            name: arguments.optional_text("name").unwrap_or_default().to_owned(),
        })
    }

    fn arguments(&self) -> Map<String, Value> {
        Map::from_iter([
            ("boundaries".into(), self.boundaries.clone().into()),
            ("values".into(), self.values.clone().into()),
            ("name".into(), self.name.clone().into()),
        ])
    }
}
