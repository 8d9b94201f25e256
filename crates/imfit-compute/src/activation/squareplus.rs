//! The rectifier by a square root (Barron, 2021, <https://arxiv.org/abs/2112.11687>).

use super::elementwise::Elementwise;
use crate::simd::Simd;

/// The squares of larger numbers are infinite.
const LARGE: f32 = 1e19;

/// (x + √(x² + `b`)) / 2; `b` is positive.
#[derive(Clone, Copy)]
pub(super) struct Squareplus {
    pub(super) b: f32,
}

impl Squareplus {
    /// √(x² + `b`)
    #[inline(always)]
    fn root<S: Simd>(self, simd: S, x: S::Vector) -> S::Vector {
        let magnitude = simd.abs(x);
        let root = simd.sqrt(simd.mul_add(x, x, simd.splat(self.b)));
        simd.select_gt(magnitude, simd.splat(LARGE), magnitude, root)
    }
}

impl Elementwise for Squareplus {
    #[inline(always)]
    fn forward<S: Simd>(self, simd: S, x: S::Vector) -> S::Vector {
        let (half, root) = (simd.splat(0.5), self.root(simd, x));
        let halves = simd.mul(half, root);
        // Below 0 the sum would cancel.
        let distance = simd.mul_add(simd.neg(half), x, halves);
        let below = simd.div(simd.splat(0.25 * self.b), distance);
        simd.select_gt(x, simd.splat(0.0), simd.mul_add(half, x, halves), below)
    }

    /// g · (1 + x / √(x² + `b`)) / 2
    #[inline(always)]
    fn backward<S: Simd>(self, simd: S, x: S::Vector, _: S::Vector, g: S::Vector) -> S::Vector {
        let held = simd.clamp(-LARGE, x, LARGE);
        let (half, root) = (simd.splat(0.5), self.root(simd, held));
        simd.mul(g, simd.mul_add(half, simd.div(held, root), half))
    }
}
