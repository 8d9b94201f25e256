//! Weights alone, whatever else a file holds.

use std::path::Path;

use imfit::Sequential;
use imfit::layers::Dense;
use serde_json::{Map, Value, json};

use crate::fixtures::{file, matrix, said};

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
