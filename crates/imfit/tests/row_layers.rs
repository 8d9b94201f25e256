//! Layers that work row by row, in a model: their weights, their files, and what is refused.

use imfit::layers::{
    Activation, ActivationLayer, Dense, Identity, Layer, LayerNormalization, Normalization, PReLU,
    RMSNormalization, Rescaling, UnitNormalization,
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

#[test]
fn inputs_are_rescaled() {
    let layer = Rescaling::new(0.5).unwrap().offset(-1.0).input_shape(2);
    let model = Sequential::new([layer.into()]).unwrap();
    let predicted = model.predict(ndarray::arr2(&[[0.0, 2.0], [4.0, -2.0]]).view()).unwrap();
    assert_eq!(predicted, ndarray::arr2(&[[-1.0, 0.0], [1.0, -2.0]]));
    assert!(Rescaling::new(1e60).is_err());
    for number in [f64::NAN, f64::INFINITY] {
        let allowed = |name: &str| format!("`{name}` must be a finite number, not {number}");
        assert_eq!(Rescaling::new(number).unwrap_err().to_string(), allowed("scale"));
        let layer = Rescaling::new(1.0).unwrap().offset(number as f32);
        let error = Sequential::new([layer.into()]).unwrap_err().to_string();
        assert_eq!(error, allowed("offset"));
    }
}

/// Mean and variance are those of `f64`, also where sums in `f32` would be far off.
#[test]
fn a_normalization_learns_from_data() {
    let rows = 3000;
    let x = Array2::from_shape_fn((rows, 2), |(r, c)| match c {
        0 => 10_000.0 + (r % 7) as f32,
        _ => (r % 5) as f32 * 1e-3,
    });
    let layer = Normalization::default().adapt(x.view()).unwrap();
    let config = Layer::from(layer.clone()).to_json();
    let number = |name: &str, at: usize| config["config"][name][at].as_f64().unwrap();
    for column in 0..2 {
        let values: Vec<f64> = x.column(column).iter().map(|value| f64::from(*value)).collect();
        let mean = values.iter().sum::<f64>() / rows as f64;
        let variance = values.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / rows as f64;
        assert!((number("mean", column) / mean - 1.0).abs() < 1e-7);
        assert!((number("variance", column) / variance - 1.0).abs() < 1e-6);
    }
    // The description holds what was learnt; a model takes rows of this width.
    assert_eq!(Layer::from_json(&config).unwrap(), layer.clone().into());
    let model = Sequential::new([layer.clone().into()]).unwrap();
    assert_eq!((model.inputs(), model.count_params().unwrap()), (Some(2), 0));
    let normalized = model.predict(x.view()).unwrap();
    let back = Sequential::new([layer.invert().into()]).unwrap();
    let again = back.predict(normalized.view()).unwrap();
    assert!(again.iter().zip(&x).all(|(again, x)| (again - x).abs() <= 1e-6 * x.abs().max(1.0)));

    // One mean of all values; and a column that never changes is divided by Keras's epsilon.
    let all = Layer::from_json(&json!({"class_name": "Normalization", "config": {"axis": null}}));
    let all = all.unwrap().adapt(ndarray::arr2(&[[1.0, 2.0], [3.0, 6.0]]).view()).unwrap();
    assert_eq!(all.to_json()["config"]["mean"], json!([3.0]));
    assert_eq!(all.to_json()["config"]["variance"], json!([3.5]));
    let constant = Normalization::default().adapt(Array2::from_elem((5, 1), 2.0).view()).unwrap();
    let model = Sequential::new([constant.into()]).unwrap();
    assert_eq!(model.predict(ndarray::arr2(&[[2.0], [3.0]]).view()).unwrap()[[0, 0]], 0.0);
    let far = model.predict(ndarray::arr2(&[[3.0]]).view()).unwrap()[[0, 0]];
    assert!((far - 1e7).abs() < 10.0, "{far}");
}

#[test]
fn a_normalization_refuses_what_makes_no_sense() {
    let made = |config: serde_json::Value| {
        Layer::from_json(&json!({"class_name": "Normalization", "config": config}))
    };
    let refused = |config| made(config).unwrap_err().to_string();
    assert!(refused(json!({"mean": 1.0})).contains("`variance`"));
    assert!(refused(json!({"variance": 1.0})).contains("`mean`"));
    assert!(refused(json!({"mean": [1.0, 2.0], "variance": 1.0})).contains("`variance`"));
    assert!(refused(json!({"mean": 1.0, "variance": -1.0})).contains("`variance`"));
    assert!(refused(json!({"mean": [], "variance": []})).contains("`mean`"));
    assert!(refused(json!({"mean": 1e60, "variance": 1.0})).contains("`mean`"));
    let axis_of_one = json!({"axis": null, "mean": [1.0, 2.0], "variance": [1.0, 1.0]});
    assert!(refused(axis_of_one).contains("`axis`"));

    // Numbers of another width than the input.
    let three = made(json!({"mean": [1.0, 2.0, 3.0], "variance": [1.0, 1.0, 1.0]})).unwrap();
    let mut model = Sequential::new([Dense::new(2).input_shape(2).into()]).unwrap();
    let error = model.add(three.clone()).unwrap_err().to_string();
    assert!(error.contains("`mean`") && error.contains("3 numbers"), "{error}");
    let mut model = Sequential::new([three]).unwrap();
    assert!(model.build(2).is_err() && model.build(3).is_ok());
    let one = made(json!({"mean": 1.0, "variance": 4.0})).unwrap();
    assert!(Sequential::new([Dense::new(2).input_shape(2).into(), one]).is_ok());

    // Nothing is known yet.
    let error = Sequential::new([Normalization::default().into()]).unwrap_err().to_string();
    assert!(error.contains("adapt"), "{error}");
    let adapt = |x: Array2<f32>| Normalization::default().adapt(x.view());
    assert!(adapt(Array2::zeros((0, 2))).is_err() && adapt(Array2::zeros((2, 0))).is_err());
    assert!(adapt(ndarray::arr2(&[[1.0], [f32::NAN]])).is_err());
    let narrow = made(json!({"input_shape": 2})).unwrap();
    let error = narrow.adapt(Array2::zeros((4, 3)).view()).unwrap_err().to_string();
    assert!(error.contains("`data`") && error.contains("input_shape"), "{error}");
    let error = Layer::from(Dense::new(2)).adapt(Array2::zeros((4, 3)).view()).unwrap_err();
    assert!(error.to_string().contains("Normalization"), "{error}");
}

/// An activation in a layer of its own costs nothing more, and gives the same bytes.
#[test]
fn an_activation_may_be_a_layer_of_its_own() {
    let (x, y) = data(70);
    let trained = |apart: bool, function: &str| {
        let own = json!({"units": 19, "activation": if apart { "linear" } else { function }});
        let mut layers = vec![json!({"class_name": "Dense", "config": own})];
        if apart {
            layers.push(json!({"class_name": "Activation", "config": {"activation": function}}));
        }
        let mut model = Sequential::with_seed(4).unwrap();
        for layer in layers.iter().chain(&layers) {
            model.add(Layer::from_json(layer).unwrap()).unwrap();
        }
        model.add(Dense::new(2)).unwrap();
        model.build(4).unwrap();
        model.compile(Adam::new(0.01), Loss::MeanSquaredError, []).unwrap();
        model.fit(x.view(), y.view(), &Fit { epochs: 3, ..Fit::default() }).unwrap();
        model.get_weights()
    };
    for function in ["relu", "relu6", "tanh", "sigmoid", "softmax", "gelu", "sin", "linear"] {
        assert_eq!(trained(true, function), trained(false, function), "{function}");
    }
}
