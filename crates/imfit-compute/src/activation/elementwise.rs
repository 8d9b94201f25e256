//! What an activation is that looks at each value alone.

use crate::simd::Simd;

/// A function of one number, and its derivative.
pub(crate) trait Elementwise: Copy {
    /// Whether f'(x) can be told from f(x) alone, so that x need not be kept.
    fn derivative_from_output(self) -> bool {
        false
    }

    /// Whether it is [`WithDerivative`]: whoever needs f(x) and f'(x) computes them at once, and keeps f'(x).
    fn shares_work_with_derivative(self) -> bool {
        false
    }

    /// Whether what it makes of normal numbers may be denormal.
    fn makes_denormals(self) -> bool {
        true
    }

    /// Whether a gradient times its derivative may be [tiny](crate::simd::TINY) where the gradient isn't.
    fn derivative_shrinks(self) -> bool {
        true
    }

    /// f(x)
    fn forward<S: Simd>(self, simd: S, x: S::Vector) -> S::Vector;

    /// g · f'(x), where y is f(x). If the derivative is told from the output, x may be anything.
    fn backward<S: Simd>(self, simd: S, x: S::Vector, y: S::Vector, g: S::Vector) -> S::Vector;

    /// f'(x), where it is kept.
    #[inline(always)]
    fn kept_derivative<S: Simd>(self, simd: S, x: S::Vector) -> S::Vector {
        self.backward(simd, x, self.forward(simd, x), simd.splat(1.0))
    }
}

/// A function that has most of its work in common with its derivative, an exponential as a rule. What they
/// share has to be written alike in both, for the compiler to see it.
pub(crate) trait WithDerivative: Copy {
    /// Whether what it makes of normal numbers may be denormal.
    fn makes_denormals(self) -> bool {
        true
    }

    /// f(x)
    fn forward<S: Simd>(self, simd: S, x: S::Vector) -> S::Vector;

    /// f'(x)
    fn derivative<S: Simd>(self, simd: S, x: S::Vector) -> S::Vector;
}

impl<F: WithDerivative> Elementwise for F {
    fn shares_work_with_derivative(self) -> bool {
        true
    }

    fn makes_denormals(self) -> bool {
        WithDerivative::makes_denormals(self)
    }

    /// The product takes care of it.
    fn derivative_shrinks(self) -> bool {
        false
    }

    #[inline(always)]
    fn forward<S: Simd>(self, simd: S, x: S::Vector) -> S::Vector {
        WithDerivative::forward(self, simd, x)
    }

    #[inline(always)]
    fn backward<S: Simd>(self, simd: S, x: S::Vector, _: S::Vector, g: S::Vector) -> S::Vector {
        simd.product_without_tiny(g, self.derivative(simd, x))
    }

    #[inline(always)]
    fn kept_derivative<S: Simd>(self, simd: S, x: S::Vector) -> S::Vector {
        self.derivative(simd, x)
    }
}
