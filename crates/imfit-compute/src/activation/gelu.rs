//! The Gaussian error linear unit (Hendrycks and Gimpel, 2016, <https://arxiv.org/abs/1606.08415>).

use super::elementwise::WithDerivative;
use crate::math::{self, FAR, Normal};
use crate::simd::Simd;

/// 1 / √(2π)
const INVERSE_ROOT_TWO_PI: f32 = 0.398_942_3;

/// x · Φ(x), where Φ(x) is the share of the normal distribution below x.
#[derive(Clone, Copy)]
pub(super) struct Gelu;

/// |x|, but not more than [`FAR`].
#[inline(always)]
fn held<S: Simd>(simd: S, x: S::Vector) -> S::Vector {
    simd.min(simd.splat(FAR), simd.abs(x))
}

impl WithDerivative for Gelu {
    #[inline(always)]
    fn forward<S: Simd>(self, simd: S, x: S::Vector) -> S::Vector {
        let Normal { bell, tail_moment, .. } = math::normal(simd, held(simd, x));
        simd.mul_add(simd.neg(tail_moment), bell, simd.max(simd.splat(0.0), x))
    }

    /// Φ(x) + x·φ(x) with the density φ: at t = |x| it is Φ(-t) - t·φ(t), or 1 less that where x is positive
    #[inline(always)]
    fn derivative<S: Simd>(self, simd: S, x: S::Vector) -> S::Vector {
        let t = held(simd, x);
        let Normal { bell, tail, .. } = math::normal(simd, t);
        let below = simd.mul(bell, simd.mul_add(t, simd.splat(-INVERSE_ROOT_TWO_PI), tail));
        simd.select_gt(x, simd.splat(0.0), simd.sub(simd.splat(1.0), below), below)
    }
}
