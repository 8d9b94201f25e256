//! Adamax's step.

use super::{Rule, moved};
use crate::simd::Simd;

/// The numbers of a step of Adamax. Keeps the gradient's mean and its largest size, which decays.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AdamaxStep {
    /// About the size of a step.
    pub learning_rate: f32,
    /// 1 - β₁
    pub one_minus_beta_1: f32,
    /// β₂
    pub beta_2: f32,
    /// 1 - β₁ᵗ
    pub correction: f32,
    /// Added to the size.
    pub epsilon: f32,
}

impl Rule<2> for AdamaxStep {
    #[inline(always)]
    fn step<S: Simd>(
        self,
        simd: S,
        weight: S::Vector,
        gradient: S::Vector,
        [mean, size]: [S::Vector; 2],
    ) -> (S::Vector, [S::Vector; 2]) {
        let towards = simd.splat(self.one_minus_beta_1);
        let mean = simd.without_denormals(simd.mul_add(simd.sub(gradient, mean), towards, mean));
        let kept = simd.mul(simd.splat(self.beta_2), size);
        // The order lets a NaN of the gradient through.
        let size = simd.without_denormals(simd.max(kept, simd.abs(gradient)));
        let divisor = simd.add(size, simd.splat(self.epsilon));
        let divisor = simd.mul(simd.splat(self.correction), divisor);
        (moved(simd, weight, self.learning_rate, mean, divisor), [mean, size])
    }
}
