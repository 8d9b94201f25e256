//! What training makes small.

mod mean_squared_error;

pub use mean_squared_error::MeanSquaredError;

use serde_json::{Map, Value};

use crate::declare::{Component, Declaration, Kind, text_or_component};
use crate::error::Result;
use crate::panel::Lanes;

/// The declarations of all losses.
pub(crate) const DECLARATIONS: &[&Declaration] = &[&MeanSquaredError::DECLARATION];

/// Any of the losses.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum Loss {
    /// The mean of the squares of the differences.
    MeanSquaredError,
}

impl Loss {
    /// The loss that `value` names or describes.
    ///
    /// # Errors
    /// A name that doesn't exist.
    pub fn from_json(value: &Value) -> Result<Loss> {
        let (name, _) = text_or_component(value).unwrap_or(("", Map::new()));
        match Kind::Loss.find(name)?.class_name {
            "MeanSquaredError" => Ok(Loss::MeanSquaredError),
            other => unreachable!("{other} is declared, but not made"),
        }
    }

    /// The loss as `{"class_name", "config"}`.
    pub fn to_json(self) -> Value {
        match self {
            Loss::MeanSquaredError => MeanSquaredError.to_json(),
        }
    }

    /// The loss of each row of a panel; prediction and target are (outputs, rows).
    pub(crate) fn rows(self, prediction: &[Lanes], target: &[Lanes]) -> Lanes {
        match self {
            Loss::MeanSquaredError => MeanSquaredError::rows(prediction, target),
        }
    }

    /// The gradient of `scale` times the loss of each row, with respect to the prediction.
    pub(crate) fn gradient(
        self,
        prediction: &[Lanes],
        target: &[Lanes],
        scale: &Lanes,
        out: &mut [Lanes],
    ) {
        match self {
            Loss::MeanSquaredError => MeanSquaredError::gradient(prediction, target, scale, out),
        }
    }
}
