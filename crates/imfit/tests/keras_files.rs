//! Keras's files: what Keras wrote is read and goes on as Keras does, what imfit writes comes back.

use std::io::Write;
use std::path::{Path, PathBuf};

use imfit::declare::Kind;
use imfit::layers::{Activation, Dense, Dropout, Residual};
use imfit::optimizers::Adam;
use imfit::{Data, ErrorKind, Fit, Loss, Sequential};
use ndarray::Array2;
use serde_json::{Map, Value, json};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/files/keras-3.15.1")
}

/// The names of all models that Keras wrote.
fn names() -> Vec<String> {
    let entries = std::fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path());
    let json = entries.filter(|path| path.extension().is_some_and(|end| end == "json"));
    let mut names: Vec<String> =
        json.map(|path| path.file_stem().unwrap().to_string_lossy().into_owned()).collect();
    names.sort();
    assert!(names.len() >= 15, "{names:?}");
    names
}

fn said(name: &str) -> Value {
    let text = std::fs::read_to_string(folder().join(format!("{name}.json"))).unwrap();
    serde_json::from_str(&text).unwrap()
}

fn matrix(value: &Value) -> Array2<f32> {
    let side = |index: usize| value["shape"][index].as_u64().unwrap() as usize;
    let data = value["data"].as_array().unwrap();
    let data = data.iter().map(|number| number.as_f64().unwrap() as f32).collect();
    Array2::from_shape_vec((side(0), side(1)), data).unwrap()
}

fn file(name: &str, ending: &str) -> PathBuf {
    folder().join(format!("{name}.{ending}"))
}

fn assert_close(what: &str, actual: &Array2<f32>, expected: &Array2<f32>, allowed: f32) {
    assert_eq!(actual.dim(), expected.dim(), "{what}");
    for (a, e) in actual.iter().zip(expected) {
        assert!((a - e).abs() <= allowed, "{what}: {a} is not {e}");
    }
}

/// Two epochs more, as Keras went on.
fn more(model: &mut Sequential, said: &Value) {
    let (x, y) = (matrix(&said["x"]), matrix(&said["y"]));
    let fit = Fit { batch_size: 4, epochs: 4, initial_epoch: 2, shuffle: false, ..Fit::default() };
    let history = model.fit_data(&Data::new(x.view(), y.view()).into(), &fit).unwrap();
    let losses = said["more"]["loss"].as_array().unwrap();
    for (actual, expected) in history.get("loss").unwrap().iter().zip(losses) {
        let expected = expected.as_f64().unwrap();
        assert!((actual - expected).abs() <= 2e-5 * expected.abs(), "{actual} is not {expected}");
    }
}

#[test]
fn what_keras_wrote_predicts_and_goes_on_as_in_keras() {
    let mut old = 0;
    for name in names() {
        let said = said(&name);
        let x = matrix(&said["x"]);
        for ending in ["keras", "h5"] {
            let path = file(&name, ending);
            if !path.exists() {
                assert_eq!(ending, "h5");
                continue;
            }
            old += usize::from(ending == "h5");
            let mut model = Sequential::load(&path).unwrap();
            let predictions = model.predict(x.view()).unwrap();
            assert_close(&name, &predictions, &matrix(&said["predictions"]), 2e-6);
            if !said["more"].is_null() {
                more(&mut model, &said);
                let predictions = model.predict(x.view()).unwrap();
                assert_close(&name, &predictions, &matrix(&said["more"]["predictions"]), 2e-5);
            }
        }
    }
    assert_eq!(old, 4, "those in Keras's old format");
}

#[test]
fn what_imfit_writes_comes_back_whole() {
    let folder = tempfile::tempdir().unwrap();
    for name in names() {
        let model = Sequential::load(file(&name, "keras")).unwrap();
        let path = folder.path().join(format!("{name}.keras"));
        model.save(&path).unwrap();
        let back = Sequential::load(&path).unwrap();
        // The native format holds everything: the two are one model.
        assert_eq!(back.to_bytes().unwrap(), model.to_bytes().unwrap(), "{name}");
        let again = folder.path().join("again.keras");
        back.save(&again).unwrap();
        assert_eq!(std::fs::read(again).unwrap(), std::fs::read(path).unwrap(), "{name}");
    }
}

