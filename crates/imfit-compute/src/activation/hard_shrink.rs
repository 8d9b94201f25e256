//! Leaves out what is near 0.

use super::elementwise::Elementwise;
use crate::simd::Simd;

/// x where |x| is above `threshold`, else 0; `threshold` isn't negative.
#[derive(Clone, Copy)]
pub(super) struct HardShrink {
    pub(super) threshold: f32,
}

impl Elementwise for HardShrink {
    fn derivative_from_output(self) -> bool {
        true
    }

    #[inline(always)]
    fn forward<S: Simd>(self, simd: S, x: S::Vector) -> S::Vector {
        let nothing = simd.mul(x, simd.splat(0.0));
        simd.select_gt(simd.abs(x), simd.splat(self.threshold), x, nothing)
    }

    /// g where y isn't 0
    #[inline(always)]
    fn backward<S: Simd>(self, simd: S, _: S::Vector, y: S::Vector, g: S::Vector) -> S::Vector {
        simd.keep_gt(simd.abs(y), simd.splat(0.0), g)
    }
}
