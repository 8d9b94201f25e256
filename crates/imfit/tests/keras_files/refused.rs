//! Descriptions of what one of the two has not, and of what is no model.

use imfit::layers::{Activation, Dense, Residual};
use imfit::{ErrorKind, Sequential};
use serde_json::{Map, Value, json};

use crate::archives::{archive, archive_of, zipped};
use crate::fixtures::{config_of, file};

#[test]
fn what_imfit_has_not_is_refused_in_words() {
    let refused = |change: &dyn Fn(&mut Value), words: &[&str]| {
        let mut config = config_of("adam");
        change(&mut config);
        let error = Sequential::from_bytes(&archive(&config, false)).unwrap_err().to_string();
        for word in words {
            assert!(error.contains(word), "{word}: {error}");
        }
    };
    let layer = |config: &mut Value, key: &str, value: Value| {
        config["config"]["layers"][1]["config"][key] = value;
    };
    refused(
        &|config| config["config"]["layers"][1]["class_name"] = "Conv2D".into(),
        &["layer 'dense' (Conv2D)", "Dense"],
    );
    refused(
        &|config| config["config"]["layers"][1]["registered_name"] = "my>Dense".into(),
        &["layer 'dense'", "my>Dense"],
    );
    refused(
        &|config| config["config"]["layers"][1]["module"] = "os".into(),
        &["layer 'dense'", "module is os"],
    );
    refused(&|config| layer(config, "lora_rank", 4.into()), &["`lora_rank`", "units"]);
    refused(&|config| layer(config, "units", 0.into()), &["layer 'dense'", "`units`"]);
    refused(&|config| layer(config, "units", 5.into()), &["'dense'", "[3, 4]", "[3, 5]"]);
    refused(&|config| layer(config, "units", (1u64 << 24).into()), &["'dense'"]);
    refused(
        &|config| layer(config, "dtype", "mixed_float16".into()),
        &["float32", "mixed_float16"],
    );
    refused(
        &|config| {
            let lambda = json!({"class_name": "__lambda__", "config": {"value": "4wEAAAA="}});
            layer(config, "activation", lambda);
        },
        &["layer 'dense'", "__lambda__"],
    );
    refused(
        &|config| config["config"]["layers"][0]["config"]["batch_shape"] = json!([null, 8, 8, 3]),
        &["[null,8,8,3]"],
    );
    refused(&|config| config["class_name"] = "MyModel".into(), &["MyModel", "Sequential"]);
    refused(&|config| config["compile_config"]["loss"] = "ctc".into(), &["ctc", "`compile` false"]);
    refused(
        &|config| config["compile_config"]["loss_weights"] = json!([0.5]),
        &["loss_weights", "`compile` false"],
    );
}

#[test]
fn functional_models_that_are_no_chain_are_refused() {
    let config = config_of("functional");
    let changed = |change: &dyn Fn(&mut Value)| {
        let mut config = config.clone();
        change(&mut config["config"]);
        Sequential::from_bytes(&archive(&config, false)).unwrap_err().to_string()
    };
    let second = |config: &mut Value, name: &str| {
        let node = &mut config["layers"][2]["inbound_nodes"][0];
        node["args"][0]["config"]["keras_history"][0] = name.into();
    };
    let branch = changed(&|config| second(config, "numbers"));
    assert!(branch.contains("aren't a chain"), "{branch}");
    let circle = changed(&|config| second(config, "end"));
    assert!(circle.contains("chain"), "{circle}");
    let old = changed(&|config| {
        config["layers"][2]["inbound_nodes"] =
            json!([[["dense", 0, 0, {}], ["numbers", 0, 0, {}]]]);
    });
    assert!(old.contains("aren't a chain"), "{old}");
    let ends = changed(&|config| config["input_layers"] = json!([["a", 0, 0], ["b", 0, 0]]));
    assert!(ends.contains("one input"), "{ends}");
}

#[test]
fn chains_in_the_form_of_keras_2_are_read() {
    let mut config = config_of("functional");
    let layers = config["config"]["layers"].as_array_mut().unwrap();
    for layer in layers.iter_mut().skip(1) {
        let from = &layer["inbound_nodes"][0]["args"][0]["config"]["keras_history"][0];
        layer["inbound_nodes"] = json!([[[from, 0, 0, {}]]]);
    }
    let model = Sequential::from_bytes(&archive_of("functional", &config, false)).unwrap();
    assert_eq!(model.layers().len(), 3);
    let trained = Sequential::load(file("functional", "keras")).unwrap();
    assert_eq!(model.get_weights(), trained.get_weights());
}

