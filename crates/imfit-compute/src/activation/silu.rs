//! The sigmoid-weighted linear unit, or swish (Ramachandran and others, 2017,
//! <https://arxiv.org/abs/1710.05941>).

use super::elementwise::WithDerivative;
use crate::math::{self, SIGMOID_IS_1, SigmoidQuotient};
use crate::simd::Simd;

/// Below, f is [tiny](crate::simd::TINY), and counts as 0, as does its derivative.
const LEAST: f32 = -66.581_67;

/// x / (1 + e⁻ˣ)
#[derive(Clone, Copy)]
pub(super) struct Silu;

/// The sigmoid as far as f isn't 0 and the sigmoid not yet 1.
#[inline(always)]
fn sigmoid<S: Simd>(simd: S, x: S::Vector) -> SigmoidQuotient<S::Vector> {
    math::sigmoid_quotient(simd, simd.clamp(LEAST, x, SIGMOID_IS_1))
}

impl WithDerivative for Silu {
    #[inline(always)]
    fn forward<S: Simd>(self, simd: S, x: S::Vector) -> S::Vector {
        let (least, SigmoidQuotient { power, bottom }) = (simd.splat(LEAST), sigmoid(simd, x));
        let y = simd.mul(simd.div(simd.max(least, x), bottom), power);
        simd.select_gt(least, x, simd.splat(0.0), y)
    }

    /// s · (1 + x·(1 - s)) with the sigmoid s
    #[inline(always)]
    fn derivative<S: Simd>(self, simd: S, x: S::Vector) -> S::Vector {
        let (least, one) = (simd.splat(LEAST), simd.splat(1.0));
        let SigmoidQuotient { power, bottom } = sigmoid(simd, x);
        let sigmoid = simd.div(power, bottom);
        let held = simd.clamp(LEAST, x, SIGMOID_IS_1);
        let bend = simd.mul_add(held, simd.sub(one, sigmoid), one);
        simd.select_gt(least, x, simd.splat(0.0), simd.mul(sigmoid, bend))
    }
}
