//! What training promises: the same bytes whatever happens, and a whole model at any moment.

use std::time::Duration;

use imfit::layers::{Activation, ActivationLayer, Dense, ReLU};
use imfit::optimizers::Adam;
use imfit::{
    ClassWeight, Coordinates, Data, Error, ErrorKind, Event, Fit, FitData, Image, Loss, Metric,
    Sequential, Trainer, ValidationFreq, set_num_threads,
};
use ndarray::{Array1, Array2, Array3, ArrayD, Axis, array};

/// A small picture with some structure, as inputs and targets.
fn picture(width: usize, height: usize) -> (Array2<f32>, Array2<f32>) {
    let colours = Array3::from_shape_fn((height, width, 3), |(y, x, c)| {
        (((x * (c + 1) + y * 3) % 17) as f32 / 16.0).powi(2)
    });
    Image::new(colours).unwrap().pixels(Coordinates::Centered)
}

fn model(seed: u64) -> Sequential {
    let mut model = Sequential::with_seed(seed).unwrap();
    model.add(Dense::new(100).activation(Activation::Tanh).input_shape(2)).unwrap();
    model.add(Dense::new(64).activation(Activation::Relu)).unwrap();
    model.add(Dense::new(3)).unwrap();
    model.add(ReLU::with_max_value(1.0)).unwrap();
    model.compile(Adam::new(0.01), Loss::MeanSquaredError, [Metric::Accuracy]).unwrap();
    model
}

fn bytes(model: &Sequential) -> Vec<u32> {
    model.get_weights().iter().flat_map(|weight| weight.iter().map(|v| v.to_bits())).collect()
}

fn fit(batch_size: usize, epochs: usize) -> Fit {
    Fit { batch_size, epochs, ..Fit::default() }
}

#[test]
fn the_bytes_do_not_depend_on_the_number_of_threads() {
    let (x, y) = picture(70, 50);
    for batch_size in [32, 100, 3500] {
        let results: Vec<Vec<u32>> = [1, 2, 4]
            .iter()
            .map(|&threads| {
                set_num_threads(Some(threads)).unwrap();
                let mut model = model(7);
                model.fit(x.view(), y.view(), &fit(batch_size, 2)).unwrap();
                bytes(&model)
            })
            .collect();
        set_num_threads(None).unwrap();
        assert!(results.windows(2).all(|pair| pair[0] == pair[1]), "batch size {batch_size}");
    }
}

/// The gradient of a batch is a mean: the same rows again and again have the same one. A large batch
/// is divided into portions and chunks, of which none may be lost or count twice.
#[test]
fn a_batch_of_the_same_rows_several_times_trains_like_the_rows_once() {
    let (x, y) = picture(10, 9);
    let train = |times: usize| {
        let many =
            |rows: &Array2<f32>| ndarray::concatenate(Axis(0), &vec![rows.view(); times]).unwrap();
        let (x, y) = (many(&x), many(&y));
        let mut model = model(7);
        let history = model.fit(x.view(), y.view(), &fit(x.nrows(), 20)).unwrap();
        (history, model.predict(array![[0.1, -0.3], [0.8, 0.2]].view()).unwrap())
    };
    let (history, prediction) = train(1);
    for times in [2, 7, 50, 120] {
        let (again, same) = train(times);
        for name in ["loss", "accuracy"] {
            for (one, other) in history.get(name).unwrap().iter().zip(again.get(name).unwrap()) {
                assert!(
                    (one - other).abs() < 2e-3 * one.abs(),
                    "{times} times, {name}: {one}, {other}"
                );
            }
        }
        let apart = (&prediction - &same).mapv(f32::abs);
        assert!(apart.iter().all(|apart| *apart < 1e-3), "{times} times: {apart}");
    }
}

#[test]
fn the_bytes_do_not_depend_on_how_often_the_host_looks() {
    let (x, y) = picture(70, 50);
    let data = FitData { training: Data::new(x.view(), y.view()), validation: None };
    let mut whole = model(7);
    whole.fit_data(&data, &fit(1500, 3)).unwrap();

    let mut stepped = model(7);
    let mut trainer = Trainer::new(&mut stepped, &data, &fit(1500, 3)).unwrap();
    let (mut looks, mut ends) = (0, Vec::new());
    loop {
        match trainer.advance(&mut stepped, &data, Duration::ZERO).unwrap() {
            Event::Progress(_) => looks += 1,
            Event::EpochEnd(end) => ends.push(end.epoch),
            Event::Done => break,
            Event::Message(_) | Event::Call(_) | Event::Question => {
                unreachable!("there are no functions")
            }
        }
        // A model may be asked at any moment.
        stepped.predict(x.view()).unwrap();
    }
    assert!(looks >= 9, "an epoch of 3 batches of 2 chunks was seen {looks} times only");
    assert_eq!(ends, [1, 2, 3]);
    assert_eq!(bytes(&whole), bytes(&stepped));
}

