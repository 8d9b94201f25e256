//! The smooth rectifier.

use super::elementwise::WithDerivative;
use crate::math;
use crate::simd::Simd;

/// ln(1 + eˣ)
#[derive(Clone, Copy)]
pub(super) struct Softplus;

impl WithDerivative for Softplus {
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
}
