//! Layers that work row by row, in a model: their weights, their files, and what is refused.

use imfit::layers::{
    Activation, ActivationLayer, Dense, Identity, Layer, LayerNormalization, PReLU,
    RMSNormalization, UnitNormalization,
};
use imfit::optimizers::Adam;
use imfit::{Fit, Loss, Sequential};
use ndarray::Array2;
use serde_json::json;

fn data(rows: usize) -> (Array2<f32>, Array2<f32>) {
    let x = Array2::from_shape_fn((rows, 4), |(r, c)| ((r * (c + 3)) % 31) as f32 / 31.0);
    let y = Array2::from_shape_fn((rows, 2), |(r, c)| ((r * (c + 1)) % 17) as f32 / 17.0);
    (x, y)
}

fn model() -> Sequential {
    let layers: [Layer; 8] = [
        LayerNormalization::default().into(),
        Dense::new(12).activation(Activation::Glu).into(),
        PReLU::default().into(),
        RMSNormalization::default().into(),
        Dense::new(5).into(),
        UnitNormalization::default().into(),
        LayerNormalization::default().center(false).into(),
        Dense::new(2).into(),
    ];
    let mut model = Sequential::with_seed(4).unwrap();
    for layer in layers {
        model.add(layer).unwrap();
    }
    model.build(4).unwrap();
    model.compile(Adam::new(0.01), Loss::MeanSquaredError, []).unwrap();
    model
}

#[test]
fn weights_have_keras_shapes_and_beginnings() {
    let model = model();
    let weights = model.get_weights();
    let shapes: Vec<&[usize]> = weights.iter().map(|w| w.shape()).collect();
    let expected: [&[usize]; 11] =
        [&[4], &[4], &[4, 12], &[12], &[6], &[6], &[6, 5], &[5], &[5], &[5, 2], &[2]];
    assert_eq!(shapes, expected);
    let all = |index: usize, value: f32| weights[index].iter().all(|w| *w == value);
    assert!(all(0, 1.0) && all(1, 0.0) && all(4, 0.0) && all(5, 1.0) && all(8, 1.0));
    assert_eq!(model.count_params().unwrap(), 8 + 60 + 6 + 6 + 35 + 5 + 12);
    let names: Vec<&str> = model.layers().iter().filter_map(Layer::name).collect();
    let stems = ["layer_normalization", "dense", "p_re_lu", "rms_normalization", "dense_1"];
    assert_eq!(names[..5], stems);
    assert_eq!(names[5..], ["unit_normalization", "layer_normalization_1", "dense_2"]);
    let text = model.summary().to_text(72);
    assert!(text.contains("dense (Dense)") && text.contains("(None, 6)"), "{text}");
}

/// A model that stops in a file goes on as if it hadn't, in small batches and in portions.
#[test]
fn training_goes_on_from_a_file() {
    let (x, y) = data(500);
    for batch_size in [32, 400] {
        let fit =
            |initial_epoch, epochs| Fit { batch_size, initial_epoch, epochs, ..Fit::default() };
        let mut whole = model();
        whole.fit(x.view(), y.view(), &fit(0, 4)).unwrap();
        let mut first = model();
        first.fit(x.view(), y.view(), &fit(0, 2)).unwrap();
        let mut second = Sequential::from_bytes(&first.to_bytes().unwrap()).unwrap();
        second.fit(x.view(), y.view(), &fit(2, 4)).unwrap();
        assert_eq!(whole.get_weights(), second.get_weights(), "batches of {batch_size}");
        let losses = whole.history().get("loss").unwrap();
        assert!(losses[3] < losses[0], "{losses:?}");
    }
}

/// A model without dense layers, and one that is nothing at all.
#[test]
fn layers_stand_alone() {
    let (x, _) = data(50);
    let mut slopes = Sequential::new([PReLU::default().into()]).unwrap();
    slopes.compile(Adam::new(0.05), Loss::MeanSquaredError, []).unwrap();
    let inputs = x.mapv(|x| x - 0.5);
    let targets = inputs.mapv(|x| if x > 0.0 { x } else { 0.3 * x });
    slopes.fit(inputs.view(), targets.view(), &Fit { epochs: 200, ..Fit::default() }).unwrap();
    assert!(slopes.get_weights()[0].iter().all(|alpha| (alpha - 0.3).abs() < 1e-3));

    let mut nothing = Sequential::new([Identity::default().into()]).unwrap();
    nothing.compile(Adam::new(0.05), Loss::MeanSquaredError, []).unwrap();
    let history = nothing.fit(x.view(), x.view(), &Fit::default()).unwrap();
    assert_eq!(history.get("loss").unwrap(), [0.0]);
    assert_eq!(nothing.predict(x.view()).unwrap(), x);
}

#[test]
fn a_gate_needs_two_halves() {
    let odd = Layer::from_json(&json!({
        "class_name": "Dense", "config": {"units": 7, "activation": "glu"}
    }));
    let text = odd.unwrap_err().to_string();
    assert!(text.contains("`units`") && text.contains('7') && text.contains("even"), "{text}");

    let mut model = Sequential::with_seed(1).unwrap();
    model.add(Dense::new(7)).unwrap();
    let error = model.add(ActivationLayer::new(Activation::Glu)).unwrap_err().to_string();
    assert!(error.contains("even"), "{error}");
    let error = model.add(Dense::new(3).activation(Activation::Glu)).unwrap_err().to_string();
    assert!(error.contains("`units`"), "{error}");
    assert_eq!(model.layers().len(), 1);

    // Where the width isn't known, it is found out when it is.
    let mut model = Sequential::new([ActivationLayer::new(Activation::Glu).into()]).unwrap();
    assert!(model.build(5).is_err());
    assert!(!model.is_built() && model.inputs().is_none());
    model.build(6).unwrap();
    assert_eq!(model.outputs(), Some(3));
}

#[test]
fn arguments_are_read_and_written() {
    for (class_name, config) in [
        ("LayerNormalization", json!({"axis": [-1], "epsilon": 0.01, "scale": false})),
        ("LayerNormalization", json!({"axis": 1, "beta_initializer": "ones"})),
        ("RMSNormalization", json!({"epsilon": 1e-4})),
        ("UnitNormalization", json!({"axis": -1})),
        (
            "PReLU",
            json!({"alpha_initializer": {"class_name": "Constant", "config": {"value": 0.25}}}),
        ),
        ("Activation", json!({"activation": {"class_name": "glu", "config": {"axis": -1}}})),
    ] {
        let component = json!({"class_name": class_name, "config": config});
        let layer = Layer::from_json(&component).unwrap();
        assert_eq!(Layer::from_json(&layer.to_json()).unwrap(), layer);
    }
    let refused = |class_name: &str, config: serde_json::Value| {
        let component = json!({"class_name": class_name, "config": config});
        Layer::from_json(&component).unwrap_err().to_string()
    };
    for axis in [json!(0), json!(2), json!([0]), json!([1, 2]), json!("last"), json!(null)] {
        assert!(refused("LayerNormalization", json!({"axis": axis})).contains("`axis`"), "{axis}");
    }
    assert!(refused("LayerNormalization", json!({"epsilon": 0})).contains("`epsilon`"));
    assert!(refused("RMSNormalization", json!({"epsilon": -1})).contains("`epsilon`"));
    assert!(refused("LayerNormalization", json!({"epsilon": 1e-60})).contains("`epsilon`"));
    assert!(refused("PReLU", json!({"shared_axes": [1]})).contains("shared_axes"));
}
