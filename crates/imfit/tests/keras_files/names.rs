//! Names of files, and of functions of the user's.

use imfit::layers::Dense;
use imfit::optimizers::Adam;
use imfit::{Loss, Sequential};
use serde_json::{Map, json};

use crate::archives::archive;
use crate::fixtures::{config_of, member_of};

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
