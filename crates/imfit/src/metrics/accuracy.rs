//! The share of rows that are right.

use imfit_compute::{Isa, index_of_largest, same_largest};

use crate::panel::Lanes;

/// With one output, the share of rows where the prediction is above 0.5 just when the target is 1;
/// with more, the share of rows where the largest output is the largest target, or the class that
/// a single target numbers.
pub(super) struct Accuracy;

impl Accuracy {
    pub(super) fn rows(isa: Isa, prediction: &[Lanes], target: &[Lanes]) -> Lanes {
        match (prediction.len(), target.len()) {
            (1, 1) => Accuracy::binary(prediction, target, 0.5),
            (_, 1) => Accuracy::sparse(isa, prediction, &target[0]),
            _ => Accuracy::categorical(isa, prediction, target),
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
    pub(super) fn categorical(isa: Isa, prediction: &[Lanes], target: &[Lanes]) -> Lanes {
        same_largest(isa, prediction.as_flattened(), target.as_flattened())
    }

    /// Whether the largest output is the class that the target numbers.
    pub(super) fn sparse(isa: Isa, prediction: &[Lanes], target: &Lanes) -> Lanes {
        let predicted = index_of_largest(isa, prediction.as_flattened());
        each_lane(|lane| predicted[lane] == target[lane])
    }

    /// Whether fewer than `k` outputs are larger than that of the largest target.
    pub(super) fn top(isa: Isa, prediction: &[Lanes], target: &[Lanes], k: usize) -> Lanes {
        let right = index_of_largest(isa, target.as_flattened());
        each_lane(|lane| is_in_top(prediction, lane, right[lane] as usize, k))
    }

    /// The same for the class that the target numbers.
    pub(super) fn sparse_top(prediction: &[Lanes], target: &Lanes, k: usize) -> Lanes {
        each_lane(|lane| is_in_top(prediction, lane, target[lane] as usize, k))
    }
}

/// Those that are as large as the class's count for the class, as in Keras; a NaN is never in.
fn is_in_top(prediction: &[Lanes], lane: usize, class: usize, k: usize) -> bool {
    let Some(right) = prediction.get(class).map(|p| p[lane]) else { return false };
    right.is_finite() && prediction.iter().filter(|p| p[lane] > right).count() < k
}

fn each_lane(is_right: impl Fn(usize) -> bool) -> Lanes {
    std::array::from_fn(|lane| one_if(is_right(lane)))
}

fn one_if(condition: bool) -> f32 {
    f32::from(u8::from(condition))
}

#[cfg(test)]
mod tests {
    use super::{Accuracy, Isa, Lanes};

    /// The accuracy of one row, in the third lane of a panel.
    fn row(prediction: &[f32], target: &[f32]) -> f32 {
        let panel = |values: &[f32]| -> Vec<Lanes> {
            let lanes =
                |value: &f32| std::array::from_fn(|lane| if lane == 2 { *value } else { 7.0 });
            values.iter().map(lanes).collect()
        };
        Accuracy::rows(Isa::detect(), &panel(prediction), &panel(target))[2]
    }

    #[test]
    fn several_outputs_compare_their_largest() {
        assert_eq!(row(&[0.1, 0.9, 0.2], &[0.3, 0.4, 0.35]), 1.0);
        assert_eq!(row(&[0.5, 0.5], &[1.0, 0.0]), 1.0);
        assert_eq!(row(&[0.5, 0.6], &[1.0, 0.0]), 0.0);
    }

    #[test]
    fn one_target_for_several_outputs_is_a_class() {
        assert_eq!(row(&[0.1, 0.9, 0.2], &[1.0]), 1.0);
        assert_eq!(row(&[0.1, 0.9, 0.2], &[2.0]), 0.0);
    }

    #[test]
    fn the_top_counts_those_that_are_larger() {
        let panel = |values: &[f32]| values.iter().map(|v| [*v; 16]).collect::<Vec<_>>();
        let prediction = panel(&[0.4, 0.1, 0.3, 0.3]);
        let in_top = |class: f32, k| Accuracy::sparse_top(&prediction, &[class; 16], k)[7];
        assert_eq!(
            [in_top(0.0, 1), in_top(2.0, 1), in_top(3.0, 2), in_top(1.0, 3)],
            [1.0, 0.0, 1.0, 0.0]
        );
        assert_eq!(in_top(1.0, 9), 1.0);
        let target = panel(&[0.0, 0.0, 0.5, 0.5]);
        assert_eq!(Accuracy::top(Isa::detect(), &prediction, &target, 2)[3], 1.0);
        assert_eq!(Accuracy::top(Isa::detect(), &panel(&[f32::NAN; 4]), &target, 4)[3], 0.0);
    }

    #[test]
    fn one_output_is_held_against_one_half() {
        assert_eq!(row(&[0.5], &[0.0]), 1.0);
        assert_eq!(row(&[0.51], &[1.0]), 1.0);
        assert_eq!(row(&[0.51], &[0.7]), 0.0);
    }
}
