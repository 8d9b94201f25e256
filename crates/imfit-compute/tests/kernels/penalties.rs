//! Penalties on the size of values.

use imfit_compute::{Isa, LANE_GROUP, Penalty};
use proptest::prelude::*;

use crate::close::assert_sums;
use crate::matrix::Matrix;
use crate::{WIDEST, random_cases};

/// Values of which every fifth is 0, where the penalty has a corner.
fn values(count: usize, seed: u32) -> Vec<f32> {
    let mut values = Matrix::random(1, count, seed).values;
    values.iter_mut().step_by(5).for_each(|value| *value = 0.0);
    values
}

fn slope(penalty: Penalty, value: f32) -> f32 {
    let sign = if value == 0.0 { 0.0 } else { value.signum() };
    sign * penalty.l1 + 2.0 * penalty.l2 * value
}

proptest! {
    #![proptest_config(random_cases())]

    #[test]
    fn slopes_are_added_to_gradients_of_any_length(
        count in 0..WIDEST, l1 in 0.0f32..2.0, l2 in 0.0f32..2.0, seed: u32,
    ) {
        let penalty = Penalty { l1, l2 };
        let (x, before) = (values(count, seed), values(count, seed ^ 1));
        let expected: Vec<f32> =
            x.iter().zip(&before).map(|(x, before)| before + slope(penalty, *x)).collect();
        for isa in Isa::available() {
            let mut gradient = before.clone();
            penalty.add_gradient(isa, &x, &mut gradient);
            prop_assert_eq!(&gradient, &expected);
        }
    }

    #[test]
    fn rows_get_what_their_own_values_cost(
        features in 0..WIDEST, l1 in 0.0f32..2.0, l2 in 0.0f32..2.0, seed: u32,
    ) {
        let field = values(features * LANE_GROUP, seed);
        let of = |value: f32| {
            let value = f64::from(value);
            f64::from(l1) * value.abs() + f64::from(l2) * value * value
        };
        let of_lane = |lane| field.iter().skip(lane).step_by(LANE_GROUP).map(|x| of(*x)).sum();
        let expected: Vec<f64> = (0..LANE_GROUP).map(of_lane).collect();
        for isa in Isa::available() {
            let mut sums = [0.0; LANE_GROUP];
            Penalty { l1, l2 }.add_to_rows(isa, &field, &mut sums);
            assert_sums(isa, &sums, &expected, &expected, 4 * features);
        }
        let total = Penalty { l1, l2 }.of(&field);
        let expected: f64 = expected.iter().sum();
        prop_assert!((total - expected).abs() <= 1e-12 * expected);
    }
}

#[test]
fn what_is_not_finite_comes_through() {
    for isa in Isa::available() {
        let mut gradient = [0.0; 3];
        let penalty = Penalty { l1: 1.0, l2: 1.0 };
        penalty.add_gradient(isa, &[f32::NAN, f32::INFINITY, 1.0], &mut gradient);
        assert!(gradient[0].is_nan() && gradient[1] == f32::INFINITY && gradient[2] == 3.0);
    }
}
