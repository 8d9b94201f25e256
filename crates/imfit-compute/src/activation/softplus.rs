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

    fn makes_denormals(self) -> bool {
        false
    }

    #[inline(always)]
    fn forward<S: Simd>(self, simd: S, x: S::Vector) -> S::Vector {
        math::softplus_or_zero(simd, x)
    }

    /// 1 / (1 + e⁻ˣ)
    #[inline(always)]
    fn derivative<S: Simd>(self, simd: S, x: S::Vector) -> S::Vector {
        math::softplus_derivative(simd, x)
    }

    #[inline(always)]
    fn backward<S: Simd>(self, simd: S, x: S::Vector, _: S::Vector, g: S::Vector) -> S::Vector {
        simd.product_without_tiny(g, self.derivative(simd, x))
    }
}
