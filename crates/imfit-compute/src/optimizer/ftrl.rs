//! The step of "follow the regularised leader".

use super::{Rule, square};
use crate::LANE_GROUP;
use crate::simd::{Simd, load_at, store_at};

/// The numbers of a step of FTRL. Keeps the sum of the gradient's squares and the linear term.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FtrlStep {
    /// What the gradient is multiplied by.
    pub learning_rate: f32,
    /// The power of the sum of squares that is divided by; 0.5 for its root.
    pub power: f32,
    /// How far the linear term may be from 0 for the weight to be 0.
    pub l1: f32,
    /// Added to what is divided by.
    pub twice_l2: f32,
    /// What the weight is multiplied by and added to the gradient.
    pub twice_shrinkage: f32,
}

impl Rule<2> for FtrlStep {
    #[inline(always)]
    fn step<S: Simd>(
        self,
        simd: S,
        weight: S::Vector,
        gradient: S::Vector,
        [squares, linear]: [S::Vector; 2],
    ) -> (S::Vector, [S::Vector; 2]) {
        let rate = simd.splat(self.learning_rate);
        let shrunk = simd.mul_add(simd.splat(self.twice_shrinkage), weight, gradient);
        let before = power(simd, squares, self.power);
        let squares = simd.add(squares, square(simd, gradient));
        let after = power(simd, squares, self.power);
        let sigma = simd.div(simd.sub(after, before), rate);
        let linear = simd.add(linear, simd.sub(shrunk, simd.mul(sigma, weight)));
        let linear = simd.without_denormals(linear);
        let quadratic = simd.add(simd.div(after, rate), simd.splat(self.twice_l2));
        // A NaN comes through both.
        let clipped = simd.max(simd.splat(-self.l1), linear);
        let clipped = simd.min(simd.splat(self.l1), clipped);
        (simd.div(simd.sub(clipped, linear), quadratic), [squares, linear])
    }
}

/// value ^ exponent
#[inline(always)]
fn power<S: Simd>(simd: S, value: S::Vector, exponent: f32) -> S::Vector {
    if exponent == 0.5 {
        return simd.sqrt(value);
    }
    let mut lanes = [0.0; LANE_GROUP];
    store_at(simd, &mut lanes, 0, value);
    for lane in &mut lanes[..S::LANES] {
        *lane = libm::pow(f64::from(*lane), f64::from(exponent)) as f32;
    }
    load_at(simd, &lanes, 0)
}
