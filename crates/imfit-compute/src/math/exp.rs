//! The exponential, and the two halves of it that the hyperbolic tangent and the logistic function use.
//!
//! x = n·ln 2 + r with |r| <= ln 2 / 2, so that eˣ = 2ⁿ·eʳ.

use super::polynomial;
use crate::simd::{ROUNDER, Simd};

/// ln 2 in two parts; the first has so few bits that n·`LN2_HIGH` is exact, fused or not.
pub(super) const LN2_HIGH: f32 = 0.693_359_4;
pub(super) const LN2_LOW: f32 = -2.121_944_4e-4;

/// (eʳ - 1 - r) / r² for |r| <= ln 2 / 2, highest power first: eʳ - 1 is then at most 1.4e-8 off, in
/// relative terms. Fitted by minimax with the coefficients rounded to `f32` one after the other.
const SERIES: [f32; 5] = [0.001_390_094_4, 0.008_366_112, 0.041_666_824, 0.166_665_48, 0.5];

/// Below, eˣ is less than half the smallest `f32`; above, it is more than the largest.
const LOWEST: f32 = -104.0;
const HIGHEST: f32 = 89.0;
/// -90·ln 2: below, eˣ is [tiny](crate::simd::TINY).
pub(super) const LEAST: f32 = -62.383_247;

/// x = n·ln 2 + r
#[derive(Clone, Copy)]
pub(crate) struct Reduced<V> {
    /// A whole number.
    pub(crate) n: V,
    /// eʳ - 1, between -0.3 and 0.42.
    pub(crate) exp_minus_one: V,
}

/// Splits x into n and r. |x| must be at most 1000.
#[inline(always)]
pub(crate) fn reduce<S: Simd>(simd: S, x: S::Vector) -> Reduced<S::Vector> {
    let shifted = simd.mul_add(x, simd.splat(std::f32::consts::LOG2_E), simd.splat(ROUNDER));
    let n = simd.sub(shifted, simd.splat(ROUNDER));
    let r = simd.mul_add(n, simd.splat(-LN2_HIGH), x);
    let r = simd.mul_add(n, simd.splat(-LN2_LOW), r);
    let series = polynomial(simd, r, SERIES);
    Reduced { n, exp_minus_one: simd.mul_add(simd.mul(r, r), series, r) }
}

/// 2ⁿ / 2, for whole n from -125 to 128
#[inline(always)]
pub(super) fn half_power_of_two<S: Simd>(simd: S, n: S::Vector) -> S::Vector {
    // As `power_of_two`, with the exponent of 2ⁿ less one.
    simd.shift_into_exponent(simd.add(n, simd.splat(ROUNDER + 126.0)))
}

/// eˣ. Infinite above 88.73, 0 below -103.98. At most 1.035 ulp off, 1.007 portable.
#[inline(always)]
pub(crate) fn exp<S: Simd>(simd: S, x: S::Vector) -> S::Vector {
    exp_from(simd, LOWEST, x)
}

/// [`exp`], but 0 where it is [tiny](crate::simd::TINY): no denormal number is made.
#[inline(always)]
pub(crate) fn exp_or_zero<S: Simd>(simd: S, x: S::Vector) -> S::Vector {
    simd.select_gt(simd.splat(LEAST), x, simd.splat(0.0), exp_from(simd, LEAST, x))
}

/// eˣ of x, but of `lowest` where x is less.
#[inline(always)]
fn exp_from<S: Simd>(simd: S, lowest: f32, x: S::Vector) -> S::Vector {
    let Reduced { n, exp_minus_one } = reduce(simd, simd.clamp(lowest, x, HIGHEST));
    simd.scale(simd.add(simd.splat(1.0), exp_minus_one), n)
}
