//! `imfit fit`.

use imfit::{Coordinates, Fit, Recipe, Sequential};

use super::*;

#[test]
fn a_fit_is_that_of_the_core() {
    let folder = Folder::with_model();
    let image = Image::open(folder.path("photo.png")).unwrap();
    let mut recipe = Recipe::named("post-two-hidden").unwrap();
    recipe.set(imfit::recipe::Section::Model, "seed", 7.into()).unwrap();
    let mut model = recipe.model(3).unwrap();
    let fit = Fit { batch_size: 128, epochs: 20, ..Fit::default() };
    model.fit_image(&image, Coordinates::Pixel, &fit).unwrap();
    assert_eq!(read(folder.path("photo.safetensors")), model.to_bytes().unwrap());
}

#[test]
fn arguments_take_the_place_of_the_recipe() {
    let folder = Folder::new();
    let fit = [
        "fit",
        "photo.png",
        "-o",
        "m",
        "-r",
        "post-one-layer",
        "--epochs",
        "3",
        "--batch-size",
        "50",
        "--coordinates",
        "unit",
        "--seed",
        "9",
        "--width",
        "12",
        "--filter",
        "nearest",
        "--json",
        "--quiet",
    ];
    let report = folder.run(fit).json();
    assert_eq!(
        report["learnt"],
        serde_json::json!({"width": 12, "height": 8, "coordinates": "unit"})
    );
    assert_eq!((&report["seed"], &report["epochs"]), (&9.into(), &3.into()));
    assert_eq!((&report["weights"], &report["signal"]), (&9.into(), &Value::Null));
    assert_eq!(report["model"], "m");
    assert!(report["psnr"].as_f64().unwrap() > 5.0);
    assert!(report["last"]["loss"].as_f64().unwrap() > 0.0);
}

#[test]
fn a_name_that_ends_in_keras_makes_a_file_of_keras() {
    let folder = Folder::new();
    let fit = |output| {
        [
            "fit",
            "photo.png",
            "-o",
            output,
            "-r",
            "post-one-layer",
            "--epochs",
            "2",
            "--seed",
            "4",
            "-q",
        ]
    };
    folder.run(fit("m.keras")).succeeds();
    folder.run(fit("m.safetensors")).succeeds();
    let [keras, native] = ["m.keras", "m.safetensors"].map(|name| folder.path(name));
    assert!(read(keras.clone()).starts_with(b"PK"));
    assert_eq!(Sequential::load(keras).unwrap().to_bytes().unwrap(), read(native));
    // Said before the training, not after it.
    let message = folder.run(fit("m.h5")).fails(2);
    assert!(message.contains("--output") && message.contains(".keras"), "{message}");
}

#[test]
fn progress_goes_to_standard_error() {
    let folder = Folder::new();
    let fit = ["fit", "photo.png", "-o", "m", "-r", "post-one-layer", "--epochs", "2"];
    let ran = folder.run(fit);
    assert!(ran.stderr.starts_with("Epoch 1/2  3/3  "), "{}", ran.stderr);
    assert!(ran.stderr.contains("\nm: 2 epochs, "), "{}", ran.stderr);
    assert!(!ran.stderr.contains('\x1b'), "no colours where there is no terminal");
    assert_eq!(ran.succeeds(), "");
    let ran = folder.run(fit.iter().chain(&["--quiet"]));
    assert_eq!(ran.stderr, "");
    assert_eq!(ran.succeeds(), "");
}

#[test]
fn pictures_of_any_channels_are_learnt() {
    let folder = Folder::new();
    for channels in 1..=4 {
        picture(12, 8, channels).save(folder.path("p.png")).unwrap();
        folder.run(["fit", "p.png", "-o", "m", "-q", QUICK[0], QUICK[1]]).succeeds();
        assert_eq!(Sequential::load(folder.path("m")).unwrap().outputs(), Some(channels));
        folder.run(["render", "m", "-o", "copy.png"]).succeeds();
        let copy = Image::open(folder.path("copy.png")).unwrap();
        assert_eq!((copy.width(), copy.height(), copy.channels()), (12, 8, channels));
    }
}