#[test]
fn descriptions_that_are_something_else_are_refused() {
    let extra = json!({"imfit": {"format": 1, "seed": 1, "input_shapes": [[0, 3]],
        "epochs_begun": 0, "history": Sequential::with_seed(1).unwrap().history()}});
    let weights = std::fs::read(file("adam", "weights.h5")).unwrap();
    for text in [
        "[]",
        "3",
        "null",
        "\"a\"",
        "{}",
        r#"{"config": []}"#,
        r#"{"config": 3}"#,
        r#"{"config": {"layers": [3]}}"#,
        r#"{"config": {"layers": 3}}"#,
        r#"{"class_name": "Sequential", "config": {"layers": [3, []]}}"#,
        r#"{"class_name": "Sequential", "config": {"layers": [{"class_name": "Dense", "config": 3}]}}"#,
        r#"{"class_name": "Functional", "config": {"layers": [3], "input_layers": 3}}"#,
    ] {
        for metadata in ["{}", "3", &extra.to_string()] {
            let members = [
                ("metadata.json", metadata.as_bytes()),
                ("config.json", text.as_bytes()),
                ("model.weights.h5", weights.as_slice()),
            ];
            let error = Sequential::from_bytes(&zipped(&members, false)).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Io, "{text}: {error}");
        }
        let mut old = hdf5_pure::FileBuilder::new();
        old.set_attr("model_config", hdf5_pure::AttrValue::VarLenString(text.into()));
        let error = Sequential::from_bytes(&old.finish().unwrap()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Io, "{text}: {error}");
    }
}

#[test]
fn metadata_that_cannot_be_read_is_an_error() {
    let config = config_of("adam").to_string();
    let weights = std::fs::read(file("adam", "weights.h5")).unwrap();
    let with = |metadata: &[u8], packed| {
        let members = [
            ("metadata.json", metadata),
            ("config.json", config.as_bytes()),
            ("model.weights.h5", weights.as_slice()),
        ];
        zipped(&members, packed)
    };
    let refused = |bytes: &[u8]| {
        let error = Sequential::from_bytes(bytes).unwrap_err().to_string();
        assert!(error.contains("metadata.json"), "{error}");
    };
    let mut changed = with(b"{\"by\": \"whom\"}", false);
    Sequential::from_bytes(&changed).unwrap();
    let at = changed.windows(4).position(|part| part == b"whom").unwrap();
    changed[at] = b'W';
    refused(&changed);
    refused(&with(&vec![b' '; 65 << 20], true));
    refused(&with(b"{", false));
    refused(&with(b"\xff", false));
    let without = [("config.json", config.as_bytes()), ("model.weights.h5", &weights)];
    Sequential::from_bytes(&zipped(&without, false)).unwrap();
}

#[test]
fn what_could_not_be_read_again_is_not_written() {
    let name = Map::from_iter([("name".into(), "a".repeat(65 << 20).into())]);
    let model = Sequential::from_map(&name).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let error = model.save(folder.path().join("model.keras")).unwrap_err().to_string();
    assert!(error.contains("config.json would be"), "{}", &error[..200.min(error.len())]);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn what_keras_has_not_is_refused_in_words() {
    let mut model = Sequential::with_seed(1).unwrap();
    let sine = Activation::from_json(&json!({"class_name": "sin", "config": {"frequency": 30.0}}));
    model.add(Dense::new(4).activation(sine.unwrap()).input_shape(2)).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let error = model.save(folder.path().join("model.keras")).unwrap_err().to_string();
    for word in ["layer 'dense' (Dense)", "activation 'sin'", ".safetensors"] {
        assert!(error.contains(word), "{error}");
    }
    let mut model = Sequential::with_seed(1).unwrap();
    let block = Residual::new([Dense::new(2).into()]).input_shape(2);
    model.add(block).unwrap();
    let error = model.check_save(folder.path().join("model.keras")).unwrap_err().to_string();
    assert!(error.contains("layer 'residual'"), "{error}");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}
