//! Batches one by one, and layers on and off a model.

use imfit::layers::{Activation, Dense};
use imfit::optimizers::{Adam, SGD};
use imfit::{Data, Error, ErrorKind, Fit, Logs, Loss, Metric, Sequential};
use ndarray::{Array1, Array2, Axis, array};
use serde_json::{Map, Value, json};

fn model() -> Sequential {
    let mut model = Sequential::with_seed(3).unwrap();
    model.add(Dense::new(4).activation(Activation::Tanh).input_shape(2)).unwrap();
    model.add(Dense::new(1)).unwrap();
    let metrics = [Metric::Loss(Loss::MeanAbsoluteError)];
    model
        .compile(SGD { momentum: 0.9, ..SGD::default() }, Loss::MeanSquaredError, metrics)
        .unwrap();
    model
}

fn rows() -> (Array2<f32>, Array2<f32>) {
    (array![[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]], array![[1.0], [0.0], [2.0], [1.0]])
}

fn nothing() -> Map<String, Value> {
    Map::new()
}

fn loss(logs: &Logs) -> f64 {
    logs[0].1
}

#[test]
fn a_batch_is_one_step_of_a_fit() {
    let (x, y) = rows();
    let weight: Array1<f32> = array![1.0, 0.5, 2.0, 0.0];
    let data = Data::new(x.view(), y.view()).with_sample_weight(weight.view());
    let (mut one, mut whole) = (model(), model());
    for _ in 0..3 {
        one.train_on_batch(&data, &nothing()).unwrap();
    }
    let fit = Fit { batch_size: 4, epochs: 3, shuffle: false, ..Fit::default() };
    whole.fit_data(&data.into(), &fit).unwrap();
    assert_eq!(one.get_weights(), whole.get_weights());
    assert!(one.history().epoch.is_empty());
}

/// Buffers are kept from one batch to the next, and a clone makes its own.
#[test]
fn a_model_may_change_between_two_batches() {
    let x = Array2::from_shape_fn((5000, 2), |(row, column)| (row * (column + 1)) as f32 / 5e3);
    let y = Array2::from_shape_fn((5000, 1), |(row, _)| (row % 7) as f32);
    let data = |rows: usize| {
        let first = |values: &Array2<f32>| values.slice_axis(Axis(0), (..rows).into()).to_owned();
        (first(&x), first(&y))
    };
    let (mut kept, mut anew) = (model(), model());
    let changes: [fn(&mut Sequential); 6] = [
        |model| model.compile(Adam::default(), Loss::LogCosh, []).unwrap(),
        |model| model.set_trainable("dense", false).unwrap(),
        |model| model.set_all_trainable(true),
        |model| model.compile(Adam::default(), Loss::LogCosh, [Metric::Accuracy]).unwrap(),
        |model| model.compile_map(&careful()).unwrap(),
        |model| model.add(Dense::new(1)).unwrap(),
    ];
    for change in changes {
        change(&mut kept);
        change(&mut anew);
        for rows in [4, 4, 40, 5000, 4] {
            let (x, y) = data(rows);
            let data = Data::new(x.view(), y.view());
            let logs = kept.train_on_batch(&data, &nothing()).unwrap();
            anew = anew.clone();
            assert_eq!(logs, anew.train_on_batch(&data, &nothing()).unwrap());
            assert_eq!(kept.get_weights(), anew.get_weights());
        }
    }
}

/// Steps that need the whole gradient.
fn careful() -> Map<String, Value> {
    let optimizer = json!({"class_name": "Adam", "config": {"clipnorm": 0.5, "use_ema": true}});
    let compile = json!({"optimizer": optimizer, "loss": "mse", "metrics": ["mae", "accuracy"]});
    compile.as_object().unwrap().clone()
}

/// Whether it goes through in one piece or in several.
#[test]
fn a_batch_with_an_infinite_loss_changes_nothing() {
    for rows in [4, 20_000] {
        let x = Array2::from_shape_fn((rows, 2), |(row, _)| row as f32 / rows as f32);
        let mut y = Array2::zeros((rows, 1));
        let mut model = model();
        model.train_on_batch(&Data::new(x.view(), y.view()), &nothing()).unwrap();
        let weights = model.get_weights();
        y[[rows - 1, 0]] = 1e30;
        for _ in 0..2 {
            let data = Data::new(x.view(), y.view());
            let error = model.train_on_batch(&data, &nothing()).unwrap_err();
            assert!(matches!(error, Error::LossNotFinite { .. }), "{error}");
            assert_eq!(model.get_weights(), weights);
        }
        y[[rows - 1, 0]] = 1.0;
        model.train_on_batch(&Data::new(x.view(), y.view()), &nothing()).unwrap();
        assert_ne!(model.get_weights(), weights);
    }
}

#[test]
fn classes_weigh_in_a_batch_as_in_a_fit() {
    let (x, y) = rows();
    let data = Data::new(x.view(), y.view());
    let given = json!({"class_weight": {"0": 3.0, "2": 0.5}});
    let (mut one, mut whole) = (model(), model());
    one.train_on_batch(&data, given.as_object().unwrap()).unwrap();
    let mut fit = given.as_object().unwrap().clone();
    fit.insert("shuffle".into(), false.into());
    whole.fit_data(&data.into(), &Fit::from_map(&fit).unwrap()).unwrap();
    assert_eq!(one.get_weights(), whole.get_weights());
    let error = one.train_on_batch(&data, json!({"epochs": 3}).as_object().unwrap()).unwrap_err();
    assert!(error.to_string().contains("train_on_batch has no argument `epochs`"), "{error}");
}

