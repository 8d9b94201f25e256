//! The step of gradient descent, plain or with momentum.

use super::{Rule, Weights};
use crate::simd::Simd;

/// The numbers of a step of gradient descent. Keeps the last movement, if there is momentum.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SgdStep {
    /// What the gradient is multiplied by.
    pub learning_rate: f32,
    /// How much of the last movement is kept; 0 for none at all.
    pub momentum: f32,
    /// Whether the weight moves as if the momentum had been applied once more.
    pub nesterov: bool,
}

impl SgdStep {
    pub(super) fn slots(self) -> usize {
        usize::from(self.momentum != 0.0)
    }

    pub(super) fn apply(self, all: Weights<'_>) {
        match (self.momentum != 0.0, self.nesterov) {
            (false, _) => all.take(Plain(self)),
            (true, false) => all.take(Momentum(self)),
            (true, true) => all.take(Nesterov(self)),
        }
    }

    #[inline(always)]
    fn downhill<S: Simd>(self, simd: S, gradient: S::Vector) -> S::Vector {
        simd.mul(gradient, simd.splat(-self.learning_rate))
    }

    /// The movement after another gradient.
    #[inline(always)]
    fn movement<S: Simd>(self, simd: S, last: S::Vector, downhill: S::Vector) -> S::Vector {
        simd.without_denormals(simd.mul_add(last, simd.splat(self.momentum), downhill))
    }
}

#[derive(Clone, Copy)]
struct Plain(SgdStep);

impl Rule<0> for Plain {
    #[inline(always)]
    fn step<S: Simd>(
        self,
        simd: S,
        weight: S::Vector,
        gradient: S::Vector,
        none: [S::Vector; 0],
    ) -> (S::Vector, [S::Vector; 0]) {
        (simd.add(weight, self.0.downhill(simd, gradient)), none)
    }
}

#[derive(Clone, Copy)]
struct Momentum(SgdStep);

impl Rule<1> for Momentum {
    #[inline(always)]
    fn step<S: Simd>(
        self,
        simd: S,
        weight: S::Vector,
        gradient: S::Vector,
        [last]: [S::Vector; 1],
    ) -> (S::Vector, [S::Vector; 1]) {
        let movement = self.0.movement(simd, last, self.0.downhill(simd, gradient));
        (simd.add(weight, movement), [movement])
    }
}

#[derive(Clone, Copy)]
struct Nesterov(SgdStep);

impl Rule<1> for Nesterov {
    #[inline(always)]
    fn step<S: Simd>(
        self,
        simd: S,
        weight: S::Vector,
        gradient: S::Vector,
        [last]: [S::Vector; 1],
    ) -> (S::Vector, [S::Vector; 1]) {
        let downhill = self.0.downhill(simd, gradient);
        let movement = self.0.movement(simd, last, downhill);
        let ahead = simd.mul_add(movement, simd.splat(self.0.momentum), downhill);
        (simd.add(weight, ahead), [movement])
    }
}
