//! The softsign.

use super::elementwise::Elementwise;
use crate::simd::Simd;

/// From here on f has long been 1; infinity divided by itself would be nothing.
const LARGE: f32 = 1e30;

/// x / (1 + |x|)
#[derive(Clone, Copy)]
pub(super) struct Softsign;

impl Elementwise for Softsign {
    #[inline(always)]
    fn forward<S: Simd>(self, simd: S, x: S::Vector) -> S::Vector {
        let held = simd.clamp(-LARGE, x, LARGE);
        simd.div(held, simd.add(simd.splat(1.0), simd.abs(held)))
    }

    /// g / (1 + |x|)²
    #[inline(always)]
    fn backward<S: Simd>(self, simd: S, x: S::Vector, _: S::Vector, g: S::Vector) -> S::Vector {
        let one = simd.splat(1.0);
        let inverse = simd.div(one, simd.add(one, simd.abs(x)));
        simd.mul(g, simd.mul(inverse, inverse))
    }
}