#[test]
fn losses_run_on_until_they_are_reset() {
    let (x, y) = rows();
    let data = Data::new(x.view(), y.view());
    let mut model = model();
    let first = model.train_on_batch(&data, &nothing()).unwrap();
    let mut other = model.clone();
    let both = model.train_on_batch(&data, &nothing()).unwrap();
    other.reset_metrics();
    let second = other.train_on_batch(&data, &nothing()).unwrap();
    assert!((loss(&both) - (loss(&first) + loss(&second)) / 2.0).abs() < 1e-12);
    other.reset_metrics();
    assert_eq!(other.test_on_batch(&data).unwrap(), other.evaluate(&data).unwrap());
    let before = other.get_weights();
    other.fit(x.view(), y.view(), &Fit::default()).unwrap();
    assert_ne!(other.get_weights(), before);
    // A fit resets them too.
    assert_eq!(other.test_on_batch(&data).unwrap(), other.evaluate(&data).unwrap());
}

#[test]
fn a_batch_that_is_wrong_changes_nothing() {
    let (x, y) = rows();
    let mut model = model();
    model.train_on_batch(&Data::new(x.view(), y.view()), &nothing()).unwrap();
    let (before, mut again) = (model.get_weights(), model.clone());
    let (none, short) = (Array2::zeros((0, 2)), Array2::zeros((3, 1)));
    for data in [Data::new(none.view(), y.view()), Data::new(x.view(), short.view())] {
        assert_eq!(model.train_on_batch(&data, &nothing()).unwrap_err().kind(), ErrorKind::Value);
        assert_eq!(model.test_on_batch(&data).unwrap_err().kind(), ErrorKind::Value);
    }
    let huge = array![[3.0e38], [0.0], [0.0], [0.0]];
    let error = model.train_on_batch(&Data::new(x.view(), huge.view()), &nothing()).unwrap_err();
    assert!(error.to_string().contains("the loss became inf"), "{error}");
    assert_eq!(model.get_weights(), before);
    let data = Data::new(x.view(), y.view());
    assert_eq!(model.test_on_batch(&data).unwrap(), again.test_on_batch(&data).unwrap());
    let mut fresh = Sequential::new([Dense::new(1).into()]).unwrap();
    assert_eq!(fresh.train_on_batch(&data, &nothing()).unwrap_err().kind(), ErrorKind::State);
}

#[test]
fn the_top_comes_off_and_the_rest_stays() {
    let mut model = model();
    let (x, y) = rows();
    model.train_on_batch(&Data::new(x.view(), y.view()), &nothing()).unwrap();
    let kept = model.get_weights()[..2].to_vec();
    let stop = model.stop();
    let top = model.pop().unwrap();
    stop.set(true);
    assert!(model.stop().is_set(), "it still is the model's own");
    assert_eq!((model.get_weights(), model.outputs()), (kept.clone(), Some(4)));
    model.add(top).unwrap();
    assert_eq!(model.get_weights()[..2], kept);
    model.train_on_batch(&Data::new(x.view(), y.view()), &nothing()).unwrap();
    model.pop().unwrap();
    model.pop().unwrap();
    assert!(!model.is_built());
    let error = model.pop().unwrap_err();
    assert!(error.to_string().contains("no layers"), "{error}");
}

#[test]
fn a_clone_begins_as_the_model_began() {
    let (mut model, begun) = (model(), model().get_weights());
    let (x, y) = rows();
    model.train_on_batch(&Data::new(x.view(), y.view()), &nothing()).unwrap();
    let twin = model.clone_model().unwrap();
    assert_eq!((twin.get_weights(), twin.config()), (begun, model.config()));
    assert!(twin.compile_config().is_none());
}

/// Only a fit begins with nobody having asked to stop.
#[test]
fn a_wish_to_stop_outlives_a_batch() {
    let (mut model, (x, y)) = (model(), rows());
    model.stop().set(true);
    model.train_on_batch(&Data::new(x.view(), y.view()), &nothing()).unwrap();
    assert!(model.stop().is_set());
    model.fit(x.view(), y.view(), &Fit::default()).unwrap();
    assert!(!model.stop().is_set());
}

#[test]
fn another_layer_begins_other_metrics() {
    let (mut model, (x, y)) = (model(), rows());
    let data = Data::new(x.view(), y.view());
    model.train_on_batch(&data, &nothing()).unwrap();
    model.add(Dense::new(1)).unwrap();
    assert_eq!(model.test_on_batch(&data).unwrap(), model.evaluate(&data).unwrap());
}

#[test]
fn a_picture_is_no_batch() {
    let image = imfit::Image::new(ndarray::Array3::zeros((2, 2, 1))).unwrap();
    let data = Data::of_image(&image, imfit::Coordinates::Pixel);
    let mut model = model();
    for error in [model.train_on_batch(&data, &nothing()), model.test_on_batch(&data)] {
        let error = error.unwrap_err().to_string();
        assert!(error.contains("`x` must be a matrix of numbers"), "{error}");
    }
}
