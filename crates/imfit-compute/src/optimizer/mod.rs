//! The arithmetic of optimizers: what a step does to each weight by itself, and the loop that takes it
//! over all of them.

mod adadelta;
mod adagrad;
mod adam;
mod adamax;
mod ftrl;
mod lion;
mod nadam;
mod rmsprop;
mod sgd;

pub use adadelta::AdadeltaStep;
pub use adagrad::AdagradStep;
pub use adam::AdamStep;
pub use adamax::AdamaxStep;
pub use ftrl::FtrlStep;
pub use lion::LionStep;
pub use nadam::NadamStep;
pub use rmsprop::RmspropStep;
pub use sgd::SgdStep;

use crate::buffer::Buffer;
use crate::isa::Isa;
use crate::prefetch::prefetch_for_writing_at;
use crate::simd::{Kernel, Simd, load_at, store_at};

/// A step of any optimizer: its numbers, the same for every weight.
#[derive(Debug, Clone, Copy, PartialEq)]
#[allow(missing_docs)]
pub enum OptimizerStep {
    Adadelta(AdadeltaStep),
    Adagrad(AdagradStep),
    Adam(AdamStep),
    Adamax(AdamaxStep),
    Ftrl(FtrlStep),
    Lion(LionStep),
    Nadam(NadamStep),
    Rmsprop(RmspropStep),
    Sgd(SgdStep),
}

impl OptimizerStep {
    /// Moves `weights` against their gradient and updates what the optimizer keeps for each of them. What
    /// would be denormal among that, or in the square of the gradient, is zero. The gradient is the sum of
    /// its terms, in their order. All are of one length, a multiple of the lane group.
    ///
    /// # Panics
    /// Panics if the lengths differ, the gradient has no term, or `slots` are more or fewer than the step's
    /// [`slots`](OptimizerStep::slots).
    pub fn apply(self, isa: Isa, weights: &mut [f32], gradient: &[&[f32]], slots: &mut [Buffer]) {
        self.apply_and_ask(isa, (weights, 0), gradient, slots);
    }

    /// The same; meanwhile asks for the right to write the `next` places after these weights, which other cores
    /// have read, and which this one writes next.
    ///
    /// # Panics
    /// As [`apply`](OptimizerStep::apply).
    pub fn apply_and_ask(
        self,
        isa: Isa,
        (weights, next): (&mut [f32], usize),
        gradient: &[&[f32]],
        slots: &mut [Buffer],
    ) {
        let all = Weights { isa, weights, next, gradient, slots };
        match self {
            OptimizerStep::Adadelta(step) => all.take(step),
            OptimizerStep::Adagrad(step) => all.take(step),
            OptimizerStep::Adam(step) => step.apply(all),
            OptimizerStep::Adamax(step) => all.take(step),
            OptimizerStep::Ftrl(step) => all.take(step),
            OptimizerStep::Lion(step) => all.take(step),
            OptimizerStep::Nadam(step) => all.take(step),
            OptimizerStep::Rmsprop(step) => step.apply(all),
            OptimizerStep::Sgd(step) => step.apply(all),
        }
    }

    /// The number of values that the step keeps for each weight.
    pub fn slots(self) -> usize {
        match self {
            OptimizerStep::Adagrad(_) | OptimizerStep::Lion(_) => 1,
            OptimizerStep::Adadelta(_)
            | OptimizerStep::Adamax(_)
            | OptimizerStep::Ftrl(_)
            | OptimizerStep::Nadam(_) => 2,
            OptimizerStep::Adam(step) => step.slots(),
            OptimizerStep::Rmsprop(step) => step.slots(),
            OptimizerStep::Sgd(step) => step.slots(),
        }
    }
}

/// How one vector of weights changes, with `SLOTS` values kept for each weight.
trait Rule<const SLOTS: usize>: Copy {
    /// The weights and the slots after the step.
    fn step<S: Simd>(
        self,
        simd: S,
        weight: S::Vector,
        gradient: S::Vector,
        slots: [S::Vector; SLOTS],
    ) -> (S::Vector, [S::Vector; SLOTS]);
}

