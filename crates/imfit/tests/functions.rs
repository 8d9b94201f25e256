//! Losses and metrics that are functions of the host's.

use std::time::Duration;

use imfit::layers::{Activation, BatchNormalization, Dense, Dropout, Layer};
use imfit::{
    Data, Evaluator, Event, Fit, FitData, Function, History, Logs, OnBatch, Question, Sequential,
    Trainer,
};
use ndarray::{Array1, Array2, Axis, array};
use serde_json::{Map, Value, json};

type Answer = Result<Array2<f64>, imfit::Error>;

/// Squares of differences, all columns.
fn squares(question: &Question) -> Array2<f64> {
    (&question.y_pred - &question.y_true).mapv(|difference| difference * difference)
}

/// What the host of these tests knows.
fn host(question: &Question) -> Array2<f64> {
    match &question.function {
        Function::Loss => squares(question),
        Function::Gradient => {
            let columns = question.y_pred.ncols() as f64;
            (&question.y_pred - &question.y_true) * 2.0 / columns
        }
        Function::Metric(name) if name == "distance" => {
            let mean = (&question.y_pred - &question.y_true).mapv(f64::abs).mean_axis(Axis(1));
            mean.unwrap().insert_axis(Axis(1))
        }
        Function::Metric(name) => panic!("nobody knows {name}"),
    }
}

fn model(layers: impl IntoIterator<Item = Layer>, compile: &Value) -> Sequential {
    let mut model = Sequential::with_seed(7).unwrap();
    layers.into_iter().for_each(|layer| model.add(layer).unwrap());
    model.compile_map(compile.as_object().unwrap()).unwrap();
    model
}

fn dense() -> Vec<Layer> {
    let first = Dense::new(9).activation(Activation::Tanh).input_shape(2);
    vec![first.into(), Dense::new(3).activation(Activation::Sigmoid).into()]
}

fn own(gradient: bool) -> Value {
    let gradient = gradient.then_some("<function>");
    json!({
        "optimizer": "adam",
        "loss": {"class_name": "Function", "config": {"fn": "<function>", "gradient": gradient}},
        "metrics": [
            {"class_name": "Function", "config": {"fn": "<function>", "name": "distance"}},
            "accuracy",
        ],
    })
}

fn computed() -> Value {
    json!({"optimizer": "adam", "loss": "mse", "metrics": ["mae", "accuracy"]})
}

fn rows(count: usize) -> (Array2<f32>, Array2<f32>) {
    let x = Array2::from_shape_fn((count, 2), |(row, column)| {
        ((row * 37 + column * 11) % 101) as f32 / 101.0
    });
    let y = Array2::from_shape_fn((count, 3), |(row, column)| {
        (0.5 + 0.4 * ((row % 17) as f32 * 0.7 + column as f32).sin()).clamp(0.0, 1.0)
    });
    (x, y)
}

/// Trains a model whose questions `answer` answers, looking every so often.
fn fit_with(
    model: &mut Sequential,
    data: &FitData<'_>,
    fit: &Fit,
    budget: Duration,
    mut answer: impl FnMut(&Question) -> Array2<f64>,
) -> Result<History, imfit::Error> {
    let mut trainer = Trainer::new(model, data, fit)?;
    loop {
        match trainer.advance(model, data, budget)? {
            Event::Question => {
                let values = answer(&trainer.question().expect("one is open"));
                trainer.answer(values.view())?;
            }
            Event::Done => return Ok(trainer.history().clone()),
            _ => {}
        }
    }
}

const LONG: Duration = Duration::from_secs(100);

fn near(one: &[Array2<f32>], other: &[Array2<f32>], tolerance: f32) {
    for (one, other) in one.iter().zip(other) {
        let largest = (one - other).iter().fold(0.0f32, |most, value| most.max(value.abs()));
        assert!(largest <= tolerance, "{largest} apart");
    }
}

/// The weights as matrices.
fn weights(model: &Sequential) -> Vec<Array2<f32>> {
    let flat = |values: Vec<f32>| Array1::from(values).insert_axis(Axis(0));
    model.get_weights().into_iter().map(|array| flat(array.into_iter().collect())).collect()
}