/// Bringing millions of rows into their order takes longer than a host wants to wait.
#[test]
fn a_host_may_look_before_the_first_batch() {
    let rows = 1_000_000;
    let x = Array2::from_shape_fn((rows, 1), |(row, _)| row as f32 / rows as f32);
    let data = FitData { training: Data::new(x.view(), x.view()), validation: None };
    let model = || {
        let mut model = Sequential::with_seed(1).unwrap();
        model.add(Dense::new(1).input_shape(1)).unwrap();
        model.compile(Adam::new(0.01), Loss::MeanSquaredError, [Metric::Accuracy]).unwrap();
        model
    };
    let mut stepped = model();
    let mut trainer = Trainer::new(&mut stepped, &data, &fit(100_000, 2)).unwrap();
    let mut before = 0;
    loop {
        match trainer.advance(&mut stepped, &data, Duration::ZERO).unwrap() {
            Event::Progress(progress) if progress.batch == 0 => before += 1,
            Event::Done => break,
            Event::Message(_) | Event::Call(_) | Event::Question => {
                unreachable!("there are no functions")
            }
            _ => {}
        }
    }
    assert!(before >= 6, "two orders of a million rows, seen {before} times only");
    let mut whole = model();
    whole.fit_data(&data, &fit(100_000, 2)).unwrap();
    assert_eq!(bytes(&whole), bytes(&stepped));
}

#[test]
fn a_stopped_and_loaded_model_goes_on_as_if_it_had_not_stopped() {
    let (x, y) = picture(30, 20);
    let mut whole = model(3);
    whole.fit(x.view(), y.view(), &fit(64, 4)).unwrap();

    let mut first = model(3);
    first.fit(x.view(), y.view(), &fit(64, 2)).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a model of %s, für später.safetensors");
    first.save(&path).unwrap();
    let mut second = Sequential::load(&path).unwrap();
    assert_eq!(second.to_bytes().unwrap(), std::fs::read(&path).unwrap());
    second.fit(x.view(), y.view(), &Fit { initial_epoch: 2, ..fit(64, 4) }).unwrap();

    assert_eq!(whole.to_bytes().unwrap(), second.to_bytes().unwrap());
    assert_eq!(whole.history(), second.history());
    assert_eq!(whole.history().epoch, [0, 1, 2, 3]);
}

#[test]
fn a_seed_governs_weights_and_shuffling() {
    let (x, y) = picture(20, 20);
    let trained = |seed, shuffle| {
        let mut model = model(seed);
        model.fit(x.view(), y.view(), &Fit { shuffle, ..fit(32, 1) }).unwrap();
        bytes(&model)
    };
    assert_eq!(trained(1, true), trained(1, true));
    assert_ne!(trained(1, true), trained(2, true));
    assert_ne!(trained(1, true), trained(1, false));
}

#[test]
fn an_interrupted_model_is_whole() {
    let (x, y) = picture(100, 100);
    let data = FitData { training: Data::new(x.view(), y.view()), validation: None };
    let mut model = model(1);
    let before = bytes(&model);
    let mut trainer = Trainer::new(&mut model, &data, &fit(32, 50)).unwrap();
    for _ in 0..5 {
        trainer.advance(&mut model, &data, Duration::ZERO).unwrap();
    }
    drop(trainer);
    assert_ne!(bytes(&model), before);
    assert!(model.predict(x.view()).unwrap().iter().all(|value| value.is_finite()));
    assert_eq!(model.fit(x.view(), y.view(), &fit(1000, 1)).unwrap().epoch, [0]);
}

#[test]
fn a_loss_that_is_no_number_stops_and_keeps_the_last_weights() {
    let x = array![[1.0e30f32], [2.0e30], [3.0e30], [1.0]];
    let y = array![[0.0f32], [1.0], [0.0], [1.0]];
    let mut model = Sequential::with_seed(0).unwrap();
    model.add(Dense::new(1).input_shape(1)).unwrap();
    model.compile(Adam::new(1.0), Loss::MeanSquaredError, []).unwrap();
    let before = bytes(&model);
    let error = model.fit(x.view(), y.view(), &fit(2, 3)).unwrap_err();
    let text = error.to_string();
    assert!(text.contains("epoch 1") && text.contains("beginning of this fit"), "{text}");
    assert_eq!(error.kind(), ErrorKind::Value);
    assert_eq!(bytes(&model), before);
}

