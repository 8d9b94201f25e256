//! The hyperbolic tangent.

use super::exp::{Reduced, half_power_of_two, reduce};
use crate::simd::Simd;

/// From here on tanh x rounds to 1; 9.011 is the last that doesn't.
const SATURATED: f32 = 10.0;
/// Where the two ways to write the quotient are about equally good.
const BORDER: f32 = 0.55;

/// tanh x. At most 1.836 ulp off, 1.945 portable.
///
/// With h = (e²ˣ - 1) / 2 it is h / (1 + h). A quotient of two rounded numbers is up to 2.8 ulp off, so
/// only a small correction is divided: h - h·(h / (1 + h)) for small x, 1 - 1 / (1 + h) for large ones.
#[inline(always)]
pub(crate) fn tanh<S: Simd>(simd: S, x: S::Vector) -> S::Vector {
    let (half, one) = (simd.splat(0.5), simd.splat(1.0));
    let magnitude = simd.abs(x);
    let held = simd.min(simd.splat(SATURATED), magnitude);
    let Reduced { n, exp_minus_one } = reduce(simd, simd.add(held, held));

    let power = half_power_of_two(simd, n);
    let h = simd.mul_add(power, exp_minus_one, simd.sub(power, half));
    let one_plus_h = simd.mul_add(power, exp_minus_one, simd.add(power, half));
    let main = simd.select_gt(held, simd.splat(BORDER), one, h);
    let correction = simd.div(main, one_plus_h);
    let y = simd.mul_add(simd.neg(main), correction, main);
    simd.xor(y, simd.xor(x, magnitude))
}
