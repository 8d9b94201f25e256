//! The exponential linear unit (Clevert and others, 2016, <https://arxiv.org/abs/1511.07289>).

use super::elementwise::Elementwise;
use crate::math;
use crate::simd::Simd;

/// x above 0, `alpha`·(eˣ - 1) from there down; `alpha` isn't negative.
#[derive(Clone, Copy)]
pub(super) struct Elu {
    pub(super) alpha: f32,
}

impl Elementwise for Elu {
    fn derivative_from_output(self) -> bool {
        true
    }

    #[inline(always)]
    fn forward<S: Simd>(self, simd: S, x: S::Vector) -> S::Vector {
        let below = simd.mul(simd.splat(self.alpha), math::expm1(simd, x));
        simd.select_gt(x, simd.splat(0.0), x, below)
    }

    /// g above 0, g · (y + `alpha`) from there down
    #[inline(always)]
    fn backward<S: Simd>(self, simd: S, _: S::Vector, y: S::Vector, g: S::Vector) -> S::Vector {
        let below = simd.mul(g, simd.add(y, simd.splat(self.alpha)));
        simd.select_gt(y, simd.splat(0.0), g, below)
    }
}
