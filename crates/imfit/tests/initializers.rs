//! How weights begin: distributions, shapes, names.

use imfit::Sequential;
use imfit::layers::Layer;
use ndarray::{Array2, Ix1, Ix2};
use serde_json::{Value, json};

fn model(inputs: usize, units: usize, more: Value) -> imfit::Result<Sequential> {
    let mut config = json!({"units": units, "input_shape": inputs});
    config.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let mut model = Sequential::with_seed(7)?;
    model.add(Layer::from_json(&json!({"class_name": "Dense", "config": config}))?)?;
    Ok(model)
}

fn kernel(inputs: usize, units: usize, initializer: Value) -> Array2<f32> {
    let model = model(inputs, units, json!({"kernel_initializer": initializer})).unwrap();
    model.get_weights()[0].clone().into_dimensionality::<Ix2>().unwrap()
}

fn bias(units: usize, initializer: Value) -> Vec<f32> {
    let model = model(3, units, json!({"bias_initializer": initializer})).unwrap();
    model.get_weights()[1].clone().into_dimensionality::<Ix1>().unwrap().to_vec()
}

/// The largest size and the standard deviation.
fn spread<'a>(values: impl IntoIterator<Item = &'a f32>) -> (f64, f64) {
    let values: Vec<f64> = values.into_iter().map(|value| f64::from(*value)).collect();
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    let variance = values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / count;
    assert!(mean.abs() < 5.0 * (variance / count).sqrt(), "the mean is {mean}");
    (values.iter().fold(0.0, |most, value| value.abs().max(most)), variance.sqrt())
}

/// Standard deviations to 2%, of 40,000 values; none beyond `most`.
fn assert_spread(what: &str, (largest, stddev): (f64, f64), expected: f64, most: f64) {
    assert!((stddev / expected - 1.0).abs() < 0.02, "{what}: {stddev}, not {expected}");
    assert!(largest <= most * 1.000_001, "{what}: {largest}, above {most}");
    assert!(largest > 0.9 * most.min(4.0 * expected), "{what}: {largest}, far below {most}");
}

/// A kernel of (100, 400): what Keras's formulas say of it.
#[test]
fn kernels_have_the_spread_that_their_initializer_says() {
    let uniform = |variance: f64| (variance.sqrt(), (3.0 * variance).sqrt());
    // Cut off at two standard deviations of what was drawn from, which is wider.
    let truncated = |variance: f64| (variance.sqrt(), 2.0 * variance.sqrt() / 0.879_625_661_034_24);
    let normal = |stddev: f64| (stddev, f64::INFINITY);
    let of = |distribution: &str, mode: &str| {
        let config = json!({"scale": 3.0, "mode": mode, "distribution": distribution});
        json!({"class_name": "VarianceScaling", "config": config})
    };
    for (initializer, (stddev, most)) in [
        (json!("glorot_uniform"), uniform(2.0 / 500.0)),
        (json!("glorot_normal"), truncated(2.0 / 500.0)),
        (json!("he_uniform"), uniform(2.0 / 100.0)),
        (json!("he_normal"), truncated(2.0 / 100.0)),
        (json!("lecun_uniform"), uniform(1.0 / 100.0)),
        (json!("lecun_normal"), truncated(1.0 / 100.0)),
        (of("uniform", "fan_out"), uniform(3.0 / 400.0)),
        (of("untruncated_normal", "fan_avg"), normal((3.0f64 / 250.0).sqrt())),
        (of("truncated_normal", "fan_in"), truncated(3.0 / 100.0)),
        (of("normal", "fan_in"), truncated(3.0 / 100.0)),
        (json!("random_uniform"), (0.05 / 3.0f64.sqrt(), 0.05)),
        (json!("random_normal"), normal(0.05)),
        (json!("truncated_normal"), (0.05 * 0.879_625_661_034_24, 0.1)),
    ] {
        let values = kernel(100, 400, initializer.clone());
        assert_spread(&initializer.to_string(), spread(&values), stddev, most);
    }
}

