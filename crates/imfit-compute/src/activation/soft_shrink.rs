//! Shrinks towards 0.

use super::elementwise::Elementwise;
use crate::simd::Simd;

/// x less `threshold` above it, x and `threshold` below -`threshold`, else 0; `threshold` isn't negative.
#[derive(Clone, Copy)]
pub(super) struct SoftShrink {
    pub(super) threshold: f32,
}

impl Elementwise for SoftShrink {
    fn derivative_from_output(self) -> bool {
        true
    }

    #[inline(always)]
    fn forward<S: Simd>(self, simd: S, x: S::Vector) -> S::Vector {
        let (zero, threshold) = (simd.splat(0.0), simd.splat(self.threshold));
        let below =
            simd.select_gt(simd.neg(threshold), x, simd.add(x, threshold), simd.mul(x, zero));
        simd.select_gt(x, threshold, simd.sub(x, threshold), below)
    }

    /// g where y isn't 0
    #[inline(always)]
    fn backward<S: Simd>(self, simd: S, _: S::Vector, y: S::Vector, g: S::Vector) -> S::Vector {
        simd.keep_gt(simd.abs(y), simd.splat(0.0), g)
    }
}
