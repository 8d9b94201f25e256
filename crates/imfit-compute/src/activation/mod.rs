//! Activation functions on the outputs of a layer.

mod approximate_gelu;
mod celu;
mod elementwise;
mod elu;
mod exponential;
mod gelu;
mod hard_shrink;
mod hard_sigmoid;
mod hard_silu;
mod hard_tanh;
mod leaky_relu;
mod log_sigmoid;
mod mish;
mod relu;
mod relu6;
mod selu;
mod sigmoid;
mod silu;
mod sin;
mod soft_shrink;
mod softmax;
mod softplus;
mod softsign;
mod sparse_plus;
mod sparse_sigmoid;
mod sparsemax;
mod squareplus;
mod tanh;
mod tanh_shrink;
mod threshold;

pub(crate) use elementwise::Elementwise;
pub(crate) use relu::PlainRelu;
pub use relu::Relu;

use crate::LANE_GROUP;
use crate::isa::Isa;
use crate::simd::{Kernel, Simd, load_at, map_in_place, store_at};

/// A function applied to a layer's outputs: to each value, but for the softmaxes, which look at all
/// features of a row.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Activation {
    /// x
    Linear,
    /// 1 / (1 + e⁻ˣ)
    Sigmoid,
    /// tanh x
    Tanh,
    /// sin(`frequency` · x)
    Sin {
        /// Radians for each unit of x.
        frequency: f32,
    },
    /// The rectifier with Keras's three arguments.
    Relu(Relu),
    /// x above 0, `negative_slope` · x from there down.
    LeakyRelu {
        /// At least 0.
        negative_slope: f32,
    },
    /// x, but at least 0 and at most 6.
    Relu6,
    /// x above 0, `alpha` · (eˣ - 1) from there down.
    Elu {
        /// At least 0.
        alpha: f32,
    },
    /// 1.0507 · x above 0, 1.7581 · (eˣ - 1) from there down.
    Selu,
    /// x above 0, `alpha` · (e^(x / `alpha`) - 1) from there down.
    Celu {
        /// More than 0.
        alpha: f32,
    },
    /// x · Φ(x), where Φ(x) is the share of the normal distribution below x.
    Gelu,
    /// ½ · x · (1 + tanh(√(2/π) · (x + 0.044715 · x³)))
    ApproximateGelu,
    /// x / (1 + e⁻ˣ)
    Silu,
    /// x · tanh(ln(1 + eˣ))
    Mish,
    /// ln(1 + eˣ)
    Softplus,
    /// x / (1 + |x|)
    Softsign,
    /// -ln(1 + e⁻ˣ)
    LogSigmoid,
    /// (x + 3) / 6, but at least 0 and at most 1.
    HardSigmoid,
    /// x · (x + 3) / 6 between -3 and 3, 0 below and x above.
    HardSilu,
    /// x, but at least -1 and at most 1.
    HardTanh,
    /// x - tanh x
    TanhShrink,
    /// x brought nearer to 0 by `threshold`, but not past it.
    SoftShrink {
        /// At least 0.
        threshold: f32,
    },
    /// x where |x| is above `threshold`, else 0.
    HardShrink {
        /// At least 0.
        threshold: f32,
    },
    /// x above `threshold`, else `default_value`.
    Threshold {
        /// Where the identity begins.
        threshold: f32,
        /// What there is up to it.
        default_value: f32,
    },
    /// (x + √(x² + `b`)) / 2
    Squareplus {
        /// How round the bend is: more than 0.
        b: f32,
    },
    /// 0 up to -1, (x + 1)² / 4 from there to 1, x from there on.
    SparsePlus,
    /// (x + 1) / 2, but at least 0 and at most 1.
    SparseSigmoid,
    /// eˣ
    Exponential,
    /// e^x / Σ e^x, over the features of a row.
    Softmax,
    /// x - ln Σ e^x, over the features of a row.
    LogSoftmax,
    /// max(x - τ, 0), where τ is such that the features of a row add up to 1.
    Sparsemax,
}

