//! Learning a picture as it is, and rendering one: the same numbers as by arrays, without them.

use std::time::Duration;

use imfit::image::coordinates;
use imfit::layers::{Activation, Dense};
use imfit::optimizers::Adam;
use imfit::{
    Coordinates, Data, Error, Evaluator, Fit, FitData, Grid, Image, Loss, Metric, Renderer,
    Sequential,
};
use ndarray::{Array1, Array2, Array3, Axis, ShapeBuilder};
use serde_json::{Map, Value, json};

const ALL: [Coordinates; 3] = [Coordinates::Pixel, Coordinates::Unit, Coordinates::Centered];

fn picture(width: usize, height: usize, channels: usize) -> Image {
    let colours = Array3::from_shape_fn((height, width, channels), |(y, x, c)| {
        ((x * (c + 1) + y * 3) % 17) as f32 / 16.0
    });
    Image::new(colours).unwrap()
}

fn model(inputs: usize, outputs: usize) -> Sequential {
    let mut model = Sequential::with_seed(7).unwrap();
    model.add(Dense::new(20).activation(Activation::Tanh).input_shape(inputs)).unwrap();
    model.add(Dense::new(outputs)).unwrap();
    model.compile(Adam::new(0.01), Loss::MeanSquaredError, [Metric::Accuracy]).unwrap();
    model
}

fn message<T>(result: Result<T, Error>) -> String {
    result.map(|_| ()).unwrap_err().to_string()
}

fn arguments(json: Value) -> Map<String, Value> {
    json.as_object().unwrap().clone()
}

/// The position of a pixel along a side, by the definition of the coordinates.
fn defined(kind: Coordinates, index: usize, length: usize, longer: usize) -> f32 {
    let (index, length, longer) = (index as f64, length as f64, longer as f64);
    let position = match kind {
        Coordinates::Pixel => index + 1.0,
        Coordinates::Unit => (index + 0.5) / length,
        Coordinates::Centered => (2.0 * index + 1.0 - length) / longer,
    };
    position as f32
}

#[test]
fn positions_are_as_they_are_defined() {
    for (width, height) in [(640, 480), (7, 311), (4999, 3)] {
        for kind in ALL {
            let x = coordinates(width, height, kind).unwrap();
            for (row, x) in x.rows().into_iter().enumerate() {
                let longer = width.max(height);
                assert_eq!(x[0], defined(kind, row % width, width, longer));
                assert_eq!(x[1], defined(kind, row / width, height, longer));
            }
        }
    }
}

#[test]
fn the_rows_of_a_picture_are_those_of_its_arrays() {
    for (width, height, channels) in [(7, 5, 3), (1, 9, 1), (640, 3, 4), (3, 1, 2)] {
        let image = picture(width, height, channels);
        for kind in ALL {
            let (x, y) = image.pixels(kind);
            let (data, arrays) = (Data::of_image(&image, kind), Data::new(x.view(), y.view()));
            assert_eq!(data.rows(), arrays.rows());
            assert_eq!((data.inputs(), data.outputs()), (2, channels));
            let (mut at, mut colour) = (vec![0.0; 2], vec![0.0; channels]);
            for row in 0..data.rows() {
                data.read_x(row, &mut at);
                data.read_y(row, &mut colour);
                assert_eq!(x.row(row).as_slice().unwrap(), at, "{kind:?}, row {row}");
                assert_eq!(y.row(row).as_slice().unwrap(), colour);
                assert_eq!(data.weight(row), 1.0);
            }
        }
    }
}

