//! Activations on every instruction set of this machine, against the plain reference.

mod tiny;

use imfit_compute::{Activation, Function, Isa, Relu, multiply_by_derivative, reference};

use crate::tiny::TINY;

/// Every function of one number, and how far it may be from exact: so much was measured on all instruction
/// sets, rounded up.
const ACTIVATIONS: &[(Activation, Off)] = &[
    (Activation::Linear, Off::Result(0.0)),
    (Activation::Sigmoid, Off::Result(1.8)),
    (Activation::Tanh, Off::Result(2.0)),
    (Activation::Sin { frequency: 1.0 }, Off::Result(1.8)),
    (Activation::Sin { frequency: 1.5 }, Off::Result(1.8)),
    (PLAIN_RELU, Off::Result(0.0)),
    (BENT_RELU, Off::Result(1.0)),
    (Activation::LeakyRelu { negative_slope: 0.2 }, Off::Result(0.5)),
    (Activation::Relu6, Off::Result(0.0)),
    (Activation::Elu { alpha: 1.0 }, Off::Result(2.0)),
    (Activation::Elu { alpha: 0.3 }, Off::Result(2.0)),
    (Activation::Selu, Off::Result(2.0)),
    (Activation::Celu { alpha: 1.0 }, Off::Result(2.0)),
    (Activation::Celu { alpha: 0.3 }, Off::Result(2.0)),
    (Activation::Gelu, Off::Result(3.5)),
    (Activation::ApproximateGelu, Off::Input(2.0)),
    (Activation::Silu, Off::Result(2.0)),
    (Activation::Mish, Off::Result(3.4)),
    (Activation::Softplus, Off::Result(2.0)),
    (Activation::Softsign, Off::Result(2.0)),
    (Activation::LogSigmoid, Off::Result(2.0)),
    (Activation::HardSigmoid, Off::Result(2.0)),
    (Activation::HardSilu, Off::Result(2.0)),
    (Activation::HardTanh, Off::Result(0.0)),
    (Activation::TanhShrink, Off::Input(2.0)),
    (Activation::SoftShrink { threshold: 0.3 }, Off::Result(0.5)),
    (Activation::HardShrink { threshold: 0.3 }, Off::Result(0.0)),
    (Activation::Threshold { threshold: 0.3, default_value: -0.7 }, Off::Result(0.0)),
    (Activation::Squareplus { b: 4.0 }, Off::Result(2.8)),
    (Activation::Squareplus { b: 0.3 }, Off::Result(2.8)),
    (Activation::SparsePlus, Off::Result(2.0)),
    (Activation::SparseSigmoid, Off::Result(2.0)),
    (Activation::Exponential, Off::Result(1.1)),
];

const PLAIN_RELU: Activation =
    Activation::Relu(Relu { max_value: f32::INFINITY, negative_slope: 0.0, threshold: 0.0 });
const BENT_RELU: Activation =
    Activation::Relu(Relu { max_value: 1.0, negative_slope: 0.25, threshold: -0.5 });

/// An error in units in the last place.
#[derive(Clone, Copy)]
enum Off {
    /// Of the result.
    Result(f64),
    /// Of the input, or of the result where that is larger: for differences of nearly equal numbers, and
    /// where the far tail hangs on the rounding of an argument.
    Input(f64),
}

impl Off {
    /// How far f(x) = y is off.
    fn measure(self, activation: Activation, x: f32, y: f32) -> f64 {
        let exact = reference::activation(activation, x);
        match self {
            _ if y == 0.0 && (exact as f32).abs() <= tiny::most_that_counts_as_0(activation, x) => {
                0.0
            }
            Off::Input(_) if !y.is_nan() && f64::from(x.abs()) > exact.abs() => {
                (f64::from(y) - exact).abs() / f64::from(x.abs().next_up() - x.abs())
            }
            _ => reference::ulps(y, exact),
        }
    }
}

fn activations() -> impl Iterator<Item = Activation> {
    ACTIVATIONS.iter().map(|(activation, _)| *activation)
}

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

/// Whether f(x) may be denormal: these leave such numbers to whoever made them.
fn passes_on(activation: Activation, x: f32) -> bool {
    match activation {
        Activation::Linear | Activation::Relu(_) => true,
        Activation::Sin { .. } => x.is_subnormal(),
        _ => false,
    }
}

