//! Activations on every instruction set of this machine, against the plain reference.

use imfit_compute::{Activation, Function, Isa, Relu, reference};

const ACTIVATIONS: [Activation; 6] = [
    Activation::Linear,
    Activation::Sigmoid,
    Activation::Tanh,
    Activation::Sin,
    Activation::Relu(Relu { max_value: f32::INFINITY, negative_slope: 0.0, threshold: 0.0 }),
    Activation::Relu(Relu { max_value: 1.0, negative_slope: 0.25, threshold: -0.5 }),
];

/// From one bit pattern to the next; the interpreter that checks memory has time for a few.
const STEP: usize = if cfg!(miri) { 99_730_007 } else { 9973 };

/// Values at the edges, and a fine sweep over every magnitude of `f32`.
fn arguments() -> Vec<f32> {
    let mut values = vec![0.0, -0.0, f32::MIN_POSITIVE, -f32::MIN_POSITIVE, 1.0e-45, f32::MAX];
    values.extend([f32::MIN, 1.0, -0.5, -1.0, 87.3, -87.3, 88.8, -88.8, 104.0, -104.0]);
    for bits in (0..0x7f80_0000u32).step_by(STEP) {
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

#[test]
fn an_unknown_instruction_set_names_those_that_exist() {
    let error = Isa::by_name("avx9000").unwrap_err().to_string();
    assert!(error.contains("avx9000") && error.contains("portable"), "{error}");
}
