//! Models that predict and train on as they did where they come from.

use imfit::layers::{Activation, Dense, Dropout};
use imfit::{Fit, Sequential};
use serde_json::{Map, json};

use crate::fixtures::{assert_close, file, matrix, more, names, said};

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
