//! What an activation is that looks at each value alone.

use crate::simd::Simd;

/// A function of one number, and its derivative.
pub(crate) trait Elementwise: Copy {
    /// Whether f'(x) can be told from f(x) alone, so that x need not be kept.
    fn derivative_from_output(self) -> bool {
        false
    }

    /// Whether what it makes of normal numbers may be denormal.
    fn makes_denormals(self) -> bool {
        true
    }

    /// f(x)
    fn forward<S: Simd>(self, simd: S, x: S::Vector) -> S::Vector;

    /// g · f'(x), where y is f(x). If the derivative is told from the output, x may be anything.
    fn backward<S: Simd>(self, simd: S, x: S::Vector, y: S::Vector, g: S::Vector) -> S::Vector;

    /// `value`, but 0 where it is denormal.
    #[inline(always)]
    fn without_denormals<S: Simd>(self, simd: S, value: S::Vector) -> S::Vector {
        if self.makes_denormals() { simd.without_denormals(value) } else { value }
    }
}
