//! Adadelta's step.

use super::{Rule, mean, square};
use crate::simd::Simd;

/// The numbers of a step of Adadelta. Keeps the means of the gradient's squares and of the steps' squares.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AdadeltaStep {
    /// What the step is multiplied by.
    pub learning_rate: f32,
    /// How much of the means is kept.
    pub rho: f32,
    /// 1 - ρ
    pub one_minus_rho: f32,
    /// Added to the means before their root is taken.
    pub epsilon: f32,
}

impl Rule<2> for AdadeltaStep {
    #[inline(always)]
    fn step<S: Simd>(
        self,
        simd: S,
        weight: S::Vector,
        gradient: S::Vector,
        [gradients, steps]: [S::Vector; 2],
    ) -> (S::Vector, [S::Vector; 2]) {
        let root = |mean| simd.sqrt(simd.add(mean, simd.splat(self.epsilon)));
        let add = |old, new| mean(simd, self.rho, old, self.one_minus_rho, new);
        let gradients = add(gradients, square(simd, gradient));
        let step = simd.div(simd.mul(root(steps), gradient), root(gradients));
        let steps = add(steps, square(simd, step));
        (simd.sub(weight, simd.mul(simd.splat(self.learning_rate), step)), [gradients, steps])
    }
}
