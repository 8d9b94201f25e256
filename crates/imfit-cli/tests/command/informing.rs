//! `imfit info` and `imfit recipes`.

use imfit::Recipe;

use super::*;

#[test]
fn a_model_is_told_in_words_and_in_json() {
    let folder = Folder::with_model();
    let text = folder.run(["info", "photo.safetensors"]).succeeds();
    for line in [
        "dense_2 (Dense)                      (None, 3)                    33\n",
        "Total params: 173\n",
        "Seed       7\n",
        "Compiled   Adam, MeanSquaredError, f32\n",
        "Trained    20 epochs - loss: 0.",
        "Picture    24 x 16, pixel coordinates\n",
    ] {
        assert!(text.contains(line), "{line}{text}");
    }
    let json = folder.run(["info", "photo.safetensors", "--json"]).json();
    assert_eq!(json["bytes"], read(folder.path("photo.safetensors")).len());
    assert_eq!(
        (&json["weights"], &json["seed"], &json["epochs"]),
        (&173.into(), &7.into(), &20.into())
    );
    assert_eq!(json["learnt"]["coordinates"], "pixel");
    assert_eq!(json["model"]["config"]["layers"].as_array().unwrap().len(), 3);
    assert_eq!(json["history"]["loss"][19], json["last"]["loss"]);
}

#[test]
fn keras_files_are_read() {
    let folder = Folder::new();
    let keras = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../tests/files/keras-3.15.1/adam.keras");
    std::fs::copy(keras, folder.path("adam.keras")).unwrap();
    let text = folder.run(["info", "adam.keras"]).succeeds();
    for line in ["last (Dense)", "Total params: 26\n", "Compiled   Adam, MeanSquaredError, f32\n"] {
        assert!(text.contains(line), "{line}{text}");
    }
}

#[test]
fn recipes_are_listed_and_shown() {
    let folder = Folder::new();
    let list = folder.run(["recipes"]).succeeds();
    let shown = folder.run(["recipes", "--json"]).json();
    let shown = shown.as_object().unwrap();
    assert_eq!(list.lines().count(), shown.len());
    for (name, recipe) in shown {
        assert!(list.lines().any(|line| line.starts_with(&format!("{name} "))), "{name}");
        assert_eq!(Recipe::from_value(recipe).unwrap(), Recipe::named(name).unwrap());
        let one = folder.run(["recipes", name]).json();
        assert_eq!(&one, recipe);
    }
    let message = folder.run(["recipes", "none"]).fails(2);
    assert!(message.contains("unknown recipe 'none'; known are: photograph, "), "{message}");
}
