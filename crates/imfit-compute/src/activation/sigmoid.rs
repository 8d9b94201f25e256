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

    #[inline(always)]
    fn forward<S: Simd>(self, simd: S, x: S::Vector) -> S::Vector {
        math::sigmoid(simd, x)
    }

    /// g · y · (1 - y)
    #[inline(always)]
    fn backward<S: Simd>(self, simd: S, _: S::Vector, y: S::Vector, g: S::Vector) -> S::Vector {
        simd.mul(g, simd.mul(y, simd.sub(simd.splat(1.0), y)))
    }
}
