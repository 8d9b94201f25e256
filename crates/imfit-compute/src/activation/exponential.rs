//! The exponential.

use super::elementwise::Elementwise;
use crate::math;
use crate::simd::Simd;

/// eˣ
#[derive(Clone, Copy)]
pub(super) struct Exponential;

impl Elementwise for Exponential {
    fn derivative_from_output(self) -> bool {
        true
    }

    fn makes_denormals(self) -> bool {
        false
    }

    #[inline(always)]
    fn forward<S: Simd>(self, simd: S, x: S::Vector) -> S::Vector {
        math::exp_or_zero(simd, x)
    }

    /// g · y
    #[inline(always)]
    fn backward<S: Simd>(self, simd: S, _: S::Vector, y: S::Vector, g: S::Vector) -> S::Vector {
        simd.product_without_tiny(g, y)
    }
}
