//! Recipes: what they describe, and how they are refused.

use imfit::recipe::{BuiltIn, Section};
use imfit::{Coordinates, ErrorKind, Image, Recipe};
use ndarray::Array3;
use serde_json::json;

const SMALL: &str = r#"{
    "model": {"seed": 7, "layers": [
        {"class_name": "Dense", "config": {"units": 8, "activation": "tanh"}},
        {"class_name": "Dense", "config": {"activation": "sigmoid"}}
    ]},
    "compile": {"optimizer": {"class_name": "Adam", "config": {"learning_rate": 0.01}}},
    "fit": {"epochs": 2, "batch_size": 16, "coordinates": "centered"}
}"#;

fn picture(width: usize, height: usize, channels: usize) -> Image {
    let colour = |(y, x, c): (usize, usize, usize)| ((x + 2 * y + 3 * c) % 7) as f32 / 6.0;
    Image::new(Array3::from_shape_fn((height, width, channels), colour)).unwrap()
}

fn refused(json: &str) -> String {
    Recipe::from_json(json).unwrap_err().to_string()
}

#[test]
fn a_recipe_trains_as_its_parts_do() {
    let recipe = Recipe::from_json(SMALL).unwrap();
    let image = picture(6, 4, 3);
    let mut model = recipe.model(image.channels()).unwrap();
    model.fit_image(&image, recipe.coordinates(), &recipe.fit()).unwrap();

    use imfit::layers::{Activation, Dense};
    let mut by_hand = imfit::Sequential::with_seed(7).unwrap();
    by_hand.add(Dense::new(8).activation(Activation::Tanh).input_shape(2)).unwrap();
    by_hand.add(Dense::new(3).activation(Activation::Sigmoid)).unwrap();
    by_hand.compile(imfit::optimizers::Adam::new(0.01), imfit::Loss::MeanSquaredError, []).unwrap();
    let fit = imfit::Fit { epochs: 2, batch_size: 16, ..Default::default() };
    by_hand.fit_image(&image, Coordinates::Centered, &fit).unwrap();
    assert_eq!(model.get_weights(), by_hand.get_weights());
}

