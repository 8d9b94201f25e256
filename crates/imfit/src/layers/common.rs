//! What all layers have: a name, and the shape of their input if they are the first.

use serde_json::{Map, Value};

use super::WeightShape;
use crate::constraints::{self, Constraint};
use crate::declare::{Argument, Arguments, Default, Kind, Values};
use crate::error::{Error, Result};
use crate::initializers::Initializer;
use crate::regularizers::{self, Regularizer};

/// Declares `name`.
pub(super) const NAME: Argument = Argument {
    name: "name",
    values: Values::Text,
    optional: true,
    default: Default::None,
    doc: "The layer's name; made from its class if not given.",
};

/// Declares `input_shape`.
pub(super) const INPUT_SHAPE: Argument = Argument {
    name: "input_shape",
    values: Values::Shape,
    optional: true,
    default: Default::None,
    doc: "The number of values in a row of input; for the first layer of a model.",
};

/// Declares `axis`, of what has a mean or a length for each row.
pub(super) const AXIS: Argument = Argument {
    name: "axis",
    values: Values::Axis,
    optional: false,
    default: Default::Axis,
    doc: "The axis of the values of a row.",
};

/// Declares `epsilon`, but for its default.
pub(super) const EPSILON: Argument = Argument {
    name: "epsilon",
    values: Values::POSITIVE,
    optional: false,
    default: Default::Required,
    doc: "Added to what the square root is taken of, so that it is never 0.",
};

/// Declares how some weights begin.
pub(super) const fn initializer(
    name: &'static str,
    default: &'static str,
    doc: &'static str,
) -> Argument {
    let values = Values::Component(Kind::Initializer);
    Argument { name, values, optional: false, default: Default::Text(default), doc }
}

/// Declares the regularizer of some values.
pub(super) const fn regularizer(name: &'static str, doc: &'static str) -> Argument {
    Argument {
        name,
        values: Values::Component(Kind::Regularizer),
        optional: true,
        default: Default::None,
        doc,
    }
}

/// Declares the constraint of some weights.
pub(super) const fn constraint(name: &'static str, doc: &'static str) -> Argument {
    Argument {
        name,
        values: Values::Component(Kind::Constraint),
        optional: true,
        default: Default::None,
        doc,
    }
}

/// What acts on a vector of weights: a penalty, and what it is held to.
#[derive(Debug, Clone, PartialEq, std::default::Default)]
pub(crate) struct VectorCare {
    regularizer: Option<Regularizer>,
    constraint: Option<Constraint>,
}

impl VectorCare {
    /// The arguments of these names.
    pub(super) fn from_arguments(
        arguments: &Arguments,
        [regularizer, constraint]: [&'static str; 2],
    ) -> Result<VectorCare> {
        Ok(VectorCare {
            regularizer: Regularizer::of_values(regularizer, arguments.get(regularizer))?,
            constraint: Constraint::of_vector(constraint, arguments.get(constraint))?,
        })
    }

    pub(super) fn add_to(
        &self,
        config: &mut Map<String, Value>,
        [regularizer, constraint]: [&str; 2],
    ) {
        config.insert(regularizer.into(), regularizers::or_null(self.regularizer));
        config.insert(constraint.into(), constraints::or_null(self.constraint.as_ref()));
    }

    /// The vector with what acts on it.
    pub(super) fn on(&self, shape: WeightShape) -> WeightShape {
        shape.with(self.regularizer, self.constraint.as_ref())
    }
}

/// Declares `trainable`.
pub(super) const TRAINABLE: Argument = Argument {
    name: "trainable",
    values: Values::Flag,
    optional: false,
    default: Default::Flag(true),
    doc: "Whether training changes the layer's weights.",
};

/// The arguments that all layers have.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Common {
    pub(crate) name: Option<String>,
    pub(crate) input_shape: Option<usize>,
    pub(crate) trainable: bool,
}

impl std::default::Default for Common {
    fn default() -> Self {
        Common { name: None, input_shape: None, trainable: true }
    }
}

impl Common {
    pub(super) fn from_arguments(arguments: &Arguments) -> Common {
        Common {
            name: arguments.optional_text("name").map(str::to_owned),
            input_shape: shape_of(arguments.get("input_shape")),
            trainable: arguments.flag("trainable"),
        }
    }

    pub(super) fn add_to(&self, config: &mut Map<String, Value>) {
        config.insert("name".into(), self.name.clone().into());
        config.insert("input_shape".into(), self.input_shape.map(|n| vec![n]).into());
        config.insert("trainable".into(), self.trainable.into());
    }
}

/// The initializer of a vector.
///
/// # Errors
/// One that is for matrices only.
pub(super) fn vector_initializer(arguments: &Arguments, name: &'static str) -> Result<Initializer> {
    Initializer::of_vector(name, arguments.get(name))
}

/// The one value of a checked shape.
pub(crate) fn shape_of(value: &Value) -> Option<usize> {
    Some(value.as_array()?.first()?.as_u64()? as usize)
}

/// A checked number as the arithmetic has it.
///
/// # Errors
/// One that single precision takes for infinite, or for 0 though it isn't.
pub(crate) fn single(arguments: &Arguments, name: &'static str) -> Result<f32> {
    let value = arguments.real(name);
    let rounded = value as f32;
    if rounded.is_finite() && (rounded != 0.0 || value == 0.0) {
        return Ok(rounded);
    }
    Err(Error::argument(name, value, "0, or a number between 1e-45 and 3.4e38 in size"))
}

/// The shortest decimal number that is this `f32`, so that 0.1 is written 0.1.
pub(crate) fn shortest(value: f32) -> f64 {
    value.to_string().parse().unwrap_or_else(|_| f64::from(value))
}
