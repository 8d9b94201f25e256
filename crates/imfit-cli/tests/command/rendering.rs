//! `imfit render`.

use imfit::layers::Dense;
use imfit::{Coordinates, Grid, Sequential};

use super::*;

fn size(folder: &Folder, name: &str) -> (usize, usize) {
    let image = Image::open(folder.path(name)).unwrap();
    (image.width(), image.height())
}

#[test]
fn a_rendering_is_that_of_the_core() {
    let folder = Folder::with_model();
    folder.run(["render", "photo.safetensors", "-o", "out.png", "--scale", "4"]).succeeds();
    let model = Sequential::load(folder.path("photo.safetensors")).unwrap();
    let grid = Grid::new(96, 64, Coordinates::Pixel).unwrap().of(24, 16).unwrap();
    let expected = model.render_on(&grid).unwrap().to_png().unwrap();
    assert_eq!(read(folder.path("out.png")), expected);
}

#[test]
fn sizes_are_as_asked() {
    let folder = Folder::with_model();
    let cases: [(&[&str], (usize, usize)); 6] = [
        (&[], (24, 16)),
        (&["--scale", "0.5"], (12, 8)),
        (&["--scale", "0.001"], (1, 1)),
        (&["--width", "48"], (48, 32)),
        (&["--height", "8"], (12, 8)),
        (&["--width", "5", "--height", "7"], (5, 7)),
    ];
    for (arguments, expected) in cases {
        let render = ["render", "photo.safetensors", "-o", "out.png"];
        folder.run(render.iter().chain(arguments)).succeeds();
        assert_eq!(size(&folder, "out.png"), expected, "{arguments:?}");
    }
}

#[test]
fn the_name_or_the_format_tells_what_is_written() {
    let folder = Folder::with_model();
    for (name, begin) in [("a.png", &b"\x89PNG"[..]), ("a.jpg", b"\xff\xd8"), ("a.webp", b"RIFF")] {
        folder.run(["render", "photo.safetensors", "-o", name]).succeeds();
        assert!(read(folder.path(name)).starts_with(begin));
    }
    let render = ["render", "photo.safetensors", "-o", "a", "--format", "jpeg", "--json"];
    let told = folder.run(render).json();
    let expected = serde_json::json!({
        "picture": "a", "format": "jpeg", "width": 24, "height": 16, "channels": 3,
    });
    assert_eq!(told, expected);
    assert!(read(folder.path("a")).starts_with(b"\xff\xd8"));
}

#[test]
fn a_model_of_arrays_needs_to_be_told_the_size() {
    let folder = Folder::new();
    let mut model = Sequential::with_seed(1).unwrap();
    model.add(Dense::new(3).input_shape(2)).unwrap();
    model.save(folder.path("m")).unwrap();
    let message = folder.run(["render", "m", "-o", "out.png", "--scale", "2"]).fails(2);
    assert!(message.contains("give `--width` and `--height`"), "{message}");
    let render =
        ["render", "m", "-o", "o.png", "--width", "9", "--height", "5", "--coordinates", "unit"];
    folder.run(render).succeeds();
    let expected = model.render(9, 5, Coordinates::Unit).unwrap().to_png().unwrap();
    assert_eq!(read(folder.path("o.png")), expected);
}

#[test]
fn what_cannot_be_rendered_says_why() {
    let folder = Folder::with_model();
    std::fs::write(folder.path("kept.png"), "before").unwrap();
    let cases: [(&[&str], i32, &str); 9] = [
        (
            &["photo.safetensors", "-o", "kept.xyz"],
            2,
            "`--output` must be a name that ends in .png",
        ),
        (
            &["photo.safetensors", "-o", "kept.png", "--format", "gif"],
            2,
            "unknown picture format 'gif'",
        ),
        (
            &["photo.safetensors", "-o", "kept.png", "--scale", "0"],
            2,
            "`scale` must be a number above 0, not 0",
        ),
        (
            &["photo.safetensors", "-o", "kept.png", "--scale", "nan"],
            2,
            "`scale` must be a number above 0",
        ),
        (
            &["photo.safetensors", "-o", "kept.png", "--scale", "1e300"],
            2,
            "`width` must be a whole number from 1",
        ),
        (
            &["photo.safetensors", "-o", "kept.png", "--width", "-3"],
            2,
            "`width` must be a whole number from 1",
        ),
        (
            &["photo.safetensors", "-o", "kept.png", "--coordinates", "unit"],
            2,
            "has learnt pixel coordinates, not unit",
        ),
        (&["none.safetensors", "-o", "kept.png"], 1, "can't read none.safetensors"),
        (&["photo.png", "-o", "kept.png"], 1, "photo.png is not a model that imfit can read"),
    ];
    for (arguments, status, words) in cases {
        let message = folder.run(["render"].iter().chain(arguments)).fails(status);
        assert!(message.starts_with("error: ") && message.contains(words), "{message}");
    }
    assert_eq!(read(folder.path("kept.png")), b"before");
}