/// `accuracy.rs` looks closer at the functions behind them.
#[test]
fn activations_are_as_near_to_exact_as_was_measured() {
    let inputs = arguments();
    let mut too_far = Vec::new();
    for (activation, allowed) in ACTIVATIONS {
        for isa in Isa::available() {
            let mut outputs = inputs.clone();
            activation.apply(isa, &mut outputs);
            let denormal = |(x, y): (&f32, &f32)| y.is_subnormal() && !passes_on(*activation, *x);
            assert!(!inputs.iter().zip(&outputs).any(denormal), "{activation:?} on {isa:?}");
            let worst = inputs
                .iter()
                .zip(&outputs)
                .map(|(x, y)| (allowed.measure(*activation, *x, *y), *x))
                .fold((0.0, 0.0), |worst, next| if next.0 > worst.0 { next } else { worst });
            let (Off::Result(most) | Off::Input(most)) = allowed;
            if worst.0 > *most {
                too_far
                    .push(format!("{activation:?} on {isa:?}: {} ulp at {:e}", worst.0, worst.1));
            }
        }
    }
    assert!(too_far.is_empty(), "{too_far:#?}");
}

/// Keeping the derivative is another order of work, and changes nothing.
#[test]
fn a_derivative_that_was_kept_is_the_same_to_the_bit() {
    let mut inputs = arguments();
    inputs[..3].copy_from_slice(&[f32::INFINITY, f32::NEG_INFINITY, f32::NAN]);
    let gradient: Vec<f32> = (0..inputs.len()).map(|i| (i % 31) as f32 - 7.5).collect();
    for activation in activations().filter(|one| one.shares_work_with_derivative()) {
        for isa in Isa::available() {
            let (mut outputs, mut back) = (inputs.clone(), gradient.clone());
            activation.apply(isa, &mut outputs);
            activation.backward(isa, &inputs, &outputs, &mut back);

            let (mut others, mut derivative) = (vec![0.0; inputs.len()], vec![0.0; inputs.len()]);
            let mut others_back = gradient.clone();
            activation.apply_with_derivative(isa, &inputs, &mut others, &mut derivative);
            multiply_by_derivative(isa, &derivative, &mut others_back);
            assert_same(&inputs, &outputs, &others, (activation, isa));
            assert_same(&inputs, &back, &others_back, (activation, isa));
        }
    }
}

/// Sign and payload of a NaN are the processor's own.
fn assert_same(inputs: &[f32], one: &[f32], other: &[f32], of: (Activation, Isa)) {
    for ((x, one), other) in inputs.iter().zip(one).zip(other) {
        let same = one.to_bits() == other.to_bits() || one.is_nan() && other.is_nan();
        assert!(same, "{of:?} at {x:e}: {one:e}, {other:e}");
    }
}

/// Wherever it isn't 0 for being tiny.
#[test]
fn the_derivative_of_softplus_is_a_sigmoid_to_the_last_bits() {
    let inputs = arguments();
    for activation in [Activation::Softplus, Activation::LogSigmoid] {
        for isa in Isa::available() {
            let (mut outputs, mut derivative) = (vec![0.0; inputs.len()], vec![0.0; inputs.len()]);
            activation.apply_with_derivative(isa, &inputs, &mut outputs, &mut derivative);
            for (x, got) in inputs.iter().zip(&derivative) {
                let exact = reference::activation_derivative(activation, *x);
                let nothing = *got == 0.0 && exact <= f64::from(TINY);
                let off = reference::ulps(*got, exact);
                assert!(nothing || off <= 2.0, "{activation:?} on {isa:?} at {x:e}: {off} ulp");
            }
        }
    }
}

#[test]
fn derivatives_agree() {
    for activation in activations() {
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
                    (f64::from(*g) - exact).abs() < 3e-6 * exact.abs().max(1.0),
                    "{activation:?} at {x}: {g}, not {exact}"
                );
            }
        }
    }
}

/// Holds the reference itself: its derivatives are the slopes of its functions.
#[test]
fn reference_derivatives_are_finite_differences() {
    let step = 1.0 / 4096.0;
    for activation in activations() {
        // In the middle between multiples of 1/16, where no rectifier has a kink.
        for x in (-128..128).map(|i| (i as f32 + 0.5) / 16.0) {
            let [below, above] = [x - step, x + step].map(|x| reference::activation(activation, x));
            let slope = (above - below) / (2.0 * f64::from(step));
            let derivative = reference::activation_derivative(activation, x);
            let allowed = 1e-6 * derivative.abs().max(1.0);
            assert!((slope - derivative).abs() < allowed, "{activation:?} at {x}: {derivative}");
        }
    }
}