/// Does `$work` with the function that `$activation` is, called `$f`, and `$rows` with what looks at
/// whole rows.
macro_rules! dispatch {
    ($activation:expr, $f:ident => $work:expr, $rows:ident => $row_work:expr) => {{
        macro_rules! with {
            ($function:expr) => {{
                let $f = $function;
                $work
            }};
        }
        match $activation {
            Activation::Sigmoid => with!(sigmoid::Sigmoid),
            Activation::Tanh => with!(tanh::Tanh),
            Activation::Sin { frequency } => with!(sin::Sin { frequency }),
            Activation::Relu(relu) if relu == Relu::default() => with!(relu::PlainRelu),
            Activation::Relu(relu) => with!(relu),
            Activation::LeakyRelu { negative_slope } => {
                with!(leaky_relu::LeakyRelu { negative_slope })
            }
            Activation::Relu6 => with!(relu6::Relu6),
            Activation::Elu { alpha } => with!(elu::Elu { alpha }),
            Activation::Selu => with!(selu::Selu),
            Activation::Celu { alpha } => with!(celu::Celu { alpha }),
            Activation::Gelu => with!(gelu::Gelu),
            Activation::ApproximateGelu => with!(approximate_gelu::ApproximateGelu),
            Activation::Silu => with!(silu::Silu),
            Activation::Mish => with!(mish::Mish),
            Activation::Softplus => with!(softplus::Softplus),
            Activation::Softsign => with!(softsign::Softsign),
            Activation::LogSigmoid => with!(log_sigmoid::LogSigmoid),
            Activation::HardSigmoid => with!(hard_sigmoid::HardSigmoid),
            Activation::HardSilu => with!(hard_silu::HardSilu),
            Activation::HardTanh => with!(hard_tanh::HardTanh),
            Activation::TanhShrink => with!(tanh_shrink::TanhShrink),
            Activation::SoftShrink { threshold } => with!(soft_shrink::SoftShrink { threshold }),
            Activation::HardShrink { threshold } => with!(hard_shrink::HardShrink { threshold }),
            Activation::Threshold { threshold, default_value } => {
                with!(threshold::Threshold { threshold, default_value })
            }
            Activation::Squareplus { b } => with!(squareplus::Squareplus { b }),
            Activation::SparsePlus => with!(sparse_plus::SparsePlus),
            Activation::SparseSigmoid => with!(sparse_sigmoid::SparseSigmoid),
            Activation::Exponential => with!(exponential::Exponential),
            $rows @ (Activation::Linear
            | Activation::Softmax
            | Activation::LogSoftmax
            | Activation::Sparsemax) => $row_work,
        }
    }};
}

impl Activation {
    /// Replaces the outputs x of a layer by f(x). What would be denormal is 0, as in Keras: some
    /// processors take a hundred times as long for denormal factors, and a saturated sigmoid makes many.
    ///
    /// `field` holds the features of a panel, (features, [`LANE_GROUP`]); a function that looks at each
    /// value alone takes any number of panels.
    ///
    /// # Panics
    /// Panics if the length isn't a multiple of the lane group.
    pub fn apply(self, isa: Isa, field: &mut [f32]) {
        assert!(field.len().is_multiple_of(LANE_GROUP));
        if self != Activation::Linear {
            isa.run(Apply { activation: self, field });
        }
    }

    /// Replaces the gradient with respect to the outputs by that with respect to the inputs: for a
    /// function of each value, multiplies it by f'(x). `inputs` are x, `outputs` f(x).
    ///
    /// Where [`derivative_from_output`](Self::derivative_from_output) holds, `inputs` are not looked at and may
    /// be the outputs again. All three are as in [`apply`](Self::apply).
    ///
    /// # Panics
    /// Panics if the lengths differ.
    pub fn backward(self, isa: Isa, inputs: &[f32], outputs: &[f32], gradient: &mut [f32]) {
        assert!(inputs.len() == outputs.len() && outputs.len() == gradient.len());
        if self != Activation::Linear {
            isa.run(Backward { activation: self, inputs, outputs, gradient });
        }
    }

    /// Writes f(x) to `outputs` and f'(x) to `derivative`, for x in `inputs`, which takes little longer than
    /// f(x) alone. All three are as in [`apply`](Self::apply).
    ///
    /// # Panics
    /// Panics if the lengths differ or aren't a multiple of the lane group, or if the function doesn't
    /// [share its work](Self::shares_work_with_derivative).
    pub fn apply_with_derivative(
        self,
        isa: Isa,
        inputs: &[f32],
        outputs: &mut [f32],
        derivative: &mut [f32],
    ) {
        assert!(inputs.len() == outputs.len() && outputs.len() == derivative.len());
        assert!(inputs.len().is_multiple_of(LANE_GROUP) && self.shares_work_with_derivative());
        isa.run(ApplyWithDerivative { activation: self, inputs, outputs, derivative });
    }

