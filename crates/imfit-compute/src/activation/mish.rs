//! Mish (Misra, 2019, <https://arxiv.org/abs/1908.08681>).

use super::elementwise::Elementwise;
use crate::math::{self, Reduced};
use crate::simd::Simd;

/// Below, f is [tiny](crate::simd::TINY), and counts as 0, as does its derivative.
const LEAST: f32 = -66.581_67;
/// From here on f is x.
const FAR: f32 = 66.0;

/// tanh(ln(1 + eˣ)) as `top` / `bottom` · `power`.
struct Quotient<V> {
    top: V,
    bottom: V,
    power: V,
    /// e^-|x|
    v: V,
}

/// With v = e^-|x| it is (1 + 2v) / (1 + 2v + 2v²) where x is positive, and v·(v + 2) / (v·(v + 2) + 2)
/// where it is negative. There the power of two of the first v comes last, which spares a rounding.
#[inline(always)]
fn quotient<S: Simd>(simd: S, x: S::Vector) -> Quotient<S::Vector> {
    let (zero, one, two) = (simd.splat(0.0), simd.splat(1.0), simd.splat(2.0));
    let held = simd.max(simd.splat(LEAST), simd.neg(simd.abs(x)));
    let Reduced { n, exp_minus_one } = math::reduce(simd, held);
    let power = simd.power_of_two(n);
    let root = simd.add(one, exp_minus_one);
    let v = simd.mul(power, root);

    let plus = simd.mul_add(two, v, one);
    let plus_bottom = simd.mul_add(simd.mul(two, v), simd.add(one, v), one);
    let v_plus_two = simd.add(v, two);
    let minus_bottom = simd.mul_add(v, v_plus_two, two);
    Quotient {
        top: simd.select_gt(zero, x, simd.mul(root, v_plus_two), plus),
        bottom: simd.select_gt(zero, x, minus_bottom, plus_bottom),
        power: simd.select_gt(zero, x, power, one),
        v,
    }
}

/// x · tanh(ln(1 + eˣ))
#[derive(Clone, Copy)]
pub(super) struct Mish;

impl Elementwise for Mish {
    fn shares_work_with_derivative(self) -> bool {
        true
    }

    #[inline(always)]
    fn forward<S: Simd>(self, simd: S, x: S::Vector) -> S::Vector {
        let (least, Quotient { top, bottom, power, .. }) = (simd.splat(LEAST), quotient(simd, x));
        let share = simd.div(simd.mul(simd.max(least, x), top), bottom);
        simd.select_gt(least, x, simd.splat(0.0), simd.mul(share, power))
    }

    /// t + x·s·(1 - t²) with t = tanh(ln(1 + eˣ)) and the sigmoid s
    #[inline(always)]
    fn derivative<S: Simd>(self, simd: S, x: S::Vector) -> S::Vector {
        let (zero, one) = (simd.splat(0.0), simd.splat(1.0));
        let Quotient { top, bottom, power, v } = quotient(simd, x);
        let t = simd.mul(simd.div(top, bottom), power);
        let sigmoid = simd.div(simd.select_gt(zero, x, v, one), simd.add(one, v));
        let rest = simd.mul(simd.sub(one, t), simd.add(one, t));
        let slope = simd.mul(simd.mul(simd.clamp(LEAST, x, FAR), sigmoid), rest);
        simd.select_gt(simd.splat(LEAST), x, zero, simd.add(t, slope))
    }

    #[inline(always)]
    fn backward<S: Simd>(self, simd: S, x: S::Vector, _: S::Vector, g: S::Vector) -> S::Vector {
        simd.product_without_tiny(g, self.derivative(simd, x))
    }
}
