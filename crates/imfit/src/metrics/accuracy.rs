//! The share of rows that are right.

use crate::panel::{Lanes, PANEL_ROWS};

/// With one output, the share of rows where the prediction is above 0.5 just when the target is 1;
/// with more, the share of rows where the largest output is the largest target.
pub(super) struct Accuracy;

impl Accuracy {
    pub(super) fn rows(prediction: &[Lanes], target: &[Lanes]) -> Lanes {
        match (prediction.len(), target.len()) {
            (1, 1) => Accuracy::binary(prediction, target, 0.5),
            _ => Accuracy::categorical(prediction, target),
        }
    }

    /// The share of outputs that are above `threshold` just when their target is 1.
    pub(super) fn binary(prediction: &[Lanes], target: &[Lanes], threshold: f32) -> Lanes {
        let right = |lane: usize| {
            let pairs = prediction.iter().zip(target);
            pairs.filter(|(p, t)| t[lane] == one_if(p[lane] > threshold)).count()
        };
        std::array::from_fn(|lane| right(lane) as f32 / prediction.len() as f32)
    }

    /// Whether the largest output is the largest target.
    pub(super) fn categorical(prediction: &[Lanes], target: &[Lanes]) -> Lanes {
        let (predicted, right) = (index_of_largest(prediction), index_of_largest(target));
        each_lane(|lane| predicted[lane] == right[lane])
    }
}

fn each_lane(is_right: impl Fn(usize) -> bool) -> Lanes {
    std::array::from_fn(|lane| one_if(is_right(lane)))
}

fn one_if(condition: bool) -> f32 {
    f32::from(u8::from(condition))
}

/// The first of the largest values, in each lane.
fn index_of_largest(values: &[Lanes]) -> [u32; PANEL_ROWS] {
    let (mut largest, mut at) = (values[0], [0; PANEL_ROWS]);
    for (index, values) in (0..).zip(values) {
        for lane in 0..PANEL_ROWS {
            if values[lane] > largest[lane] {
                (largest[lane], at[lane]) = (values[lane], index);
            }
        }
    }
    at
}

#[cfg(test)]
mod tests {
    use super::{Accuracy, Lanes};

    /// The accuracy of one row, in the third lane of a panel.
    fn row(prediction: &[f32], target: &[f32]) -> f32 {
        let panel = |values: &[f32]| -> Vec<Lanes> {
            let lanes =
                |value: &f32| std::array::from_fn(|lane| if lane == 2 { *value } else { 7.0 });
            values.iter().map(lanes).collect()
        };
        Accuracy::rows(&panel(prediction), &panel(target))[2]
    }

    #[test]
    fn several_outputs_compare_their_largest() {
        assert_eq!(row(&[0.1, 0.9, 0.2], &[0.3, 0.4, 0.35]), 1.0);
        assert_eq!(row(&[0.5, 0.5], &[1.0, 0.0]), 1.0);
        assert_eq!(row(&[0.5, 0.6], &[1.0, 0.0]), 0.0);
    }

    #[test]
    fn one_output_is_held_against_one_half() {
        assert_eq!(row(&[0.5], &[0.0]), 1.0);
        assert_eq!(row(&[0.51], &[1.0]), 1.0);
        assert_eq!(row(&[0.51], &[0.7]), 0.0);
    }
}
