//! The normal distribution: its density, and the share of it beyond a point.

use super::exp::exp_or_zero;
use super::polynomial;
use crate::simd::Simd;

/// From here on e^(-t²/2) is 0.
pub(crate) const FAR: f32 = 15.0;

/// (t + [`POLE`])·Q(t)·e^(t²/2) in powers of (t - `POLE`) / (t + `POLE`), highest first, for t from 0 to
/// 14.6, where Q is the share beyond t: at most 3.9e-8 off, in relative terms. Fitted by least squares
/// with the coefficients rounded to `f32` one after the other.
const SERIES: [f32; 10] = [
    -0.000_165_023_23,
    -0.000_321_769_07,
    0.000_691_020_9,
    0.002_535_803_7,
    -0.001_602_476_9,
    -0.016_390_827,
    0.009_235_953,
    0.131_987_65,
    -0.433_692,
    0.706_656_63,
];
const POLE: f32 = 2.5;

/// What there is to know of the normal distribution at some point t.
#[derive(Clone, Copy)]
pub(crate) struct Normal<V> {
    /// e^(-t²/2): √(2π) times the density. 0 where that is [tiny](crate::simd::TINY).
    pub(crate) bell: V,
    /// The share of the distribution beyond t, over `bell`.
    pub(crate) tail: V,
    /// t times that.
    pub(crate) tail_moment: V,
}

/// The distribution at `t`, which is from 0 to [`FAR`].
///
/// t²/2 is taken in two parts: its rounding alone would be an error of 50 ulp far out.
#[inline(always)]
pub(crate) fn normal<S: Simd>(simd: S, t: S::Vector) -> Normal<S::Vector> {
    let square = simd.mul(t, t);
    let lost = simd.mul_add_fused(t, t, simd.neg(square));
    let high = exp_or_zero(simd, simd.mul(square, simd.splat(-0.5)));
    let bell = simd.mul_add(high, simd.mul(lost, simd.splat(-0.5)), high);

    let pole = simd.add(t, simd.splat(POLE));
    let share = simd.div(t, pole);
    let w = simd.mul_add(share, simd.splat(2.0), simd.splat(-1.0));
    let series = polynomial(simd, w, SERIES);
    Normal { bell, tail: simd.div(series, pole), tail_moment: simd.mul(share, series) }
}
