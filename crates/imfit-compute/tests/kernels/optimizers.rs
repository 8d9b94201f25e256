//! The arithmetic of optimizer steps.

use imfit_compute::{
    AdadeltaStep, AdagradStep, AdamStep, AdamaxStep, Buffer, FtrlStep, Isa, LANE_GROUP, LionStep,
    NadamStep, OptimizerStep, RmspropStep, SgdStep, reference,
};
use proptest::prelude::*;

use crate::matrix::Matrix;
use crate::random_cases;

const ADAM: AdamStep = AdamStep {
    step_size: 0.001,
    one_minus_beta_1: 0.1,
    one_minus_beta_2: 0.001,
    epsilon: 1e-7,
    amsgrad: false,
};

/// A step of every optimizer, in every of its forms.
pub(crate) fn every_step() -> Vec<OptimizerStep> {
    let sgd = SgdStep { learning_rate: 0.01, momentum: 0.0, nesterov: false };
    let rmsprop = RmspropStep {
        learning_rate: 0.001,
        rho: 0.9,
        one_minus_rho: 0.1,
        momentum: 0.0,
        epsilon: 1e-7,
        centered: false,
    };
    let ftrl =
        FtrlStep { learning_rate: 0.1, power: 0.5, l1: 0.0, twice_l2: 0.0, twice_shrinkage: 0.0 };
    vec![
        OptimizerStep::Adam(ADAM),
        OptimizerStep::Adam(AdamStep { amsgrad: true, ..ADAM }),
        OptimizerStep::Adamax(AdamaxStep {
            learning_rate: 0.001,
            one_minus_beta_1: 0.1,
            beta_2: 0.999,
            correction: 0.1,
            epsilon: 1e-7,
        }),
        OptimizerStep::Nadam(NadamStep {
            learning_rate: 0.001,
            one_minus_beta_1: 0.1,
            one_minus_beta_2: 0.001,
            share_of_moment: 0.6,
            share_of_gradient: 0.9,
            correction: 0.001,
            epsilon: 1e-7,
        }),
        OptimizerStep::Adagrad(AdagradStep { learning_rate: 0.001, epsilon: 1e-7 }),
        OptimizerStep::Adadelta(AdadeltaStep {
            learning_rate: 0.5,
            rho: 0.95,
            one_minus_rho: 0.05,
            epsilon: 1e-7,
        }),
        OptimizerStep::Sgd(sgd),
        OptimizerStep::Sgd(SgdStep { momentum: 0.9, ..sgd }),
        OptimizerStep::Sgd(SgdStep { momentum: 0.9, nesterov: true, ..sgd }),
        OptimizerStep::Rmsprop(rmsprop),
        OptimizerStep::Rmsprop(RmspropStep { momentum: 0.5, ..rmsprop }),
        OptimizerStep::Rmsprop(RmspropStep { centered: true, ..rmsprop }),
        OptimizerStep::Rmsprop(RmspropStep { centered: true, momentum: 0.5, ..rmsprop }),
        OptimizerStep::Lion(LionStep {
            learning_rate: 0.001,
            beta_1: 0.9,
            one_minus_beta_1: 0.1,
            beta_2: 0.99,
            one_minus_beta_2: 0.01,
        }),
        OptimizerStep::Ftrl(ftrl),
        OptimizerStep::Ftrl(FtrlStep { l1: 0.01, twice_l2: 0.02, twice_shrinkage: 0.1, ..ftrl }),
        OptimizerStep::Ftrl(FtrlStep { power: 0.75, ..ftrl }),
    ]
}

/// Slots that hold a mean or sum of squares, or a size: never negative.
fn is_size(step: OptimizerStep, slot: usize) -> bool {
    match step {
        OptimizerStep::Adam(_) | OptimizerStep::Adamax(_) | OptimizerStep::Nadam(_) => slot > 0,
        OptimizerStep::Adadelta(_) => true,
        OptimizerStep::Adagrad(_) | OptimizerStep::Ftrl(_) | OptimizerStep::Rmsprop(_) => slot == 0,
        OptimizerStep::Lion(_) | OptimizerStep::Sgd(_) => false,
    }
}

/// What an optimizer step works on, one value for each weight.
#[derive(Clone, Debug, PartialEq)]
struct State {
    step: OptimizerStep,
    weights: Vec<f32>,
    gradient: Vec<f32>,
    slots: Vec<Vec<f32>>,
}

