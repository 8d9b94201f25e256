//! The constraints that Keras has.

use serde_json::{Map, Value};

use crate::declare::{Argument, Arguments, Component, Declaration, Default, Values};
use crate::error::{Error, Result};

const SOURCE: &str = "https://keras.io/api/layers/constraints/";

/// Norms are at most `max_value`.
#[derive(Debug, Clone, PartialEq)]
pub struct MaxNorm {
    /// The largest norm.
    pub max_value: f64,
    /// The axes over which a norm is taken: 0, the weights of one output.
    pub axis: Vec<i64>,
}

/// No weight is negative.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NonNeg;

/// Norms are 1.
#[derive(Debug, Clone, PartialEq)]
pub struct UnitNorm {
    /// The axes over which a norm is taken: 0, the weights of one output.
    pub axis: Vec<i64>,
}

/// Norms are between two bounds, or come nearer to that with every step.
#[derive(Debug, Clone, PartialEq)]
pub struct MinMaxNorm {
    /// The smallest norm.
    pub min_value: f64,
    /// The largest norm.
    pub max_value: f64,
    /// How much of the way into the bounds is gone after each step.
    pub rate: f64,
    /// The axes over which a norm is taken: 0, the weights of one output.
    pub axis: Vec<i64>,
}

const AXIS: Argument = Argument {
    name: "axis",
    values: Values::Axes,
    optional: false,
    default: Default::Whole(0),
    doc: "The axis, or axes, over which a norm is taken, counted from 0: with 0 over the weights of one output, with 1 over those of one input.",
};

const fn real(name: &'static str, values: Values, default: f64, doc: &'static str) -> Argument {
    Argument { name, values, optional: false, default: Default::Real(default), doc }
}

/// The axes of checked arguments.
fn axes(arguments: &Arguments) -> Vec<i64> {
    match arguments.get("axis") {
        Value::Array(axes) => axes.iter().filter_map(Value::as_i64).collect(),
        axis => axis.as_i64().into_iter().collect(),
    }
}

/// The axes as they are given: one alone, or a list.
fn axes_to_json(axes: &[i64]) -> Value {
    if let [axis] = axes { (*axis).into() } else { axes.into() }
}

impl Component for MaxNorm {
    const DECLARATION: Declaration = Declaration {
        class_name: "MaxNorm",
        aliases: &["max_norm"],
        doc: "Weights whose norm is too large are scaled down after each step.",
        arguments: &[real("max_value", Values::NOT_NEGATIVE, 2.0, "The largest norm."), AXIS],
        source: SOURCE,
    };

    fn from_arguments(arguments: &Arguments) -> Result<Self> {
        Ok(MaxNorm { max_value: arguments.real("max_value"), axis: axes(arguments) })
    }

    fn arguments(&self) -> Map<String, Value> {
        Map::from_iter([
            ("max_value".into(), self.max_value.into()),
            ("axis".into(), axes_to_json(&self.axis)),
        ])
    }
}

impl Component for NonNeg {
    const DECLARATION: Declaration = Declaration {
        class_name: "NonNeg",
        aliases: &["non_neg"],
        doc: "Negative weights become 0 after each step.",
        arguments: &[],
        source: SOURCE,
    };

    fn from_arguments(_: &Arguments) -> Result<Self> {
        Ok(NonNeg)
    }

    fn arguments(&self) -> Map<String, Value> {
        Map::new()
    }
}

impl Component for UnitNorm {
    const DECLARATION: Declaration = Declaration {
        class_name: "UnitNorm",
        aliases: &["unit_norm"],
        doc: "Weights are scaled to a norm of 1 after each step.",
        arguments: &[AXIS],
        source: SOURCE,
    };

    fn from_arguments(arguments: &Arguments) -> Result<Self> {
        Ok(UnitNorm { axis: axes(arguments) })
    }

    fn arguments(&self) -> Map<String, Value> {
        Map::from_iter([("axis".into(), axes_to_json(&self.axis))])
    }
}

impl Component for MinMaxNorm {
    const DECLARATION: Declaration = Declaration {
        class_name: "MinMaxNorm",
        aliases: &["min_max_norm"],
        doc: "Weights are scaled after each step, towards a norm between two bounds.",
        arguments: &[
            real("min_value", Values::NOT_NEGATIVE, 0.0, "The smallest norm."),
            real("max_value", Values::NOT_NEGATIVE, 1.0, "The largest norm."),
            real(
                "rate",
                Values::UNIT,
                1.0,
                "How much of the way into the bounds is gone after each step.",
            ),
            AXIS,
        ],
        source: SOURCE,
    };

    fn from_arguments(arguments: &Arguments) -> Result<Self> {
        let (min_value, max_value) = (arguments.real("min_value"), arguments.real("max_value"));
        if min_value > max_value {
            let allowed = format!("at least `min_value`, {min_value}");
            return Err(Error::argument("max_value", max_value, allowed));
        }
        Ok(MinMaxNorm { min_value, max_value, rate: arguments.real("rate"), axis: axes(arguments) })
    }

    fn arguments(&self) -> Map<String, Value> {
        Map::from_iter([
            ("min_value".into(), self.min_value.into()),
            ("max_value".into(), self.max_value.into()),
            ("rate".into(), self.rate.into()),
            ("axis".into(), axes_to_json(&self.axis)),
        ])
    }
}