#[test]
fn weights_alone_are_read_from_every_kind_of_file() {
    for name in ["toolbox", "functional", "adam"] {
        let trained = Sequential::load(file(name, "keras")).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let [own, native] =
            ["own.weights.h5", "own.safetensors"].map(|name| folder.path().join(name));
        trained.save_weights(&own).unwrap();
        trained.save(&native).unwrap();
        let keras = ["keras", "h5", "weights.h5"].map(|ending| file(name, ending));
        for path in keras.iter().chain([&own, &native]) {
            let mut fresh = Sequential::from_config(&trained.config()).unwrap();
            fresh.load_weights(path).unwrap();
            assert_eq!(fresh.get_weights(), trained.get_weights(), "{}", path.display());
        }
    }
}

#[test]
fn the_state_of_the_optimizer_comes_with_the_weights() {
    let trained = Sequential::load(file("adam", "keras")).unwrap();
    let mut fresh = Sequential::from_config(&trained.config()).unwrap();
    fresh.compile_map(trained.compile_config().unwrap().as_object().unwrap()).unwrap();
    fresh.load_weights(file("adam", "weights.h5")).unwrap();
    let said = said("adam");
    more(&mut fresh, &said);
}

#[test]
fn weights_that_do_not_fit_are_refused_or_skipped() {
    let mut other = Sequential::with_seed(3).unwrap();
    other.add(Dense::new(4).input_shape(3)).unwrap();
    other.add(Dense::new(5)).unwrap();
    let before = other.get_weights();
    let error = other.load_weights(file("adam", "keras")).unwrap_err().to_string();
    assert!(error.contains("'dense_1'") && error.contains("[4, 2]"), "{error}");
    assert_eq!(other.get_weights(), before);
    let skip = Map::from_iter([("skip_mismatch".into(), true.into())]);
    other.load_weights_map(file("adam", "keras"), &skip).unwrap();
    let trained = Sequential::load(file("adam", "keras")).unwrap();
    assert_eq!(other.get_weights()[0], trained.get_weights()[0]);
    assert_eq!(other.get_weights()[2], before[2]);
}

#[test]
fn a_model_goes_on_from_a_keras_file_as_if_it_had_not_stopped() {
    let mut model = Sequential::with_seed(11).unwrap();
    model.add(Dense::new(4).activation(Activation::Tanh).input_shape(3)).unwrap();
    // It draws from the model's seed, and its rate is one that single precision has.
    model.add(Dropout::new(f64::from(0.1f32)).unwrap()).unwrap();
    model.add(Dense::new(2)).unwrap();
    let compile = json!({"optimizer": "adam", "loss": "charbonnier", "metrics": ["psnr", "acc"]});
    model.compile_map(compile.as_object().unwrap()).unwrap();
    let x = matrix(&said("adam")["x"]);
    let y = matrix(&said("adam")["y"]);
    let fit = Fit { batch_size: 5, epochs: 2, ..Fit::default() };
    model.fit(x.view(), y.view(), &fit).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("model.keras");
    model.save(&path).unwrap();
    let mut back = Sequential::load(&path).unwrap();
    assert!(back.to_bytes().unwrap() == model.to_bytes().unwrap());
    for one in [&mut model, &mut back] {
        one.fit(x.view(), y.view(), &fit).unwrap();
    }
    assert!(back.to_bytes().unwrap() == model.to_bytes().unwrap());
    let plain = Map::from_iter([("compile".into(), false.into())]);
    assert!(Sequential::load_map(&path, &plain).unwrap().compile_config().is_none());
}

