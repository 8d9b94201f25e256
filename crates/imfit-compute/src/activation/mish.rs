//! Mish (Misra, 2019, <https://arxiv.org/abs/1908.08681>).

use super::elementwise::Elementwise;
use crate::math::{self, Reduced};
use crate::simd::Simd;

/// From here on f is x, and 0 on the other side: so that infinity times 0 is never asked for.
const FAR: f32 = 112.0;
/// 2ⁿ is no number any more below this n.
const LEAST_POWER: f32 = -126.0;

/// tanh(ln(1 + eˣ)) as top / bottom · 2ⁿ.
struct Quotient<V> {
    top: V,
    bottom: V,
    n: V,
}

/// With v = e^-|x| it is (1 + 2v) / (1 + 2v + 2v²) where x is positive, and v·(v + 2) / (v·(v + 2) + 2)
/// where it is negative. There the power of two of the first v comes last, since v may be denormal.
#[inline(always)]
fn quotient<S: Simd>(simd: S, x: S::Vector) -> Quotient<S::Vector> {
    let (zero, one, two) = (simd.splat(0.0), simd.splat(1.0), simd.splat(2.0));
    let held = simd.max(simd.splat(-FAR), simd.neg(simd.abs(x)));
    let Reduced { n, exp_minus_one } = math::reduce(simd, held);
    let power = simd.power_of_two(simd.max(simd.splat(LEAST_POWER), n));
    let root = simd.add(one, exp_minus_one);
    let v = simd.mul(power, root);

    let plus = simd.mul_add(two, v, one);
    let plus_bottom = simd.mul_add(simd.mul(two, v), v, plus);
    let v_plus_two = simd.add(v, two);
    let minus_bottom = simd.mul_add(v, v_plus_two, two);
    Quotient {
        top: simd.select_gt(zero, x, simd.mul(root, v_plus_two), plus),
        bottom: simd.select_gt(zero, x, minus_bottom, plus_bottom),
        n: simd.select_gt(zero, x, n, zero),
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
        let held = simd.max(simd.splat(-FAR), x);
        let Quotient { top, bottom, n } = quotient(simd, x);
        simd.scale(simd.div(simd.mul(held, top), bottom), n)
    }

    /// g · (t + x·s·(1 - t²)) with t = tanh(ln(1 + eˣ)) and the sigmoid s
    #[inline(always)]
    fn backward<S: Simd>(self, simd: S, x: S::Vector, _: S::Vector, g: S::Vector) -> S::Vector {
        let (one, held) = (simd.splat(1.0), simd.clamp(-FAR, x, FAR));
        let Quotient { top, bottom, n } = quotient(simd, x);
        let t = simd.scale(simd.div(top, bottom), n);
        let rest = simd.mul_add(simd.neg(t), t, one);
        let slope = simd.mul(simd.mul(held, math::sigmoid(simd, held)), rest);
        simd.mul(g, simd.add(t, slope))
    }
}
