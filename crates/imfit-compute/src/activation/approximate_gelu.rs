//! The Gaussian error linear unit with a tangent in place of the normal distribution.

use super::elementwise::WithDerivative;
use crate::math::{self, SIGMOID_IS_1, SigmoidQuotient};
use crate::simd::Simd;

/// Below, f is [tiny](crate::simd::TINY), and counts as 0, as does its derivative.
const LEAST: f32 = -8.903_47;
/// From here on f is x.
const FAR: f32 = 15.0;
/// 2·√(2/π), and 0.044715 times that.
const LINEAR: f32 = 1.595_769_2;
const CUBIC: f32 = 0.071_354_82;

/// What the sigmoid is taken of: ½·(1 + tanh u) is the sigmoid of 2u, without a difference that cancels.
#[inline(always)]
fn argument<S: Simd>(simd: S, x: S::Vector) -> S::Vector {
    let square = simd.mul(x, x);
    simd.mul(x, simd.mul_add(square, simd.splat(CUBIC), simd.splat(LINEAR)))
}

/// The sigmoid of that, as far as f isn't 0 and the sigmoid not yet 1.
#[inline(always)]
fn sigmoid<S: Simd>(simd: S, x: S::Vector) -> SigmoidQuotient<S::Vector> {
    let argument = argument(simd, simd.clamp(LEAST, x, FAR));
    math::sigmoid_quotient(simd, simd.min(simd.splat(SIGMOID_IS_1), argument))
}

/// ½·x·(1 + tanh(√(2/π)·(x + 0.044715·x³)))
#[derive(Clone, Copy)]
pub(super) struct ApproximateGelu;

impl WithDerivative for ApproximateGelu {
    #[inline(always)]
    fn forward<S: Simd>(self, simd: S, x: S::Vector) -> S::Vector {
        let (least, SigmoidQuotient { power, bottom }) = (simd.splat(LEAST), sigmoid(simd, x));
        let y = simd.mul(simd.div(simd.max(least, x), bottom), power);
        simd.select_gt(least, x, simd.splat(0.0), y)
    }

    /// s + x·s·(1 - s)·a'(x) with the argument a and its sigmoid s
    #[inline(always)]
    fn derivative<S: Simd>(self, simd: S, x: S::Vector) -> S::Vector {
        let (least, one) = (simd.splat(LEAST), simd.splat(1.0));
        let SigmoidQuotient { power, bottom } = sigmoid(simd, x);
        let sigmoid = simd.div(power, bottom);
        let held = simd.clamp(LEAST, x, FAR);
        let square = simd.mul(held, held);
        let slope = simd.mul_add(square, simd.splat(3.0 * CUBIC), simd.splat(LINEAR));
        let bend = simd.mul(simd.mul(held, simd.sub(one, sigmoid)), slope);
        let all = simd.mul_add(sigmoid, bend, sigmoid);
        simd.select_gt(least, x, simd.splat(0.0), all)
    }
}