/// Every file of Keras's that is cut off, or has a byte changed, is a model or refused, and nothing else.
#[test]
fn damaged_files_are_refused_or_read() {
    for (name, ending) in [("adam", "keras"), ("adam", "h5")] {
        let bytes = std::fs::read(file(name, ending)).unwrap();
        for length in (0..bytes.len()).step_by(101) {
            assert!(Sequential::from_bytes(&bytes[..length]).is_err(), "{length} bytes");
        }
        let mut refused = 0;
        for place in (0..bytes.len()).step_by(37) {
            let mut changed = bytes.clone();
            changed[place] ^= 1 << (place % 8);
            if let Err(error) = Sequential::from_bytes(&changed) {
                assert_eq!(error.kind(), ErrorKind::Io);
                refused += 1;
            }
        }
        assert!(refused > 10, "{refused}");
    }
    let mut model = Sequential::load(file("adam", "keras")).unwrap();
    let before = model.to_bytes().unwrap();
    let bytes = std::fs::read(file("adam", "weights.h5")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    for length in (0..bytes.len()).step_by(1009) {
        let path = folder.path().join("cut.weights.h5");
        std::fs::write(&path, &bytes[..length]).unwrap();
        assert!(model.load_weights(&path).is_err(), "{length} bytes");
    }
    assert!(model.to_bytes().unwrap() == before);
}

/// A `.keras` archive of these members, the weights those of the file `adam`.
fn archive(config: &Value, packed: bool) -> Vec<u8> {
    archive_of("adam", config, packed)
}

/// The same with the weights of another file of Keras's.
fn archive_of(name: &str, config: &Value, packed: bool) -> Vec<u8> {
    let adam = std::fs::read(file(name, "weights.h5")).unwrap();
    let members = [
        ("metadata.json", b"{}".to_vec()),
        ("config.json", config.to_string().into_bytes()),
        ("model.weights.h5", adam),
        ("../../etc/passwd", b"nobody reads it".to_vec()),
    ];
    let members = members.iter().map(|(name, bytes)| (*name, bytes.as_slice()));
    zipped(&members.collect::<Vec<_>>(), packed)
}

/// A zip archive.
fn zipped(members: &[(&str, &[u8])], packed: bool) -> Vec<u8> {
    let method = match packed {
        true => rawzip::CompressionMethod::DEFLATE,
        false => rawzip::CompressionMethod::STORE,
    };
    let mut bytes = Vec::new();
    let mut archive = rawzip::ZipArchiveWriter::new(&mut bytes);
    for (name, content) in members {
        let name = rawzip::path::EntryPath::verbatim(name.as_bytes());
        let file = archive.new_file(name).compression_method(method);
        let (mut entry, config) = file.start().unwrap();
        let descriptor = if packed {
            let encoder = flate2::write::DeflateEncoder::new(&mut entry, Default::default());
            let mut writer = config.wrap(encoder);
            writer.write_all(content).unwrap();
            let (encoder, descriptor) = writer.finish().unwrap();
            encoder.finish().unwrap();
            descriptor
        } else {
            let mut writer = config.wrap(&mut entry);
            writer.write_all(content).unwrap();
            writer.finish().unwrap().1
        };
        entry.finish(descriptor).unwrap();
    }
    archive.finish().unwrap();
    bytes
}

/// The description in a file of Keras's.
fn config_of(name: &str) -> Value {
    member_of(&file(name, "keras"), "config.json")
}

/// A text in a `.keras` file: its members aren't packed.
fn member_of(path: &Path, name: &str) -> Value {
    let bytes = std::fs::read(path).unwrap();
    let archive = rawzip::ZipArchive::from_slice(&bytes).unwrap();
    let mut entries = archive.entries();
    loop {
        let entry = entries.next_entry().unwrap().expect("there is such a member");
        if entry.file_path().as_bytes() == name.as_bytes() {
            let entry = archive.get_entry(entry.wayfinder()).unwrap();
            return serde_json::from_slice(entry.data()).unwrap();
        }
    }
}

#[test]
fn archives_that_were_packed_again_are_read() {
    let model = Sequential::load(file("adam", "keras")).unwrap();
    for packed in [false, true] {
        let back = Sequential::from_bytes(&archive(&config_of("adam"), packed)).unwrap();
        assert_eq!(back.get_weights(), model.get_weights());
    }
}

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

/// A model of the file `adam`, not trained, with another optimizer.
fn fresh_small(optimizer: Value) -> Sequential {
    let trained = Sequential::load(file("adam", "keras")).unwrap();
    let mut fresh = Sequential::from_config(&trained.config()).unwrap();
    let compile = json!({"optimizer": optimizer, "loss": "mse"});
    fresh.compile_map(compile.as_object().unwrap()).unwrap();
    fresh
}

/// Loads weights, of which nothing but the weights must arrive.
fn loads_weights_only(mut model: Sequential, path: &Path) {
    let whole = Sequential::load(path).or_else(|_| Sequential::load(file("adam", "keras")));
    let weights = whole.unwrap().get_weights();
    let mut expected = model.clone();
    let views: Vec<_> = weights.iter().map(|array| array.view()).collect();
    expected.set_weights(&views).unwrap();
    model.load_weights(path).unwrap();
    assert!(model.to_bytes().unwrap() == expected.to_bytes().unwrap(), "{}", path.display());
}

#[test]
fn a_state_of_another_optimizer_leaves_the_own_one_alone() {
    let averaging = json!({"class_name": "Adam", "config": {"use_ema": true}});
    loads_weights_only(fresh_small(averaging), &file("sgd", "keras"));
    let mut frozen = fresh_small("adam".into());
    frozen.set_trainable("dense", false).unwrap();
    loads_weights_only(frozen, &file("adam", "weights.h5"));
    // One that is trained goes on.
    let trained = Sequential::load(file("adam", "keras")).unwrap();
    for name in ["sgd", "untrained"] {
        loads_weights_only(trained.clone(), &file(name, "keras"));
    }
    loads_weights_only(trained.clone(), &file("adam", "h5"));
    let folder = tempfile::tempdir().unwrap();
    let bare = Sequential::from_config(&trained.config()).unwrap();
    for name in ["bare.keras", "bare.safetensors"] {
        bare.save(folder.path().join(name)).unwrap();
        loads_weights_only(trained.clone(), &folder.path().join(name));
    }
    // Neither does a model begin with half of a state.
    let other = json!({"class_name": "SGD", "config": {"momentum": 0.9}});
    let path = folder.path().join("other.safetensors");
    fresh_small(other).save(&path).unwrap();
    loads_weights_only(trained, &path);
}

#[test]
fn a_whole_model_with_the_state_of_another_optimizer_begins_anew() {
    for name in ["adam_amsgrad_ema", "sgd"] {
        let bytes = archive_of("adam", &config_of(name), false);
        let model = Sequential::from_bytes(&bytes).unwrap();
        let trained = Sequential::load(file("adam", "keras")).unwrap();
        assert_eq!(model.get_weights(), trained.get_weights());
        let mut anew = model.clone();
        anew.compile_map(model.compile_config().unwrap().as_object().unwrap()).unwrap();
        assert!(model.to_bytes().unwrap() == anew.to_bytes().unwrap(), "{name}");
    }
}

#[test]
fn the_learning_rate_comes_with_the_weights() {
    let adam = |rate: f64| json!({"class_name": "Adam", "config": {"learning_rate": rate}});
    let folder = tempfile::tempdir().unwrap();
    let native = folder.path().join("adam.safetensors");
    Sequential::load(file("adam", "keras")).unwrap().save(&native).unwrap();
    for path in [file("adam", "weights.h5"), file("adam", "keras"), native] {
        let mut model = fresh_small(adam(0.5));
        model.load_weights(&path).unwrap();
        assert_eq!(model.learning_rate().unwrap(), 0.001, "{}", path.display());
    }
    // What single precision doesn't tell apart stays.
    let close = 0.001 + 1e-15;
    let mut model = fresh_small(adam(close));
    model.load_weights(file("adam", "weights.h5")).unwrap();
    assert_eq!(model.learning_rate().unwrap(), close);
    let schedule = json!({"class_name": "ExponentialDecay",
        "config": {"initial_learning_rate": 0.25, "decay_steps": 10, "decay_rate": 0.5}});
    let mut model =
        fresh_small(json!({"class_name": "Adam", "config": {"learning_rate": schedule}}));
    model.load_weights(file("adam", "weights.h5")).unwrap();
    assert_eq!(model.learning_rate().unwrap(), 0.25);
}

/// A model's description, with names that begin otherwise.
fn renamed(config: &Value) -> Value {
    let mut config = config.clone();
    for layer in config["config"]["layers"].as_array_mut().unwrap() {
        let name = format!("other_{}", layer["config"]["name"].as_str().unwrap());
        layer["config"]["name"] = name.into();
    }
    config
}

#[test]
fn old_files_give_their_weights_in_order_whatever_the_names() {
    for name in ["toolbox", "functional", "adam", "normalized"] {
        let trained = Sequential::load(file(name, "keras")).unwrap();
        let mut fresh = Sequential::from_config(&renamed(&trained.config())).unwrap();
        fresh.load_weights(file(name, "h5")).unwrap();
        assert_eq!(fresh.get_weights(), trained.get_weights(), "{name}");
    }
    let mut longer = Sequential::with_seed(1).unwrap();
    longer.add(Dense::new(4).input_shape(3)).unwrap();
    longer.add(Dense::new(2)).unwrap();
    longer.add(Dense::new(2)).unwrap();
    let error = longer.load_weights(file("adam", "h5")).unwrap_err().to_string();
    assert!(error.contains("2 of its layers have weights, and 3"), "{error}");
    let skip = Map::from_iter([("skip_mismatch".into(), true.into())]);
    longer.load_weights_map(file("adam", "h5"), &skip).unwrap();
    let trained = Sequential::load(file("adam", "keras")).unwrap();
    assert_eq!(longer.get_weights()[..4], trained.get_weights());
}

#[test]
fn the_numbers_of_a_normalization_stand_among_the_weights() {
    let trained = Sequential::load(file("normalized", "keras")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let [weights, whole, native] =
        ["own.weights.h5", "own.keras", "own.safetensors"].map(|name| folder.path().join(name));
    trained.save_weights(&weights).unwrap();
    trained.save(&whole).unwrap();
    trained.save(&native).unwrap();
    let numbers = |path: &Path| {
        let file = hdf5_pure::File::from_bytes(std::fs::read(path).unwrap()).unwrap();
        let read = |number: usize| {
            let array = file.dataset(&format!("layers/normalization/vars/{number}")).unwrap();
            array.read_f32().unwrap()
        };
        [read(0), read(1)]
    };
    assert_eq!(numbers(&weights), numbers(&file("normalized", "weights.h5")));
    let mut other = trained.config();
    let mean = &mut other["config"]["layers"][1]["config"]["mean"];
    assert_eq!(mean.as_array().unwrap().len(), 3);
    mean[1] = json!(0.75);
    let x = matrix(&said("normalized")["x"]);
    let keras = ["keras", "h5", "weights.h5"].map(|ending| file("normalized", ending));
    for path in keras.iter().chain([&weights, &whole, &native]) {
        let mut fresh = Sequential::from_config(&other).unwrap();
        fresh.load_weights(path).unwrap();
        assert_eq!(fresh.get_weights(), trained.get_weights(), "{}", path.display());
        assert_eq!(fresh.config(), trained.config(), "{}", path.display());
        assert_eq!(fresh.predict(x.view()).unwrap(), trained.predict(x.view()).unwrap());
    }
    // Numbers that can't be such.
    let bytes = std::fs::read(&weights).unwrap();
    let [_, variances] = numbers(&weights);
    for wrong in [-1.0, f32::NAN] {
        let mut changed = bytes.clone();
        let variance = variances[2].to_le_bytes();
        let at = changed.windows(4).position(|part| part == variance).unwrap();
        changed[at..at + 4].copy_from_slice(&wrong.to_le_bytes());
        let path = folder.path().join("wrong.weights.h5");
        std::fs::write(&path, changed).unwrap();
        let mut model = Sequential::from_config(&other).unwrap();
        let before = model.to_bytes().unwrap();
        let error = model.load_weights(&path).unwrap_err().to_string();
        let words = ["layer 'normalization'", "its variance", "at least 0"];
        assert!(words.iter().all(|word| error.contains(word)), "{error}");
        assert!(model.to_bytes().unwrap() == before);
    }
}

#[test]
fn numbers_of_a_normalization_of_another_width_are_refused_or_skipped() {
    let trained = Sequential::load(file("normalized", "keras")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let native = folder.path().join("own.safetensors");
    trained.save(&native).unwrap();
    let mut other = Sequential::with_seed(1).unwrap();
    let normalization = json!({"mean": [1.0, 2.0], "variance": [3.0, 4.0], "input_shape": 2});
    other.add_map("Normalization", normalization.as_object().unwrap()).unwrap();
    let before = other.config();
    let skip = Map::from_iter([("skip_mismatch".into(), true.into())]);
    for path in [file("normalized", "weights.h5"), native] {
        let error = other.load_weights(&path).unwrap_err().to_string();
        assert!(!error.is_empty());
        other.load_weights_map(&path, &skip).unwrap();
        assert_eq!(other.config(), before);
    }
}

/// What may stand where something else is expected.
fn hostile() -> [Value; 9] {
    [
        json!(null),
        json!(true),
        json!(-3),
        json!(1e300),
        json!("dense"),
        json!([]),
        json!([[3]]),
        json!({}),
        json!({"class_name": 3, "config": []}),
    ]
}

/// The places of everything within a value, the value itself too.
fn pointers(value: &Value) -> Vec<String> {
    let below = |name: String, inner: &Value| {
        pointers(inner).into_iter().map(move |rest| format!("/{name}{rest}"))
    };
    let mut all = vec![String::new()];
    match value {
        Value::Array(values) => {
            all.extend(values.iter().enumerate().flat_map(|(n, v)| below(n.to_string(), v)));
        }
        Value::Object(values) => all.extend(values.iter().flat_map(|(n, v)| below(n.clone(), v))),
        _ => {}
    }
    all
}

/// Whatever stands in a description, at any depth: it is a model or refused, and nothing else.
#[test]
fn descriptions_with_something_else_anywhere_are_refused_or_read() {
    let trained = Sequential::load(file("adam", "keras")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let own = folder.path().join("own.keras");
    trained.save(&own).unwrap();
    let metadata = member_of(&own, "metadata.json");
    for name in ["normalized", "functional"] {
        let config = config_of(name);
        let weights = std::fs::read(file(name, "weights.h5")).unwrap();
        let mut refused = 0;
        let mut reads = |bytes: &[u8]| {
            if let Err(error) = Sequential::from_bytes(bytes) {
                assert_eq!(error.kind(), ErrorKind::Io, "{error}");
                refused += 1;
            }
        };
        let whole = |metadata: &Value, config: &Value| {
            let texts = [metadata.to_string(), config.to_string()];
            let members = [
                ("metadata.json", texts[0].as_bytes()),
                ("config.json", texts[1].as_bytes()),
                ("model.weights.h5", weights.as_slice()),
            ];
            zipped(&members, false)
        };
        for pointer in pointers(&config) {
            for value in hostile() {
                let mut changed = config.clone();
                *changed.pointer_mut(&pointer).unwrap() = value;
                reads(&whole(&json!({}), &changed));
                if name == "normalized" {
                    continue;
                }
                let mut old = hdf5_pure::FileBuilder::new();
                let text = hdf5_pure::AttrValue::VarLenString(changed.to_string());
                old.set_attr("model_config", text.clone());
                old.set_attr("training_config", text);
                reads(&old.finish().unwrap());
            }
        }
        for pointer in pointers(&metadata).into_iter().filter(|_| name == "normalized") {
            for value in hostile() {
                let mut changed = metadata.clone();
                *changed.pointer_mut(&pointer).unwrap() = value;
                reads(&whole(&changed, &config));
            }
        }
        assert!(refused > 100, "{refused}");
    }
}

#[test]
fn bombs_are_not_unpacked() {
    let config = vec![b' '; 65 << 20];
    let bytes = zipped(&[("config.json", &config), ("model.weights.h5", b"")], true);
    assert!(bytes.len() < 1 << 20);
    let error = Sequential::from_bytes(&bytes).unwrap_err();
    assert!(error.to_string().contains("config.json unpacks to"), "{error}");
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

#[test]
fn names_say_which_kind_of_file_it_is() {
    let mut model = Sequential::with_seed(1).unwrap();
    model.add(Dense::new(2).input_shape(2)).unwrap();
    model.compile(Adam::default(), Loss::MeanSquaredError, []).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    for (name, word) in [
        ("m.h5", "old .h5"),
        ("m.weights.h5", "save_weights"),
        ("m.onnx", "export"),
        ("M.HDF5", "old .h5"),
    ] {
        let error = model.save(path(name)).unwrap_err().to_string();
        assert!(error.contains(word) && error.contains("filepath"), "{error}");
    }
    let error = model.save_weights(path("m.h5")).unwrap_err().to_string();
    assert!(error.contains(".weights.h5"), "{error}");
    model.save(path("m.keras")).unwrap();
    let keep = Map::from_iter([("overwrite".into(), false.into())]);
    let error = model.save_map(path("m.keras"), &keep).unwrap_err().to_string();
    assert!(error.contains("overwrite"), "{error}");
    model.save_map(path("new.keras"), &keep).unwrap();
}

/// Keras has a function of the user's by its name, and asks for it; so does imfit.
#[test]
fn functions_of_the_users_are_there_by_name() {
    let function = |name: &str| json!({"class_name": "Function", "config": {"fn": "<function>", "name": name}});
    let mut model = Sequential::with_seed(3).unwrap();
    model.add(Dense::new(2).input_shape(2)).unwrap();
    let compile = json!({"loss": function("squares"), "metrics": [function("distance"), "mae"]});
    model.compile_map(compile.as_object().unwrap()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("own.keras");
    model.save(&path).unwrap();
    let written = &member_of(&path, "config.json")["compile_config"];
    let expected = |name: &str| json!({"module": "builtins", "class_name": "function", "config": name, "registered_name": "function"});
    assert_eq!(written["loss"], expected("squares"));
    assert_eq!(written["metrics"][0], expected("distance"));
    assert_eq!(Sequential::load(&path).unwrap().functions(), model.functions());
}

#[test]
fn functions_in_files_of_keras_are_there_by_name() {
    let mut config = config_of("adam");
    let function = |name: &str| json!({"module": "builtins", "class_name": "function", "config": name, "registered_name": "function"});
    config["compile_config"]["loss"] = function("squares");
    config["compile_config"]["metrics"] =
        json!([function("distance"), function("mean_absolute_error")]);
    let model = Sequential::from_bytes(&archive(&config, false)).unwrap();
    let named = |name: &str| Some(name.to_owned());
    let metric = imfit::Function::Metric("distance".into());
    let expected = [(imfit::Function::Loss, named("squares")), (metric, named("distance"))];
    assert_eq!(model.functions(), expected);
}
