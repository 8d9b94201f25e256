//! The exponential less one.

use super::exp::{Reduced, half_power_of_two, reduce};
use crate::simd::Simd;

/// Below, the result is -1; above, it is more than the largest `f32`.
const LOWEST: f32 = -40.0;
const HIGHEST: f32 = 89.0;

/// eˣ - 1. Infinite above 88.73, -1 below -17.33. At most 1.52 ulp off, 1.65 portable.
///
/// It is 2ⁿ - 1 + 2ⁿ·(eʳ - 1), where 2ⁿ - 1 is exact or its error of no consequence. Half of it is
/// computed, so that 2ⁿ is no infinity before its time.
#[inline(always)]
pub(crate) fn expm1<S: Simd>(simd: S, x: S::Vector) -> S::Vector {
    let half = simd.splat(0.5);
    let Reduced { n, exp_minus_one } = reduce(simd, simd.clamp(LOWEST, x, HIGHEST));
    let power = half_power_of_two(simd, n);
    let halved = simd.mul_add(power, exp_minus_one, simd.sub(power, half));
    // Half of a denormal number would lose its last bit.
    simd.select_gt(half, simd.abs(n), exp_minus_one, simd.add(halved, halved))
}