#[test]
fn rows_are_read_from_arrays_of_any_strides() {
    for width in 1..6 {
        let x = Array2::from_shape_fn((4, width), |(row, column)| (10 * row + column) as f32);
        let mut columns = Array2::zeros((4, width).f());
        columns.assign(&x);
        let weight = Array1::from(vec![1.0, 2.0, 3.0, 4.0]);
        let mut backwards = x.view();
        backwards.invert_axis(Axis(0));
        let plain = Data::new(x.view(), columns.view()).with_sample_weight(weight.view());
        let turned = Data::new(backwards, columns.view());
        let mut read = vec![0.0; width];
        for row in 0..4 {
            plain.read_x(row, &mut read);
            assert_eq!(x.row(row).as_slice().unwrap(), read);
            plain.read_y(row, &mut read);
            assert_eq!(x.row(row).as_slice().unwrap(), read);
            turned.read_x(3 - row, &mut read);
            assert_eq!(x.row(row).as_slice().unwrap(), read);
            assert_eq!(plain.weight(row), weight[row]);
        }
    }
}

#[test]
fn a_picture_trains_as_its_arrays_do() {
    let (image, check) = (picture(60, 40, 3), picture(20, 10, 3));
    let weight = Array1::from_shape_fn(2400, |row| (row % 3) as f32);
    for kind in ALL {
        let ((x, y), (check_x, check_y)) = (image.pixels(kind), check.pixels(kind));
        let pictures = FitData {
            training: Data::of_image(&image, kind).with_sample_weight(weight.view()),
            validation: Some(Data::of_image(&check, kind)),
        };
        let arrays = FitData {
            training: Data::new(x.view(), y.view()).with_sample_weight(weight.view()),
            validation: Some(Data::new(check_x.view(), check_y.view())),
        };
        let fit = Fit { epochs: 2, batch_size: 100, ..Fit::default() };
        let (mut by_picture, mut by_arrays) = (model(2, 3), model(2, 3));
        let history = by_picture.fit_data(&pictures, &fit).unwrap();
        assert_eq!(history, by_arrays.fit_data(&arrays, &fit).unwrap());
        assert_same_but_for_learnt(&by_picture, &by_arrays, kind);
        assert_eq!(
            by_picture.evaluate(&pictures.training).unwrap(),
            by_arrays.evaluate(&arrays.training).unwrap()
        );
    }
}

#[test]
fn a_share_of_a_picture_may_be_held_out() {
    let image = picture(30, 20, 3);
    let (x, y) = image.pixels(Coordinates::Centered);
    let fit = Fit { epochs: 2, validation_split: 0.2, shuffle: false, ..Fit::default() };
    let (mut by_picture, mut by_arrays) = (model(2, 3), model(2, 3));
    let history = by_picture.fit_image(&image, Coordinates::Centered, &fit).unwrap();
    assert_eq!(history, by_arrays.fit(x.view(), y.view(), &fit).unwrap());
    assert!(history.get("val_loss").is_some());
    assert_same_but_for_learnt(&by_picture, &by_arrays, Coordinates::Centered);
}

/// The two files differ in nothing but that one knows of a picture; after one more epoch on arrays
/// neither does.
fn assert_same_but_for_learnt(by_picture: &Sequential, by_arrays: &Sequential, kind: Coordinates) {
    assert_eq!(by_picture.learnt().map(|grid| grid.coordinates()), Some(kind));
    assert_eq!(by_arrays.learnt(), None);
    let (x, y) = picture(5, 4, 3).pixels(kind);
    let bytes = [by_picture, by_arrays].map(|model| {
        let mut model = model.clone();
        model.fit(x.view(), y.view(), &Fit::default()).unwrap();
        model.to_bytes().unwrap()
    });
    assert_eq!(bytes[0], bytes[1]);
}

