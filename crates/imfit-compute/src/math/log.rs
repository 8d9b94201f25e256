//! The natural logarithm, and that of 1 + u where u is no more than 1.
//!
//! With s = f / (2 + f) the logarithm of 1 + f is f - s·(f - R), where R = s²·(2/3 + 2/5·s² + ...).

use super::exp::{LN2_HIGH, LN2_LOW};
use super::polynomial;
use crate::simd::Simd;

/// R / s² in powers of s², highest first, for 1 + f between √½ and √2: the logarithm is then at most
/// 4e-11 off, in relative terms. Fitted by minimax with the coefficients rounded to `f32` one after the
/// other.
const SERIES: [f32; 4] = [0.233_499_62, 0.285_538_73, 0.399_999_47, 0.666_666_7];
/// The same for f from 0 to 1: at most 2.2e-10 off.
const WIDE_SERIES: [f32; 5] = [0.249_881_13, 0.212_529_72, 0.286_319_35, 0.399_983_8, 0.666_666_8];

/// Brings every denormal number among the normal ones.
const RAISE: f32 = 16_777_216.0;
const RAISED_BY: f32 = 24.0;

/// ln x: -∞ at 0, NaN below. At most 0.84 ulp off.
#[inline(always)]
pub(crate) fn log<S: Simd>(simd: S, x: S::Vector) -> S::Vector {
    let (zero, one) = (simd.splat(0.0), simd.splat(1.0));
    let tiny = simd.splat(f32::MIN_POSITIVE);
    let normal = simd.select_gt(tiny, x, simd.mul(x, simd.splat(RAISE)), x);
    let bias = simd.select_gt(tiny, x, simd.splat(127.0 + RAISED_BY), simd.splat(127.0));

    let biased = simd.biased_exponent(normal);
    // Without its exponent a number of either sign of n is between 1 and 2.
    let power = simd.power_of_two(simd.sub(biased, simd.splat(127.0)));
    let mantissa = simd.xor(simd.xor(normal, power), one);
    let large = simd.splat(std::f32::consts::SQRT_2);
    let n = simd.sub(biased, bias);
    let n = simd.select_gt(mantissa, large, simd.add(n, one), n);
    let halved = simd.mul(mantissa, simd.splat(0.5));
    let f = simd.sub(simd.select_gt(mantissa, large, halved, mantissa), one);

    let half_square = simd.mul(simd.mul(f, f), simd.splat(0.5));
    let s = simd.div(f, simd.add(f, simd.splat(2.0)));
    let square = simd.mul(s, s);
    let rest = simd.mul(square, polynomial(simd, square, SERIES));
    let small = simd.mul_add(s, simd.add(half_square, rest), simd.mul(n, simd.splat(LN2_LOW)));
    let sum = simd.add(simd.sub(small, half_square), f);
    let value = simd.mul_add(n, simd.splat(LN2_HIGH), sum);

    let infinity = simd.splat(f32::INFINITY);
    let finite = simd.select_gt(infinity, x, value, x);
    // 0 less infinity is what the logarithm of 0 is; NaN stays NaN.
    let nothing = simd.select_gt(zero, x, simd.splat(f32::NAN), simd.sub(x, infinity));
    simd.select_gt(x, zero, finite, nothing)
}

/// ln(1 + u) for u from 0 to 1.
#[inline(always)]
pub(super) fn log_of_one_plus<S: Simd>(simd: S, u: S::Vector) -> S::Vector {
    let s = simd.div(u, simd.add(u, simd.splat(2.0)));
    // A u that small is its own logarithm, and squares might be denormal.
    let s = simd.keep_gt(s, simd.splat(f32::EPSILON / 256.0), s);
    let square = simd.mul(s, s);
    let rest = simd.mul(square, polynomial(simd, square, WIDE_SERIES));
    simd.mul_add(simd.neg(s), simd.sub(u, rest), u)
}
