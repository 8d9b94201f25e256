//! The sigmoid-weighted linear unit, or swish (Ramachandran and others, 2017,
//! <https://arxiv.org/abs/1710.05941>).

use super::elementwise::Elementwise;
use crate::math;
use crate::simd::Simd;

/// From here on f is x, and 0 on the other side: so that infinity times 0 is never asked for.
const FAR: f32 = 112.0;

/// x / (1 + e⁻ˣ)
#[derive(Clone, Copy)]
pub(super) struct Silu;

impl Elementwise for Silu {
    fn shares_work_with_derivative(self) -> bool {
        true
    }

    #[inline(always)]
    fn forward<S: Simd>(self, simd: S, x: S::Vector) -> S::Vector {
        math::times_sigmoid(simd, simd.max(simd.splat(-FAR), x), x)
    }

    /// g · s · (1 + x·(1 - s)) with the sigmoid s
    #[inline(always)]
    fn backward<S: Simd>(self, simd: S, x: S::Vector, _: S::Vector, g: S::Vector) -> S::Vector {
        let (one, held) = (simd.splat(1.0), simd.clamp(-FAR, x, FAR));
        let sigmoid = math::sigmoid(simd, x);
        let bend = simd.mul_add(held, simd.sub(one, sigmoid), one);
        simd.mul(g, simd.mul(sigmoid, bend))
    }
}
