//! The optimizer's state, and its learning rate.

use std::path::Path;

use imfit::Sequential;
use serde_json::{Value, json};

use crate::archives::archive_of;
use crate::fixtures::{config_of, file, more, said};

#[test]
fn the_state_of_the_optimizer_comes_with_the_weights() {
    let trained = Sequential::load(file("adam", "keras")).unwrap();
    let mut fresh = Sequential::from_config(&trained.config()).unwrap();
    fresh.compile_map(trained.compile_config().unwrap().as_object().unwrap()).unwrap();
    fresh.load_weights(file("adam", "weights.h5")).unwrap();
    let said = said("adam");
    more(&mut fresh, &said);
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
