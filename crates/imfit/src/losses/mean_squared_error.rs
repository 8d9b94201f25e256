//! The mean of the squares of the differences.

use serde_json::{Map, Value};

use crate::declare::{Arguments, Component, Declaration};
use crate::error::Result;
use crate::panel::Lanes;

/// For a row of n outputs, 1/n · Σ (prediction - target)².
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MeanSquaredError;

impl Component for MeanSquaredError {
    const DECLARATION: Declaration = Declaration {
        class_name: "MeanSquaredError",
        aliases: &["mean_squared_error", "mse", "MSE"],
        doc: "The mean of the squares of the differences between predictions and targets.",
        arguments: &[],
        source: "https://keras.io/api/losses/regression_losses/#meansquarederror-class",
    };

    fn from_arguments(_: &Arguments) -> Result<Self> {
        Ok(MeanSquaredError)
    }

    fn arguments(&self) -> Map<String, Value> {
        Map::new()
    }
}

impl MeanSquaredError {
    pub(crate) fn rows(prediction: &[Lanes], target: &[Lanes]) -> Lanes {
        let mut squares = Lanes::default();
        for (p, t) in prediction.iter().zip(target) {
            for (lane, square) in squares.iter_mut().enumerate() {
                *square += (p[lane] - t[lane]) * (p[lane] - t[lane]);
            }
        }
        squares.map(|sum| sum / prediction.len() as f32)
    }

    pub(super) fn gradient(
        prediction: &[Lanes],
        target: &[Lanes],
        scale: &Lanes,
        out: &mut [Lanes],
    ) {
        let factor = scale.map(|scale| 2.0 * scale / prediction.len() as f32);
        for ((g, p), t) in out.iter_mut().zip(prediction).zip(target) {
            for (lane, g) in g.iter_mut().enumerate() {
                *g = factor[lane] * (p[lane] - t[lane]);
            }
        }
    }
}
