//! The smooth rectifier.

use super::elementwise::Elementwise;
use crate::math;
use crate::simd::Simd;

/// ln(1 + eˣ)
#[derive(Clone, Copy)]
pub(super) struct Softplus;

impl Elementwise for Softplus {
    fn shares_work_with_derivative(self) -> bool {
        true
    }

    #[inline(always)]
    fn forward<S: Simd>(self, simd: S, x: S::Vector) -> S::Vector {
        math::softplus(simd, x)
    }

    /// g / (1 + e⁻ˣ)
    #[inline(always)]
    fn backward<S: Simd>(self, simd: S, x: S::Vector, _: S::Vector, g: S::Vector) -> S::Vector {
        simd.mul(g, math::softplus_derivative(simd, x))
    }
}
