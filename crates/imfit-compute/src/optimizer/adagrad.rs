//! Adagrad's step.

use super::{Rule, moved, square};
use crate::simd::Simd;

/// The numbers of a step of Adagrad. Keeps the sum of the gradient's squares.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AdagradStep {
    /// What the gradient is multiplied by.
    pub learning_rate: f32,
    /// Added to the sum of the squares.
    pub epsilon: f32,
}

impl Rule<1> for AdagradStep {
    #[inline(always)]
    fn step<S: Simd>(
        self,
        simd: S,
        weight: S::Vector,
        gradient: S::Vector,
        [squares]: [S::Vector; 1],
    ) -> (S::Vector, [S::Vector; 1]) {
        let squares = simd.add(squares, square(simd, gradient));
        let divisor = simd.sqrt(simd.add(squares, simd.splat(self.epsilon)));
        (moved(simd, weight, self.learning_rate, gradient, divisor), [squares])
    }
}
