//! The logarithm of the logistic function.

use super::elementwise::WithDerivative;
use crate::math;
use crate::simd::Simd;

/// -ln(1 + e⁻ˣ)
#[derive(Clone, Copy)]
pub(super) struct LogSigmoid;

impl WithDerivative for LogSigmoid {
    fn makes_denormals(self) -> bool {
        false
    }

    #[inline(always)]
    fn forward<S: Simd>(self, simd: S, x: S::Vector) -> S::Vector {
        simd.neg(math::softplus_or_zero(simd, simd.neg(x)))
    }

    /// 1 / (1 + eˣ)
    #[inline(always)]
    fn derivative<S: Simd>(self, simd: S, x: S::Vector) -> S::Vector {
        math::softplus_derivative(simd, simd.neg(x))
    }
}
