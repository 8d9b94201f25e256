//! Model files: whole or refused, never a panic.

use imfit::layers::{Activation, Dense};
use imfit::optimizers::Adam;
use imfit::{ErrorKind, Loss, Metric, Sequential};
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