fn compare(layers: &dyn Fn() -> Vec<Layer>, count: usize, fit: &Fit, tolerance: f32) {
    let (x, y) = rows(count);
    let weight = Array1::from_shape_fn(count, |row| 0.5 + (row % 3) as f32);
    let data = Data::new(x.view(), y.view()).with_sample_weight(weight.view());
    let mut usual = model(layers(), &computed());
    let expected = usual.fit_data(&data.into(), fit).unwrap();
    for gradient in [false, true] {
        let mut mine = model(layers(), &own(gradient));
        let history = fit_with(&mut mine, &data.into(), fit, LONG, host).unwrap();
        near(&weights(&mine), &weights(&usual), tolerance);
        for (mine, usual) in [("loss", "loss"), ("distance", "mae"), ("accuracy", "accuracy")] {
            let (mine, usual) = (history.get(mine).unwrap(), expected.get(usual).unwrap());
            for (mine, usual) in mine.iter().zip(usual) {
                assert!((mine - usual).abs() <= 1e-4 * usual.abs().max(0.01), "{mine} {usual}");
            }
        }
    }
}

#[test]
fn a_loss_of_ones_own_trains_as_the_same_loss_does() {
    let fit = Fit { batch_size: 32, epochs: 3, ..Fit::default() };
    compare(&dense, 150, &fit, 2e-5);
}

#[test]
fn it_does_in_batches_of_many_chunks() {
    let fit = Fit { batch_size: 9000, epochs: 2, ..Fit::default() };
    compare(&dense, 9500, &fit, 2e-5);
}

#[test]
fn it_does_where_noise_is_added_and_batches_are_normalised() {
    let noisy = || {
        let mut layers = dense();
        layers.insert(1, Dropout::new(0.3).unwrap().into());
        layers
    };
    let normal = || {
        let mut layers = noisy();
        layers.insert(1, BatchNormalization::default().into());
        layers
    };
    let fit = Fit { batch_size: 40, epochs: 2, ..Fit::default() };
    compare(&noisy, 150, &fit, 2e-5);
    compare(&normal, 150, &fit, 1e-4);
}

#[test]
fn validation_and_evaluation_ask_too() {
    let (x, y) = rows(5000);
    let data = Data::new(x.view(), y.view());
    let fit = Fit { batch_size: 512, validation_split: 0.4, ..Fit::default() };
    let (mut usual, mut mine) = (model(dense(), &computed()), model(dense(), &own(false)));
    let expected = usual.fit_data(&data.into(), &fit).unwrap();
    let history = fit_with(&mut mine, &data.into(), &fit, LONG, host).unwrap();
    for (mine, usual) in [("val_loss", "val_loss"), ("val_distance", "val_mae")] {
        let (mine, usual) = (history.get(mine).unwrap()[0], expected.get(usual).unwrap()[0]);
        assert!((mine - usual).abs() < 1e-5, "{mine} {usual}");
    }
    let logs = evaluate(&mut mine, &data).unwrap();
    let expected = usual.evaluate(&data).unwrap();
    for ((_, mine), (_, usual)) in logs.iter().zip(&expected) {
        assert!((mine - usual).abs() < 1e-4, "{mine} {usual}");
    }
}

fn evaluate(model: &mut Sequential, data: &Data<'_>) -> Result<Logs, imfit::Error> {
    let mut evaluator = Evaluator::new(model, data, &Map::new())?;
    loop {
        if let Some(logs) = evaluator.advance(model, data, LONG)? {
            return Ok(logs);
        }
        let question = evaluator.question().expect("one is open");
        evaluator.answer(host(&question).view())?;
    }
}

#[test]
fn batches_one_by_one_ask_too() {
    let (x, y) = rows(64);
    let data = Data::new(x.view(), y.view());
    let (mut usual, mut mine) = (model(dense(), &computed()), model(dense(), &own(false)));
    for _ in 0..3 {
        let expected = usual.train_on_batch(&data, &Map::new()).unwrap();
        let on_batch = OnBatch::train(&mut mine, &data, &Map::new()).unwrap();
        let logs = finish(on_batch, &mut mine, &data).unwrap();
        assert!((logs[0].1 - expected[0].1).abs() < 1e-6);
    }
    near(&weights(&mine), &weights(&usual), 1e-5);
    let expected = usual.test_on_batch(&data).unwrap();
    let on_batch = OnBatch::test(&mine, &data).unwrap();
    let logs = finish(on_batch, &mut mine, &data).unwrap();
    assert!((logs[1].1 - expected[1].1).abs() < 1e-5);
}