#[test]
fn a_recipe_may_stand_in_a_file() {
    let folder = Folder::new();
    let json = folder.run(["recipes", "post-one-layer"]).succeeds();
    let toml = r#"
        [model]
        layers = [{class_name = "Dense", config = {activation = "sigmoid"}}]
        [compile]
        optimizer = "adam"
        metrics = ["accuracy"]
        [fit]
        batch_size = 128
        epochs = 20
        [image]
        path = "photo.png"
    "#;
    for (name, text) in [("r.json", json.as_str()), ("r.toml", toml), ("r", toml), ("s", &json)] {
        std::fs::write(folder.path(name), text).unwrap();
        let output = format!("{name}.model");
        let fit = ["fit", "photo.png", "-o", &output, "-q", "--seed", "1", "--recipe", name];
        folder.run(fit).succeeds();
    }
    let models =
        ["r.json", "r.toml", "r", "s"].map(|name| read(folder.path(&format!("{name}.model"))));
    assert!(models.iter().all(|model| *model == models[0]));
    folder.run(["fit", "-o", "own", "-q", "--seed", "1", "--recipe", "r.toml"]).succeeds();
    assert_eq!(read(folder.path("own")), models[0]);
}

#[test]
fn what_cannot_be_fitted_says_why_before_it_is_tried() {
    let folder = Folder::new();
    std::fs::write(folder.path("bad.toml"), "[model]\nlayers = [\n  {class_name = }\n]\n").unwrap();
    std::fs::write(folder.path("typo.json"), r#"{"model": {"layers": ["Dens"]}}"#).unwrap();
    let cases: [(&[&str], i32, &str); 12] = [
        (
            &["photo.png", "-o", "m", "--epochs", "0"],
            2,
            "fit: `epochs` must be a whole number of at least 1, not 0",
        ),
        (
            &["photo.png", "-o", "m", "--seed", "-1"],
            2,
            "model: `seed` must be a whole number from 0 to",
        ),
        (
            &["photo.png", "-o", "m", "--coordinates", "polar"],
            2,
            "`coordinates` must be one of pixel, unit, centered",
        ),
        (
            &["photo.png", "-o", "m", "--threads", "0"],
            2,
            "`--threads` must be a whole number from 1 to 1024",
        ),
        (
            &["photo.png", "-o", "m", "-r", "deep"],
            2,
            "unknown recipe 'deep'; known are: photograph,",
        ),
        (&["photo.png", "-o", "m", "-r", "bad.toml"], 2, "bad.toml: line 3, column "),
        (
            &["photo.png", "-o", "m", "-r", "typo.json"],
            2,
            "typo.json: model, layer 1: unknown layer 'Dens'",
        ),
        (&["-o", "m"], 2, "which picture?"),
        (&["photo.png", "-o", "./photo.png"], 2, "`--output` is what is read: ./photo.png"),
        (&["none.png", "-o", "m"], 1, "can't read none.png"),
        (&["photo.png", "-o", "none/m"], 1, "can't write none/m: there is no folder none"),
        (&["typo.json", "-o", "m"], 1, "typo.json: this is text, not a picture"),
    ];
    for (arguments, status, words) in cases {
        let message = folder.run(["fit"].iter().chain(arguments)).fails(status);
        assert!(message.starts_with("error: ") && message.contains(words), "{message}");
    }
    assert_eq!(folder.names(), ["bad.toml", "photo.png", "typo.json"]);
}

/// Before it is learnt for hours, and not after.
#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_takes_no_files_is_noticed_at_once() {
    let folder = Folder::new();
    let fit = ["fit", "photo.png", "-o", "/proc/self/model", "--epochs", "1000000000"];
    let message = folder.run(fit).fails(1);
    assert!(message.starts_with("error: can't write /proc/self/model: "), "{message}");
}

#[test]
fn a_loss_that_explodes_is_an_error() {
    let folder = Folder::new();
    let recipe = r#"{"model": {"seed": 1, "layers": ["Dense"]}, "compile": {"optimizer":
        {"class_name": "Adam", "config": {"learning_rate": 1e38}}}, "fit": {"epochs": 50}}"#;
    std::fs::write(folder.path("r.json"), recipe).unwrap();
    let ran = folder.run(["fit", "photo.png", "-o", "m", "-q", "-r", "r.json"]);
    let message = ran.fails(1);
    assert!(message.starts_with("error: the loss became "), "{message}");
}