#[test]
fn losses_are_what_keras_would_show_at_the_end_of_an_epoch() {
    // Two batches: the epoch's loss is the mean over rows as the weights moved.
    let x = array![[1.0f32], [2.0], [3.0]];
    let y = array![[2.0f32], [4.0], [6.0]];
    let mut model = Sequential::with_seed(0).unwrap();
    model.add(Dense::new(1).use_bias(false).input_shape(1)).unwrap();
    model.compile(Adam::new(0.1), Loss::MeanSquaredError, []).unwrap();
    model.set_weights(&[array![[0.0f32]].into_dyn().view()]).unwrap();
    let history = model.fit(x.view(), y.view(), &Fit { shuffle: false, ..fit(2, 1) }).unwrap();
    // First batch: (4 + 16) / 2 at w = 0; then w = 0.1, and the last row has (6 - 0.3)².
    let expected = (4.0 + 16.0 + 5.7f64 * 5.7) / 3.0;
    assert!((history.get("loss").unwrap()[0] - expected).abs() < 1e-5);
}

#[test]
fn sums_over_a_huge_batch_stay_exact() {
    // The mean of the gradients of equal rows is the gradient of one row, however many there are.
    let step = |rows: usize| {
        let mut model = Sequential::with_seed(0).unwrap();
        model.add(Dense::new(1).input_shape(1)).unwrap();
        model.compile(Adam::new(0.001), Loss::MeanSquaredError, []).unwrap();
        let (x, y) = (Array2::from_elem((rows, 1), 0.3), Array2::from_elem((rows, 1), 0.7));
        let loss = model.fit(x.view(), y.view(), &fit(rows, 20)).unwrap();
        loss.get("loss").unwrap()[19]
    };
    assert!((step(200_000) / step(1) - 1.0).abs() < 1e-5);
}

#[test]
fn a_validation_split_takes_the_last_rows() {
    let (x, y) = picture(10, 10);
    let mut split = model(1);
    let options = Fit { validation_split: 0.25, ..fit(32, 2) };
    let history = split.fit(x.view(), y.view(), &options).unwrap();

    let part = |range: std::ops::Range<usize>, of: &Array2<f32>| {
        of.slice_axis(ndarray::Axis(0), range.into()).to_owned()
    };
    let (train_x, train_y) = (part(0..75, &x), part(0..75, &y));
    let (check_x, check_y) = (part(75..100, &x), part(75..100, &y));
    let mut given = model(1);
    let data = FitData {
        training: Data::new(train_x.view(), train_y.view()),
        validation: Some(Data::new(check_x.view(), check_y.view())),
    };
    assert_eq!(given.fit_data(&data, &fit(32, 2)).unwrap(), history);
    assert_eq!(bytes(&given), bytes(&split));
    assert!(history.get("val_accuracy").is_some());
}

#[test]
fn class_weights_are_sample_weights_by_class() {
    let (x, _) = picture(10, 10);
    let y = Array2::from_shape_fn((100, 3), |(row, class)| (row % 3 == class) as u8 as f32);
    let own = Array1::from_shape_fn(100, |row| 0.5 + (row % 7) as f32);
    let weights = Array1::from_shape_fn(100, |row| [0.25, 1.0, 3.5][row % 3] * own[row]);
    let train = |sample_weight: &Array1<f32>, class_weight| {
        let mut model = model(1);
        let data = Data::new(x.view(), y.view()).with_sample_weight(sample_weight.view());
        let fit = Fit { class_weight, ..fit(32, 3) };
        let history = model.fit_data(&data.into(), &fit).unwrap();
        (bytes(&model), history)
    };
    let by_class = train(&own, Some(ClassWeight::from([(0, 0.25), (2, 3.5), (9, 100.0)])));
    assert_eq!(by_class, train(&weights, None));
    assert_ne!(by_class, train(&own, None));
}