    /// Whether f(x) and f'(x) are best computed at once, and f'(x) kept for the way back, which is then
    /// [`multiply_by_derivative`].
    pub fn shares_work_with_derivative(self) -> bool {
        dispatch!(self, f => f.shares_work_with_derivative(), _rows => false)
    }

    /// Whether f'(x) can be told from f(x) alone, so that x need not be kept.
    pub fn derivative_from_output(self) -> bool {
        dispatch!(self, f => f.derivative_from_output(), _rows => true)
    }

    /// Whether a value of the output depends on all features of its row, and not on one.
    pub fn looks_at_rows(self) -> bool {
        matches!(self, Activation::Softmax | Activation::LogSoftmax | Activation::Sparsemax)
    }
}

/// Multiplies a gradient by a derivative that was kept: the same bytes as [`Activation::backward`].
///
/// # Panics
/// Panics if the lengths differ or aren't a multiple of the lane group.
pub fn multiply_by_derivative(isa: Isa, derivative: &[f32], gradient: &mut [f32]) {
    assert!(derivative.len() == gradient.len() && gradient.len().is_multiple_of(LANE_GROUP));
    isa.run(MultiplyByDerivative { derivative, gradient });
}

struct Apply<'a> {
    activation: Activation,
    field: &'a mut [f32],
}

impl Kernel for Apply<'_> {
    #[inline(always)]
    fn run<S: Simd>(self, simd: S) {
        let field = self.field;
        dispatch!(
            self.activation,
            f => map_in_place(
                simd,
                field,
                #[inline(always)]
                |x| {
                    let y = f.forward(simd, x);
                    if f.makes_denormals() { simd.without_denormals(y) } else { y }
                },
            ),
            rows => match rows {
                Activation::Softmax => softmax::softmax(simd, field),
                Activation::LogSoftmax => softmax::log_softmax(simd, field),
                Activation::Sparsemax => sparsemax::sparsemax(simd, field),
                _ => {}
            }
        );
    }
}

struct ApplyWithDerivative<'a> {
    activation: Activation,
    inputs: &'a [f32],
    outputs: &'a mut [f32],
    derivative: &'a mut [f32],
}

impl ApplyWithDerivative<'_> {
    #[inline(always)]
    fn each<S: Simd>(self, simd: S, f: impl Elementwise) {
        for at in (0..self.inputs.len()).step_by(S::LANES) {
            let x = load_at(simd, self.inputs, at);
            let y = f.forward(simd, x);
            let y = if f.makes_denormals() { simd.without_denormals(y) } else { y };
            store_at(simd, self.outputs, at, y);
            store_at(simd, self.derivative, at, f.kept_derivative(simd, x));
        }
    }
}

impl Kernel for ApplyWithDerivative<'_> {
    #[inline(always)]
    fn run<S: Simd>(self, simd: S) {
        dispatch!(self.activation, f => self.each(simd, f), _rows => {});
    }
}

struct MultiplyByDerivative<'a> {
    derivative: &'a [f32],
    gradient: &'a mut [f32],
}

impl Kernel for MultiplyByDerivative<'_> {
    #[inline(always)]
    fn run<S: Simd>(self, simd: S) {
        for at in (0..self.gradient.len()).step_by(S::LANES) {
            let derivative = load_at(simd, self.derivative, at);
            let g = simd.product_without_tiny(load_at(simd, self.gradient, at), derivative);
            store_at(simd, self.gradient, at, g);
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
    /// Replaces each vector g of the gradient by g · f'(x).
    #[inline(always)]
    fn each<S: Simd>(self, simd: S, f: impl Elementwise) {
        for at in (0..self.gradient.len()).step_by(S::LANES) {
            let x = load_at(simd, self.inputs, at);
            let y = load_at(simd, self.outputs, at);
            let g = load_at(simd, self.gradient, at);
            let g = f.backward(simd, x, y, g);
            let g = if f.derivative_shrinks() { simd.without_tiny(g) } else { g };
            store_at(simd, self.gradient, at, g);
        }
    }
}

impl Kernel for Backward<'_> {
    #[inline(always)]
    fn run<S: Simd>(self, simd: S) {
        dispatch!(
            self.activation,
            f => self.each(simd, f),
            rows => match rows {
                Activation::Softmax => {
                    softmax::softmax_backward(simd, self.outputs, self.gradient);
                }
                Activation::LogSoftmax => {
                    softmax::log_softmax_backward(simd, self.outputs, self.gradient);
                }
                Activation::Sparsemax => sparsemax::backward(simd, self.outputs, self.gradient),
                _ => {}
            }
        );
    }
}
