//! The rectifier that stops at 6.

use super::elementwise::Elementwise;
use crate::simd::Simd;

/// x, but at least 0 and at most 6.
#[derive(Clone, Copy)]
pub(super) struct Relu6;

impl Elementwise for Relu6 {
    fn derivative_from_output(self) -> bool {
        true
    }

    #[inline(always)]
    fn forward<S: Simd>(self, simd: S, x: S::Vector) -> S::Vector {
        simd.clamp(0.0, x, 6.0)
    }

    /// g between 0 and 6, 0 at both and beyond
    #[inline(always)]
    fn backward<S: Simd>(self, simd: S, _: S::Vector, y: S::Vector, g: S::Vector) -> S::Vector {
        simd.keep_gt(y, simd.splat(0.0), simd.keep_gt(simd.splat(6.0), y, g))
    }
}
