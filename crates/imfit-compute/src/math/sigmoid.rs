//! The logistic function.

use super::exp::{LEAST, Reduced, reduce};
use crate::simd::Simd;

/// Below, the result is less than half the smallest `f32`.
const LOWEST: f32 = -104.0;
/// Above, the result has long been 1.
pub(crate) const SIGMOID_IS_1: f32 = 30.0;
/// 1 + 2ⁿ doesn't change any more below this n.
const VANISHED: f32 = -64.0;

/// 1 / (1 + e⁻ˣ). 0 below -103.98, 1 above 17.33. At most 1.743 ulp off, 1.770 portable.
///
/// With -x = -n·ln 2 + r it is 2ⁿ / (1 + 2ⁿ + (eʳ - 1)), where 1 + 2ⁿ is exact or its rounding error
/// known, so that the sum has but one rounding.
#[inline(always)]
pub(crate) fn sigmoid<S: Simd>(simd: S, x: S::Vector) -> S::Vector {
    let Reduced { n, exp_minus_one } = reduce(simd, simd.neg(simd.clamp(LOWEST, x, SIGMOID_IS_1)));
    let n = simd.neg(n);

    let power = simd.power_of_two(simd.max(simd.splat(VANISHED), n));
    simd.scale(simd.div(simd.splat(1.0), denominator(simd, power, exp_minus_one)), n)
}

/// The sigmoid as `power` / `bottom`.
#[derive(Clone, Copy)]
pub(crate) struct SigmoidQuotient<V> {
    /// 2ⁿ
    pub(crate) power: V,
    pub(crate) bottom: V,
}

/// The [`sigmoid`] of x from -87 to [`SIGMOID_IS_1`], where its power of two is a normal number.
#[inline(always)]
pub(crate) fn sigmoid_quotient<S: Simd>(simd: S, x: S::Vector) -> SigmoidQuotient<S::Vector> {
    let Reduced { n, exp_minus_one } = reduce(simd, simd.neg(x));
    let power = simd.power_of_two(simd.neg(n));
    SigmoidQuotient { power, bottom: denominator(simd, power, exp_minus_one) }
}

/// The [`sigmoid`], but 0 where it is [tiny](crate::simd::TINY).
#[inline(always)]
pub(crate) fn sigmoid_or_zero<S: Simd>(simd: S, x: S::Vector) -> S::Vector {
    let SigmoidQuotient { power, bottom } =
        sigmoid_quotient(simd, simd.clamp(LEAST, x, SIGMOID_IS_1));
    simd.select_gt(simd.splat(LEAST), x, simd.splat(0.0), simd.div(power, bottom))
}

/// 1 + 2ⁿ + (eʳ - 1)
#[inline(always)]
fn denominator<S: Simd>(simd: S, power: S::Vector, exp_minus_one: S::Vector) -> S::Vector {
    let one = simd.splat(1.0);
    let sum = simd.add(one, power);
    let lost = simd.sub(power, simd.sub(sum, one));
    simd.add(sum, simd.add(exp_minus_one, lost))
}
