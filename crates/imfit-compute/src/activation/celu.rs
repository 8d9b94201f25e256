//! The exponential linear unit whose slope is continuous (Barron, 2017, <https://arxiv.org/abs/1704.07483>).

use super::elementwise::Elementwise;
use crate::math;
use crate::simd::Simd;

/// x above 0, `alpha`·(e^(x / `alpha`) - 1) from there down; `alpha` is positive.
#[derive(Clone, Copy)]
pub(super) struct Celu {
    pub(super) alpha: f32,
}

impl Elementwise for Celu {
    fn derivative_from_output(self) -> bool {
        true
    }

    #[inline(always)]
    fn forward<S: Simd>(self, simd: S, x: S::Vector) -> S::Vector {
        let alpha = simd.splat(self.alpha);
        let below = simd.mul(alpha, math::expm1(simd, simd.div(x, alpha)));
        simd.select_gt(x, simd.splat(0.0), x, below)
    }

    /// g above 0, g · (y / `alpha` + 1) from there down: 1 at 0, where TensorFlow has 2
    #[inline(always)]
    fn backward<S: Simd>(self, simd: S, _: S::Vector, y: S::Vector, g: S::Vector) -> S::Vector {
        let slope = simd.add(simd.div(y, simd.splat(self.alpha)), simd.splat(1.0));
        simd.select_gt(y, simd.splat(0.0), g, simd.mul(g, slope))
    }
}
