//! The rectifier as a layer.

use imfit_compute::Relu;
use serde_json::{Map, Value};

use super::common::{Common, INPUT_SHAPE, NAME, TRAINABLE, shortest, single};
use crate::declare::{Argument, Arguments, Component, Declaration, Default, Values};
use crate::error::{Error, Result};

const MAX_VALUE: Argument = Argument {
    name: "max_value",
    values: Values::NOT_NEGATIVE,
    optional: true,
    default: Default::None,
    doc: "Where the output stops growing; never if not given.",
};

const NEGATIVE_SLOPE: Argument = Argument {
    name: "negative_slope",
    values: Values::NOT_NEGATIVE,
    optional: false,
    default: Default::Real(0.0),
    doc: "The slope below the threshold.",
};

const THRESHOLD: Argument = Argument {
    name: "threshold",
    values: Values::NOT_NEGATIVE,
    optional: false,
    default: Default::Real(0.0),
    doc: "Where the identity begins.",
};

/// The three arguments that bend the rectifier.
pub(super) const ARGUMENTS: &[Argument] = &[MAX_VALUE, NEGATIVE_SLOPE, THRESHOLD];

/// `max_value` for x >= `max_value`, x from `threshold` up to there, and `negative_slope` ·
/// (x - `threshold`) below.
#[derive(Debug, Clone, PartialEq, std::default::Default)]
pub struct ReLU {
    pub(crate) relu: Relu,
    pub(crate) common: Common,
}

impl ReLU {
    /// A rectifier that stops growing at `max_value`.
    pub fn with_max_value(max_value: f32) -> ReLU {
        ReLU { relu: Relu { max_value, ..Relu::default() }, common: Common::default() }
    }
}

impl Component for ReLU {
    const DECLARATION: Declaration = Declaration {
        class_name: "ReLU",
        aliases: &[],
        doc: "The rectifier max(x, 0), with three arguments that bend it.",
        arguments: &[MAX_VALUE, NEGATIVE_SLOPE, THRESHOLD, NAME, INPUT_SHAPE, TRAINABLE],
        source: "https://keras.io/api/layers/activation_layers/relu/",
    };

    fn from_arguments(arguments: &Arguments) -> Result<Self> {
        Ok(ReLU { relu: relu_from(arguments)?, common: Common::from_arguments(arguments) })
    }

    fn arguments(&self) -> Map<String, Value> {
        let mut config = relu_arguments(self.relu);
        self.common.add_to(&mut config);
        config
    }
}

/// The rectifier of checked arguments.
pub(super) fn relu_from(arguments: &Arguments) -> Result<Relu> {
    let max_value = arguments.optional_real("max_value");
    let threshold = arguments.real("threshold");
    if let Some(max_value) = max_value.filter(|max_value| *max_value < threshold) {
        let allowed = format!("at least `threshold`, {threshold}");
        return Err(Error::argument("max_value", max_value, allowed));
    }
    if let Some(max_value) = max_value.filter(|max_value| (*max_value as f32).is_infinite()) {
        return Err(Error::argument("max_value", max_value, "a number up to 3.4e38, or nothing"));
    }
    Ok(Relu {
        max_value: max_value.map_or(f32::INFINITY, |value| value as f32),
        negative_slope: single(arguments, "negative_slope")?,
        threshold: single(arguments, "threshold")?,
    })
}

/// The three arguments as JSON.
pub(super) fn relu_arguments(relu: Relu) -> Map<String, Value> {
    let max_value = relu.max_value.is_finite().then_some(relu.max_value);
    Map::from_iter([
        ("max_value".into(), max_value.map(shortest).into()),
        ("negative_slope".into(), shortest(relu.negative_slope).into()),
        ("threshold".into(), shortest(relu.threshold).into()),
    ])
}
