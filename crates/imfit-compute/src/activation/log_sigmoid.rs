//! The logarithm of the logistic function.

use super::elementwise::Elementwise;
use crate::math;
use crate::simd::Simd;

/// -ln(1 + e⁻ˣ)
#[derive(Clone, Copy)]
pub(super) struct LogSigmoid;

impl Elementwise for LogSigmoid {
    fn shares_work_with_derivative(self) -> bool {
        true
    }

    #[inline(always)]
    fn forward<S: Simd>(self, simd: S, x: S::Vector) -> S::Vector {
        simd.neg(math::softplus(simd, simd.neg(x)))
    }

    /// g / (1 + eˣ)
    #[inline(always)]
    fn backward<S: Simd>(self, simd: S, x: S::Vector, _: S::Vector, g: S::Vector) -> S::Vector {
        simd.mul(g, math::softplus_derivative(simd, simd.neg(x)))
    }
}