#[test]
fn validations_leave_out_epochs_and_change_no_weight() {
    let (x, y) = picture(10, 10);
    let train = |validation_freq| {
        let mut model = model(1);
        let fit = Fit { validation_split: 0.25, validation_freq, ..fit(32, 6) };
        let history = model.fit(x.view(), y.view(), &fit).unwrap();
        let measured = history.get("val_loss").map(|all| all.iter().map(|v| !v.is_nan()).collect());
        (bytes(&model), measured)
    };
    let (every, all) = train(ValidationFreq::Every(1));
    assert_eq!(all, Some(vec![true; 6]));
    let third = train(ValidationFreq::Every(3));
    assert_eq!(third, (every.clone(), Some(vec![false, false, true, false, false, true])));
    let first = train(ValidationFreq::At(vec![1, 7]));
    assert_eq!(first, (every.clone(), Some(vec![true, false, false, false, false, false])));
    assert_eq!(train(ValidationFreq::Every(7)), (every, None));
}

#[test]
fn sample_weights_of_two_count_like_rows_taken_twice() {
    let x = array![[0.5f32, 1.0], [1.0, 0.0]];
    let y = array![[1.0f32], [0.0]];
    let start = |rows: &Data<'_>| {
        let mut model = Sequential::with_seed(4).unwrap();
        model.add(Dense::new(1).input_shape(2)).unwrap();
        model.compile(Adam::default(), Loss::MeanSquaredError, []).unwrap();
        model.evaluate(rows).unwrap()[0].1
    };
    let weight = Array1::from(vec![2.0, 1.0]);
    let weighted = start(&Data::new(x.view(), y.view()).with_sample_weight(weight.view()));
    let (x3, y3) = (array![[0.5f32, 1.0], [0.5, 1.0], [1.0, 0.0]], array![[1.0f32], [1.0], [0.0]]);
    let repeated = start(&Data::new(x3.view(), y3.view()));
    assert!((weighted * 2.0 - repeated * 3.0).abs() < 1e-6);
}

/// The message of the error that `result` has to be.
fn message<T>(result: Result<T, Error>) -> String {
    result.map(|_| ()).unwrap_err().to_string()
}

#[test]
fn bad_input_is_named_and_changes_nothing() {
    let (x, y) = picture(10, 10);
    let mut model = model(1);
    let before = model.to_bytes().unwrap();
    let mut refuse = |x: &Array2<f32>, y: &Array2<f32>, fit: Fit, words: &[&str]| {
        let text = message(model.fit(x.view(), y.view(), &fit));
        assert!(words.iter().all(|word| text.contains(word)), "{text}");
        assert_eq!(model.to_bytes().unwrap(), before);
    };
    let short = y.slice_axis(ndarray::Axis(0), (0..99).into()).to_owned();
    refuse(&x, &short, fit(32, 1), &["x", "y", "100", "99"]);
    refuse(
        &Array2::zeros((0, 2)),
        &Array2::zeros((0, 3)),
        fit(32, 1),
        &["`x`", "at least one row"],
    );
    refuse(&Array2::zeros((5, 3)), &Array2::zeros((5, 3)), fit(32, 1), &["3 columns", "2 values"]);
    refuse(&Array2::zeros((5, 2)), &Array2::zeros((5, 1)), fit(32, 1), &["1 column", "3 outputs"]);
    refuse(&x, &y, fit(0, 1), &["`batch_size`", "not 0", "at least 1"]);
    refuse(&x, &y, fit(32, 0), &["`epochs`", "not 0", "at least 1"]);
    refuse(&x, &y, Fit { validation_split: 1.0, ..fit(32, 1) }, &["`validation_split`", "below 1"]);
    refuse(
        &x,
        &y,
        Fit { validation_split: 0.999, ..fit(32, 1) },
        &["`validation_split`", "100 rows"],
    );
    let classes = |weight| Some(ClassWeight::from([(1, weight)]));
    for weight in [f64::NAN, f64::INFINITY, 1e200] {
        let fit = Fit { class_weight: classes(weight), ..fit(32, 1) };
        refuse(&x, &y, fit, &["`class_weight`"]);
    }
    for validation_freq in
        [ValidationFreq::Every(0), ValidationFreq::At(vec![]), ValidationFreq::At(vec![2, 0])]
    {
        let fit = Fit { validation_freq, ..fit(32, 1) };
        refuse(&x, &y, fit, &["`validation_freq`", "at least 1"]);
    }
    for bad in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
        let (mut bad_x, mut bad_y) = (x.clone(), y.clone());
        bad_x[[41, 1]] = bad;
        bad_y[[7, 2]] = bad;
        refuse(&bad_x, &y, fit(32, 1), &["`x`", "row 42", "column 2"]);
        refuse(&x, &bad_y, fit(32, 1), &["`y`", "row 8", "column 3"]);
    }
}

