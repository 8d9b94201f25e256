//! The arithmetic of optimizer steps.

use imfit_compute::{AdamStep, Isa, LANE_GROUP, reference};
use proptest::prelude::*;

use crate::matrix::Matrix;
use crate::random_cases;

const STEP: AdamStep =
    AdamStep { step_size: 0.001, one_minus_beta_1: 0.1, one_minus_beta_2: 0.001, epsilon: 1e-7 };

/// What an optimizer step works on, one value for each parameter.
#[derive(Clone, Debug, PartialEq)]
struct Parameters {
    values: Vec<f32>,
    gradient: Vec<f32>,
    first: Vec<f32>,
    second: Vec<f32>,
}

impl Parameters {
    fn random(count: usize, gradient_size: f32, seed: u32) -> Parameters {
        let random = |add: u32| Matrix::random(1, count, seed ^ add).values;
        let sized = |add| random(add).iter().map(|value| value * gradient_size).collect();
        Parameters {
            values: random(1),
            gradient: sized(2),
            first: sized(3),
            second: random(4).iter().map(|v| v.abs() * gradient_size * gradient_size).collect(),
        }
    }

    fn step(mut self, isa: Isa, step: AdamStep) -> Parameters {
        step.apply(isa, &mut self.values, &self.gradient, &mut self.first, &mut self.second);
        self
    }
}

/// `tiny` is what the step may round to zero.
fn close(actual: f32, exact: f64, size: f64, tiny: f32) -> bool {
    (f64::from(actual) - exact).abs() <= 8.0 * f64::from(f32::EPSILON) * size + f64::from(tiny)
}

proptest! {
    #![proptest_config(random_cases())]

    #[test]
    fn adam_agrees(
        groups in 0usize..12, step_size in 1e-5f32..0.1, seed: u32,
        size in prop::sample::select(vec![1.0f32, 1e-3, 1e3, 1e-18, 1e-30, 1e-42, 1e18]),
    ) {
        let step = AdamStep { step_size, ..STEP };
        let before = Parameters::random(groups * LANE_GROUP, size, seed);
        for isa in Isa::available() {
            let after = before.clone().step(isa, step);
            for at in 0..before.values.len() {
                let (value, gradient) = (before.values[at], before.gradient[at]);
                let (first, second) = (before.first[at], before.second[at]);
                let [v, m, s] = reference::adam(step, value, gradient, first, second);
                let sizes = [value.abs(), first.abs() + gradient.abs(), second + gradient.powi(2)];
                let sizes = sizes.map(f64::from);
                let moved = f64::from(step_size) * 40.0;
                let tiny = f32::MIN_POSITIVE * 1.01;
                prop_assert!(close(after.values[at], v, sizes[0] + moved, 0.0), "{isa:?} value");
                prop_assert!(close(after.first[at], m, sizes[1], tiny), "{isa:?} first moment");
                prop_assert!(close(after.second[at], s, sizes[2], tiny), "{isa:?} second moment");
                let denormal = after.first[at].is_subnormal() || after.second[at].is_subnormal();
                prop_assert!(!denormal, "{isa:?}: a moment that will stay denormal");
            }
        }
    }
}

#[test]
fn a_zero_gradient_moves_nothing() {
    let zero = vec![0.0; 48];
    let values = Matrix::random(1, 48, 1).values;
    let before =
        Parameters { values, gradient: zero.clone(), first: zero.clone(), second: zero.clone() };
    for isa in Isa::available() {
        assert_eq!(before.clone().step(isa, STEP), before, "{isa:?}");
    }
}

/// A square that overflows stops the parameter, as it does in Keras: g / √∞ is 0.
#[test]
fn a_gradient_whose_square_overflows_moves_nothing() {
    let mut before = Parameters::random(16, 1.0, 2);
    before.gradient.fill(1e30);
    for isa in Isa::available() {
        let after = before.clone().step(isa, STEP);
        assert_eq!(after.values, before.values, "{isa:?}");
        assert!(after.second.iter().all(|s| *s == f32::INFINITY));
    }
}

#[test]
fn nan_stays_in_its_place() {
    let clean = Parameters::random(48, 1.0, 3);
    let mut bad = clean.clone();
    bad.gradient[19] = f32::NAN;
    for isa in Isa::available() {
        let (clean, bad) = (clean.clone().step(isa, STEP), bad.clone().step(isa, STEP));
        for at in 0..48 {
            let same = bad.values[at] == clean.values[at] && bad.second[at] == clean.second[at];
            assert_eq!(same, at != 19, "{isa:?}, place {at}");
        }
        assert!(bad.values[19].is_nan() && bad.first[19].is_nan() && bad.second[19].is_nan());
    }
}

#[test]
#[should_panic(expected = "values and gradient differ in length")]
fn lengths_that_differ_are_refused() {
    let mut parameters = Parameters::random(32, 1.0, 4);
    parameters.gradient.truncate(16);
    parameters.step(Isa::detect(), STEP);
}