fn finish(
    mut work: OnBatch,
    model: &mut Sequential,
    data: &Data<'_>,
) -> Result<Logs, imfit::Error> {
    loop {
        if let Some(logs) = work.advance(model, data)? {
            return Ok(logs);
        }
        let question = work.question().expect("one is open");
        work.answer(host(&question).view())?;
    }
}

#[test]
fn the_bytes_do_not_depend_on_looks_or_saving() {
    let (x, y) = rows(300);
    let data = FitData::from(Data::new(x.view(), y.view()));
    let fit =
        |epochs, initial_epoch| Fit { batch_size: 32, epochs, initial_epoch, ..Fit::default() };
    let (mut one, mut other) = (model(dense(), &own(false)), model(dense(), &own(false)));
    fit_with(&mut one, &data, &fit(4, 0), LONG, host).unwrap();
    fit_with(&mut other, &data, &fit(2, 0), Duration::ZERO, host).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("own.safetensors");
    other.save(&path).unwrap();
    let mut other = Sequential::load(&path).unwrap();
    fit_with(&mut other, &data, &fit(4, 2), Duration::ZERO, host).unwrap();
    assert_eq!(one.get_weights(), other.get_weights());
    assert_eq!(one.functions(), other.functions());
}

#[test]
fn a_saved_model_knows_the_names_of_its_functions() {
    let compile = json!({
        "loss": {"class_name": "Function", "config": {"fn": "<function>", "name": "mine"}},
        "metrics": {"class_name": "Function", "config": {"fn": "<function>", "name": "distance"}},
    });
    let saved = model(dense(), &compile);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("own.safetensors");
    saved.save(&path).unwrap();
    let loaded = Sequential::load(&path).unwrap();
    let metric = Function::Metric("distance".into());
    let expected =
        [(Function::Loss, Some("mine".into())), (metric.clone(), Some("distance".into()))];
    assert_eq!(loaded.functions(), expected);
    let error = loaded.missing_function(&Function::Loss).to_string();
    assert!(error.contains("`custom_objects`") && error.contains("the loss 'mine'"), "{error}");
    let error = loaded.missing_function(&metric).to_string();
    assert!(error.contains("the metric 'distance'"), "{error}");
}

#[test]
fn a_loss_that_ends_has_a_slope_at_its_end() {
    let compile = json!({
        "optimizer": {"class_name": "SGD", "config": {"learning_rate": 1.0}},
        "loss": {"class_name": "Function", "config": {"fn": "<function>"}},
    });
    let layer = Dense::new(1).activation(Activation::Relu).input_shape(1);
    let mut model = model([layer.into()], &compile);
    let (kernel, bias) = (array![[1.0f32]].into_dyn(), array![0.0f32].into_dyn());
    model.set_weights(&[kernel.view(), bias.view()]).unwrap();
    // It has no value for predictions below 1.
    let edge = |question: &Question| {
        question.y_pred.mapv(|value| if value < 1.0 { f64::NAN } else { -value * value })
    };
    let (x, y) = (array![[1.0f32]], array![[0.0f32]]);
    let data = FitData::from(Data::new(x.view(), y.view()));
    fit_with(&mut model, &data, &Fit::default(), LONG, edge).unwrap();
    // The slope of -p² at 1 is -2: one step of 2 for weight and bias.
    let weights = model.get_weights();
    assert!((weights[0][[0, 0]] - 3.0).abs() < 1e-5, "{}", weights[0]);
}

#[test]
fn targets_may_be_as_wide_as_the_function_likes() {
    let compile = json!({"loss": {"class_name": "Function", "config": {"fn": "<function>"}}});
    let mut mine = model([Dense::new(1).input_shape(2).into()], &compile);
    let (x, y) = rows(40);
    let data = FitData::from(Data::new(x.view(), y.view()));
    let answer = |question: &Question| {
        assert_eq!((question.y_true.ncols(), question.y_pred.ncols()), (3, 1));
        let difference = &question.y_pred.column(0) - &question.y_true.column(2);
        difference.mapv(|difference| difference * difference).insert_axis(Axis(1))
    };
    let fit = Fit { epochs: 5, ..Fit::default() };
    let history = fit_with(&mut mine, &data, &fit, LONG, answer).unwrap();
    assert!(history.get("loss").unwrap()[4] < history.get("loss").unwrap()[0]);
    // Beside a metric that compares outputs with targets they can't.
    let mut with = compile.as_object().unwrap().clone();
    with.insert("metrics".into(), "mae".into());
    mine.compile_map(&with).unwrap();
    let error = fit_with(&mut mine, &data, &fit, LONG, answer).unwrap_err();
    assert!(error.to_string().contains("has 3 columns, but the model has 1 output"), "{error}");
}