/// The length of a vector counts as its inputs and as its outputs.
#[test]
fn a_bias_has_as_many_inputs_as_outputs() {
    let uniform = |variance: f64| (variance.sqrt(), (3.0 * variance).sqrt());
    for (initializer, (stddev, most)) in [
        ("glorot_uniform", uniform(1.0 / 40_000.0)),
        ("he_uniform", uniform(2.0 / 40_000.0)),
        ("lecun_uniform", uniform(1.0 / 40_000.0)),
    ] {
        let values = bias(40_000, json!(initializer));
        assert_spread(initializer, spread(&values), stddev, most);
    }
}

#[test]
fn orthogonal_kernels_are_orthogonal_either_way() {
    for (inputs, units) in [(7, 7), (12, 5), (5, 12)] {
        let gain = 1.5;
        let config = json!({"gain": gain});
        let values = kernel(inputs, units, json!({"class_name": "Orthogonal", "config": config}));
        let values = values.mapv(f64::from);
        let product =
            if inputs >= units { values.t().dot(&values) } else { values.dot(&values.t()) };
        let expected = Array2::<f64>::eye(inputs.min(units)) * (gain * gain);
        let off = (product - expected).mapv(f64::abs);
        assert!(off.iter().all(|off| *off < 1e-6), "{inputs} x {units}: {off}");
    }
}

#[test]
fn identities_need_no_square() {
    for (inputs, units) in [(4, 4), (4, 2), (2, 4)] {
        let config = json!({"gain": 2.0});
        let values = kernel(inputs, units, json!({"class_name": "identity", "config": config}));
        for ((row, column), value) in values.indexed_iter() {
            assert_eq!(*value, if row == column { 2.0 } else { 0.0 });
        }
    }
}

#[test]
fn vectors_refuse_what_only_matrices_have() {
    for name in ["identity", "orthogonal"] {
        let error = model(3, 3, json!({"bias_initializer": name})).unwrap_err().to_string();
        assert!(error.contains("bias_initializer"), "{name}: {error}");
        assert!(error.contains("for vectors"), "{error}");
    }
}

#[test]
fn every_name_of_keras_is_known() {
    for (name, other) in [
        ("Zeros", "zero"),
        ("zeros", "zero"),
        ("Ones", "one"),
        ("RandomUniform", "uniform"),
        ("random_normal", "normal"),
        ("OrthogonalInitializer", "orthogonal"),
        ("IdentityInitializer", "identity"),
    ] {
        assert_eq!(kernel(3, 3, json!(name)), kernel(3, 3, json!(other)), "{name}");
    }
}

#[test]
fn an_initializer_with_a_seed_does_not_follow_the_models() {
    let seeded = json!({"class_name": "HeNormal", "config": {"seed": 3}});
    let one = model(4, 4, json!({"kernel_initializer": seeded})).unwrap();
    let mut other = Sequential::with_seed(8).unwrap();
    other.add(one.layers()[0].clone()).unwrap();
    assert_eq!(one.get_weights()[0], other.get_weights()[0]);
}

#[test]
fn impossible_arguments_are_refused() {
    for (name, config, word) in [
        ("VarianceScaling", json!({"scale": 0}), "scale"),
        ("VarianceScaling", json!({"mode": "fan"}), "fan_in"),
        ("VarianceScaling", json!({"distribution": "gamma"}), "distribution"),
        ("RandomNormal", json!({"stddev": -1}), "stddev"),
        ("RandomUniform", json!({"minval": 1, "maxval": 0}), "maxval"),
        ("Constant", json!({"value": "x"}), "value"),
        ("STFT", json!({}), "glorot_uniform"),
    ] {
        let initializer = json!({"class_name": name, "config": config});
        let error = model(2, 2, json!({"kernel_initializer": initializer})).unwrap_err();
        assert!(error.to_string().contains(word), "{name}: {error}");
    }
}
