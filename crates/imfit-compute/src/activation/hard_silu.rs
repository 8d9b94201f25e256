//! A swish of straight lines and a parabola (Howard and others, 2019, <https://arxiv.org/abs/1905.02244>).

use super::elementwise::Elementwise;
use super::hard_sigmoid;
use crate::simd::Simd;

/// x times its [hard sigmoid](super::hard_sigmoid).
#[derive(Clone, Copy)]
pub(super) struct HardSilu;

impl Elementwise for HardSilu {
    #[inline(always)]
    fn forward<S: Simd>(self, simd: S, x: S::Vector) -> S::Vector {
        simd.mul(simd.max(simd.splat(-3.0), x), hard_sigmoid::of(simd, x))
    }

    /// g · h, and between -3 and 3 also g · x / 6, with the hard sigmoid h
    #[inline(always)]
    fn backward<S: Simd>(self, simd: S, x: S::Vector, _: S::Vector, g: S::Vector) -> S::Vector {
        let (zero, three) = (simd.splat(0.0), simd.splat(3.0));
        let bend = simd.select_gt(three, simd.abs(x), simd.div(x, simd.splat(6.0)), zero);
        simd.mul(g, simd.add(hard_sigmoid::of(simd, x), bend))
    }
}
