//! Nadam's step.

use super::{Rule, moved, square};
use crate::simd::Simd;

/// The numbers of a step of Nadam. Keeps both moments.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NadamStep {
    /// About the size of a step.
    pub learning_rate: f32,
    /// 1 - β₁
    pub one_minus_beta_1: f32,
    /// 1 - β₂
    pub one_minus_beta_2: f32,
    /// What the first moment counts, corrected.
    pub share_of_moment: f32,
    /// What the gradient itself counts, corrected.
    pub share_of_gradient: f32,
    /// 1 - β₂ᵗ
    pub correction: f32,
    /// Added to the square root.
    pub epsilon: f32,
}

impl Rule<2> for NadamStep {
    #[inline(always)]
    fn step<S: Simd>(
        self,
        simd: S,
        weight: S::Vector,
        gradient: S::Vector,
        [first, second]: [S::Vector; 2],
    ) -> (S::Vector, [S::Vector; 2]) {
        let towards =
            |old, new, share| simd.without_denormals(simd.mul_add(simd.sub(new, old), share, old));
        let first = towards(first, gradient, simd.splat(self.one_minus_beta_1));
        let second = towards(second, square(simd, gradient), simd.splat(self.one_minus_beta_2));
        let ahead = simd.mul(simd.splat(self.share_of_gradient), gradient);
        let ahead = simd.mul_add(simd.splat(self.share_of_moment), first, ahead);
        let root = simd.sqrt(simd.div(second, simd.splat(self.correction)));
        let divisor = simd.add(root, simd.splat(self.epsilon));
        (moved(simd, weight, self.learning_rate, ahead, divisor), [first, second])
    }
}
