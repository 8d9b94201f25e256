//! How a compilation is written for Keras.

use imfit::declare::Kind;
use imfit::layers::{Activation, Dense};
use imfit::{Loss, Sequential};
use serde_json::{Value, json};

use crate::fixtures::member_of;

/// What a file says of a model that was compiled so; it comes back as it was.
fn compile_config(compile: &Value) -> Value {
    let mut model = Sequential::with_seed(1).unwrap();
    model.add(Dense::new(3).activation(Activation::Softmax).input_shape(2)).unwrap();
    model.compile_map(compile.as_object().unwrap()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("model.keras");
    model.save(&path).unwrap();
    assert!(Sequential::load(&path).unwrap().to_bytes().unwrap() == model.to_bytes().unwrap());
    member_of(&path, "config.json")["compile_config"].clone()
}

fn in_keras(module: &str, class_name: &str, config: &Value) -> Value {
    json!({"module": module, "class_name": class_name, "config": config, "registered_name": null})
}

#[test]
fn a_compilation_is_written_in_full() {
    let sgd = json!({"learning_rate": 0.05, "momentum": 0.9, "nesterov": true, "clipnorm": 2.0});
    let precision = json!({"thresholds": 0.25, "class_id": 1});
    let written = compile_config(&json!({
        "optimizer": {"class_name": "SGD", "config": sgd},
        "loss": {"class_name": "Huber", "config": {"delta": 0.25}},
        "metrics": ["acc", "psnr", {"class_name": "Precision", "config": precision}, "mae"],
    }));
    let mut written = written.as_object().unwrap().clone();
    let optimizer = written.remove("optimizer").unwrap();
    assert_eq!(optimizer["module"], "keras.optimizers");
    assert_eq!(optimizer["class_name"], "SGD");
    for (name, value) in sgd.as_object().unwrap() {
        assert_eq!(optimizer["config"][name], *value, "{name}");
    }
    let expected = json!({
        "loss": in_keras("keras.losses", "Huber", &json!({"delta": 0.25})),
        "loss_weights": null,
        "metrics": ["accuracy", in_keras("keras.metrics", "Precision", &precision), "mean_absolute_error"],
        "weighted_metrics": null,
        "run_eagerly": false,
        "steps_per_execution": 1,
        "jit_compile": "auto",
    });
    assert_eq!(Value::Object(written), expected);
}

/// Charbonnier's and the similarity of pictures aren't Keras's. For what fits the outputs Keras has the word, and no class.
#[test]
fn every_loss_of_keras_is_written_for_it() {
    let losses = Kind::Loss.declarations();
    assert!(losses.len() >= 20, "{}", losses.len());
    // A function of the user's has a test of its own.
    let names = losses.iter().map(|declaration| declaration.class_name);
    for class_name in names.filter(|name| *name != "Function") {
        let written = compile_config(&json!({"optimizer": "adam", "loss": class_name}));
        match class_name {
            "Charbonnier" | "SSIM" => assert!(written.is_null(), "{written}"),
            "Crossentropy" => assert_eq!(written["loss"], "crossentropy"),
            _ => {
                let loss = Loss::from_json(&class_name.into()).unwrap().to_json();
                let config = loss.get("config").cloned().unwrap_or_else(|| json!({}));
                assert_eq!(written["loss"], in_keras("keras.losses", class_name, &config));
            }
        }
    }
}

/// Those that Keras hasn't are left out: it has no class for some of its losses as metrics.
#[test]
fn every_metric_of_keras_is_written_for_it() {
    const LEFT_OUT: [&str; 6] = [
        "PSNR",
        "SSIM",
        "Charbonnier",
        "Huber",
        "BinaryFocalCrossentropy",
        "CategoricalFocalCrossentropy",
    ];
    let metrics = Kind::Metric.declarations();
    assert!(metrics.len() >= 29, "{}", metrics.len());
    for declaration in metrics.iter().filter(|metric| metric.class_name != "Function") {
        let (class_name, name) = (declaration.class_name, declaration.usual_name());
        let loss =
            if name.starts_with("sparse_") { "sparse_categorical_crossentropy" } else { "mse" };
        let compile = json!({"optimizer": "adam", "loss": loss, "metrics": [class_name]});
        let expected = match class_name {
            _ if LEFT_OUT.contains(&class_name) => json!([]),
            "LogCosh" => json!([in_keras("keras.metrics", "LogCoshError", &json!({}))]),
            _ => json!([name]),
        };
        assert_eq!(compile_config(&compile)["metrics"], expected, "{class_name}");
    }
}
