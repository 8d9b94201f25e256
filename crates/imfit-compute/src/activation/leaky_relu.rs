//! The rectifier that leaks (Maas and others, 2013).

use super::elementwise::Elementwise;
use crate::simd::Simd;

/// x above 0, `negative_slope`·x from there down; `negative_slope` isn't negative.
#[derive(Clone, Copy)]
pub(super) struct LeakyRelu {
    pub(super) negative_slope: f32,
}

impl Elementwise for LeakyRelu {
    fn derivative_from_output(self) -> bool {
        true
    }

    #[inline(always)]
    fn forward<S: Simd>(self, simd: S, x: S::Vector) -> S::Vector {
        simd.select_gt(x, simd.splat(0.0), x, simd.mul(simd.splat(self.negative_slope), x))
    }

    /// g above 0, g · `negative_slope` from there down
    #[inline(always)]
    fn backward<S: Simd>(self, simd: S, _: S::Vector, y: S::Vector, g: S::Vector) -> S::Vector {
        let below = simd.mul(g, simd.splat(self.negative_slope));
        simd.select_gt(y, simd.splat(0.0), g, below)
    }
}
