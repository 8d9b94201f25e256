//! The logistic function.

use super::elementwise::Elementwise;
use crate::math;
use crate::simd::Simd;

/// The least x whose result is a normal number: just above -126·ln 2.
const LOWEST_NORMAL: f32 = -87.336_54;

/// 1 / (1 + e⁻ˣ)
#[derive(Clone, Copy)]
pub(super) struct Sigmoid;

impl Elementwise for Sigmoid {
    fn derivative_from_output(self) -> bool {
        true
    }

    /// What is below the normal numbers is 0 without ever being computed: a network that reads pixel
    /// coordinates is full of it.
    #[inline(always)]
    fn forward<S: Simd>(self, simd: S, x: S::Vector) -> S::Vector {
        let lowest = simd.splat(LOWEST_NORMAL);
        let y = math::sigmoid(simd, simd.max(lowest, x));
        simd.select_gt(lowest, x, simd.splat(0.0), y)
    }

    /// g · y · (1 - y)
    #[inline(always)]
    fn backward<S: Simd>(self, simd: S, _: S::Vector, y: S::Vector, g: S::Vector) -> S::Vector {
        simd.mul(g, simd.mul(y, simd.sub(simd.splat(1.0), y)))
    }
}
