//! RMSprop's step, with or without momentum, centred or not.

use super::{Rule, Weights, mean, square};
use crate::simd::Simd;

/// The numbers of a step of RMSprop. Keeps the mean of the gradient's squares; then the movement, if there
/// is momentum; then the gradient's mean, if it is centred.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RmspropStep {
    /// About the size of a step.
    pub learning_rate: f32,
    /// How much of the means is kept.
    pub rho: f32,
    /// 1 - ρ
    pub one_minus_rho: f32,
    /// How much of the last movement is kept; 0 for none at all.
    pub momentum: f32,
    /// Added to the mean of the squares.
    pub epsilon: f32,
    /// Whether the square of the gradient's mean is subtracted from the mean of its squares.
    pub centered: bool,
}

impl RmspropStep {
    pub(super) fn slots(self) -> usize {
        1 + usize::from(self.momentum > 0.0) + usize::from(self.centered)
    }

    pub(super) fn apply(self, all: Weights<'_>) {
        match (self.momentum > 0.0, self.centered) {
            (false, false) => all.take(Plain(self)),
            (true, false) => all.take(Momentum(self)),
            (false, true) => all.take(Centered(self)),
            (true, true) => all.take(CenteredMomentum(self)),
        }
    }

    #[inline(always)]
    fn mean<S: Simd>(self, simd: S, old: S::Vector, new: S::Vector) -> S::Vector {
        mean(simd, self.rho, old, self.one_minus_rho, new)
    }

    /// The step, given the mean of the squares, or the variance.
    #[inline(always)]
    fn increment<S: Simd>(self, simd: S, gradient: S::Vector, squares: S::Vector) -> S::Vector {
        let divisor = simd.sqrt(simd.add(squares, simd.splat(self.epsilon)));
        simd.div(simd.mul(simd.splat(self.learning_rate), gradient), divisor)
    }

    #[inline(always)]
    fn movement<S: Simd>(self, simd: S, last: S::Vector, increment: S::Vector) -> S::Vector {
        simd.without_denormals(simd.mul_add(simd.splat(self.momentum), last, increment))
    }

    /// The variance of the gradient.
    #[inline(always)]
    fn variance<S: Simd>(self, simd: S, squares: S::Vector, mean: S::Vector) -> S::Vector {
        simd.sub(squares, square(simd, mean))
    }
}

#[derive(Clone, Copy)]
struct Plain(RmspropStep);

impl Rule<1> for Plain {
    #[inline(always)]
    fn step<S: Simd>(
        self,
        simd: S,
        weight: S::Vector,
        gradient: S::Vector,
        [squares]: [S::Vector; 1],
    ) -> (S::Vector, [S::Vector; 1]) {
        let squares = self.0.mean(simd, squares, square(simd, gradient));
        (simd.sub(weight, self.0.increment(simd, gradient, squares)), [squares])
    }
}

#[derive(Clone, Copy)]
struct Momentum(RmspropStep);

impl Rule<2> for Momentum {
    #[inline(always)]
    fn step<S: Simd>(
        self,
        simd: S,
        weight: S::Vector,
        gradient: S::Vector,
        [squares, last]: [S::Vector; 2],
    ) -> (S::Vector, [S::Vector; 2]) {
        let squares = self.0.mean(simd, squares, square(simd, gradient));
        let movement = self.0.movement(simd, last, self.0.increment(simd, gradient, squares));
        (simd.sub(weight, movement), [squares, movement])
    }
}

#[derive(Clone, Copy)]
struct Centered(RmspropStep);

impl Rule<2> for Centered {
    #[inline(always)]
    fn step<S: Simd>(
        self,
        simd: S,
        weight: S::Vector,
        gradient: S::Vector,
        [squares, average]: [S::Vector; 2],
    ) -> (S::Vector, [S::Vector; 2]) {
        let squares = self.0.mean(simd, squares, square(simd, gradient));
        let average = self.0.mean(simd, average, gradient);
        let variance = self.0.variance(simd, squares, average);
        (simd.sub(weight, self.0.increment(simd, gradient, variance)), [squares, average])
    }
}

#[derive(Clone, Copy)]
struct CenteredMomentum(RmspropStep);

impl Rule<3> for CenteredMomentum {
    #[inline(always)]
    fn step<S: Simd>(
        self,
        simd: S,
        weight: S::Vector,
        gradient: S::Vector,
        [squares, last, average]: [S::Vector; 3],
    ) -> (S::Vector, [S::Vector; 3]) {
        let squares = self.0.mean(simd, squares, square(simd, gradient));
        let average = self.0.mean(simd, average, gradient);
        let variance = self.0.variance(simd, squares, average);
        let movement = self.0.movement(simd, last, self.0.increment(simd, gradient, variance));
        (simd.sub(weight, movement), [squares, movement, average])
    }
}
