//! Every instruction set of this machine against the plain reference, over odd shapes and values.

use imfit_compute::{
    Activation, AdamStep, Function, Isa, Product, Relu, WeightGradient, padded, reference,
    transpose,
};
use proptest::prelude::*;

/// Puts every row of `width` values into a padded one. The padding is filled with a large number:
/// a kernel that reads it as a value gets a wrong result.
fn pad(values: &[f32], width: usize) -> Vec<f32> {
    let mut out = Vec::new();
    for row in values.chunks(width) {
        out.extend_from_slice(row);
        out.resize(out.len() + padded(width) - width, 1.0e6);
    }
    out
}

fn unpad(values: &[f32], width: usize) -> Vec<f32> {
    values.chunks(padded(width)).flat_map(|row| row[..width].to_vec()).collect()
}

fn matrix(rows: usize, columns: usize, seed: u32) -> Vec<f32> {
    let mut state = u64::from(seed) * 2 + 1;
    (0..rows * columns)
        .map(|_| {
            state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            ((state >> 40) as f32 / (1u32 << 23) as f32) - 1.0
        })
        .collect()
}

fn assert_close(actual: &[f32], expected: &[f64], terms: usize, what: &str) {
    assert_eq!(actual.len(), expected.len());
    // Each term is at most 1; a sum of n of them, in f32, is off by at most n half-ulps of n.
    let allowed = f64::from(f32::EPSILON) * (terms as f64 + 1.0) * 2.0;
    for (a, e) in actual.iter().zip(expected) {
        assert!((f64::from(*a) - e).abs() <= allowed, "{what}: {a} is not {e}");
    }
}

proptest! {
    #[test]
    fn product_agrees(rows in 1usize..40, inputs in 1usize..130, outputs in 1usize..130, seed: u32) {
        let (x, w) = (matrix(rows, inputs, seed), matrix(inputs, outputs, seed ^ 1));
        let bias = matrix(1, outputs, seed ^ 2);
        let expected = reference::product(&x, &w, &bias, inputs);
        for isa in Isa::available() {
            let (x, w, bias) = (pad(&x, inputs), pad(&w, outputs), pad(&bias, outputs));
            let mut out = vec![0.0; rows * padded(outputs)];
            let product = Product { x: &x, weights: &w, bias: Some(&bias), inputs, outputs };
            product.write_to(isa, &mut out);
            assert_close(&unpad(&out, outputs), &expected, inputs, isa.name());
        }
    }

    #[test]
    fn weight_gradient_agrees(rows in 1usize..70, inputs in 1usize..40, outputs in 1usize..130, seed: u32) {
        let (x, delta) = (matrix(rows, inputs, seed), matrix(rows, outputs, seed ^ 1));
        let expected = reference::weight_gradient(&x, &delta, inputs, outputs);
        let ones = vec![1.0; rows];
        let expected_bias = reference::weight_gradient(&ones, &delta, 1, outputs);
        for isa in Isa::available() {
            let (x, delta) = (pad(&x, inputs), pad(&delta, outputs));
            let block = WeightGradient { x: &x, delta: &delta, rows, inputs, outputs };
            let mut gradient = vec![0.0; inputs * padded(outputs)];
            // In two tiles, as a thread pool would.
            let cut = inputs / 2;
            let (top, bottom) = gradient.split_at_mut(cut * padded(outputs));
            block.add_to(isa, 0, top);
            block.add_to(isa, cut, bottom);
            assert_close(&unpad(&gradient, outputs), &expected, rows, isa.name());

            let mut bias = vec![0.0; padded(outputs)];
            block.add_to_bias(isa, &mut bias);
            assert_close(&unpad(&bias, outputs), &expected_bias, rows, isa.name());
        }
    }

    #[test]
    fn transpose_twice_is_the_same(rows in 1usize..70, columns in 1usize..70, seed: u32) {
        let from = matrix(rows, columns, seed);
        let padded_from = pad(&from, columns);
        let mut across = vec![0.0; columns * padded(rows)];
        transpose(&padded_from, rows, columns, &mut across);
        for row in 0..rows {
            for column in 0..columns {
                prop_assert_eq!(across[column * padded(rows) + row], from[row * columns + column]);
            }
        }
    }

    #[test]
    fn adam_agrees(values in prop::array::uniform4(-10.0f32..10.0), step_size in 1e-5f32..0.1) {
        let step = AdamStep {
            step_size, one_minus_beta_1: 0.1, one_minus_beta_2: 0.001, epsilon: 1e-7,
        };
        let [value, gradient, first, second] = values;
        let second = second.abs();
        let expected = reference::adam(step, value, gradient, first, second);
        for isa in Isa::available() {
            let (mut v, mut m, mut s) = ([value; 16], [first; 16], [second; 16]);
            step.apply(isa, &mut v, &[gradient; 16], &mut m, &mut s);
            for (actual, expected) in [v[7], m[7], s[7]].iter().zip(expected) {
                let off = (f64::from(*actual) - expected).abs();
                prop_assert!(off <= 2e-6 * expected.abs().max(1.0), "{actual} is not {expected}");
            }
        }
    }
}

const ACTIVATIONS: [Activation; 6] = [
    Activation::Linear,
    Activation::Sigmoid,
    Activation::Tanh,
    Activation::Sin,
    Activation::Relu(Relu { max_value: f32::INFINITY, negative_slope: 0.0, threshold: 0.0 }),
    Activation::Relu(Relu { max_value: 1.0, negative_slope: 0.25, threshold: -0.5 }),
];

