//! The elementary functions on their own, for callers that want the values without a layer around them.

use crate::isa::Isa;
use crate::math;
use crate::simd::{Kernel, Simd, map_in_place};

/// A function that is at most 2 units in the last place from the exact value, for every `f32`.
///
/// ```
/// use imfit_compute::{Function, Isa};
/// let mut values = [0.5; 16];
/// Function::Sin.apply(Isa::detect(), &mut values);
/// assert!((values[0] - 0.479_425_54).abs() < 1e-7);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Function {
    /// eˣ
    Exp,
    /// eˣ - 1
    Expm1,
    /// ln x: -∞ at 0, NaN below.
    Log,
    /// ln(1 + eˣ)
    Softplus,
    /// 1 / (1 + e⁻ˣ)
    Sigmoid,
    /// tanh x
    Tanh,
    /// sin x, for x in radians; NaN for infinite x.
    Sin,
    /// cos x, for x in radians; NaN for infinite x.
    Cos,
}

impl Function {
    /// All of them.
    pub const ALL: [Function; 8] = [
        Function::Exp,
        Function::Expm1,
        Function::Log,
        Function::Softplus,
        Function::Sigmoid,
        Function::Tanh,
        Function::Sin,
        Function::Cos,
    ];

    /// Replaces every x of `values` by f(x); NaN gives NaN.
    ///
    /// AVX-512, AVX2 and NEON give the same bytes, but for the sign and the payload of a NaN.
    ///
    /// # Panics
    /// Panics if the length isn't a multiple of [`LANE_GROUP`](crate::LANE_GROUP).
    pub fn apply(self, isa: Isa, values: &mut [f32]) {
        assert!(values.len().is_multiple_of(crate::LANE_GROUP));
        isa.run(Apply { function: self, values });
    }
}

struct Apply<'a> {
    function: Function,
    values: &'a mut [f32],
}

impl Kernel for Apply<'_> {
    #[inline(always)]
    fn run<S: Simd>(self, simd: S) {
        macro_rules! map {
            ($function:path) => {
                map_in_place(
                    simd,
                    self.values,
                    #[inline(always)]
                    |x| $function(simd, x),
                )
            };
        }
        match self.function {
            Function::Exp => map!(math::exp),
            Function::Expm1 => map!(math::expm1),
            Function::Log => map!(math::log),
            Function::Softplus => map!(math::softplus),
            Function::Sigmoid => map!(math::sigmoid),
            Function::Tanh => map!(math::tanh),
            Function::Sin => map!(math::sin),
            Function::Cos => map!(math::cos),
        }
    }
}
