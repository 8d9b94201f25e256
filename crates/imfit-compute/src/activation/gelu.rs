//! The Gaussian error linear unit (Hendrycks and Gimpel, 2016, <https://arxiv.org/abs/1606.08415>).

use super::elementwise::Elementwise;
use crate::math::{self, FAR, Normal};
use crate::simd::Simd;

/// 1 / √(2π)
const INVERSE_ROOT_TWO_PI: f32 = 0.398_942_3;

/// x · Φ(x), where Φ(x) is the share of the normal distribution below x.
#[derive(Clone, Copy)]
pub(super) struct Gelu;

/// The normal distribution at |x|.
#[inline(always)]
fn normal<S: Simd>(simd: S, x: S::Vector) -> Normal<S::Vector> {
    math::normal(simd, simd.min(simd.splat(FAR), simd.abs(x)))
}

impl Elementwise for Gelu {
    fn shares_work_with_derivative(self) -> bool {
        true
    }

    #[inline(always)]
    fn forward<S: Simd>(self, simd: S, x: S::Vector) -> S::Vector {
        let Normal { bell, tail_moment, .. } = normal(simd, x);
        simd.mul_add(simd.neg(tail_moment), bell, simd.max(simd.splat(0.0), x))
    }

    /// g · (Φ(x) + x·φ(x)) with the density φ
    #[inline(always)]
    fn backward<S: Simd>(self, simd: S, x: S::Vector, _: S::Vector, g: S::Vector) -> S::Vector {
        let held = simd.clamp(-FAR, x, FAR);
        let Normal { bell, tail, .. } = normal(simd, x);
        let tail = simd.mul(bell, tail);
        let share = simd.select_gt(x, simd.splat(0.0), simd.sub(simd.splat(1.0), tail), tail);
        let density = simd.mul(bell, simd.splat(INVERSE_ROOT_TWO_PI));
        simd.mul(g, simd.mul_add(held, density, share))
    }
}
