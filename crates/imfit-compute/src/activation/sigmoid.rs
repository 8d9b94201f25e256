//! The logistic function.

use super::elementwise::Elementwise;
use crate::math;
use crate::simd::Simd;

/// 1 / (1 + e⁻ˣ)
#[derive(Clone, Copy)]
pub(super) struct Sigmoid;

impl Elementwise for Sigmoid {
    fn derivative_from_output(self) -> bool {
        true
    }

    fn makes_denormals(self) -> bool {
        false
    }

    fn derivative_shrinks(self) -> bool {
        false
    }

    /// 0 where it is [tiny](crate::simd::TINY): a network that reads pixel coordinates is full of it.
    #[inline(always)]
    fn forward<S: Simd>(self, simd: S, x: S::Vector) -> S::Vector {
        math::sigmoid_or_zero(simd, x)
    }

    /// g · y · (1 - y)
    #[inline(always)]
    fn backward<S: Simd>(self, simd: S, _: S::Vector, y: S::Vector, g: S::Vector) -> S::Vector {
        simd.product_without_tiny(g, simd.mul(y, simd.sub(simd.splat(1.0), y)))
    }
}
