//! Our own vector functions: the same bytes on every platform, which a libm doesn't promise.
//!
//! Both rest on one range reduction: x = n·ln 2 + r with |r| <= ln 2 / 2, so that eˣ = 2ⁿ·eʳ, and the
//! Taylor series of eʳ up to r⁷ misses less than 0.1 units in the last place.

use crate::simd::Simd;

/// ln 2 in two parts; the first has so few bits that n·`LN2_HIGH` is exact.
const LN2_HIGH: f32 = 0.693_359_4;
const LN2_LOW: f32 = -2.121_944_4e-4;
/// Added to a value below 2²², it leaves the value's nearest integer in the low bits.
const ROUNDER: f32 = 12_582_912.0;
/// Arguments are held here, where 2ⁿ is still a normal number.
const LOWEST: f32 = -87.3;
const HIGHEST: f32 = 88.3;

/// 2ⁿ and eʳ - 1 for x = n·ln 2 + r; `x` must lie in `LOWEST..=HIGHEST`.
#[inline(always)]
fn split_exp<S: Simd>(simd: S, x: S::Vector) -> (S::Vector, S::Vector) {
    let shifted = simd.mul_add(x, simd.splat(std::f32::consts::LOG2_E), simd.splat(ROUNDER));
    let n = simd.sub(shifted, simd.splat(ROUNDER));
    let r = simd.mul_add(n, simd.splat(-LN2_HIGH), x);
    let r = simd.mul_add(n, simd.splat(-LN2_LOW), r);

    let mut series = simd.splat(1.0 / 5040.0);
    for coefficient in [1.0 / 720.0, 1.0 / 120.0, 1.0 / 24.0, 1.0 / 6.0, 0.5] {
        series = simd.mul_add(series, r, simd.splat(coefficient));
    }
    let exp_minus_one = simd.mul_add(simd.mul(r, r), series, r);

    // The low bits of `shifted` hold n; 127 more is the exponent of 2ⁿ.
    let power = simd.shift_into_exponent(simd.add(shifted, simd.splat(127.0)));
    (power, exp_minus_one)
}

/// eˣ for x <= 0; below -87.3 it stays at e^-87.3, about 1e-38. At most 1 unit in the last place off.
#[inline(always)]
pub(crate) fn exp_of_negative<S: Simd>(simd: S, x: S::Vector) -> S::Vector {
    let (power, exp_minus_one) = split_exp(simd, simd.max(simd.splat(LOWEST), x));
    simd.mul_add(power, exp_minus_one, power)
}

/// tanh x = (e²ˣ - 1) / (e²ˣ + 1), by way of eˣ - 1 so that small x lose nothing.
///
/// At most 3 units in the last place off.
#[inline(always)]
pub(crate) fn tanh<S: Simd>(simd: S, x: S::Vector) -> S::Vector {
    let doubled = simd.add(x, x);
    let held = simd.max(simd.splat(LOWEST), simd.min(simd.splat(HIGHEST), doubled));
    let (power, exp_minus_one) = split_exp(simd, held);
    let one = simd.splat(1.0);
    let numerator = simd.mul_add(power, exp_minus_one, simd.sub(power, one));
    simd.div(numerator, simd.add(numerator, simd.splat(2.0)))
}

/// 1 / (1 + e⁻ˣ), from e to the power of -|x| so that nothing overflows.
///
/// At most 3 units in the last place off, and never below 1e-38.
#[inline(always)]
pub(crate) fn sigmoid<S: Simd>(simd: S, x: S::Vector) -> S::Vector {
    let zero = simd.splat(0.0);
    let negative_abs = simd.select_gt(x, zero, simd.neg(x), x);
    let exp = exp_of_negative(simd, negative_abs);
    let numerator = simd.select_gt(x, zero, simd.splat(1.0), exp);
    simd.div(numerator, simd.add(simd.splat(1.0), exp))
}
