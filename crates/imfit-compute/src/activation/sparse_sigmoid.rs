//! A steep sigmoid of three straight lines (Blondel and others, 2019, <https://arxiv.org/abs/1901.02324>).

use super::elementwise::Elementwise;
use crate::simd::Simd;

/// (x + 1) / 2, but at least 0 and at most 1.
#[derive(Clone, Copy)]
pub(super) struct SparseSigmoid;

impl Elementwise for SparseSigmoid {
    #[inline(always)]
    fn forward<S: Simd>(self, simd: S, x: S::Vector) -> S::Vector {
        let one = simd.splat(1.0);
        simd.mul(simd.splat(0.5), simd.clamp(0.0, simd.add(x, one), 2.0))
    }

    /// g / 2 between -1 and 1, 0 at both and beyond
    #[inline(always)]
    fn backward<S: Simd>(self, simd: S, x: S::Vector, _: S::Vector, g: S::Vector) -> S::Vector {
        let inside = simd.mul(g, simd.splat(0.5));
        simd.keep_gt(simd.splat(1.0), simd.abs(x), inside)
    }
}
