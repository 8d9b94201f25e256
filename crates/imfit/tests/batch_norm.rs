//! Batch normalisation: its gradients, its moving averages, and what it must not depend on.

mod bf16;
mod bytes;
mod slopes;

use bf16::last_losses;
use bytes::assert_same_bytes;
use imfit::layers::{BatchNormalization, Layer, Residual};
use imfit::{Data, Error, Fit, Sequential};
use ndarray::{Array1, Array2, ArrayD};
use serde_json::{Value, json};
use slopes::{assert_slopes, data, plain, step, tanh};

fn norm(config: Value) -> Layer {
    let value = json!({"class_name": "BatchNormalization", "config": config});
    Layer::from_json(&value).unwrap()
}

fn network() -> Vec<Layer> {
    vec![plain(8), norm(json!({"momentum": 0.8})), tanh(), plain(3)]
}

/// The moving averages of a model: every array that isn't trained.
fn is_moving(layers: &[Layer], array: usize) -> bool {
    let model = slopes::model(layers, 1.0);
    let names: Vec<&str> = model.layers().iter().filter_map(Layer::name).collect();
    let norms = names.iter().filter(|name| name.starts_with("batch_normalization"));
    norms.map(|name| model.weight_range(name)).any(|range| {
        let end = range.end;
        (end - 2..end).contains(&array)
    })
}

#[test]
fn gradients_are_finite_differences_of_the_loss() {
    let bare = || norm(json!({"center": false, "scale": false}));
    let networks = [
        network(),
        vec![norm(json!({})), plain(6), tanh(), norm(json!({"scale": false})), plain(3)],
        vec![bare(), plain(6), bare(), tanh(), plain(3), norm(json!({"center": false}))],
    ];
    for layers in networks {
        // Few rows, of which the last panel and the last piece have less than there is room for.
        for rows in [7, 75] {
            assert_slopes(&layers, rows, 400, |array| !is_moving(&layers, array));
        }
    }
}

#[test]
fn gradients_of_large_batches_are_finite_differences_too() {
    let layers = [plain(40), norm(json!({})), tanh(), plain(40), norm(json!({})), plain(3)];
    assert_slopes(&layers, 1100, 40, |array| !is_moving(&layers, array));
}

/// The outputs of the first layer, and what their mean and variance are, in plain `f64`.
fn statistics(model: &Sequential, x: &Array2<f32>) -> (Vec<f64>, Vec<f64>) {
    let weights = model.get_weights();
    let (kernel, bias) = (&weights[0], &weights[1]);
    let rows = x.nrows() as f64;
    let column = |unit: usize| -> Vec<f64> {
        let value = |row: usize| {
            let terms = (0..2).map(|i| f64::from(x[(row, i)]) * f64::from(kernel[[i, unit]]));
            f64::from(bias[[unit]]) + terms.sum::<f64>()
        };
        (0..x.nrows()).map(value).collect()
    };
    let of = |values: Vec<f64>| {
        let mean = values.iter().sum::<f64>() / rows;
        (mean, values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / rows)
    };
    (0..8).map(|unit| of(column(unit))).unzip()
}

fn assert_near(what: &str, actual: &ArrayD<f32>, expected: impl Iterator<Item = f64>) {
    for (a, e) in actual.iter().zip(expected) {
        assert!((f64::from(*a) - e).abs() < 1e-5, "{what}: {a} is not {e}");
    }
}

/// Also where the batch is larger than what goes through together in other models.
#[test]
fn moving_averages_follow_the_whole_batch() {
    for rows in [1, 7, 300, 5000] {
        let mut model = slopes::model(&network(), 1e-9);
        let (x, ..) = data(rows);
        let (mean, variance) = statistics(&model, &x);
        step(&mut model, rows);
        let weights = model.get_weights();
        let moved = |start: f64| move |value: &f64| 0.8 * start + 0.2 * value;
        assert_near("mean", &weights[4], mean.iter().map(moved(0.0)));
        assert_near("variance", &weights[5], variance.iter().map(moved(1.0)));
    }
}

#[test]
fn predictions_take_the_moving_averages() {
    let mut model = slopes::model(&[norm(json!({"epsilon": 0.5})), plain(3)], 1.0);
    let mut weights = model.get_weights();
    weights[0] = Array1::from(vec![2.0, 3.0]).into_dyn();
    weights[1] = Array1::from(vec![0.25, -1.0]).into_dyn();
    weights[2] = Array1::from(vec![0.5, 1.5]).into_dyn();
    weights[3] = Array1::from(vec![3.5, 0.0]).into_dyn();
    weights[4] = Array2::from_shape_fn((2, 3), |(i, j)| if i == j { 1.0 } else { 0.0 }).into_dyn();
    let views: Vec<_> = weights.iter().map(|weight| weight.view()).collect();
    model.set_weights(&views).unwrap();
    let (x, ..) = data(40);
    let before = model.get_weights();
    let y = model.predict(x.view()).unwrap();
    assert_eq!(model.get_weights(), before);
    for (x, y) in x.rows().into_iter().zip(y.rows()) {
        let expected = [(x[0] - 0.5) + 0.25, 3.0 * (x[1] - 1.5) / 0.5f32.sqrt() - 1.0];
        assert!(y.iter().zip(expected).all(|(y, e)| (y - e).abs() < 1e-5), "{y} {expected:?}");
    }
}

