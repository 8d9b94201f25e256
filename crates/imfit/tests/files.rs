//! Model files: whole or refused, never a panic.

use imfit::layers::{Activation, Dense};
use imfit::optimizers::Adam;
use imfit::{ErrorKind, Fit, Loss, Metric, Sequential};
use proptest::prelude::*;

fn model() -> Sequential {
    let mut model = Sequential::with_seed(5).unwrap();
    model.add(Dense::new(4).activation(Activation::Tanh).input_shape(2)).unwrap();
    model.add(Dense::new(3)).unwrap();
    model.compile(Adam::new(0.01), Loss::MeanSquaredError, [Metric::Accuracy]).unwrap();
    model
}

fn reason(bytes: &[u8]) -> String {
    let error = Sequential::from_bytes(bytes).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Io);
    error.to_string()
}

#[test]
fn every_truncation_is_refused() {
    let bytes = model().to_bytes().unwrap();
    for length in 0..bytes.len() {
        assert!(Sequential::from_bytes(&bytes[..length]).is_err(), "{length} bytes");
    }
}

#[test]
fn a_model_without_weights_or_compilation_comes_back() {
    let empty = Sequential::with_seed(1).unwrap();
    assert_eq!(Sequential::from_bytes(&empty.to_bytes().unwrap()).unwrap().seed(), 1);
    let mut unbuilt = Sequential::with_seed(1).unwrap();
    unbuilt.add(Dense::new(3)).unwrap();
    let back = Sequential::from_bytes(&unbuilt.to_bytes().unwrap()).unwrap();
    assert!(!back.is_built() && back.layers() == unbuilt.layers());
}

#[test]
fn foreign_files_are_refused_with_the_reason() {
    assert!(reason(b"this is a text").contains("safetensors"));
    assert!(reason(b"").contains("safetensors"));
    let foreign =
        safetensors::serialize(Vec::<(String, safetensors::tensor::TensorView)>::new(), None);
    assert!(reason(&foreign.unwrap()).contains("not one of imfit's"));
    let error = Sequential::load("/no/such/%s/model.safetensors").unwrap_err().to_string();
    assert!(error.contains("/no/such/%s/model.safetensors"), "{error}");
}

#[test]
fn a_later_format_says_so() {
    let bytes = model().to_bytes().unwrap();
    let key = br#"\"format\":"#;
    let at = bytes.windows(key.len()).position(|part| part == key).unwrap() + key.len();
    let mut later = bytes.clone();
    later[at] = b'9';
    assert!(reason(&later).contains("format is 9"), "{}", reason(&later));
}

/// The arrays in the file are looked at before any memory is asked for: this network would be refused for its size.
#[test]
fn a_description_of_more_than_the_file_holds_is_not_built() {
    let small = Sequential::new([Dense::new(4).input_shape(20).into()]).unwrap();
    let bytes = small.to_bytes().unwrap();
    let (units, more) = (br#"\"units\":4"#, r#"\"units\":16777216"#);
    let at = bytes.windows(units.len()).position(|part| part == units).unwrap();
    let length = u64::from_le_bytes(bytes[..8].try_into().unwrap());
    let length = length + (more.len() - units.len()) as u64;
    let parts = [&length.to_le_bytes(), &bytes[8..at], more.as_bytes(), &bytes[at + units.len()..]];
    assert!(reason(&parts.concat()).contains("'dense/kernel'"), "{}", reason(&parts.concat()));
}

#[test]
fn saving_into_a_missing_folder_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let error = model().save(folder.path().join("missing/model")).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Io);
    assert!(model().save(folder.path()).is_err());
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn a_description_comes_back_from_json() {
    let model = model();
    let copy = Sequential::from_json(&model.to_json()).unwrap();
    assert_eq!(copy.config(), model.config());
    assert_eq!(copy.get_weights(), model.get_weights());
    for wrong in ["", "{}", "[1]", r#"{"class_name": "Model", "config": {}}"#] {
        assert!(Sequential::from_json(wrong).is_err(), "{wrong}");
    }
}

