//! The exponential linear unit that normalises itself (Klambauer and others, 2017,
//! <https://arxiv.org/abs/1706.02515>).

use super::elementwise::Elementwise;
use crate::math;
use crate::simd::Simd;

/// What keeps the variance of many layers at 1.
pub(crate) const SCALE: f32 = 1.050_701;
/// `SCALE` times 1.6732632, the paper's alpha.
pub(crate) const SCALE_ALPHA: f32 = 1.758_099_3;

/// `SCALE`·x above 0, `SCALE`·`ALPHA`·(eˣ - 1) from there down.
#[derive(Clone, Copy)]
pub(super) struct Selu;

impl Elementwise for Selu {
    fn derivative_from_output(self) -> bool {
        true
    }

    #[inline(always)]
    fn forward<S: Simd>(self, simd: S, x: S::Vector) -> S::Vector {
        let above = simd.mul(simd.splat(SCALE), x);
        let below = simd.mul(simd.splat(SCALE_ALPHA), math::expm1(simd, x));
        simd.select_gt(x, simd.splat(0.0), above, below)
    }

    /// g · `SCALE` from 0 on, g · (y + `SCALE`·`ALPHA`) below
    #[inline(always)]
    fn backward<S: Simd>(self, simd: S, _: S::Vector, y: S::Vector, g: S::Vector) -> S::Vector {
        let below = simd.mul(g, simd.add(y, simd.splat(SCALE_ALPHA)));
        simd.select_gt(simd.splat(0.0), y, below, simd.mul(g, simd.splat(SCALE)))
    }
}
