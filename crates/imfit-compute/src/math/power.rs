//! Powers with an exponent that is the same for all lanes.

use super::{exp, log};
use crate::simd::Simd;

/// x^`exponent` for x that isn't negative. The exponents 0, 1 and 2 are exact but for one rounding, and there
/// x may be negative too; others are off by the size of `exponent`·ln x, in ulp.
#[inline(always)]
pub(crate) fn power<S: Simd>(simd: S, x: S::Vector, exponent: f32) -> S::Vector {
    if exponent == 0.0 {
        simd.splat(1.0)
    } else if exponent == 1.0 {
        x
    } else if exponent == 2.0 {
        simd.mul(x, x)
    } else {
        exp(simd, simd.mul(simd.splat(exponent), log(simd, x)))
    }
}