fn wide() -> Sequential {
    let inner = Residual::new([norm(json!({})), tanh(), plain(70), norm(json!({}))]);
    let layers = [plain(70), norm(json!({})), tanh(), inner.into(), plain(3)];
    let mut model = slopes::model(&layers, 1.0);
    let compile = json!({"optimizer": {"class_name": "Adam", "config": {"learning_rate": 0.01}}});
    model.compile_map(compile.as_object().unwrap()).unwrap();
    model
}

fn fit(epochs: usize, initial_epoch: usize, batch_size: usize) -> Fit {
    Fit { batch_size, epochs, initial_epoch, ..Fit::default() }
}

#[test]
fn the_bytes_depend_neither_on_threads_nor_on_interruptions() {
    let (x, y, _) = data(700);
    for (batch_size, clipnorm) in [(60, None), (300, Some(0.1)), (700, None)] {
        let model = || {
            let mut model = wide();
            let config = json!({"learning_rate": 0.01, "clipnorm": clipnorm});
            let compile = json!({"optimizer": {"class_name": "Adam", "config": config}});
            model.compile_map(compile.as_object().unwrap()).unwrap();
            model
        };
        assert_same_bytes(model, (&x, &y), batch_size);
    }
}

#[test]
fn bf16_comes_near() {
    let (x, y, _) = data(300);
    let losses = last_losses(wide, (&x, &y), &fit(10, 0, 50));
    let Some([exact, near]) = losses else { return };
    assert!((exact - near).abs() < 0.3 * exact, "{exact} in f32, {near} in bf16");
}

#[test]
fn an_epoch_that_is_given_up_takes_its_averages_back() {
    let (x, mut y, _) = data(100);
    let mut model = slopes::model(&network(), 0.1);
    model.fit(x.view(), y.view(), &fit(1, 0, 20)).unwrap();
    let before = model.get_weights();
    y[(99, 0)] = 3e38;
    let fit = Fit { shuffle: false, ..fit(2, 1, 20) };
    let error = model.fit(x.view(), y.view(), &fit).unwrap_err();
    assert!(matches!(error, Error::LossNotFinite { .. }), "{error}");
    assert_eq!(model.get_weights(), before);
}

#[test]
fn moving_averages_count_as_not_trainable() {
    let model = slopes::model(&network(), 1.0);
    assert_eq!(model.count_params().unwrap(), 24 + 32 + 27);
    let text = model.summary().to_text(70);
    assert!(text.contains("Trainable params: 67\nNon-trainable params: 16\n"), "{text}");
    assert_eq!(model.weight_range("batch_normalization"), 2..6);
    let mut model = model;
    let compile = json!({"optimizer": "adam"});
    model.compile_map(compile.as_object().unwrap()).unwrap();
    let bytes = model.to_bytes().unwrap();
    let holds = |text: &str| bytes.windows(text.len()).any(|window| window == text.as_bytes());
    assert!(holds("\"batch_normalization/moving_variance\""));
    assert!(holds("/batch_normalization/gamma\"") && !holds("/batch_normalization/moving"));
}

#[test]
fn arguments_are_checked() {
    let words = |config: Value| {
        let value = json!({"class_name": "BatchNormalization", "config": config});
        Layer::from_json(&value).unwrap_err().to_string()
    };
    assert!(words(json!({"axis": 0})).starts_with("`axis` must be -1"));
    assert!(words(json!({"momentum": 1.5})).starts_with("`momentum` must be a number"));
    assert!(words(json!({"epsilon": 0})).starts_with("`epsilon` must be a number above 0"));
    assert!(words(json!({"center": 3})).starts_with("`center` must be true or false"));
    assert!(words(json!({"gamma_initializer": "twos"})).contains("'twos'"));
    let default: Layer = BatchNormalization::default().into();
    assert_eq!(norm(json!({"axis": 1})), default);
    assert_eq!(Layer::from_json(&default.to_json()).unwrap(), default);
}

/// A batch that can't be kept is refused before anything is made for it.
#[test]
fn a_batch_that_is_too_large_is_refused() {
    let wide = || norm(json!({}));
    let layers = [plain(3000), wide(), plain(3000), wide(), plain(3)];
    let mut model = slopes::model(&layers, 1.0);
    let (rows, x) = (200_000, Array2::zeros((200_000, 2)));
    let y = Array2::zeros((rows, 3));
    // What was given may be more than there is.
    let error = model.fit(x.view(), y.view(), &fit(1, 0, 2 * rows)).unwrap_err().to_string();
    assert!(error.starts_with("`batch_size` must be at most "), "{error}");
    assert!(
        error.contains(" rows for this model") && error.ends_with("4 GiB, not 400000"),
        "{error}"
    );
    let data = Data::new(x.view(), y.view());
    let error = model.train_on_batch(&data, &serde_json::Map::new()).unwrap_err().to_string();
    assert!(error.starts_with("`x` must be at most "), "{error}");
    assert!(error.ends_with("4 GiB, not 200000"), "{error}");
}
