//! The layers that bring each row to a length, and leave its mean where it is.

use serde_json::{Map, Value};

use super::WeightShape;
use super::common::{AXIS, Common, EPSILON, INPUT_SHAPE, NAME, TRAINABLE, single};
use crate::declare::{Argument, Arguments, Component, Declaration, Default};
use crate::error::Result;
use crate::initializers::{Initializer, Ones};

/// Divides each row by the root of the mean of its squares, and multiplies it by a scale for each of its
/// values, which is learnt (Zhang and Sennrich, 2019).
#[derive(Debug, Clone, PartialEq)]
pub struct RMSNormalization {
    pub(crate) epsilon: f64,
    pub(crate) common: Common,
}

impl std::default::Default for RMSNormalization {
    fn default() -> Self {
        RMSNormalization::from_map(&Map::new()).expect("declared defaults are allowed")
    }
}

impl RMSNormalization {
    pub(super) fn weights(&self, inputs: usize) -> Vec<WeightShape> {
        vec![WeightShape::vector("scale", inputs, &Initializer::from(Ones))]
    }
}

impl Component for RMSNormalization {
    const DECLARATION: Declaration = Declaration {
        class_name: "RMSNormalization",
        aliases: &[],
        doc: "Divides each row by the root of the mean of its squares; then a scale is learnt for each value.",
        arguments: &[
            AXIS,
            Argument { default: Default::Real(1e-6), ..EPSILON },
            NAME,
            INPUT_SHAPE,
            TRAINABLE,
        ],
        source: "https://keras.io/api/layers/normalization_layers/rms_normalization/",
    };

    fn from_arguments(arguments: &Arguments) -> Result<Self> {
        single(arguments, "epsilon")?;
        let epsilon = arguments.real("epsilon");
        Ok(RMSNormalization { epsilon, common: Common::from_arguments(arguments) })
    }

    fn arguments(&self) -> Map<String, Value> {
        let mut config =
            Map::from_iter([("axis".into(), (-1).into()), ("epsilon".into(), self.epsilon.into())]);
        self.common.add_to(&mut config);
        config
    }
}

/// Divides each row by its length, the root of the sum of its squares; a row of zeros stays one.
#[derive(Debug, Clone, PartialEq, std::default::Default)]
pub struct UnitNormalization {
    pub(crate) common: Common,
}

impl Component for UnitNormalization {
    const DECLARATION: Declaration = Declaration {
        class_name: "UnitNormalization",
        aliases: &[],
        doc: "Divides each row by its length, so that the squares of its values add up to 1.",
        arguments: &[AXIS, NAME, INPUT_SHAPE, TRAINABLE],
        source: "https://keras.io/api/layers/normalization_layers/unit_normalization/",
    };

    fn from_arguments(arguments: &Arguments) -> Result<Self> {
        Ok(UnitNormalization { common: Common::from_arguments(arguments) })
    }

    fn arguments(&self) -> Map<String, Value> {
        let mut config = Map::from_iter([("axis".into(), (-1).into())]);
        self.common.add_to(&mut config);
        config
    }
}