/// It takes fewer steps, and gives the same bits but for the sign of 0.
#[test]
fn the_activation_sine_is_the_function() {
    for isa in Isa::available() {
        let inputs = arguments();
        let (mut sines, mut outputs) = (inputs.clone(), inputs.clone());
        Function::Sin.apply(isa, &mut sines);
        Activation::Sin { frequency: 1.0 }.apply(isa, &mut outputs);
        for ((x, sine), y) in inputs.iter().zip(&sines).zip(&outputs) {
            let same = sine.to_bits() == y.to_bits() || *x == 0.0 && *y == 0.0;
            assert!(same, "{x:e} on {isa:?}: {sine:e}, {y:e}");
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
        for scale in [1.0, -2.0, TINY] {
            let mut gradient = vec![scale; inputs.len()];
            Activation::Sin { frequency: 1.0 }.backward(isa, &inputs, &inputs, &mut gradient);
            for ((x, g), cos) in inputs.iter().zip(&gradient).zip(&cosines) {
                assert_eq!(g.to_bits(), (scale * cos).to_bits(), "{x:e} on {isa:?}");
            }
        }
        let mut gradient = [1.0; 16];
        Activation::Sin { frequency: 1.0 }.backward(
            isa,
            &[f32::INFINITY; 16],
            &[0.0; 16],
            &mut gradient,
        );
        assert!(gradient.iter().all(|g| g.is_nan()), "{isa:?}: {gradient:?}");
    }
}

#[test]
fn a_nan_comes_through_every_activation() {
    for activation in activations() {
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

/// A panel of some features, every lane another row.
fn panel(features: usize) -> Vec<f32> {
    (0..features * 16).map(|i| ((i * 37 % 101) as f32 - 50.0) / 8.0).collect()
}

fn row(field: &[f32], lane: usize) -> Vec<f32> {
    field[lane..].iter().step_by(16).copied().collect()
}

#[test]
fn softmaxes_share_out_each_row() {
    for isa in Isa::available() {
        for features in [1, 2, 3, 17, 100] {
            let x = panel(features);
            let (mut shares, mut logs) = (x.clone(), x.clone());
            Activation::Softmax.apply(isa, &mut shares);
            Activation::LogSoftmax.apply(isa, &mut logs);
            for lane in 0..16 {
                let exact = reference::softmax(&row(&x, lane));
                for ((share, log), exact) in
                    row(&shares, lane).iter().zip(row(&logs, lane)).zip(&exact)
                {
                    let off = (f64::from(*share) - exact).abs();
                    assert!(off <= 4e-7 * exact, "{isa:?}, {features} features: {share}, {exact}");
                    let off = (f64::from(log) - exact.ln()).abs();
                    assert!(off <= 2e-6, "{isa:?}, {features} features: {log}, {}", exact.ln());
                }
            }
        }
    }
}

/// The slope of Σ gᵢ·f(x)ᵢ along each feature, by finite differences of the reference.
#[test]
fn gradients_of_softmaxes_are_finite_differences() {
    let (features, step) = (5, 1.0 / 4096.0);
    let x = panel(features);
    let g: Vec<f32> = (0..x.len()).map(|i| (i * 29 % 13) as f32 / 8.0 - 0.75).collect();
    for isa in Isa::available() {
        for activation in [Activation::Softmax, Activation::LogSoftmax] {
            let log = activation == Activation::LogSoftmax;
            let mut outputs = x.clone();
            activation.apply(isa, &mut outputs);
            let mut gradient = g.clone();
            activation.backward(isa, &outputs, &outputs, &mut gradient);
            for lane in 0..16 {
                let (x, g) = (row(&x, lane), row(&g, lane));
                let weighted = |x: &[f32]| -> f64 {
                    let shares = reference::softmax(x);
                    let values = shares.iter().map(|share| if log { share.ln() } else { *share });
                    values.zip(&g).map(|(value, g)| value * f64::from(*g)).sum()
                };
                let slopes = row(&gradient, lane);
                assert_slopes(
                    &slopes,
                    (&x, step),
                    weighted,
                    1e-6,
                    &format!("{activation:?} on {isa:?}"),
                );
            }
        }
    }
}

/// Holds the slopes of a function of a row along each feature against finite differences, `step` to both sides.
fn assert_slopes(
    slopes: &[f32],
    (x, step): (&[f32], f32),
    f: impl Fn(&[f32]) -> f64,
    tolerance: f64,
    what: &str,
) {
    for (feature, slope) in slopes.iter().enumerate() {
        let moved = |by: f32| {
            let mut x = x.to_vec();
            x[feature] += by;
            f(&x)
        };
        let exact = (moved(step) - moved(-step)) / (2.0 * f64::from(step));
        let off = (f64::from(*slope) - exact).abs();
        assert!(off < tolerance, "{what}: {slope}, not {exact}");
    }
}

/// The nearest point of the simplex: never below 0, and 1 in all.
#[test]
fn sparsemax_is_the_nearest_point_of_the_simplex() {
    for isa in Isa::available() {
        for (features, scale) in
            [(1, 1.0), (2, 0.1), (3, 1.0), (17, 0.02), (100, 0.5), (100, 0.001)]
        {
            let x: Vec<f32> = panel(features).iter().map(|x| x * scale).collect();
            let mut shares = x.clone();
            Activation::Sparsemax.apply(isa, &mut shares);
            for lane in 0..16 {
                let (exact, shares) = (reference::sparsemax(&row(&x, lane)), row(&shares, lane));
                for (share, exact) in shares.iter().zip(&exact) {
                    let off = (f64::from(*share) - exact).abs();
                    assert!(off <= 1e-6, "{isa:?}, {features} features: {share}, {exact}");
                }
                let sum: f32 = shares.iter().sum();
                assert!((sum - 1.0).abs() < 1e-5 && shares.iter().all(|share| *share >= 0.0));
            }
        }
        let mut far = [f32::NEG_INFINITY, 3.0, 3.5, f32::NEG_INFINITY].map(|x| [x; 16]);
        Activation::Sparsemax.apply(isa, far.as_flattened_mut());
        assert_eq!(far.map(|feature| feature[7]), [0.0, 0.25, 0.75, 0.0], "{isa:?}");
    }
}

#[test]
fn the_gradient_of_sparsemax_is_a_finite_difference() {
    let (features, step) = (7, 1.0 / 65536.0);
    let x: Vec<f32> = panel(features).iter().map(|x| x * 0.125).collect();
    let g: Vec<f32> = (0..x.len()).map(|i| (i * 29 % 13) as f32 / 8.0 - 0.75).collect();
    for isa in Isa::available() {
        let (mut outputs, mut gradient) = (x.clone(), g.clone());
        Activation::Sparsemax.apply(isa, &mut outputs);
        Activation::Sparsemax.backward(isa, &outputs, &outputs, &mut gradient);
        for lane in 0..16 {
            let (x, g) = (row(&x, lane), row(&g, lane));
            let weighted = |x: &[f32]| -> f64 {
                let shares = reference::sparsemax(x);
                shares.iter().zip(&g).map(|(share, g)| share * f64::from(*g)).sum()
            };
            let slopes = row(&gradient, lane);
            assert_slopes(&slopes, (&x, step), weighted, 1e-4, &format!("{isa:?}, lane {lane}"));
        }
    }
}

/// Where one feature of a row is no number, none is; other rows don't see it.
#[test]
fn a_nan_spreads_over_its_row_in_a_softmax() {
    for isa in Isa::available() {
        for activation in [Activation::Softmax, Activation::LogSoftmax, Activation::Sparsemax] {
            for feature in 0..3 {
                let mut field = panel(3);
                field[feature * 16 + 5] = f32::NAN;
                activation.apply(isa, &mut field);
                for (place, value) in field.iter().enumerate() {
                    assert_eq!(value.is_nan(), place % 16 == 5, "{activation:?} on {isa:?}");
                }
            }
        }
    }
}

/// Nothing is multiplied by infinity that is 0.
#[test]
fn infinite_inputs_give_the_limits() {
    let limits = [
        (Activation::Sigmoid, 0.0, 1.0),
        (Activation::Gelu, 0.0, f32::INFINITY),
        (Activation::ApproximateGelu, 0.0, f32::INFINITY),
        (Activation::Silu, 0.0, f32::INFINITY),
        (Activation::Mish, 0.0, f32::INFINITY),
        (Activation::HardSilu, 0.0, f32::INFINITY),
        (Activation::Softplus, 0.0, f32::INFINITY),
        (Activation::Squareplus { b: 4.0 }, 0.0, f32::INFINITY),
        (Activation::Softsign, -1.0, 1.0),
        (Activation::LogSigmoid, f32::NEG_INFINITY, 0.0),
        (Activation::Elu { alpha: 0.5 }, -0.5, f32::INFINITY),
        (Activation::Celu { alpha: 0.5 }, -0.5, f32::INFINITY),
        (Activation::Exponential, 0.0, f32::INFINITY),
    ];
    for isa in Isa::available() {
        for (activation, low, high) in limits {
            let inputs: Vec<f32> =
                [f32::NEG_INFINITY, f32::INFINITY].into_iter().cycle().take(16).collect();
            let mut outputs = inputs.clone();
            activation.apply(isa, &mut outputs);
            assert_eq!(outputs[..2], [low, high], "{activation:?} on {isa:?}");
            let mut gradient = [1.0; 16];
            activation.backward(isa, &inputs, &outputs, &mut gradient);
            let slope = if high == f32::INFINITY { 1.0 } else { 0.0 };
            let expected = match activation {
                Activation::LogSigmoid => [1.0, 0.0],
                Activation::Exponential => [0.0, f32::INFINITY],
                _ => [0.0, slope],
            };
            assert_eq!(gradient[..2], expected, "the slope of {activation:?} on {isa:?}");
        }
    }
}
