//! The hyperbolic tangent.

use crate::math;
use crate::simd::Simd;

/// y = tanh x
#[inline(always)]
pub(super) fn forward<S: Simd>(simd: S, x: S::Vector) -> S::Vector {
    math::tanh(simd, x)
}

/// g · (1 - y²)
#[inline(always)]
pub(super) fn backward<S: Simd>(simd: S, y: S::Vector, g: S::Vector) -> S::Vector {
    simd.mul(g, simd.mul_add(simd.neg(y), y, simd.splat(1.0)))
}
