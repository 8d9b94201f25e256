//! Every operation as one would write it on a blackboard: no padding, no vectors, sums in `f64`.
//!
//! Nothing but tests calls these. Matrices are row-major, without padding.

mod activation;
mod batch_norm;
mod loss;
mod normal;
mod optimizer;
mod whole;

pub use activation::{activation, activation_derivative, softmax, sparsemax};
pub use batch_norm::{batch_norm, moments};
pub use loss::loss;
pub use optimizer::optimizer_step;
pub use whole::{adafactor_matrix, adafactor_vector, muon_matrix};

use crate::Function;

/// `x · weights + bias` for `x` (rows, inputs) and `weights` (inputs, outputs).
pub fn product(x: &[f32], weights: &[f32], bias: &[f32], inputs: usize) -> Vec<f64> {
    let outputs = bias.len();
    x.chunks(inputs)
        .flat_map(|row| {
            (0..outputs).map(move |j| {
                let sum: f64 = (0..inputs)
                    .map(|i| f64::from(row[i]) * f64::from(weights[i * outputs + j]))
                    .sum();
                f64::from(bias[j]) + sum
            })
        })
        .collect()
}

/// `xᵀ · delta` for `x` (rows, inputs) and `delta` (rows, outputs).
pub fn weight_gradient(x: &[f32], delta: &[f32], inputs: usize, outputs: usize) -> Vec<f64> {
    let mut gradient = vec![0.0; inputs * outputs];
    for (row, d) in x.chunks(inputs).zip(delta.chunks(outputs)) {
        for i in 0..inputs {
            for j in 0..outputs {
                gradient[i * outputs + j] += f64::from(row[i]) * f64::from(d[j]);
            }
        }
    }
    gradient
}

/// `x` rounded to bf16: to the nearest value whose lower 16 bits are zero, to the even one of two that
/// are as near. Subnormal numbers become zeros.
pub fn bf16(x: f32) -> f32 {
    if x.is_nan() || x.is_infinite() {
        return x;
    }
    if x.is_subnormal() {
        return 0.0f32.copysign(x);
    }
    let inner = f32::from_bits(x.to_bits() & 0xffff_0000);
    let outer = f32::from_bits(inner.to_bits() + 0x1_0000);
    // The next value after the largest one is where infinity begins.
    let end = 2.0f64.powi(128).copysign(f64::from(x));
    let outer_value = if outer.is_infinite() { end } else { f64::from(outer) };
    let to_inner = (f64::from(x) - f64::from(inner)).abs();
    let to_outer = (outer_value - f64::from(x)).abs();
    let inner_is_even = (inner.to_bits() >> 16).is_multiple_of(2);
    if to_inner < to_outer || (to_inner == to_outer && inner_is_even) { inner } else { outer }
}

/// f(x)
pub fn function(function: Function, x: f32) -> f64 {
    let x = f64::from(x);
    match function {
        Function::Exp => x.exp(),
        Function::Expm1 => x.exp_m1(),
        Function::Log => x.ln(),
        Function::Softplus => x.max(0.0) + (-x.abs()).exp().ln_1p(),
        Function::Sigmoid => 1.0 / (1.0 + (-x).exp()),
        Function::Tanh => x.tanh(),
        Function::Sin => x.sin(),
        Function::Cos => x.cos(),
    }
}

/// The distance from `actual` to `exact` in units in the last place: the step from the `f32` nearest to
/// `exact` to the next larger one, never less than 2⁻¹⁴⁹.
///
/// 0 where both are NaN, or the same infinity once `exact` is rounded; infinite where only one is.
pub fn ulps(actual: f32, exact: f64) -> f64 {
    let rounded = exact as f32;
    if rounded.is_finite() && actual.is_finite() {
        let exponent = (rounded.abs().to_bits() >> 23).max(1);
        let unit = f64::from_bits(u64::from(exponent + 1023 - 150) << 52);
        (f64::from(actual) - exact).abs() / unit
    } else if actual == rounded || actual.is_nan() && rounded.is_nan() {
        0.0
    } else {
        f64::INFINITY
    }
}
