//! The logarithm of 1 + eˣ.

use super::exp::{exp, exp_or_zero};
use super::log::log_of_one_plus;
use crate::simd::Simd;

/// ln(1 + eˣ). At most 1.73 ulp off, 1.9 portable.
///
/// It is max(x, 0) + ln(1 + e^-|x|), where nothing overflows.
#[inline(always)]
pub(crate) fn softplus<S: Simd>(simd: S, x: S::Vector) -> S::Vector {
    of_power(simd, x, exp(simd, simd.neg(simd.abs(x))))
}

/// [`softplus`], but 0 where it is [tiny](crate::simd::TINY).
#[inline(always)]
pub(crate) fn softplus_or_zero<S: Simd>(simd: S, x: S::Vector) -> S::Vector {
    of_power(simd, x, exp_or_zero(simd, simd.neg(simd.abs(x))))
}

/// The softplus of x, given e^-|x|.
#[inline(always)]
fn of_power<S: Simd>(simd: S, x: S::Vector, power: S::Vector) -> S::Vector {
    simd.add(simd.max(simd.splat(0.0), x), log_of_one_plus(simd, power))
}

/// Its derivative, the [`sigmoid`](super::sigmoid), of the exponential that [`softplus_or_zero`] takes. Less than 2 ulp
/// off, and 0 where that is [tiny](crate::simd::TINY).
///
/// It is 1 / (1 + e^-|x|), times e^-|x| where x is negative.
#[inline(always)]
pub(crate) fn softplus_derivative<S: Simd>(simd: S, x: S::Vector) -> S::Vector {
    let (one, power) = (simd.splat(1.0), exp_or_zero(simd, simd.neg(simd.abs(x))));
    let share = simd.select_gt(simd.splat(0.0), x, power, one);
    simd.div(share, simd.add(one, power))
}