/// A file of a model of these layers, trained for a while.
fn trained_file(folder: &std::path::Path, model: &Sequential) -> (std::path::PathBuf, Sequential) {
    let mut trained = model.clone();
    let x = ndarray::array![[0.0, 0.5], [1.0, 0.25], [0.75, 1.0]];
    let y = ndarray::array![[0.0, 1.0, 0.5], [1.0, 0.25, 0.0], [0.5, 0.0, 1.0]];
    // Which rows come first is drawn from the number of the epoch, which isn't among the weights.
    let fit = Fit { epochs: 3, shuffle: false, ..Fit::default() };
    trained.fit(x.view(), y.view(), &fit).unwrap();
    let path = folder.join("trained.safetensors");
    trained.save(&path).unwrap();
    (path, trained)
}

#[test]
fn weights_come_from_models_that_differ_in_all_but_the_shapes() {
    let folder = tempfile::tempdir().unwrap();
    let (path, trained) = trained_file(folder.path(), &model());
    let mut other = Sequential::with_seed(9).unwrap();
    let first = serde_json::json!({"units": 4, "input_shape": 2, "kernel_initializer": "zeros",
        "kernel_regularizer": "l2", "bias_constraint": "non_neg", "trainable": false});
    other.add_map("Dense", first.as_object().unwrap()).unwrap();
    other.add(Dense::new(3)).unwrap();
    other.load_weights(&path).unwrap();
    assert_eq!(other.get_weights(), trained.get_weights());
}

#[test]
fn weights_of_other_shapes_are_refused_or_skipped() {
    let folder = tempfile::tempdir().unwrap();
    let (path, trained) = trained_file(folder.path(), &model());
    let skip = serde_json::json!({"skip_mismatch": true});
    let skip = skip.as_object().unwrap();
    let mut wider = Sequential::with_seed(9).unwrap();
    wider.add(Dense::new(4).input_shape(2)).unwrap();
    wider.add(Dense::new(5)).unwrap();
    let before = wider.get_weights();
    let error = wider.load_weights(&path).unwrap_err().to_string();
    for word in ["layer 'dense_1'", "kernel", "[4, 3]", "[4, 5]"] {
        assert!(error.contains(word), "{word}: {error}");
    }
    assert_eq!(wider.get_weights(), before);
    wider.add(Dense::new(2)).unwrap();
    assert!(wider.load_weights(&path).unwrap_err().to_string().contains("4 arrays"));
    wider.load_weights_map(&path, skip).unwrap();
    assert_eq!(wider.get_weights()[..2], trained.get_weights()[..2]);
    assert_eq!(wider.get_weights()[2..4], before[2..]);
}

#[test]
fn the_state_of_the_same_optimizer_comes_with_the_weights() {
    let folder = tempfile::tempdir().unwrap();
    for optimizer in ["adam", "muon", "adafactor"] {
        let mut model = model();
        let compile = serde_json::json!({"optimizer": optimizer, "loss": "mse"});
        model.compile_map(compile.as_object().unwrap()).unwrap();
        let (path, trained) = trained_file(folder.path(), &model);
        model.load_weights(&path).unwrap();
        // The history isn't among the weights.
        let (_, on) = trained_file(folder.path(), &trained);
        let (_, loaded) = trained_file(folder.path(), &model);
        assert_eq!(loaded.get_weights(), on.get_weights(), "{optimizer}");
    }
}

proptest! {
    /// Any byte may be damaged: the file is read or refused, and nothing else.
    #[test]
    fn damaged_files_never_panic(at in 0usize..4000, value: u8) {
        let mut bytes = model().to_bytes().unwrap();
        let at = at % bytes.len();
        bytes[at] = value;
        let _ = Sequential::from_bytes(&bytes);
    }
}
