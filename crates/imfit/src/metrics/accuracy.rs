//! The share of rows that are right.

use serde_json::{Map, Value};

use crate::declare::{Arguments, Component, Declaration};
use crate::error::Result;

/// With one output, the share of rows where the prediction is above 0.5 just when the target is 1;
/// with more, the share of rows where the largest output is the largest target.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Accuracy;

impl Component for Accuracy {
    const DECLARATION: Declaration = Declaration {
        class_name: "Accuracy",
        aliases: &["accuracy", "acc"],
        doc: "The share of rows whose largest output is the largest target; with one output, whose rounding is the target.",
        arguments: &[],
        source: "https://keras.io/api/models/model_training_apis/#compile-method",
    };

    fn from_arguments(_: &Arguments) -> Result<Self> {
        Ok(Accuracy)
    }

    fn arguments(&self) -> Map<String, Value> {
        Map::new()
    }
}

impl Accuracy {
    pub(super) fn row(prediction: &[f32], target: &[f32]) -> f32 {
        let right = match (prediction, target) {
            ([prediction], [target]) => *target == f32::from(u8::from(*prediction > 0.5)),
            _ => index_of_largest(prediction) == index_of_largest(target),
        };
        f32::from(u8::from(right))
    }
}

/// The first of the largest values.
fn index_of_largest(values: &[f32]) -> usize {
    let mut largest = 0;
    for (index, value) in values.iter().enumerate() {
        if *value > values[largest] {
            largest = index;
        }
    }
    largest
}

#[cfg(test)]
mod tests {
    use super::Accuracy;

    #[test]
    fn several_outputs_compare_their_largest() {
        assert_eq!(Accuracy::row(&[0.1, 0.9, 0.2], &[0.3, 0.4, 0.35]), 1.0);
        assert_eq!(Accuracy::row(&[0.5, 0.5], &[1.0, 0.0]), 1.0);
        assert_eq!(Accuracy::row(&[0.5, 0.6], &[1.0, 0.0]), 0.0);
    }

    #[test]
    fn one_output_is_held_against_one_half() {
        assert_eq!(Accuracy::row(&[0.5], &[0.0]), 1.0);
        assert_eq!(Accuracy::row(&[0.51], &[1.0]), 1.0);
        assert_eq!(Accuracy::row(&[0.51], &[0.7]), 0.0);
    }
}
