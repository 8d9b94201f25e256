//! Mish (Misra, 2019, <https://arxiv.org/abs/1908.08681>).

use super::elementwise::WithDerivative;
use crate::math::{self, Reduced};
use crate::simd::Simd;

/// Below, f is [tiny](crate::simd::TINY), and counts as 0, as does its derivative.
const LEAST: f32 = -66.581_67;
/// From here on f is x.
const FAR: f32 = 66.0;

/// tanh(ln(1 + eˣ)) as `top` / `bottom`.
struct Quotient<V> {
    top: V,
    bottom: V,
    /// e^-|x|
    v: V,
}

/// With v = e^-|x| it is (1 + 2v) / (1 + 2v + 2v²) where x is positive, and v·(v + 2) / (v·(v + 2) + 2)
/// where it is negative.
#[inline(always)]
fn quotient<S: Simd>(simd: S, x: S::Vector) -> Quotient<S::Vector> {
    let (zero, one, two) = (simd.splat(0.0), simd.splat(1.0), simd.splat(2.0));
    let held = simd.max(simd.splat(LEAST), simd.neg(simd.abs(x)));
    let Reduced { n, exp_minus_one } = math::reduce(simd, held);
    let v = simd.mul(simd.power_of_two(n), simd.add(one, exp_minus_one));

    let plus = simd.mul_add(two, v, one);
    let plus_bottom = simd.mul_add(simd.mul(two, v), simd.add(one, v), one);
    let v_plus_two = simd.add(v, two);
    let minus_bottom = simd.mul_add(v, v_plus_two, two);
    Quotient {
        top: simd.select_gt(zero, x, simd.mul(v, v_plus_two), plus),
        bottom: simd.select_gt(zero, x, minus_bottom, plus_bottom),
        v,
    }
}

/// x · tanh(ln(1 + eˣ))
#[derive(Clone, Copy)]
pub(super) struct Mish;

impl WithDerivative for Mish {
    #[inline(always)]
    fn forward<S: Simd>(self, simd: S, x: S::Vector) -> S::Vector {
        let (least, Quotient { top, bottom, .. }) = (simd.splat(LEAST), quotient(simd, x));
        let y = simd.div(simd.mul(simd.max(least, x), top), bottom);
        simd.select_gt(least, x, simd.splat(0.0), y)
    }

    /// t + x·s·(1 - t²) with t = tanh(ln(1 + eˣ)) and the sigmoid s
    #[inline(always)]
    fn derivative<S: Simd>(self, simd: S, x: S::Vector) -> S::Vector {
        let (zero, one) = (simd.splat(0.0), simd.splat(1.0));
        let Quotient { top, bottom, v } = quotient(simd, x);
        let t = simd.div(top, bottom);
        let sigmoid = simd.div(simd.select_gt(zero, x, v, one), simd.add(one, v));
        let rest = simd.mul(simd.sub(one, t), simd.add(one, t));
        let slope = simd.mul(simd.mul(simd.clamp(LEAST, x, FAR), sigmoid), rest);
        simd.select_gt(simd.splat(LEAST), x, zero, simd.add(t, slope))
    }
}
