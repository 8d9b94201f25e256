//! What is above a threshold.

use super::elementwise::Elementwise;
use crate::simd::Simd;

/// x above `threshold`, else `default_value`.
#[derive(Clone, Copy)]
pub(super) struct Threshold {
    pub(super) threshold: f32,
    pub(super) default_value: f32,
}

impl Elementwise for Threshold {
    #[inline(always)]
    fn forward<S: Simd>(self, simd: S, x: S::Vector) -> S::Vector {
        let nothing = simd.mul_add(x, simd.splat(0.0), simd.splat(self.default_value));
        simd.select_gt(x, simd.splat(self.threshold), x, nothing)
    }

    /// g above `threshold`, else 0
    #[inline(always)]
    fn backward<S: Simd>(self, simd: S, x: S::Vector, _: S::Vector, g: S::Vector) -> S::Vector {
        simd.keep_gt(x, simd.splat(self.threshold), g)
    }
}
