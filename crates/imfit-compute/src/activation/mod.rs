//! Activation functions on whole matrices.

mod relu;
mod sigmoid;
mod sin;
mod tanh;

pub use relu::Relu;

use crate::isa::Isa;
use crate::simd::{Kernel, Simd, load_at, map_in_place, store_at};

/// A function applied to every value of a layer's output.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Activation {
    /// x
    Linear,
    /// 1 / (1 + e⁻ˣ)
    Sigmoid,
    /// tanh x
    Tanh,
    /// sin x
    Sin,
    /// The rectifier with Keras's three arguments.
    Relu(Relu),
}

impl Activation {
    /// Replaces every x of `values` by f(x). The length must be a multiple of the lane group.
    pub fn apply(self, isa: Isa, values: &mut [f32]) {
        if self != Activation::Linear {
            isa.run(Apply { activation: self, values });
        }
    }

    /// Multiplies `gradient` by f'(x), given the inputs x and the outputs f(x).
    ///
    /// Where [`derivative_from_output`](Self::derivative_from_output) holds, `inputs` are not looked at and may
    /// be the outputs again. All three have the same length, a multiple of the lane group.
    pub fn backward(self, isa: Isa, inputs: &[f32], outputs: &[f32], gradient: &mut [f32]) {
        assert!(inputs.len() == outputs.len() && outputs.len() == gradient.len());
        if self != Activation::Linear {
            isa.run(Backward { activation: self, inputs, outputs, gradient });
        }
    }

    /// Whether f'(x) can be told from f(x) alone, so that x need not be kept.
    pub fn derivative_from_output(self) -> bool {
        match self {
            Activation::Linear | Activation::Sigmoid | Activation::Tanh => true,
            Activation::Sin => false,
            Activation::Relu(relu) => relu == Relu::default(),
        }
    }
}

struct Apply<'a> {
    activation: Activation,
    values: &'a mut [f32],
}

impl Kernel for Apply<'_> {
    #[inline(always)]
    fn run<S: Simd>(self, simd: S) {
        let values = self.values;
        match self.activation {
            Activation::Linear => {}
            Activation::Sigmoid => map_in_place(
                simd,
                values,
                #[inline(always)]
                |x| sigmoid::forward(simd, x),
            ),
            Activation::Tanh => map_in_place(
                simd,
                values,
                #[inline(always)]
                |x| tanh::forward(simd, x),
            ),
            Activation::Sin => map_in_place(
                simd,
                values,
                #[inline(always)]
                |x| sin::forward(simd, x),
            ),
            Activation::Relu(relu) if relu == Relu::default() => {
                map_in_place(
                    simd,
                    values,
                    #[inline(always)]
                    |x| simd.max(simd.splat(0.0), x),
                );
            }
            Activation::Relu(relu) => map_in_place(
                simd,
                values,
                #[inline(always)]
                |x| relu.forward(simd, x),
            ),
        }
    }
}

struct Backward<'a> {
    activation: Activation,
    inputs: &'a [f32],
    outputs: &'a [f32],
    gradient: &'a mut [f32],
}

impl Backward<'_> {
    /// Replaces each vector g of the gradient by `f(x, f(x), g)`.
    #[inline(always)]
    fn each<S: Simd>(self, simd: S, f: impl Fn(S::Vector, S::Vector, S::Vector) -> S::Vector) {
        for at in (0..self.gradient.len()).step_by(S::LANES) {
            let x = load_at(simd, self.inputs, at);
            let y = load_at(simd, self.outputs, at);
            let g = load_at(simd, self.gradient, at);
            store_at(simd, self.gradient, at, f(x, y, g));
        }
    }
}

impl Kernel for Backward<'_> {
    #[inline(always)]
    fn run<S: Simd>(self, simd: S) {
        match self.activation {
            Activation::Linear => {}
            Activation::Sigmoid => self.each(
                simd,
                #[inline(always)]
                |_, y, g| sigmoid::backward(simd, y, g),
            ),
            Activation::Tanh => self.each(
                simd,
                #[inline(always)]
                |_, y, g| tanh::backward(simd, y, g),
            ),
            Activation::Sin => self.each(
                simd,
                #[inline(always)]
                |x, _, g| sin::backward(simd, x, g),
            ),
            Activation::Relu(relu) if relu == Relu::default() => {
                let zero = simd.splat(0.0);
                self.each(
                    simd,
                    #[inline(always)]
                    |_, y, g| simd.select_gt(y, zero, g, zero),
                );
            }
            Activation::Relu(relu) => self.each(
                simd,
                #[inline(always)]
                |x, _, g| relu.backward(simd, x, g),
            ),
        }
    }
}
