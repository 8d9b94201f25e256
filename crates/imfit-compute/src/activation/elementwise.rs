//! What an activation is that looks at each value alone.

use crate::simd::Simd;

/// A function of one number, and its derivative.
pub(crate) trait Elementwise: Copy {
    /// Whether f'(x) can be told from f(x) alone, so that x need not be kept.
    fn derivative_from_output(self) -> bool {
        false
    }

    /// Whether f(x) and f'(x) have most of their work in common, an exponential as a rule: whoever needs
    /// both computes them at once, and keeps f'(x). What they share has to be written alike in
    /// [`forward`](Self::forward) and [`derivative`](Self::derivative), for the compiler to see it.
    fn shares_work_with_derivative(self) -> bool {
        false
    }

    /// Whether what it makes of normal numbers may be denormal.
    fn makes_denormals(self) -> bool {
        true
    }

    /// Whether [`backward`](Self::backward) may make [tiny](crate::simd::TINY) gradients of others. With a derivative
    /// that is kept it takes care of that itself.
    fn derivative_shrinks(self) -> bool {
        !self.shares_work_with_derivative()
    }

    /// f(x)
    fn forward<S: Simd>(self, simd: S, x: S::Vector) -> S::Vector;

    /// f'(x), where it is kept, since it [shares work](Self::shares_work_with_derivative) with f(x).
    #[inline(always)]
    fn derivative<S: Simd>(self, simd: S, x: S::Vector) -> S::Vector {
        self.backward(simd, x, self.forward(simd, x), simd.splat(1.0))
    }

    /// g · f'(x), where y is f(x). If the derivative is told from the output, x may be anything.
    fn backward<S: Simd>(self, simd: S, x: S::Vector, y: S::Vector, g: S::Vector) -> S::Vector;
}
