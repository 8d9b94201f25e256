//! ONNX files: every activation and layer is written, and the same model makes the same bytes. That they are
//! right is tested in Python, beside onnxruntime.

use imfit::layers::{Activation, ActivationLayer, Dense, Layer};
use imfit::{ErrorKind, Sequential};
use serde_json::{Value, json};

fn api() -> Value {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/vectors/api.json");
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn exported(layer: impl Into<Layer>) -> Vec<u8> {
    let mut model = Sequential::with_seed(5).unwrap();
    model.add(Dense::new(4).input_shape(2)).unwrap();
    model.add(layer).unwrap();
    let bytes = model.to_onnx().unwrap();
    assert_eq!(bytes, model.to_onnx().unwrap());
    bytes
}

#[test]
fn every_activation_and_every_layer_is_written() {
    let plain = exported(ActivationLayer::new(Activation::Linear)).len();
    for activation in api()["activations"].as_array().unwrap() {
        let name = activation["class_name"].as_str().unwrap();
        let config = match name {
            "threshold" => json!({"threshold": 0.5, "default_value": 0.1}),
            _ => json!({}),
        };
        let made = Activation::from_json(&json!({"class_name": name, "config": config})).unwrap();
        let bytes = exported(ActivationLayer::new(made));
        assert!(name == "linear" || bytes.len() > plain, "{name}");
    }
    for layer in api()["layers"].as_array().unwrap() {
        let name = layer["class_name"].as_str().unwrap();
        let config = match name {
            "Dense" => json!({"units": 3}),
            "Activation" => json!({"activation": "tanh"}),
            "Dropout" | "GaussianDropout" | "AlphaDropout" => json!({"rate": 0.5}),
            "GaussianNoise" => json!({"stddev": 0.5}),
            "Rescaling" => json!({"scale": 0.5}),
            "Normalization" => json!({"mean": 0.5, "variance": 2.0}),
            "Residual" => json!({"layers": [{"class_name": "Dense", "config": {"units": 4}}]}),
            _ => json!({}),
        };
        exported(Layer::from_json(&json!({"class_name": name, "config": config})).unwrap());
    }
}

#[test]
fn what_can_not_be_exported_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let unbuilt = Sequential::new([Dense::new(3).into()]).unwrap();
    let error = unbuilt.export(folder.path().join("model.onnx")).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::State);
    let built = Sequential::new([Dense::new(3).input_shape(2).into()]).unwrap();
    let error = built.export(folder.path().join("model.pb")).unwrap_err().to_string();
    assert!(error.contains("`filepath`") && error.contains(".onnx"), "{error}");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    built.export(folder.path().join("model.onnx")).unwrap();
}