impl State {
    /// Slots that may stand beside a gradient of about `size`.
    fn random(step: OptimizerStep, count: usize, size: f32, seed: u32) -> State {
        let random = |add: u32| Matrix::random(1, count, seed ^ add).values;
        let slot = |slot: usize| {
            let values = random(3 + slot as u32).into_iter();
            if !is_size(step, slot) {
                return values.map(|v| v * size).collect();
            }
            let squared = !matches!(step, OptimizerStep::Adamax(_));
            // A mean of squares is never below the square of a mean.
            let factor = if squared { 2.0 * size * size } else { size };
            values.map(|v| (v.abs() + 1.0) * factor).collect()
        };
        State {
            step,
            weights: random(1),
            gradient: random(2).iter().map(|value| value * size).collect(),
            slots: (0..step.slots()).map(slot).collect(),
        }
    }

    fn after(self, isa: Isa) -> State {
        let gradient = self.gradient.clone();
        self.after_terms(isa, &[&gradient])
    }

    /// After a step with the sum of `terms` in the place of the gradient.
    fn after_terms(mut self, isa: Isa, terms: &[&[f32]]) -> State {
        let mut slots: Vec<Buffer> = self
            .slots
            .iter()
            .map(|values| {
                let mut slot = Buffer::zeros(values.len());
                slot.copy_from_slice(values);
                slot
            })
            .collect();
        self.step.apply(isa, &mut self.weights, terms, &mut slots);
        self.slots = slots.iter().map(|slot| slot.to_vec()).collect();
        self
    }

    /// The weight and slots of one place, exactly.
    fn exact(&self, at: usize) -> (f64, Vec<f64>) {
        let slots: Vec<f32> = self.slots.iter().map(|slot| slot[at]).collect();
        reference::optimizer_step(self.step, self.weights[at], self.gradient[at], &slots)
    }
}

/// Whether `actual` is `exact` but for rounding, in numbers of about `size`; what is smaller than any
/// normal number may be zero.
fn close(actual: f32, exact: f64, size: f64) -> bool {
    let allowed = 16.0 * f64::from(f32::EPSILON) * size + f64::from(f32::MIN_POSITIVE) * 1.01;
    (f64::from(actual) - exact).abs() <= allowed
}

/// FTRL takes the difference of two powers, which may be all but the same, and divides it by the rate.
fn lost_by_difference(step: OptimizerStep, slots: &[f64], weight: f32) -> f64 {
    match step {
        OptimizerStep::Ftrl(step) => {
            let power = slots[0].powf(f64::from(step.power));
            power * f64::from(weight.abs() / step.learning_rate)
        }
        _ => 0.0,
    }
}

/// FTRL's weights are quotients: what is lost of their dividends, a sum whose terms may cancel, is lost of
/// them by so much more as the divisor is smaller.
fn lost_by_quotient(before: &State, at: usize, slots: &[f64]) -> f64 {
    match before.step {
        OptimizerStep::Ftrl(step) => {
            let divisor = slots[0].powf(f64::from(step.power)) / f64::from(step.learning_rate);
            f64::from(before.slots[1][at].abs() + before.gradient[at].abs()) / divisor
        }
        _ => 0.0,
    }
}

/// Whether the sign that Lion's step takes hangs on a rounding.
fn undecided(state: &State, at: usize) -> bool {
    let OptimizerStep::Lion(step) = state.step else { return false };
    let kept = f64::from(step.beta_1) * f64::from(state.slots[0][at]);
    let added = f64::from(step.one_minus_beta_1) * f64::from(state.gradient[at]);
    let rounding = f64::from(f32::EPSILON) * kept.abs() + f64::from(f32::from_bits(2));
    (kept + added).abs() <= rounding
}

proptest! {
    #![proptest_config(random_cases())]

    #[test]
    fn every_step_agrees(
        groups in 0usize..6, seed: u32,
        size in prop::sample::select(vec![1.0f32, 1e-3, 1e3, 1e-18, 1e-30, 1e-42]),
    ) {
        for step in every_step() {
            // Where squares are denormal, FTRL's differences consist of them.
            if matches!(step, OptimizerStep::Ftrl(_)) && size < 1e-10 {
                continue;
            }
            let before = State::random(step, groups * LANE_GROUP, size, seed);
            for isa in Isa::available() {
                let after = before.clone().after(isa);
                for at in 0..before.weights.len() {
                    let (weight, slots) = before.exact(at);
                    let moved = (weight - f64::from(before.weights[at])).abs();
                    let old = f64::from(before.weights[at].abs());
                    let size = old + 1e3 * moved.min(old) + moved;
                    let size = size + lost_by_quotient(&before, at, &slots);
                    let agrees = close(after.weights[at], weight, size);
                    prop_assert!(agrees || undecided(&before, at), "{isa:?} {step:?}: weight");
                    for (index, exact) in slots.iter().enumerate() {
                        let (old, new) = (before.slots[index][at], after.slots[index][at]);
                        let size = f64::from(old.abs() + before.gradient[at].abs()) + exact.abs();
                        let size = size + lost_by_difference(step, &slots, before.weights[at]);
                        prop_assert!(close(new, *exact, size), "{isa:?} {step:?}: slot {index}");
                        prop_assert!(!new.is_subnormal(), "{isa:?} {step:?}: it will stay denormal");
                    }
                }
            }
        }
    }
}

