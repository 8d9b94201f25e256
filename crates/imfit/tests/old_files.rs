//! Files of older versions: every one is read, and training goes on from it.

use std::path::{Path, PathBuf};

use imfit::{Coordinates, Fit, Image, Sequential};
use ndarray::Array2;
use serde_json::Value;

/// The folders of all releases.
fn releases() -> Vec<PathBuf> {
    let files = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/files");
    let folders = std::fs::read_dir(files).unwrap().map(|entry| entry.unwrap().path());
    let mut releases: Vec<PathBuf> =
        folders.filter(|folder| folder.join("expected.json").exists()).collect();
    releases.sort();
    assert!(releases[0].ends_with("0.1.0"), "{releases:?}");
    releases
}

fn matrix(value: &Value) -> Array2<f32> {
    let side = |index: usize| value["shape"][index].as_u64().unwrap() as usize;
    let data = value["data"].as_array().unwrap();
    let data = data.iter().map(|number| number.as_f64().unwrap() as f32).collect();
    Array2::from_shape_vec((side(0), side(1)), data).unwrap()
}

fn assert_close(what: &Path, actual: &Array2<f32>, expected: &Array2<f32>, allowed: f32) {
    assert_eq!(actual.dim(), expected.dim());
    for (a, e) in actual.iter().zip(expected) {
        assert!((a - e).abs() <= allowed, "{}: {a} is not {e}", what.display());
    }
}

#[test]
fn files_of_older_versions_are_read_and_go_on() {
    for folder in releases() {
        let text = std::fs::read_to_string(folder.join("expected.json")).unwrap();
        let expected: Value = serde_json::from_str(&text).unwrap();
        let x = matrix(&expected["x"]);
        let side = |name: &str| expected["picture"][name].as_u64().unwrap() as usize;
        let colours = matrix(&expected["colours"]);
        let image = Image::from_pixels(side("width"), side("height"), colours.view()).unwrap();
        for name in ["model.safetensors", "model.keras"] {
            let path = folder.join(name);
            let mut model = Sequential::load(&path).unwrap();
            let predictions = model.predict(x.view()).unwrap();
            assert_close(&path, &predictions, &matrix(&expected["predictions"]), 1e-6);
            assert_eq!(model.learnt().unwrap().width(), side("width"));
            let training = &expected["training"];
            let number = |name: &str| training[name].as_u64().unwrap() as usize;
            let fit = Fit {
                batch_size: number("batch_size"),
                epochs: number("epochs"),
                initial_epoch: number("initial_epoch"),
                ..Fit::default()
            };
            let more = model.fit_image(&image, Coordinates::Centered, &fit).unwrap();
            let losses = expected["more"]["history"]["loss"].as_array().unwrap();
            for (loss, expected) in more.get("loss").unwrap().iter().zip(losses) {
                let expected = expected.as_f64().unwrap();
                assert!((loss - expected).abs() <= 1e-4 * expected, "{loss} is not {expected}");
            }
            let predictions = model.predict(x.view()).unwrap();
            assert_close(&path, &predictions, &matrix(&expected["more"]["predictions"]), 1e-4);
        }
        let trained = Sequential::load(folder.join("model.safetensors")).unwrap();
        let mut fresh = Sequential::from_config(&trained.config()).unwrap();
        fresh.load_weights(folder.join("model.weights.h5")).unwrap();
        assert_eq!(fresh.get_weights(), trained.get_weights());
    }
}
