//! The hyperbolic tangent.

use super::elementwise::Elementwise;
use crate::math;
use crate::simd::Simd;

/// tanh x
#[derive(Clone, Copy)]
pub(super) struct Tanh;

impl Elementwise for Tanh {
    fn derivative_from_output(self) -> bool {
        true
    }

    #[inline(always)]
    fn forward<S: Simd>(self, simd: S, x: S::Vector) -> S::Vector {
        math::tanh(simd, x)
    }

    /// g · (1 - y²)
    #[inline(always)]
    fn backward<S: Simd>(self, simd: S, _: S::Vector, y: S::Vector, g: S::Vector) -> S::Vector {
        simd.mul(g, simd.mul_add(simd.neg(y), y, simd.splat(1.0)))
    }
}
