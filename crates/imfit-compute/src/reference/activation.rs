//! Activations and their slopes.

use super::function;
use super::normal::{density, share_below};
use crate::{Activation, Function, Relu};

/// Selu's two numbers, as its paper has them.
const SCALE: f64 = 1.050_700_987_355_480_5;
const ALPHA: f64 = 1.673_263_242_354_377_2;

/// f(x), for a function that looks at each value alone.
///
/// # Panics
/// Panics for one that looks at whole rows.
pub fn activation(activation: Activation, x: f32) -> f64 {
    let wide = f64::from(x);
    match activation {
        Activation::Linear => wide,
        Activation::Sigmoid => sigmoid(wide),
        Activation::Tanh => wide.tanh(),
        Activation::Sin { frequency } => function(Function::Sin, frequency * x),
        Activation::Relu(relu) => relu_of(relu, wide),
        Activation::LeakyRelu { negative_slope } => {
            if x > 0.0 {
                wide
            } else {
                f64::from(negative_slope) * wide
            }
        }
        Activation::Relu6 => wide.clamp(0.0, 6.0),
        Activation::Elu { alpha } => if_above_0(wide, f64::from(alpha) * wide.exp_m1()),
        Activation::Selu => SCALE * if_above_0(wide, ALPHA * wide.exp_m1()),
        Activation::Celu { alpha } => {
            if_above_0(wide, f64::from(alpha) * (wide / f64::from(alpha)).exp_m1())
        }
        Activation::Gelu => wide * share_below(wide),
        Activation::ApproximateGelu => wide * sigmoid(gelu_argument(wide)),
        Activation::Silu => wide * sigmoid(wide),
        Activation::Mish => wide * softplus(wide).tanh(),
        Activation::Softplus => softplus(wide),
        Activation::Softsign => wide / (1.0 + wide.abs()),
        Activation::LogSigmoid => -softplus(-wide),
        Activation::HardSigmoid => hard_sigmoid(wide),
        Activation::HardSilu => wide * hard_sigmoid(wide),
        Activation::HardTanh => wide.clamp(-1.0, 1.0),
        Activation::TanhShrink => wide - wide.tanh(),
        Activation::SoftShrink { threshold } => {
            wide.signum() * (wide.abs() - f64::from(threshold)).max(0.0)
        }
        Activation::HardShrink { threshold } => {
            if x.abs() > threshold {
                wide
            } else {
                0.0
            }
        }
        Activation::Threshold { threshold, default_value } => {
            if x > threshold {
                wide
            } else {
                f64::from(default_value)
            }
        }
        Activation::Squareplus { b } => {
            let root = (wide * wide + f64::from(b)).sqrt();
            // The same number, written so that nothing cancels.
            if x > 0.0 { 0.5 * (wide + root) } else { 0.5 * f64::from(b) / (root - wide) }
        }
        Activation::SparsePlus => {
            if x < 1.0 {
                0.25 * (wide.max(-1.0) + 1.0).powi(2)
            } else {
                wide
            }
        }
        Activation::SparseSigmoid => (0.5 * (wide + 1.0)).clamp(0.0, 1.0),
        Activation::Exponential => wide.exp(),
        Activation::Softmax | Activation::LogSoftmax | Activation::Sparsemax => {
            panic!("{activation:?} looks at rows")
        }
    }
}

