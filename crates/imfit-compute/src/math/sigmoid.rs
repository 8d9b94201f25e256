//! The logistic function.

use super::exp::{Reduced, reduce};
use crate::simd::Simd;

/// Below -104, the result is less than half the smallest `f32`, below -112 also that of x times it; above
/// 30 it has long been 1.
const LOWEST: f32 = -112.0;
const HIGHEST: f32 = 30.0;
/// 1 + 2ⁿ doesn't change any more below this n.
const VANISHED: f32 = -64.0;
/// The least x whose result is a normal number: just above -126·ln 2.
const LOWEST_NORMAL: f32 = -87.336_54;

/// 1 / (1 + e⁻ˣ). 0 below -103.98, 1 above 17.33. At most 1.743 ulp off, 1.770 portable.
#[inline(always)]
pub(crate) fn sigmoid<S: Simd>(simd: S, x: S::Vector) -> S::Vector {
    times_sigmoid(simd, simd.splat(1.0), x)
}

/// a / (1 + e⁻ˣ), for |a| up to 2³⁰ where x is below -30. As far off as the [`sigmoid`].
///
/// With -x = -n·ln 2 + r it is a·2ⁿ / (1 + 2ⁿ + (eʳ - 1)), where 1 + 2ⁿ is exact or its rounding error
/// known, so that the sum has but one rounding.
#[inline(always)]
pub(crate) fn times_sigmoid<S: Simd>(simd: S, a: S::Vector, x: S::Vector) -> S::Vector {
    let Reduced { n, exp_minus_one } = reduce(simd, simd.neg(simd.clamp(LOWEST, x, HIGHEST)));
    let n = simd.neg(n);

    let power = simd.power_of_two(simd.max(simd.splat(VANISHED), n));
    simd.scale(simd.div(a, denominator(simd, power, exp_minus_one)), n)
}

/// The [`sigmoid`], but 0 where it would be denormal. It takes less: 2ⁿ is a normal number for every x that is
/// left, so that it serves in the sum and as the dividend.
#[inline(always)]
pub(crate) fn sigmoid_or_zero<S: Simd>(simd: S, x: S::Vector) -> S::Vector {
    let held = simd.clamp(LOWEST_NORMAL, x, HIGHEST);
    let Reduced { n, exp_minus_one } = reduce(simd, simd.neg(held));
    let power = simd.power_of_two(simd.neg(n));
    let y = simd.div(power, denominator(simd, power, exp_minus_one));
    simd.select_gt(simd.splat(LOWEST_NORMAL), x, simd.splat(0.0), y)
}

/// 1 + 2ⁿ + (eʳ - 1)
#[inline(always)]
fn denominator<S: Simd>(simd: S, power: S::Vector, exp_minus_one: S::Vector) -> S::Vector {
    let one = simd.splat(1.0);
    let sum = simd.add(one, power);
    let lost = simd.sub(power, simd.sub(sum, one));
    simd.add(sum, simd.add(exp_minus_one, lost))
}
