//! Lion's step.

use super::{Rule, mean};
use crate::simd::Simd;

/// The numbers of a step of Lion. Keeps the gradient's mean.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LionStep {
    /// The size of every step.
    pub learning_rate: f32,
    /// How much the mean counts in the direction.
    pub beta_1: f32,
    /// 1 - β₁
    pub one_minus_beta_1: f32,
    /// How much of the mean is kept.
    pub beta_2: f32,
    /// 1 - β₂
    pub one_minus_beta_2: f32,
}

impl Rule<1> for LionStep {
    #[inline(always)]
    fn step<S: Simd>(
        self,
        simd: S,
        weight: S::Vector,
        gradient: S::Vector,
        [average]: [S::Vector; 1],
    ) -> (S::Vector, [S::Vector; 1]) {
        let direction = simd.mul(simd.splat(self.one_minus_beta_1), gradient);
        let direction = simd.mul_add(simd.splat(self.beta_1), average, direction);
        let step = simd.mul(simd.splat(self.learning_rate), sign(simd, direction));
        let average = mean(simd, self.beta_2, average, self.one_minus_beta_2, gradient);
        (simd.sub(weight, step), [average])
    }
}

/// 1, -1, or the value itself where that is 0 or NaN.
#[inline(always)]
fn sign<S: Simd>(simd: S, value: S::Vector) -> S::Vector {
    let zero = simd.splat(0.0);
    let otherwise = simd.select_gt(zero, value, simd.splat(-1.0), value);
    simd.select_gt(value, zero, simd.splat(1.0), otherwise)
}
