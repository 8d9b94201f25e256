//! A hyperbolic tangent of three straight lines.

use super::elementwise::Elementwise;
use crate::simd::Simd;

/// x, but at least -1 and at most 1.
#[derive(Clone, Copy)]
pub(super) struct HardTanh;

impl Elementwise for HardTanh {
    #[inline(always)]
    fn forward<S: Simd>(self, simd: S, x: S::Vector) -> S::Vector {
        simd.clamp(-1.0, x, 1.0)
    }

    /// g from -1 to 1, 0 beyond
    #[inline(always)]
    fn backward<S: Simd>(self, simd: S, x: S::Vector, _: S::Vector, g: S::Vector) -> S::Vector {
        simd.select_gt(simd.abs(x), simd.splat(1.0), simd.splat(0.0), g)
    }
}
