//! The logistic function.

use crate::math;
use crate::simd::Simd;

/// y = 1 / (1 + e⁻ˣ)
#[inline(always)]
pub(super) fn forward<S: Simd>(simd: S, x: S::Vector) -> S::Vector {
    math::sigmoid(simd, x)
}

/// g · y · (1 - y)
#[inline(always)]
pub(super) fn backward<S: Simd>(simd: S, y: S::Vector, g: S::Vector) -> S::Vector {
    simd.mul(g, simd.mul(y, simd.sub(simd.splat(1.0), y)))
}