/// To the last bit what it is with the sum of the terms, added in their order.
#[test]
fn a_gradient_may_come_in_terms() {
    for step in every_step() {
        let before = State::random(step, 48, 1.0, 5);
        for count in 1..5 {
            let terms: Vec<_> = (0..count).map(|add| Matrix::random(1, 48, add).values).collect();
            let mut summed = before.clone();
            summed.gradient.copy_from_slice(&terms[0]);
            for term in &terms[1..] {
                summed.gradient.iter_mut().zip(term).for_each(|(sum, value)| *sum += value);
            }
            let terms: Vec<&[f32]> = terms.iter().map(Vec::as_slice).collect();
            for isa in Isa::available() {
                let (actual, expected) =
                    (before.clone().after_terms(isa, &terms), summed.clone().after(isa));
                assert_eq!(actual.weights, expected.weights, "{isa:?} {step:?}, {count} terms");
                assert_eq!(actual.slots, expected.slots, "{isa:?} {step:?}, {count} terms");
            }
        }
    }
}

#[test]
#[should_panic(expected = "a gradient has a term")]
fn a_gradient_without_terms_is_refused() {
    let state = State::random(OptimizerStep::Adam(ADAM), 32, 1.0, 4);
    state.after_terms(Isa::detect(), &[]);
}

#[test]
fn a_zero_gradient_moves_nothing() {
    for step in every_step() {
        // FTRL's weights follow from its slots alone.
        if matches!(step, OptimizerStep::Ftrl(_)) {
            continue;
        }
        let mut before = State::random(step, 48, 1.0, 1);
        before.gradient.fill(0.0);
        before.slots.iter_mut().for_each(|slot| slot.fill(0.0));
        for isa in Isa::available() {
            assert_eq!(before.clone().after(isa), before, "{isa:?}");
        }
    }
}

/// A square that overflows stops the weight, as it does in Keras: g / √∞ is 0.
#[test]
fn a_gradient_whose_square_overflows_moves_nothing() {
    let mut before = State::random(OptimizerStep::Adam(ADAM), 16, 1.0, 2);
    before.gradient.fill(1e30);
    for isa in Isa::available() {
        let after = before.clone().after(isa);
        assert_eq!(after.weights, before.weights, "{isa:?}");
        assert!(after.slots[1].iter().all(|s| *s == f32::INFINITY));
    }
}

#[test]
fn nan_stays_in_its_place() {
    for step in every_step() {
        let clean = State::random(step, 48, 1.0, 3);
        let mut bad = clean.clone();
        bad.gradient[19] = f32::NAN;
        for isa in Isa::available() {
            let (clean, bad) = (clean.clone().after(isa), bad.clone().after(isa));
            assert!(bad.weights[19].is_nan(), "{isa:?} {step:?}");
            assert!(bad.slots.iter().all(|slot| slot[19].is_nan()), "{isa:?} {step:?}");
            for at in (0..48).filter(|at| *at != 19) {
                assert_eq!(bad.weights[at], clean.weights[at], "{isa:?} {step:?}, place {at}");
            }
        }
    }
}

#[test]
#[should_panic(expected = "weights and gradient differ in length")]
fn lengths_that_differ_are_refused() {
    let mut state = State::random(OptimizerStep::Adam(ADAM), 32, 1.0, 4);
    state.gradient.truncate(16);
    state.after(Isa::detect());
}

#[test]
#[should_panic(expected = "there are as many slots as the optimizer has")]
fn a_missing_slot_is_refused() {
    let mut state = State::random(OptimizerStep::Adam(ADAM), 32, 1.0, 4);
    state.slots.pop();
    state.after(Isa::detect());
}