#[test]
fn calls_that_come_too_early_say_what_to_do() {
    let (x, y) = picture(4, 4);
    let mut model = Sequential::with_seed(0).unwrap();
    assert!(message(model.predict(x.view())).contains("input shape"));
    model.add(Dense::new(3)).unwrap();
    assert!(message(model.predict(x.view())).contains("input_shape"));
    assert!(message(model.fit(x.view(), y.view(), &Fit::default())).contains("compile"));
    assert_eq!(model.set_weights(&[]).unwrap_err().kind(), ErrorKind::State);
    model.compile(Adam::default(), Loss::MeanSquaredError, []).unwrap();
    model.fit(x.view(), y.view(), &Fit::default()).unwrap();
    assert_eq!(model.inputs(), Some(2));

    let mut empty = Sequential::with_seed(0).unwrap();
    empty.compile(Adam::default(), Loss::MeanSquaredError, []).unwrap();
    assert!(message(empty.fit(x.view(), y.view(), &Fit::default())).contains("no layers"));
}

#[test]
fn a_model_of_activations_only_can_be_trained_on() {
    let (x, y) = picture(4, 4);
    let mut model = Sequential::with_seed(0).unwrap();
    model.add(ActivationLayer::new(Activation::Tanh)).unwrap();
    model.add(Dense::new(3)).unwrap();
    model.compile(Adam::default(), Loss::MeanSquaredError, []).unwrap();
    model.fit(x.view(), y.view(), &Fit::default()).unwrap();
}

#[test]
fn a_change_in_the_middle_of_a_training_is_refused() {
    let (x, y) = picture(10, 10);
    let data = FitData { training: Data::new(x.view(), y.view()), validation: None };
    let mut model = model(1);
    let mut trainer = Trainer::new(&mut model, &data, &fit(32, 2)).unwrap();
    model.add(Dense::new(5)).unwrap();
    let error = trainer.advance(&mut model, &data, Duration::ZERO).unwrap_err();
    assert!(matches!(error, Error::ChangedDuringFit));
    assert_eq!(trainer.advance(&mut model, &data, Duration::ZERO).ok(), None);
}

#[test]
fn data_of_another_shape_in_the_middle_is_refused() {
    let (x, y) = picture(10, 10);
    let (wide_x, wide_y) = (Array2::zeros((100, 40)), Array2::zeros((100, 40)));
    let weight = Array1::from(vec![1.0; 50]);
    let begun = FitData { training: Data::new(x.view(), y.view()), validation: None };
    let others = [
        Data::new(wide_x.view(), y.view()),
        Data::new(x.view(), wide_y.view()),
        begun.training.with_sample_weight(weight.view()),
    ];
    for training in others {
        let mut model = model(1);
        let mut trainer = Trainer::new(&mut model, &begun, &fit(32, 2)).unwrap();
        let changed = FitData { training, validation: None };
        let error = trainer.advance(&mut model, &changed, Duration::ZERO).unwrap_err();
        assert!(matches!(error, Error::ChangedDuringFit));
    }
}

#[test]
fn layers_that_do_not_fit_are_refused_when_they_are_added() {
    let mut model = Sequential::with_seed(0).unwrap();
    model.add(Dense::new(10).input_shape(2)).unwrap();
    let text = message(model.add(Dense::new(3).input_shape(4)));
    assert!(text.contains("`input_shape`") && text.contains("10"), "{text}");
    assert_eq!(model.layers().len(), 1);
    let before: Vec<ArrayD<f32>> = model.get_weights();
    model.add(Dense::new(3)).unwrap();
    assert_eq!(model.get_weights()[..2], before[..]);
    assert_eq!(model.layers()[1].name(), Some("dense_1"));
    let text =
        message(model.add(Dense::new(1 << 14)).and_then(|()| model.add(Dense::new(1 << 15))));
    assert!(text.contains("weights"), "{text}");
}

#[test]
fn summaries_are_tables() {
    let mut model = Sequential::with_seed(0).unwrap();
    model.add(Dense::new(100).input_shape(2)).unwrap();
    for _ in 0..4 {
        model.add(Dense::new(100)).unwrap();
    }
    model.add(Dense::new(3)).unwrap();
    model.add(ReLU::with_max_value(1.0)).unwrap();
    let text = model.summary().to_text(75);
    assert!(text.contains("Total params: 41,003\n"), "{text}");
    assert!(text.contains("re_lu (ReLU)"), "{text}");
    assert!(text.lines().all(|line| line.chars().count() <= 75), "{text}");
    assert_eq!(model.count_params().unwrap(), 41_003);
}