/// Values at the edges, and a fine sweep over every magnitude of `f32`.
fn arguments() -> Vec<f32> {
    let mut values = vec![0.0, -0.0, f32::MIN_POSITIVE, -f32::MIN_POSITIVE, 1.0e-45, f32::MAX];
    values.extend([f32::MIN, 1.0, -0.5, -1.0, 87.3, -87.3, 88.8, -88.8, 104.0, -104.0]);
    for bits in (0..0x7f80_0000u32).step_by(9973) {
        values.extend([f32::from_bits(bits), -f32::from_bits(bits)]);
    }
    values.resize(values.len().next_multiple_of(16), 0.0);
    values
}

/// `accuracy.rs` looks closer at the functions behind them.
#[test]
fn activations_are_within_two_ulps_over_the_whole_range() {
    for activation in ACTIVATIONS {
        for isa in Isa::available() {
            let inputs = arguments();
            let mut outputs = inputs.clone();
            activation.apply(isa, &mut outputs);
            for (x, y) in inputs.iter().zip(&outputs) {
                let off = reference::ulps(*y, reference::activation(activation, *x));
                assert!(off <= 2.0, "{activation:?} on {isa:?}: {off} ulp at {x:e}");
            }
        }
    }
}

#[test]
fn derivatives_agree() {
    for activation in ACTIVATIONS {
        for isa in Isa::available() {
            let inputs: Vec<f32> = (-160..160).map(|i| i as f32 / 16.0).collect();
            let mut outputs = inputs.clone();
            activation.apply(isa, &mut outputs);
            let mut gradient = vec![2.0; inputs.len()];
            let seen = if activation.derivative_from_output() { &outputs } else { &inputs };
            activation.backward(isa, seen, &outputs, &mut gradient);
            for (x, g) in inputs.iter().zip(&gradient) {
                let exact = 2.0 * reference::activation_derivative(activation, *x);
                assert!(
                    (f64::from(*g) - exact).abs() < 1e-6,
                    "{activation:?} at {x}: {g}, not {exact}"
                );
            }
        }
    }
}

/// Holds the reference itself: its derivatives are the slopes of its functions.
#[test]
fn reference_derivatives_are_finite_differences() {
    let step = 1.0 / 1024.0;
    for activation in ACTIVATIONS {
        // In the middle between multiples of 1/16, where no rectifier has a kink.
        for x in (-128..128).map(|i| (i as f32 + 0.5) / 16.0) {
            let [below, above] = [x - step, x + step].map(|x| reference::activation(activation, x));
            let slope = (above - below) / (2.0 * f64::from(step));
            let derivative = reference::activation_derivative(activation, x);
            assert!((slope - derivative).abs() < 1e-6, "{activation:?} at {x}: {derivative}");
        }
    }
}

/// The gradient of a sine can be asked for at any input: large, denormal, infinite.
#[test]
fn the_derivative_of_the_sine_is_the_cosine_at_every_input() {
    for isa in Isa::available() {
        let inputs = arguments();
        let mut cosines = inputs.clone();
        Function::Cos.apply(isa, &mut cosines);
        for scale in [1.0, -2.0, f32::MIN_POSITIVE] {
            let mut gradient = vec![scale; inputs.len()];
            Activation::Sin.backward(isa, &inputs, &inputs, &mut gradient);
            for ((x, g), cos) in inputs.iter().zip(&gradient).zip(&cosines) {
                assert_eq!(g.to_bits(), (scale * cos).to_bits(), "{x:e} on {isa:?}");
            }
        }
        let mut gradient = [1.0; 16];
        Activation::Sin.backward(isa, &[f32::INFINITY; 16], &[0.0; 16], &mut gradient);
        assert!(gradient.iter().all(|g| g.is_nan()), "{isa:?}: {gradient:?}");
    }
}

#[test]
fn a_nan_comes_through_every_activation() {
    for activation in ACTIVATIONS {
        for isa in Isa::available() {
            let mut values = [f32::NAN; 16];
            activation.apply(isa, &mut values);
            assert!(values.iter().all(|v| v.is_nan()), "{activation:?} on {isa:?}: {values:?}");
        }
    }
}

/// The promise that weights don't depend on the width of a vector.
#[test]
fn all_fusing_instruction_sets_give_the_same_bytes() {
    let fusing: Vec<Isa> =
        Isa::available().into_iter().filter(|isa| isa.name() != "portable").collect();
    let (rows, inputs, outputs) = (37, 100, 100);
    let (x, w) = (pad(&matrix(rows, inputs, 1), inputs), pad(&matrix(inputs, outputs, 2), outputs));
    let results: Vec<Vec<u32>> = fusing
        .iter()
        .map(|&isa| {
            let mut out = vec![0.0; rows * padded(outputs)];
            Product { x: &x, weights: &w, bias: None, inputs, outputs }.write_to(isa, &mut out);
            for activation in ACTIVATIONS {
                activation.apply(isa, &mut out);
            }
            unpad(&out, outputs).iter().map(|v| v.to_bits()).collect()
        })
        .collect();
    assert!(results.windows(2).all(|pair| pair[0] == pair[1]));
}

#[test]
fn an_unknown_instruction_set_names_those_that_exist() {
    let error = Isa::by_name("avx9000").unwrap_err().to_string();
    assert!(error.contains("avx9000") && error.contains("portable"), "{error}");
}
