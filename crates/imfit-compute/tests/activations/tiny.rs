//! What is so small that it counts as 0, and that nothing denormal is made on the way.

use imfit_compute::{Activation, Isa, LANE_GROUP, multiply_by_derivative, reference};

use crate::activations;

/// 2⁻⁹⁰: a smaller gradient, or a smaller value far out, is 0.
pub const TINY: f32 = 8.077_936e-28;

/// Far out of those that run out into 0; elsewhere only denormal numbers do.
pub fn most_that_counts_as_0(activation: Activation, x: f32) -> f32 {
    let runs_out = matches!(
        activation,
        Activation::Sigmoid
            | Activation::Exponential
            | Activation::Gelu
            | Activation::ApproximateGelu
            | Activation::Silu
            | Activation::Mish
            | Activation::Softplus
            | Activation::LogSigmoid
    );
    if runs_out && x.abs() > 1.0 { TINY } else { f32::MIN_POSITIVE }
}

/// The gradient of a sigmoid is a rounded product, 0 where that is tiny, whatever comes in.
#[test]
fn the_gradient_of_a_sigmoid_is_a_product_for_all_numbers() {
    let least = f32::MIN_POSITIVE;
    let outputs = [0.0, least, TINY, 1e-20, 1e-10, 0.5, 1.0_f32.next_down(), 1.0];
    let slopes =
        [0.0, least, TINY, 1e-30, 1e-12, 1e-4, 1.0, 1e20, f32::MAX, f32::INFINITY, f32::NAN];
    for isa in Isa::available() {
        for (y, g) in outputs.iter().flat_map(|y| slopes.map(|g| (*y, g))) {
            let mut gradient = [g, -g].map(|g| [g; LANE_GROUP]);
            let fields = [[y; LANE_GROUP]; 2];
            let outputs = fields.as_flattened();
            Activation::Sigmoid.backward(isa, outputs, outputs, gradient.as_flattened_mut());
            let product = g * (y * (1.0 - y));
            let expected = if product.abs() < TINY { 0.0 } else { product };
            let [plus, minus] = gradient.map(|lanes| lanes[0]);
            assert!(
                plus == expected && minus == -expected || plus.is_nan() && product.is_nan(),
                "{y:e} and {g:e} give {plus:e} and {minus:e}, not {expected:e}, on {isa:?}"
            );
        }
    }
}

/// A saturated sigmoid is 0 from the first tiny value on, and not earlier.
#[test]
fn a_sigmoid_is_0_where_it_is_tiny() {
    let last = -62.383_247_f32;
    let inputs = [last, last.next_down(), -100.0, -1e30].map(|x| [x; 16]);
    for isa in Isa::available() {
        let mut outputs = inputs;
        Activation::Sigmoid.apply(isa, outputs.as_flattened_mut());
        let [least, zeros @ ..] = outputs;
        let off = reference::ulps(least[0], f64::from(last).exp());
        assert!(off <= 2.0, "{} on {isa:?}", least[0]);
        assert_eq!(zeros, [[0.0; 16]; 3], "{isa:?}");
    }
}

/// What networks on pixel coordinates compute makes no denormal number, not even one that is then replaced by 0:
/// Intel's processors take many times as long for an operation with such a result.
#[cfg(all(target_arch = "x86_64", not(miri)))]
#[test]
#[allow(deprecated)] // Only the marks of exceptions are read and wiped out.
fn saturated_activations_make_no_denormals() {
    use std::arch::x86_64::{_mm_getcsr, _mm_setcsr};
    const DENORMAL_OPERAND_OR_UNDERFLOW: u32 = 0b01_0010;

    let inputs: Vec<f32> = (-11_200..11_200).map(|i| (i as f32 + 0.5) / 16.0).collect();
    let gradients = [1.0, -1e-3, 1e-9, 1e-18].map(|g| vec![g; inputs.len()]);
    for activation in activations() {
        for isa in Isa::available() {
            let (mut outputs, mut derivative) = (inputs.clone(), vec![0.0; inputs.len()]);
            // SAFETY: every x86-64 processor has this register; nothing but marks changes.
            unsafe { _mm_setcsr(_mm_getcsr() & !DENORMAL_OPERAND_OR_UNDERFLOW) };
            activation.apply(isa, &mut outputs);
            for gradient in &gradients {
                let mut back = gradient.clone();
                let seen = if activation.derivative_from_output() { &outputs } else { &inputs };
                activation.backward(isa, seen, &outputs, &mut back);
            }
            if activation.shares_work_with_derivative() {
                activation.apply_with_derivative(isa, &inputs, &mut outputs, &mut derivative);
                for gradient in &gradients {
                    multiply_by_derivative(isa, &derivative, &mut gradient.clone());
                }
            }
            // SAFETY: as above.
            let marks = unsafe { _mm_getcsr() } & DENORMAL_OPERAND_OR_UNDERFLOW;
            assert_eq!(marks, 0, "{activation:?} on {isa:?}");
        }
    }
}
