//! The files that Keras wrote, what it said of them, and how much they may differ.

use std::path::{Path, PathBuf};

use imfit::{Data, Fit, Sequential};
use ndarray::Array2;
use serde_json::Value;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/files/keras-3.15.1")
}

/// The names of all models that Keras wrote.
pub fn names() -> Vec<String> {
    let entries = std::fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path());
    let json = entries.filter(|path| path.extension().is_some_and(|end| end == "json"));
    let mut names: Vec<String> =
        json.map(|path| path.file_stem().unwrap().to_string_lossy().into_owned()).collect();
    names.sort();
    assert!(names.len() >= 15, "{names:?}");
    names
}

pub fn said(name: &str) -> Value {
    let text = std::fs::read_to_string(folder().join(format!("{name}.json"))).unwrap();
    serde_json::from_str(&text).unwrap()
}

pub fn matrix(value: &Value) -> Array2<f32> {
    let side = |index: usize| value["shape"][index].as_u64().unwrap() as usize;
    let data = value["data"].as_array().unwrap();
    let data = data.iter().map(|number| number.as_f64().unwrap() as f32).collect();
    Array2::from_shape_vec((side(0), side(1)), data).unwrap()
}

pub fn file(name: &str, ending: &str) -> PathBuf {
    folder().join(format!("{name}.{ending}"))
}

pub fn assert_close(what: &str, actual: &Array2<f32>, expected: &Array2<f32>, allowed: f32) {
    assert_eq!(actual.dim(), expected.dim(), "{what}");
    for (a, e) in actual.iter().zip(expected) {
        assert!((a - e).abs() <= allowed, "{what}: {a} is not {e}");
    }
}

/// Two epochs more, as Keras went on.
pub fn more(model: &mut Sequential, said: &Value) {
    let (x, y) = (matrix(&said["x"]), matrix(&said["y"]));
    let fit = Fit { batch_size: 4, epochs: 4, initial_epoch: 2, shuffle: false, ..Fit::default() };
    let history = model.fit_data(&Data::new(x.view(), y.view()).into(), &fit).unwrap();
    let losses = said["more"]["loss"].as_array().unwrap();
    for (actual, expected) in history.get("loss").unwrap().iter().zip(losses) {
        let expected = expected.as_f64().unwrap();
        assert!((actual - expected).abs() <= 2e-5 * expected.abs(), "{actual} is not {expected}");
    }
}

/// The description in a file of Keras's.
pub fn config_of(name: &str) -> Value {
    member_of(&file(name, "keras"), "config.json")
}

/// A text in a `.keras` file: its members aren't packed.
pub fn member_of(path: &Path, name: &str) -> Value {
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
