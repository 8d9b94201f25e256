//! What is reported beside the loss.

mod accuracy;

pub use accuracy::Accuracy;

use serde_json::{Map, Value};

use crate::declare::{Component, Declaration, Kind, text_or_component};
use crate::error::Result;
use crate::losses::MeanSquaredError;
use crate::panel::Lanes;

/// The declarations of all metrics.
pub(crate) const DECLARATIONS: &[&Declaration] =
    &[&Accuracy::DECLARATION, &MeanSquaredError::DECLARATION];

/// Any of the metrics.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum Metric {
    /// The share of rows that are right; see [`struct@Accuracy`].
    Accuracy,
    /// The mean of the squares of the differences.
    MeanSquaredError,
}

impl Metric {
    /// The metric that `value` names or describes.
    ///
    /// # Errors
    /// A name that doesn't exist.
    pub fn from_json(value: &Value) -> Result<Metric> {
        let (name, _) = text_or_component(value).unwrap_or(("", Map::new()));
        match Kind::Metric.find(name)?.class_name {
            "Accuracy" => Ok(Metric::Accuracy),
            "MeanSquaredError" => Ok(Metric::MeanSquaredError),
            other => unreachable!("{other} is declared, but not made"),
        }
    }

    /// The metric as `{"class_name", "config"}`.
    pub fn to_json(self) -> Value {
        match self {
            Metric::Accuracy => Accuracy.to_json(),
            Metric::MeanSquaredError => MeanSquaredError.to_json(),
        }
    }

    /// The name under which the history has it.
    pub fn name(self) -> &'static str {
        match self {
            Metric::Accuracy => Accuracy::DECLARATION.usual_name(),
            Metric::MeanSquaredError => MeanSquaredError::DECLARATION.usual_name(),
        }
    }

    /// The metric of each row of a panel; an epoch's is the mean over its rows.
    pub(crate) fn rows(self, prediction: &[Lanes], target: &[Lanes]) -> Lanes {
        match self {
            Metric::Accuracy => Accuracy::rows(prediction, target),
            Metric::MeanSquaredError => MeanSquaredError::rows(prediction, target),
        }
    }
}
