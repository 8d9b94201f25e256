//! The sine, as in "Implicit Neural Representations with Periodic Activation Functions" (Sitzmann and
//! others, 2020, <https://arxiv.org/abs/2006.09661>).

use super::elementwise::Elementwise;
use crate::math;
use crate::simd::Simd;

/// sin(`frequency` · x), where the product is a rounded one.
#[derive(Clone, Copy)]
pub(super) struct Sin {
    pub(super) frequency: f32,
}

impl Elementwise for Sin {
    /// Only of such numbers.
    fn makes_denormals(self) -> bool {
        false
    }

    /// No `f32` is as near to a zero of the cosine as that it would.
    fn derivative_shrinks(self) -> bool {
        false
    }

    #[inline(always)]
    fn forward<S: Simd>(self, simd: S, x: S::Vector) -> S::Vector {
        math::sin_without_sign_of_zero(simd, simd.mul(simd.splat(self.frequency), x))
    }

    /// g · `frequency` · cos(`frequency` · x)
    #[inline(always)]
    fn backward<S: Simd>(self, simd: S, x: S::Vector, _: S::Vector, g: S::Vector) -> S::Vector {
        let frequency = simd.splat(self.frequency);
        simd.mul(g, simd.mul(frequency, math::cos(simd, simd.mul(frequency, x))))
    }
}
