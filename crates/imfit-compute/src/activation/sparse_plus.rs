//! A rectifier with a parabola for its bend.

use super::elementwise::Elementwise;
use crate::simd::Simd;

/// 0 up to -1, (x + 1)² / 4 from there to 1, x from there on.
#[derive(Clone, Copy)]
pub(super) struct SparsePlus;

impl Elementwise for SparsePlus {
    #[inline(always)]
    fn forward<S: Simd>(self, simd: S, x: S::Vector) -> S::Vector {
        let (one, x_held) = (simd.splat(1.0), simd.max(simd.splat(-1.0), x));
        let plus_one = simd.add(x_held, one);
        let bend = simd.mul(simd.splat(0.25), simd.mul(plus_one, plus_one));
        simd.select_gt(one, x, bend, x)
    }

    /// g · (x + 1) / 2 between -1 and 1, 0 below, g above
    #[inline(always)]
    fn backward<S: Simd>(self, simd: S, x: S::Vector, _: S::Vector, g: S::Vector) -> S::Vector {
        let held = simd.clamp(-1.0, x, 1.0);
        let half = simd.splat(0.5);
        simd.mul(g, simd.mul_add(half, held, half))
    }
}
