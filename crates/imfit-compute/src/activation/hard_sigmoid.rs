//! A sigmoid of three straight lines.

use super::elementwise::Elementwise;
use crate::simd::Simd;

/// The function itself, for [`HardSilu`](super::hard_silu::HardSilu) as well.
#[inline(always)]
pub(super) fn of<S: Simd>(simd: S, x: S::Vector) -> S::Vector {
    simd.div(simd.clamp(0.0, simd.add(x, simd.splat(3.0)), 6.0), simd.splat(6.0))
}

/// (x + 3) / 6, but at least 0 and at most 1.
#[derive(Clone, Copy)]
pub(super) struct HardSigmoid;

impl Elementwise for HardSigmoid {
    fn derivative_from_output(self) -> bool {
        true
    }

    #[inline(always)]
    fn forward<S: Simd>(self, simd: S, x: S::Vector) -> S::Vector {
        of(simd, x)
    }

    /// g / 6 between 0 and 1, 0 at both and beyond
    #[inline(always)]
    fn backward<S: Simd>(self, simd: S, _: S::Vector, y: S::Vector, g: S::Vector) -> S::Vector {
        let inside = simd.div(g, simd.splat(6.0));
        simd.keep_gt(y, simd.splat(0.0), simd.keep_gt(simd.splat(1.0), y, inside))
    }
}