/// What a step is taken on.
struct Weights<'a> {
    isa: Isa,
    weights: &'a mut [f32],
    /// Places after them that are asked for.
    next: usize,
    gradient: &'a [&'a [f32]],
    slots: &'a mut [Buffer],
}

impl Weights<'_> {
    fn take<const SLOTS: usize>(self, rule: impl Rule<SLOTS>) {
        let length = self.weights.len();
        let same = self.gradient.iter().all(|term| term.len() == length);
        assert!(same, "weights and gradient differ in length");
        let (first, rest) = self.gradient.split_first().expect("a gradient has a term");
        let slots: &mut [Buffer; SLOTS] =
            self.slots.try_into().expect("there are as many slots as the optimizer has");
        let slots = slots.each_mut().map(|slot| &mut slot[..]);
        assert!(slots.iter().all(|slot| slot.len() == length), "a slot has another length");
        let (weights, gradient) = (self.weights, (*first, rest));
        self.isa.run(Take { rule, weights, next: self.next, gradient, slots });
    }
}

struct Take<'a, R, const SLOTS: usize> {
    rule: R,
    weights: &'a mut [f32],
    next: usize,
    /// The first term, and those that are added to it.
    gradient: (&'a [f32], &'a [&'a [f32]]),
    slots: [&'a mut [f32]; SLOTS],
}

impl<R: Rule<SLOTS>, const SLOTS: usize> Kernel for Take<'_, R, SLOTS> {
    #[inline(always)]
    fn run<S: Simd>(self, simd: S) {
        let length = self.weights.len();
        for at in (0..length).step_by(S::LANES) {
            if at < self.next {
                prefetch_for_writing_at(self.weights.as_ptr().wrapping_add(length + at));
            }
            let weight = load_at(simd, self.weights, at);
            let (first, rest) = self.gradient;
            let mut gradient = load_at(simd, first, at);
            for term in rest {
                gradient = simd.add(gradient, load_at(simd, term, at));
            }
            let mut slots = [simd.splat(0.0); SLOTS];
            for i in 0..SLOTS {
                slots[i] = load_at(simd, self.slots[i], at);
            }
            let (weight, slots) = self.rule.step(simd, weight, gradient, slots);
            for i in 0..SLOTS {
                store_at(simd, self.slots[i], at, slots[i]);
            }
            store_at(simd, self.weights, at, weight);
        }
    }
}

/// `weight` - `rate` · `direction` / `divisor`. The rate comes last, in the sum: its product with a small
/// direction would be denormal, as it is for a while where a moment decays.
#[inline(always)]
fn moved<S: Simd>(
    simd: S,
    weight: S::Vector,
    rate: f32,
    direction: S::Vector,
    divisor: S::Vector,
) -> S::Vector {
    simd.mul_add(simd.neg(simd.div(direction, divisor)), simd.splat(rate), weight)
}

/// 2⁻⁶³: the square of anything smaller is below the normal numbers.
const SQUARE_IS_NORMAL: f32 = 1.084_202_2e-19;

/// value², and zero where that would be denormal.
#[inline(always)]
fn square<S: Simd>(simd: S, value: S::Vector) -> S::Vector {
    let value = without_smaller(simd, value, SQUARE_IS_NORMAL);
    simd.mul(value, value)
}

/// Zero where `value` is smaller than `least` in size, else `value`.
#[inline(always)]
fn without_smaller<S: Simd>(simd: S, value: S::Vector, least: f32) -> S::Vector {
    simd.select_gt(simd.splat(least), simd.abs(value), simd.splat(0.0), value)
}

/// `kept`·old + (1 - `kept`)·new, given both shares, and zero where that is denormal.
#[inline(always)]
fn mean<S: Simd>(simd: S, kept: f32, old: S::Vector, added: f32, new: S::Vector) -> S::Vector {
    let new = simd.mul(simd.splat(added), new);
    simd.without_denormals(simd.mul_add(simd.splat(kept), old, new))
}