#[test]
fn a_saved_model_knows_the_picture_that_it_has_learnt() {
    let mut learner = model(2, 3);
    learner.fit_image(&picture(60, 40, 3), Coordinates::Unit, &Fit::default()).unwrap();
    let bytes = learner.to_bytes().unwrap();
    let learnt = Sequential::from_bytes(&bytes).unwrap().learnt().unwrap();
    assert_eq!(learnt, Grid::new(60, 40, Coordinates::Unit).unwrap());
    let damaged = damage(&bytes, br#"\"width\":60"#, br#"\"width\":00"#);
    let error = Sequential::from_bytes(&damaged).unwrap_err().to_string();
    assert!(error.contains("description is damaged"), "{error}");
    let damaged = damage(&bytes, br#"\"width\":60"#, br#"\"width\": 0"#);
    let error = Sequential::from_bytes(&damaged).unwrap_err().to_string();
    assert!(error.contains("the size of its picture is damaged"), "{error}");
}

fn damage(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let at = bytes.windows(from.len()).position(|part| part == from).unwrap();
    let mut damaged = bytes.to_vec();
    damaged[at..at + to.len()].copy_from_slice(to);
    damaged
}

#[test]
fn a_picture_tells_the_input_shape() {
    let mut model = Sequential::with_seed(1).unwrap();
    model.add(Dense::new(1)).unwrap();
    model.compile(Adam::default(), Loss::MeanSquaredError, []).unwrap();
    model.fit_image(&picture(4, 4, 1), Coordinates::Unit, &Fit::default()).unwrap();
    assert_eq!(model.inputs(), Some(2));
}

#[test]
fn pictures_that_do_not_fit_the_model_say_why() {
    let refuse = |mut model: Sequential, image: &Image, words: &str| {
        let before = model.to_bytes().unwrap();
        let told = message(model.fit_image(image, Coordinates::Pixel, &Fit::default()));
        assert_eq!(told, words);
        let data = Data::of_image(image, Coordinates::Pixel);
        assert_eq!(message(Evaluator::new(&model, &data, &Map::new())), words);
        assert_eq!(model.to_bytes().unwrap(), before);
    };
    refuse(
        model(3, 3),
        &picture(4, 4, 3),
        "`x` is a picture, whose pixels have 2 coordinates, but the model takes 3 values",
    );
    refuse(
        model(2, 3),
        &picture(4, 4, 1),
        "`x` is a picture of 1 channel, but the model has 3 outputs",
    );
    let mut colours = picture(100, 90, 3).into_array();
    colours[[41, 6, 1]] = f32::INFINITY;
    refuse(
        model(2, 3),
        &Image::new(colours).unwrap(),
        "`x` must be a picture of finite colours, not one with inf at x = 7, y = 42 in channel 2",
    );
}

#[test]
fn weights_of_a_picture_are_one_for_each_pixel() {
    let image = picture(4, 4, 3);
    let weight = Array1::ones(15);
    let data = Data::of_image(&image, Coordinates::Pixel).with_sample_weight(weight.view());
    let told = message(model(2, 3).fit_data(&data.into(), &Fit::default()));
    assert!(told.contains("`sample_weight`") && told.contains("16 rows"), "{told}");
}

#[test]
fn a_rendering_is_a_prediction() {
    for channels in 1..=4 {
        let model = model(2, channels);
        // More than one piece of rows, and an odd number of them in the last.
        for (width, height) in [(131, 97), (1, 1), (9001, 1)] {
            for kind in ALL {
                let x = coordinates(width, height, kind).unwrap();
                let predicted = model.predict(x.view()).unwrap();
                let expected = Image::from_pixels(width, height, predicted.view()).unwrap();
                assert_eq!(model.render(width, height, kind).unwrap(), expected);
            }
        }
    }
}

#[test]
fn a_rendering_may_be_interrupted_and_returns_its_picture_once() {
    let model = model(2, 3);
    let given = arguments(json!({ "width": 200, "height": 100, "coordinates": "centered" }));
    let mut renderer = Renderer::new(&model, &given).unwrap();
    let mut pauses = 0;
    let image = loop {
        match renderer.advance(&model, Duration::ZERO).unwrap() {
            Some(image) => break image,
            None => pauses += 1,
        }
    };
    assert_eq!(pauses, 2);
    assert_eq!(image, model.render(200, 100, Coordinates::Centered).unwrap());
    assert!(renderer.advance(&model, Duration::ZERO).is_err());
}

#[test]
fn a_model_that_changes_while_it_is_rendered_is_refused() {
    let mut model = model(2, 3);
    let grid = Grid::new(200, 100, Coordinates::Pixel).unwrap();
    let mut renderer = Renderer::on(&model, &grid).unwrap();
    assert!(renderer.advance(&model, Duration::ZERO).unwrap().is_none());
    model.add(Dense::new(4)).unwrap();
    assert!(message(renderer.advance(&model, Duration::ZERO)).contains("changed"));
}

#[test]
fn a_finer_rendering_covers_the_same_picture() {
    let positions = |grid: Grid| grid.positions();
    // Three pixels for one: each second of three is at the centre of one of the picture's own.
    for kind in ALL {
        let own = coordinates(5, 4, kind).unwrap();
        let finer = positions(Grid::new(15, 12, kind).unwrap().of(5, 4).unwrap());
        let middle = |row: usize| (row / 5 * 3 + 1) * 15 + row % 5 * 3 + 1;
        for row in 0..20 {
            let (own, finer) = (own.row(row), finer.row(middle(row)));
            assert!((&own - &finer).iter().all(|off| off.abs() < 1e-6), "{kind:?}: {own} {finer}");
        }
        assert_eq!(positions(Grid::new(5, 4, kind).unwrap().of(5, 4).unwrap()), own);
    }
    // A picture of other proportions is stretched, not cut.
    let wide = positions(Grid::new(8, 2, Coordinates::Centered).unwrap().of(4, 4).unwrap());
    assert_eq!(wide.row(0).to_vec(), [-0.875, -0.5]);
    assert_eq!(wide.row(15).to_vec(), [0.875, 0.5]);
    let unit = positions(Grid::new(8, 2, Coordinates::Unit).unwrap().of(3, 3).unwrap());
    assert_eq!(unit, coordinates(8, 2, Coordinates::Unit).unwrap());

    let model = model(2, 3);
    let grid = Grid::new(15, 12, Coordinates::Pixel).unwrap().of(5, 4).unwrap();
    let predicted = model.predict(grid.positions().view()).unwrap();
    let expected = Image::from_pixels(15, 12, predicted.view()).unwrap();
    assert_eq!(model.render_on(&grid).unwrap(), expected);
    let given = arguments(json!({ "width": 15, "height": 12, "of": [5, 4] }));
    let mut renderer = Renderer::new(&model, &given).unwrap();
    assert_eq!(renderer.advance(&model, Duration::from_secs(60)).unwrap(), Some(expected));
}

#[test]
fn what_cannot_be_rendered_says_why() {
    let render =
        |model: Sequential, width, height| message(model.render(width, height, Coordinates::Pixel));
    assert_eq!(
        render(model(3, 3), 4, 4),
        "only a model that takes 2 values, x and y, can be rendered; this one takes 3"
    );
    assert!(render(model(2, 5), 4, 4).ends_with("can be rendered; this one has 5"));
    assert_eq!(render(model(2, 3), 0, 4), "`width` must be from 1 to 268435456, not 0");
    assert!(render(model(2, 3), 1 << 20, 1 << 20).contains("too large"));
    assert!(render(Sequential::with_seed(0).unwrap(), 4, 4).contains("input shape"));

    let begin = |given: Value| message(Renderer::new(&model(2, 3), &arguments(given)));
    assert!(begin(json!({ "width": 4 })).contains("`height`"));
    assert!(begin(json!({ "width": 4, "height": 0 })).contains("`height` must be a whole number"));
    let not_a_size =
        "`of` must be a width and a height, each from 1 to 268435456, or nothing, not ";
    for of in [json!([4]), json!([4, 0]), json!([4.5, 2]), json!([1, 2, 3]), json!(7)] {
        let told = begin(json!({ "width": 4, "height": 4, "of": of }));
        assert!(told.starts_with(not_a_size), "{told}");
    }
    let polar = json!({ "width": 4, "height": 4, "coordinates": "polar" });
    assert!(begin(polar).contains("`coordinates` must be one of pixel, unit, centered"));
    assert!(message(Grid::new(2, 2, Coordinates::Pixel).unwrap().of(0, 2)).contains("`of`"));
}
