//! The sine, as in "Implicit Neural Representations with Periodic Activation Functions" (Sitzmann and
//! others, 2020, <https://arxiv.org/abs/2006.09661>).

use crate::math;
use crate::simd::Simd;

/// y = sin x
#[inline(always)]
pub(super) fn forward<S: Simd>(simd: S, x: S::Vector) -> S::Vector {
    math::sin(simd, x)
}

/// g · cos x
#[inline(always)]
pub(super) fn backward<S: Simd>(simd: S, x: S::Vector, g: S::Vector) -> S::Vector {
    simd.mul(g, math::cos(simd, x))
}