/// f'(x), for a function that looks at each value alone.
///
/// # Panics
/// Panics for one that looks at whole rows.
pub fn activation_derivative(activation: Activation, x: f32) -> f64 {
    let wide = f64::from(x);
    let y = self::activation(activation, x);
    match activation {
        Activation::Linear => 1.0,
        Activation::Sigmoid => y * (1.0 - y),
        Activation::Tanh => 1.0 - y * y,
        Activation::Sin { frequency } => {
            f64::from(frequency) * function(Function::Cos, frequency * x)
        }
        Activation::Relu(relu) => relu_slope(relu, x),
        Activation::LeakyRelu { negative_slope } => {
            if x > 0.0 {
                1.0
            } else {
                f64::from(negative_slope)
            }
        }
        Activation::Relu6 => between(0.0, x, 6.0),
        Activation::Elu { alpha } => {
            if x > 0.0 {
                1.0
            } else {
                f64::from(alpha) * wide.exp()
            }
        }
        Activation::Selu => SCALE * if x < 0.0 { ALPHA * wide.exp() } else { 1.0 },
        Activation::Celu { alpha } => {
            if x > 0.0 {
                1.0
            } else {
                (wide / f64::from(alpha)).exp()
            }
        }
        Activation::Gelu => share_below(wide) + wide * density(wide),
        Activation::ApproximateGelu => {
            let s = sigmoid(gelu_argument(wide));
            let slope = 2.0 * std::f64::consts::FRAC_2_PI.sqrt() * (1.0 + 0.134_145 * wide * wide);
            s + wide * s * (1.0 - s) * slope
        }
        Activation::Silu => sigmoid(wide) * (1.0 + wide * sigmoid(-wide)),
        Activation::Mish => {
            let t = softplus(wide).tanh();
            t + wide * sigmoid(wide) * (1.0 - t * t)
        }
        Activation::Softplus => sigmoid(wide),
        Activation::Softsign => (1.0 + wide.abs()).powi(-2),
        Activation::LogSigmoid => sigmoid(-wide),
        Activation::HardSigmoid => between(-3.0, x, 3.0) / 6.0,
        Activation::HardSilu => hard_sigmoid(wide) + wide / 6.0 * between(-3.0, x, 3.0),
        Activation::HardTanh => {
            if x.abs() > 1.0 {
                0.0
            } else {
                1.0
            }
        }
        Activation::TanhShrink => wide.tanh().powi(2),
        Activation::SoftShrink { threshold } | Activation::HardShrink { threshold } => {
            if x.abs() > threshold { 1.0 } else { 0.0 }
        }
        Activation::Threshold { threshold, .. } => {
            if x > threshold {
                1.0
            } else {
                0.0
            }
        }
        Activation::Squareplus { b } => 0.5 * (1.0 + wide / (wide * wide + f64::from(b)).sqrt()),
        Activation::SparsePlus => 0.5 * (wide.clamp(-1.0, 1.0) + 1.0),
        Activation::SparseSigmoid => 0.5 * between(-1.0, x, 1.0),
        Activation::Exponential => y,
        Activation::Softmax | Activation::LogSoftmax | Activation::Sparsemax => {
            panic!("{activation:?} looks at rows")
        }
    }
}

/// e^x / Σ e^x for the features of one row.
pub fn softmax(x: &[f32]) -> Vec<f64> {
    let largest = x.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let powers: Vec<f64> = x.iter().map(|x| (f64::from(*x) - f64::from(largest)).exp()).collect();
    let sum: f64 = powers.iter().sum();
    powers.iter().map(|power| power / sum).collect()
}

/// The point of the simplex nearest to the features of one row: sorted, as many of the largest as leave
/// something.
pub fn sparsemax(x: &[f32]) -> Vec<f64> {
    let mut sorted: Vec<f64> = x.iter().map(|x| f64::from(*x)).collect();
    sorted.sort_by(|a, b| b.total_cmp(a));
    let (mut sum, mut threshold) = (0.0, 0.0);
    for (count, x) in (1..).zip(&sorted) {
        sum += x;
        let next = (sum - 1.0) / f64::from(count);
        if *x > next {
            threshold = next;
        }
    }
    x.iter().map(|x| (f64::from(*x) - threshold).max(0.0)).collect()
}

fn if_above_0(x: f64, otherwise: f64) -> f64 {
    if x > 0.0 { x } else { otherwise }
}

/// 1 between `low` and `high`, 0 at both and beyond.
fn between(low: f32, x: f32, high: f32) -> f64 {
    if low < x && x < high { 1.0 } else { 0.0 }
}

fn sigmoid(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

fn softplus(x: f64) -> f64 {
    x.max(0.0) + (-x.abs()).exp().ln_1p()
}

fn hard_sigmoid(x: f64) -> f64 {
    ((x + 3.0) / 6.0).clamp(0.0, 1.0)
}

/// ½·(1 + tanh u) is the sigmoid of 2u.
fn gelu_argument(x: f64) -> f64 {
    2.0 * std::f64::consts::FRAC_2_PI.sqrt() * (x + 0.044_715 * x.powi(3))
}

fn relu_of(relu: Relu, x: f64) -> f64 {
    if x > f64::from(relu.threshold) {
        x.min(f64::from(relu.max_value))
    } else {
        f64::from(relu.negative_slope) * (x - f64::from(relu.threshold))
    }
}

fn relu_slope(relu: Relu, x: f32) -> f64 {
    if x > relu.max_value {
        0.0
    } else if x > relu.threshold {
        1.0
    } else if x == relu.threshold && !relu.is_leaky() {
        0.0
    } else {
        f64::from(relu.negative_slope)
    }
}