#[test]
fn answers_that_make_no_sense_are_refused() {
    let (x, y) = rows(20);
    let data = FitData::from(Data::new(x.view(), y.view()));
    let trained = |gradient, wrong: Function, values: Array2<f64>| -> Answer {
        let mut mine = model(dense(), &own(gradient));
        let before = mine.get_weights();
        let fitted = fit_with(&mut mine, &data, &Fit::default(), LONG, |question| {
            if question.function == wrong { values.clone() } else { host(question) }
        });
        assert_eq!(mine.get_weights(), before);
        fitted.map(|_| values)
    };
    let cases = [
        (false, Function::Loss, Array2::zeros((1, 1)), "`loss`", "a single number"),
        (false, Function::Loss, Array2::zeros((19, 1)), "`loss`", "19 x 1"),
        (false, Function::Loss, Array2::zeros((20, 0)), "`loss`", "20 x 0"),
        (true, Function::Gradient, Array2::zeros((20, 1)), "`gradient`", "20 x 3 here"),
        (
            false,
            Function::Metric("distance".into()),
            Array2::zeros((3, 1)),
            "`metrics`",
            "distance",
        ),
    ];
    for (gradient, wrong, values, argument, part) in cases {
        let error = trained(gradient, wrong, values).unwrap_err().to_string();
        assert!(error.contains(argument) && error.contains(part), "{error}");
    }
    // Not a number is no shape: the loss itself says so.
    let error = trained(false, Function::Loss, Array2::from_elem((20, 1), f64::NAN)).unwrap_err();
    assert!(matches!(error, imfit::Error::LossNotFinite { .. }), "{error}");
}

#[test]
fn who_asks_nobody_says_so() {
    let (x, y) = rows(20);
    let data = Data::new(x.view(), y.view());
    let mut mine = model(dense(), &own(false));
    let errors = [
        mine.fit(x.view(), y.view(), &Fit::default()).unwrap_err(),
        mine.evaluate(&data).unwrap_err(),
        mine.train_on_batch(&data, &Map::new()).unwrap_err(),
        mine.test_on_batch(&data).unwrap_err(),
    ];
    for error in errors {
        assert!(error.to_string().contains("`loss`"), "{error}");
    }
    let twice = json!({"metrics": [{"class_name": "Function", "config": {"fn": "<function>", "name": "loss"}}]});
    let error = mine.compile_map(twice.as_object().unwrap()).unwrap_err();
    assert!(error.to_string().contains("called 'loss'"), "{error}");
}

#[test]
fn a_question_stays_open_until_it_is_answered() {
    let (x, y) = rows(20);
    let data = FitData::from(Data::new(x.view(), y.view()));
    let mut mine = model(dense(), &own(false));
    let mut trainer = Trainer::new(&mut mine, &data, &Fit::default()).unwrap();
    while trainer.advance(&mut mine, &data, LONG).unwrap() != Event::Question {}
    let question = trainer.question().unwrap();
    assert_eq!(trainer.advance(&mut mine, &data, LONG).unwrap(), Event::Question);
    assert_eq!(trainer.question().unwrap(), question);
    // The model is whole meanwhile, and the training may be left.
    assert!(mine.predict(x.view()).is_ok());
}