#[test]
fn the_last_dense_layer_has_the_channels_of_the_picture() {
    for built_in in BuiltIn::ALL {
        for channels in 1..=4 {
            let model = built_in.recipe().model(channels).unwrap();
            assert_eq!(model.outputs(), Some(channels), "{}", built_in.name);
        }
    }
    let fixed =
        SMALL.replace(r#""config": {"activation": "sigmoid"}"#, r#""config": {"units": 1}"#);
    assert_eq!(Recipe::from_json(&fixed).unwrap().model(3).unwrap().outputs(), Some(1));
}

/// A gate leaves half of the outputs, also as a layer of its own.
#[test]
fn a_last_dense_layer_with_a_gate_has_two_units_for_each_channel() {
    let layer = r#""linear"}}, {"class_name": "Activation", "config": {"activation": "glu""#;
    for glu in [r#""glu""#, r#"{"class_name": "glu", "config": {}}"#, layer] {
        let recipe = Recipe::from_json(&SMALL.replace(r#""sigmoid""#, glu)).unwrap();
        for channels in 1..=4 {
            let model = recipe.model(channels).unwrap();
            let kernel = model.get_weights()[2].shape().to_vec();
            assert_eq!((model.outputs(), kernel), (Some(channels), vec![8, 2 * channels]));
        }
    }
}

#[test]
fn the_posts_networks_have_the_posts_sizes() {
    let sizes = [("post-one-layer", 9), ("post-two-hidden", 173), ("post-deep", 41_003)];
    for (name, weights) in sizes {
        let recipe = Recipe::named(name).unwrap();
        assert_eq!(recipe.model(3).unwrap().count_params().unwrap(), weights, "{name}");
        assert_eq!(recipe.coordinates(), Coordinates::Pixel);
        assert_eq!(recipe.fit().batch_size, 128);
    }
    assert_eq!(Recipe::named("post-deep").unwrap().fit().epochs, 100);
    let error = Recipe::named("deep").unwrap_err().to_string();
    assert!(error.starts_with("unknown recipe 'deep'; known are: photograph, "), "{error}");
}

#[test]
fn a_recipe_comes_back_from_its_json() {
    for built_in in BuiltIn::ALL {
        let recipe = built_in.recipe();
        assert_eq!(Recipe::from_json(&recipe.to_json()).unwrap(), recipe);
        assert!(recipe.about().is_some_and(|about| about.ends_with('.')));
    }
}

#[test]
fn the_description_of_a_model_is_a_recipes_model() {
    let model = Recipe::from_json(SMALL).unwrap().model(3).unwrap();
    let recipe = Recipe::from_value(&json!({ "model": model.config() })).unwrap();
    assert_eq!(recipe.model(3).unwrap().get_weights(), model.get_weights());
    let saved = json!({ "model": model.config(), "compile": model.compile_config() });
    let compiled = Recipe::from_value(&saved).unwrap().model(3).unwrap();
    assert_eq!(compiled.compile_config(), model.compile_config());
}

#[test]
fn what_is_wrong_is_named_with_its_place() {
    let cases = [
        (r#"[1]"#, "`recipe` must be an object (in TOML, a table) with the field `model`, not [1]"),
        (r#"{}"#, "a recipe needs the argument `model`: the layers of the network."),
        (
            r#"{"model": {}, "train": {}}"#,
            "a recipe has no argument `train`; it has: about, model, compile, fit, image",
        ),
        (
            r#"{"model": {"layers": []}}"#,
            "model: `layers` must be a list of layers, each with a class_name and a config, not an empty one",
        ),
        (
            r#"{"model": {"layers": ["Dense", "Dense"]}}"#,
            "model, layer 1: Dense needs the argument `units`: The number of outputs.",
        ),
        (
            r#"{"model": {"layers": [{"class_name": "Dense", "config": {"units": 0}}]}}"#,
            "model, layer 1: `units` must be a whole number from 1 to 16777216, not 0",
        ),
        (
            r#"{"model": {"layers": [], "sed": 7}}"#,
            "model: this part of a recipe has no argument `sed`; it has: layers, name, input_shape, seed",
        ),
        (
            r#"{"model": 7}"#,
            "`model` must be an object (in TOML, a table) of arguments by name, not 7",
        ),
    ];
    for (json, message) in cases {
        assert_eq!(refused(json), message, "{json}");
    }
}

#[test]
fn parts_are_checked_as_everywhere() {
    let mut recipe = Recipe::from_json(SMALL).unwrap();
    let before = recipe.clone();
    let cases = [
        (
            Section::Fit,
            "epochs",
            json!(0),
            "fit: `epochs` must be a whole number of at least 1, not 0",
        ),
        (
            Section::Fit,
            "coordinates",
            json!("polar"),
            "fit: `coordinates` must be one of pixel, unit, centered, not 'polar'",
        ),
        (
            Section::Fit,
            "verbose",
            json!(1),
            "fit: this part of a recipe has no argument `verbose`; it has: batch_size, epochs, callbacks, validation_split, shuffle, class_weight, initial_epoch, validation_batch_size, validation_freq, coordinates",
        ),
        (
            Section::Compile,
            "optimizer",
            json!("newton"),
            "compile: unknown optimizer 'newton'; known are: sgd, rmsprop, adam, adamw, adadelta, \
             adagrad, adamax, nadam, ftrl, lion, adafactor, muon",
        ),
        (
            Section::Compile,
            "metrics",
            json!(["accuracy", "accuracy"]),
            "compile: `metrics` must be a list of different names, not 'accuracy' twice",
        ),
        (
            Section::Image,
            "width",
            json!(0),
            "image: `width` must be a whole number from 1 to 268435456, or nothing, not 0",
        ),
        (Section::Image, "path", json!(3), "image: `path` must be a text, or nothing, not 3"),
    ];
    for (section, argument, value, message) in cases {
        let error = recipe.set(section, argument, value).unwrap_err();
        assert_eq!(error.to_string(), message);
    }
    assert_eq!(recipe, before);
    let wrong_type = recipe.set(Section::Fit, "epochs", json!("many")).unwrap_err();
    assert_eq!(wrong_type.kind(), ErrorKind::Type);
}

#[test]
fn a_model_that_does_not_fit_a_picture_is_refused() {
    let mut recipe = Recipe::from_json(SMALL).unwrap();
    recipe.set(Section::Model, "input_shape", json!(3)).unwrap();
    let error = recipe.model(3).unwrap_err().to_string();
    assert_eq!(error, "the model takes rows of 3 values, and can't be built for rows of 2");
}

#[test]
fn pictures_are_resized_as_asked() {
    let mut recipe = Recipe::from_json(SMALL).unwrap();
    let size = |recipe: &Recipe| {
        let image = recipe.resize(picture(60, 40, 3)).unwrap();
        (image.width(), image.height())
    };
    assert_eq!(size(&recipe), (60, 40));
    recipe.set(Section::Image, "width", json!(30)).unwrap();
    assert_eq!(size(&recipe), (30, 20));
    recipe.set(Section::Image, "height", json!(10)).unwrap();
    assert_eq!(size(&recipe), (30, 10));
    recipe.set(Section::Image, "width", json!(null)).unwrap();
    assert_eq!(size(&recipe), (15, 10));
    assert_eq!(recipe.path(), None);
    recipe.set(Section::Image, "path", json!("godwit.png")).unwrap();
    assert_eq!(recipe.path().unwrap().to_str(), Some("godwit.png"));
}

#[test]
fn broken_json_is_shown_where_it_breaks() {
    let error = refused("{\n  \"model\": {,}\n}");
    assert!(
        error.starts_with("line 2, column 13: this is no JSON: key must be a string"),
        "{error}"
    );
}

#[cfg(feature = "toml")]
mod in_toml {
    use super::*;

    #[test]
    fn toml_and_json_say_the_same() {
        let toml = r#"
            [model]
            seed = 7
            layers = [
                {class_name = "Dense", config = {units = 8, activation = "tanh"}},
                {class_name = "Dense", config = {activation = "sigmoid"}},
            ]
            [compile.optimizer]
            class_name = "Adam"
            config = {learning_rate = 0.01}
            [fit]
            epochs = 2
            batch_size = 16
            coordinates = "centered"
        "#;
        let recipe = Recipe::from_toml(toml).unwrap();
        assert_eq!(recipe, Recipe::from_json(SMALL).unwrap());
        assert_eq!(Recipe::from_text(toml).unwrap(), recipe);
        assert_eq!(Recipe::from_text(SMALL).unwrap(), recipe);
    }

    #[test]
    fn broken_toml_is_shown_where_it_breaks() {
        let error = Recipe::from_toml("[model]\nseed = = 7\n").unwrap_err().to_string();
        assert!(error.starts_with("line 2, column 8: this is no TOML: "), "{error}");
        let error = Recipe::from_toml("[fit]\nepochs = 1979-05-27\n[model]\nlayers = [\"ReLU\"]");
        let error = error.unwrap_err().to_string();
        assert_eq!(error, "fit: `epochs` must be a whole number of at least 1, not '1979-05-27'");
        let error =
            Recipe::from_toml("[fit]\nvalidation_split = nan\n[model]\nlayers = [\"ReLU\"]");
        let error = error.unwrap_err().to_string();
        assert!(error.ends_with("not 'NaN'"), "{error}");
    }
}

/// A recipe has no functions that loss or metrics could be.
#[test]
fn functions_of_ones_own_are_refused() {
    let own = r#"{"class_name": "Function", "config": {"fn": "<function>"}}"#;
    for argument in ["loss", "metrics"] {
        let compile = format!(r#""compile": {{"{argument}": {own}, "#);
        let error = refused(&SMALL.replace(r#""compile": {"#, &compile));
        assert!(error.contains("compile") && error.contains(&format!("`{argument}`")), "{error}");
    }
}
