//! The mean of the squares of the differences.

use serde_json::{Map, Value};

use crate::declare::{Arguments, Component, Declaration};
use crate::error::Result;

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
    pub(crate) fn row(prediction: &[f32], target: &[f32]) -> f32 {
        let squares = prediction.iter().zip(target).map(|(p, t)| (p - t) * (p - t));
        squares.sum::<f32>() / prediction.len() as f32
    }

    pub(super) fn gradient(prediction: &[f32], target: &[f32], scale: f32, out: &mut [f32]) {
        let factor = 2.0 * scale / prediction.len() as f32;
        for ((g, p), t) in out.iter_mut().zip(prediction).zip(target) {
            *g = factor * (p - t);
        }
    }
}