/// A question that nobody has answered when the training is stopped isn't asked again in the next epoch.
#[test]
fn a_stop_forgets_an_open_question() {
    let (x, y) = rows(20);
    let data = FitData::from(Data::new(x.view(), y.view()));
    let mut mine = model(dense(), &own(false));
    let hooks = vec![imfit::callbacks::Hook::EpochEnd];
    let callbacks = vec![imfit::callbacks::LambdaCallback { hooks }.into()];
    let fit = Fit { batch_size: 12, epochs: 3, shuffle: false, callbacks, ..Fit::default() };
    let mut trainer = Trainer::new(&mut mine, &data, &fit).unwrap();
    let (mut asked, mut stopped) = (Vec::new(), false);
    loop {
        match trainer.advance(&mut mine, &data, LONG).unwrap() {
            Event::Question => {
                let question = trainer.question().unwrap();
                // In the second batch, before its first answer.
                if question.y_pred.nrows() == 8 && !stopped {
                    stopped = true;
                    mine.stop().set(true);
                    continue;
                }
                asked.push(question.y_pred.nrows());
                trainer.answer(host(&question).view()).unwrap();
            }
            Event::Call(_) => mine.stop().set(false),
            Event::Done => break,
            _ => {}
        }
    }
    let calls = 1 + 2 * 3 + 1;
    assert_eq!(asked[..calls], vec![12; calls]);
    assert_eq!(asked[calls..2 * calls], vec![12; calls]);
    assert_eq!(asked.len(), 5 * calls);
}

/// The slopes of a logarithm, whose values change within little.
#[test]
fn small_shares_have_their_slopes() {
    let layer = Dense::new(1).activation(Activation::Linear).input_shape(1);
    for (share, tolerance) in [(1e-4f32, 1e-6), (1e-6, 1e-5), (1.0, 1e-7), (1e4, 1e-7)] {
        let compile = json!({
            "optimizer": {"class_name": "SGD", "config": {"learning_rate": 0.5 * share * share}},
            "loss": {"class_name": "Function", "config": {"fn": "<function>"}},
        });
        let mut model = model([layer.clone().into()], &compile);
        let (kernel, bias) = (array![[0.0f32]].into_dyn(), array![share].into_dyn());
        model.set_weights(&[kernel.view(), bias.view()]).unwrap();
        let (x, y) = (array![[0.0f32]], array![[0.0f32]]);
        let data = FitData::from(Data::new(x.view(), y.view()));
        let minus_log = |question: &Question| question.y_pred.mapv(|value| -value.ln());
        fit_with(&mut model, &data, &Fit::default(), LONG, minus_log).unwrap();
        // From p, a step of p²/2 times 1/p.
        let found = model.get_weights()[1][[0]] / share;
        assert!((found - 1.5).abs() < tolerance, "{share}: {found}");
    }
}

#[test]
fn nobody_knows_whether_more_of_it_is_better() {
    let (x, y) = rows(20);
    let data = FitData::from(Data::new(x.view(), y.view()));
    let stopping =
        imfit::callbacks::EarlyStopping { monitor: "distance".into(), ..Default::default() };
    let fit = Fit { callbacks: vec![stopping.into()], ..Fit::default() };
    let error = Trainer::new(&mut model(dense(), &own(false)), &data, &fit).err().unwrap();
    assert!(error.to_string().contains("`mode`"), "{error}");
}

#[test]
fn metrics_beside_it_say_what_targets_they_take() {
    let (x, y) = rows(20);
    let metrics = |name: &str| json!([name]);
    let refused = |metrics: Value, y: &Array2<f32>| {
        let mut compile = own(false);
        compile["metrics"] = metrics;
        let mut mine = model(dense(), &compile);
        let data = FitData::from(Data::new(x.view(), y.view()));
        Trainer::new(&mut mine, &data, &Fit::default()).err().expect("it is wrong").to_string()
    };
    let error = refused(metrics("sparse_categorical_accuracy"), &y);
    assert!(error.contains("sparse_categorical_accuracy takes 1"), "{error}");
    let error = refused(
        json!(["sparse_categorical_accuracy", "mae"]),
        &y.column(0).mapv(f32::round).insert_axis(Axis(1)),
    );
    assert!(error.contains("'mae' beside sparse_categorical_accuracy"), "{error}");
    let two = y.slice_axis(Axis(1), ndarray::Slice::from(..2)).to_owned();
    assert!(refused(metrics("accuracy"), &two).contains("has 2 columns"), "accuracy");
    let class = Array2::from_elem((20, 1), 7.0f32);
    assert!(refused(metrics("accuracy"), &class).contains("whole numbers from 0 to 2"), "accuracy");
    let error = refused(json!([]), &Array2::zeros((20, 0)));
    assert!(error.contains("the loss takes one at least"), "{error}");
}
