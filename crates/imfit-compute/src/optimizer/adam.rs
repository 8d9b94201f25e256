//! Adam's step, also with the largest of the second moments so far in the place of the last.

use super::{Rule, Weights, square};
use crate::simd::Simd;

/// The numbers of a step of Adam. Keeps both moments, and with `amsgrad` the largest second one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AdamStep {
    /// The learning rate with both bias corrections in it: α·√(1 - β₂ᵗ) / (1 - β₁ᵗ).
    pub step_size: f32,
    /// 1 - β₁
    pub one_minus_beta_1: f32,
    /// 1 - β₂
    pub one_minus_beta_2: f32,
    /// Added to the square root.
    pub epsilon: f32,
    /// Whether the largest second moment so far is divided by.
    pub amsgrad: bool,
}

impl AdamStep {
    pub(super) fn slots(self) -> usize {
        if self.amsgrad { 3 } else { 2 }
    }

    pub(super) fn apply(self, all: Weights<'_>) {
        if self.amsgrad { all.take::<3>(self) } else { all.take::<2>(self) }
    }

    /// Both moments after a gradient.
    #[inline(always)]
    fn moments<S: Simd>(
        self,
        simd: S,
        gradient: S::Vector,
        [first, second]: [S::Vector; 2],
    ) -> [S::Vector; 2] {
        let squared = square(simd, gradient);
        let towards_first = simd.splat(self.one_minus_beta_1);
        let towards_second = simd.splat(self.one_minus_beta_2);
        let first = simd.mul_add(simd.sub(gradient, first), towards_first, first);
        let second = simd.mul_add(simd.sub(squared, second), towards_second, second);
        [simd.without_denormals(first), simd.without_denormals(second)]
    }

    #[inline(always)]
    fn moved<S: Simd>(
        self,
        simd: S,
        weight: S::Vector,
        first: S::Vector,
        second: S::Vector,
    ) -> S::Vector {
        let divisor = simd.add(simd.sqrt(second), simd.splat(self.epsilon));
        super::moved(simd, weight, self.step_size, first, divisor)
    }
}

impl Rule<2> for AdamStep {
    #[inline(always)]
    fn step<S: Simd>(
        self,
        simd: S,
        weight: S::Vector,
        gradient: S::Vector,
        moments: [S::Vector; 2],
    ) -> (S::Vector, [S::Vector; 2]) {
        let [first, second] = self.moments(simd, gradient, moments);
        (self.moved(simd, weight, first, second), [first, second])
    }
}

impl Rule<3> for AdamStep {
    #[inline(always)]
    fn step<S: Simd>(
        self,
        simd: S,
        weight: S::Vector,
        gradient: S::Vector,
        [first, second, largest]: [S::Vector; 3],
    ) -> (S::Vector, [S::Vector; 3]) {
        let [first, second] = self.moments(simd, gradient, [first, second]);
        let largest = simd.max(largest, second);
        (self.moved(simd, weight, first, largest), [first, second, largest])
    }
}
