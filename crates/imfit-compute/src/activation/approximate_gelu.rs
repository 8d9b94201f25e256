//! The Gaussian error linear unit with a tangent in place of the normal distribution.

use super::elementwise::Elementwise;
use crate::math;
use crate::simd::Simd;

/// From here on f is x, and 0 on the other side.
const FAR: f32 = 15.0;
/// 2·√(2/π), and 0.044715 times that.
const LINEAR: f32 = 1.595_769_2;
const CUBIC: f32 = 0.071_354_82;

/// What the sigmoid is taken of: ½·(1 + tanh u) is the sigmoid of 2u, without a difference that cancels.
#[inline(always)]
fn argument<S: Simd>(simd: S, x: S::Vector) -> S::Vector {
    let square = simd.mul(x, x);
    simd.mul(x, simd.mul_add(square, simd.splat(CUBIC), simd.splat(LINEAR)))
}

/// ½·x·(1 + tanh(√(2/π)·(x + 0.044715·x³)))
#[derive(Clone, Copy)]
pub(super) struct ApproximateGelu;

impl Elementwise for ApproximateGelu {
    fn shares_work_with_derivative(self) -> bool {
        true
    }

    #[inline(always)]
    fn forward<S: Simd>(self, simd: S, x: S::Vector) -> S::Vector {
        let held = simd.max(simd.splat(-FAR), x);
        math::times_sigmoid(simd, held, argument(simd, simd.clamp(-FAR, x, FAR)))
    }

    /// g · (s + x·s·(1 - s)·a'(x)) with the argument a and its sigmoid s
    #[inline(always)]
    fn backward<S: Simd>(self, simd: S, x: S::Vector, _: S::Vector, g: S::Vector) -> S::Vector {
        let (one, held) = (simd.splat(1.0), simd.clamp(-FAR, x, FAR));
        let sigmoid = math::sigmoid(simd, argument(simd, held));
        let square = simd.mul(held, held);
        let slope = simd.mul_add(square, simd.splat(3.0 * CUBIC), simd.splat(LINEAR));
        let bend = simd.mul(simd.mul(held, simd.sub(one, sigmoid)), slope);
        simd.mul(g, simd.mul_add(sigmoid, bend, sigmoid))
    }
}
