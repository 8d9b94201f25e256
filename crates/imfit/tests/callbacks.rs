//! Callbacks: when they are called, in which order, and that they change nothing but what they are for.

use std::time::Duration;

use imfit::callbacks::{
    CSVLogger, EarlyStopping, Hook, LambdaCallback, LearningRateScheduler, ModelCheckpoint,
    ReduceLROnPlateau, StopFile, TensorBoard, TerminateOnNaN,
};
use imfit::layers::{Activation, Dense};
use imfit::optimizers::{Adam, SGD, Schedule};
use imfit::{
    Callback, Data, Error, ErrorKind, Evaluator, Event, Fit, FitData, History, Logs, Loss, Metric,
    Predictor, Sequential, Trainer,
};
use ndarray::{Array2, Axis, Slice, array};
use serde_json::json;

const ALL: [Hook; 14] = [
    Hook::TrainBegin,
    Hook::TrainEnd,
    Hook::EpochBegin,
    Hook::EpochEnd,
    Hook::TrainBatchBegin,
    Hook::TrainBatchEnd,
    Hook::TestBegin,
    Hook::TestEnd,
    Hook::TestBatchBegin,
    Hook::TestBatchEnd,
    Hook::PredictBegin,
    Hook::PredictEnd,
    Hook::PredictBatchBegin,
    Hook::PredictBatchEnd,
];

fn rows() -> (Array2<f32>, Array2<f32>) {
    let x = Array2::from_shape_fn((20, 2), |(row, column)| ((row * (3 + column)) % 7) as f32 / 7.0);
    let y = x.map_axis(ndarray::Axis(1), |row| row[0] - row[1]).insert_axis(ndarray::Axis(1));
    (x, y)
}

fn model() -> Sequential {
    let mut model = Sequential::with_seed(7).unwrap();
    model.add(Dense::new(8).activation(Activation::Tanh).input_shape(2)).unwrap();
    model.add(Dense::new(1)).unwrap();
    model.compile(Adam::new(0.01), Loss::MeanSquaredError, [Metric::Accuracy]).unwrap();
    model
}

fn fit(epochs: usize, callbacks: Vec<Callback>) -> Fit {
    Fit { epochs, batch_size: 8, validation_split: 0.2, callbacks, ..Fit::default() }
}

/// What came of a training: `on` is called where a host would call a function of its user's.
fn train(
    model: &mut Sequential,
    fit: &Fit,
    mut on: impl FnMut(&mut Sequential, &mut Trainer, imfit::callbacks::Call),
) -> Result<(History, Vec<String>), Error> {
    let (x, y) = rows();
    let data = FitData::from(Data::new(x.view(), y.view()));
    let mut trainer = Trainer::new(model, &data, fit)?;
    let mut said = Vec::new();
    loop {
        match trainer.advance(model, &data, Duration::from_secs(100))? {
            Event::Done => return Ok((trainer.history().clone(), said)),
            Event::Message(text) => said.push(text),
            Event::Call(call) => on(model, &mut trainer, call),
            Event::Progress(_) | Event::EpochEnd(_) | Event::Question => {}
        }
    }
}

fn quietly(model: &mut Sequential, fit: &Fit) -> Result<History, Error> {
    train(model, fit, |_, _, _| {}).map(|(history, _)| history)
}

#[test]
fn functions_are_called_at_keras_moments() {
    let mut calls = Vec::new();
    let callback = LambdaCallback { hooks: ALL.to_vec() };
    train(&mut model(), &fit(1, vec![callback.into()]), |_, _, call| {
        let names: Vec<String> = call.logs.into_iter().map(|(name, _)| name).collect();
        calls.push(format!("{} {:?} {}", call.hook.name(), call.index, names.join(" ")));
    })
    .unwrap();
    let expected = [
        "on_train_begin None ",
        "on_epoch_begin Some(0) ",
        "on_train_batch_begin Some(0) ",
        "on_train_batch_end Some(0) loss accuracy",
        "on_train_batch_begin Some(1) ",
        "on_train_batch_end Some(1) loss accuracy",
        "on_test_begin None ",
        "on_test_batch_begin Some(0) ",
        "on_test_batch_end Some(0) loss accuracy",
        "on_test_end None loss accuracy",
        "on_epoch_end Some(0) loss accuracy val_loss val_accuracy",
        "on_train_end None loss accuracy val_loss val_accuracy",
    ];
    assert_eq!(calls, expected);
}

#[test]
fn callbacks_change_no_byte_of_the_training() {
    let plain = |callbacks| {
        let mut model = model();
        let history = quietly(&mut model, &fit(5, callbacks)).unwrap();
        (model.to_bytes().unwrap(), history)
    };
    let none = plain(vec![]);
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let all = plain(vec![
        LambdaCallback { hooks: ALL.to_vec() }.into(),
        EarlyStopping { patience: 99, ..EarlyStopping::default() }.into(),
        CSVLogger::new(path("log.csv")).into(),
        TerminateOnNaN::default().into(),
        StopFile::new(path("stop")).into(),
        ModelCheckpoint { save_freq: Some(3), ..ModelCheckpoint::new(path("a").to_string_lossy()) }
            .into(),
    ]);
    assert_eq!(all, none);
}

#[test]
fn callbacks_take_turns_in_their_order() {
    let mut seen = Vec::new();
    let ends = || Callback::from(LambdaCallback { hooks: vec![Hook::EpochEnd] });
    let reduces = ReduceLROnPlateau { monitor: "loss".into(), ..ReduceLROnPlateau::default() };
    let callbacks = vec![ends(), reduces.into(), ends()];
    let (history, _) = train(&mut model(), &fit(2, callbacks), |_, trainer, call| {
        let has_rate = call.logs.iter().any(|(name, _)| name == "learning_rate");
        seen.push((call.callback, has_rate));
        if call.callback == 2 {
            let mut logs = call.logs;
            logs.push(("own".into(), 5.0));
            trainer.set_logs(logs);
        }
    })
    .unwrap();
    assert_eq!(seen, [(0, false), (2, true), (0, false), (2, true)]);
    assert_eq!(history.get("learning_rate"), Some(&[f64::from(0.01f32); 2][..]));
    assert_eq!(history.get("own"), Some(&[5.0, 5.0][..]));
}

#[test]
fn a_model_can_be_used_and_changed_in_a_function() {
    let (x, _) = rows();
    let callback = || Callback::from(LambdaCallback { hooks: vec![Hook::EpochEnd] });
    let mut changed = model();
    let (history, _) = train(&mut changed, &fit(3, vec![callback()]), |model, _, call| {
        let zeros: Vec<_> = model.get_weights().iter().map(|w| w.mapv(|_| 0.0)).collect();
        let views: Vec<_> = zeros.iter().map(|weight| weight.view()).collect();
        model.set_weights(&views).unwrap();
        assert!(model.predict(x.view()).unwrap().iter().all(|value| *value == 0.0));
        model.set_learning_rate(0.5).unwrap();
        model.stop().set(call.index == Some(1));
    })
    .unwrap();
    assert_eq!(history.epoch, [0, 1]);
    assert!(changed.stop().is_set());
    assert_eq!(changed.learning_rate().unwrap(), 0.5);
    // The next training begins without the wish.
    assert_eq!(quietly(&mut changed, &fit(3, vec![])).unwrap().epoch, [0, 1, 2]);
}

#[test]
fn layers_and_fits_in_a_function_end_the_training() {
    let callback = || vec![LambdaCallback { hooks: vec![Hook::EpochEnd] }.into()];
    let error = train(&mut model(), &fit(3, callback()), |model, _, _| {
        model.add(Dense::new(1)).unwrap();
    });
    assert!(matches!(error, Err(Error::ChangedDuringFit)));
    let mut nested = model();
    let error = train(&mut nested, &fit(3, callback()), |model, _, _| {
        quietly(model, &fit(1, vec![])).unwrap();
    });
    assert!(matches!(error, Err(Error::TrainedElsewhere)));
    quietly(&mut nested, &fit(1, vec![])).unwrap();
}

#[test]
fn a_stop_ends_the_batch_and_then_the_epoch() {
    for at in [Hook::TrainBegin, Hook::TrainBatchEnd] {
        let mut model = model();
        let mut batches = 0;
        let hooks = vec![at, Hook::TrainBatchBegin];
        let callbacks = vec![LambdaCallback { hooks }.into()];
        let (history, _) = train(&mut model, &fit(3, callbacks), |model, _, call| {
            batches += usize::from(call.hook == Hook::TrainBatchBegin);
            if call.hook == at {
                model.stop().set(true);
            }
        })
        .unwrap();
        assert_eq!((batches, history.epoch.len()), (1, 1), "{at:?}");
        assert!(history.get("val_loss").unwrap()[0].is_finite());
    }
}

/// A batch that has been announced is trained on, and told of once.
#[test]
fn a_stop_before_a_batch_ends_after_it() {
    let mut told = Vec::new();
    let hooks = vec![Hook::TrainBatchBegin, Hook::TrainBatchEnd];
    let options = Fit {
        batch_size: 4,
        validation_split: 0.0,
        ..fit(3, vec![LambdaCallback { hooks }.into()])
    };
    let (history, _) = train(&mut model(), &options, |model, _, call| {
        told.push((call.hook, call.index.unwrap()));
        model.stop().set(told.len() == 3);
    })
    .unwrap();
    let (begin, end) = (Hook::TrainBatchBegin, Hook::TrainBatchEnd);
    // The wish is taken back after that batch, and so the epoch goes on.
    assert_eq!(told[..4], [(begin, 0), (end, 0), (begin, 1), (end, 1)]);
    assert_eq!(history.epoch.len(), 3);
}

#[test]
fn early_stopping_waits_and_restores_the_weights_alone() {
    let callback = |restore_best_weights| EarlyStopping {
        monitor: "loss".into(),
        min_delta: 1e9, // nothing is an improvement
        patience: 2,
        verbose: true,
        restore_best_weights,
        ..EarlyStopping::default()
    };
    let mut first = model();
    quietly(&mut first, &fit(1, vec![])).unwrap();
    let mut restored = model();
    let options = fit(9, vec![callback(true).into()]);
    let (history, said) = train(&mut restored, &options, |_, _, _| {}).unwrap();
    assert_eq!(history.epoch.len(), 3);
    assert_eq!(
        said,
        ["Epoch 3: early stopping", "Restoring model weights from the end of the best epoch: 1."]
    );
    assert_eq!(restored.get_weights(), first.get_weights());
    let mut plain = model();
    quietly(&mut plain, &fit(9, vec![callback(false).into()])).unwrap();
    assert_ne!(plain.get_weights(), first.get_weights());
}

#[test]
fn checkpoints_go_on_exactly() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("new/{epoch:02d}-{val_loss:.3f}.safetensors");
    let checkpoint = ModelCheckpoint::new(path.to_string_lossy());
    let mut model = model();
    let history = quietly(&mut model, &fit(3, vec![checkpoint.into()])).unwrap();
    let name = format!("new/02-{:.3}.safetensors", history.get("val_loss").unwrap()[1]);
    let mut saved = Sequential::load(folder.path().join(name)).unwrap();
    assert_eq!(saved.history().epoch, [0, 1]);
    quietly(&mut saved, &Fit { initial_epoch: 2, ..fit(3, vec![]) }).unwrap();
    assert_eq!(saved.to_bytes().unwrap(), model.to_bytes().unwrap());
}

#[test]
fn checkpoints_are_files_of_keras_by_their_names() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let whole = ModelCheckpoint::new(path("all.keras"));
    let weights =
        ModelCheckpoint { save_weights_only: true, ..ModelCheckpoint::new(path("all.weights.h5")) };
    let mut model = model();
    quietly(&mut model, &fit(2, vec![whole.into(), weights.into()])).unwrap();
    let saved = Sequential::load(path("all.keras")).unwrap();
    assert_eq!(saved.get_weights(), model.get_weights());
    let mut fresh = Sequential::from_config(&model.config()).unwrap();
    fresh.load_weights(path("all.weights.h5")).unwrap();
    assert_eq!(fresh.get_weights(), model.get_weights());
    let wrong = ModelCheckpoint::new(path("all.h5"));
    let error = quietly(&mut model, &fit(2, vec![wrong.into()])).unwrap_err().to_string();
    assert!(error.contains("`filepath`"), "{error}");
}

#[test]
fn checkpoints_of_the_best_keep_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("best");
    let checkpoint = ModelCheckpoint {
        save_best_only: true,
        save_weights_only: true,
        monitor: "accuracy".into(),
        initial_value_threshold: Some(2.0), // no accuracy is that good
        verbose: true,
        ..ModelCheckpoint::new(path.to_string_lossy())
    };
    let worse = fit(2, vec![checkpoint.clone().into()]);
    let (_, said) = train(&mut model(), &worse, |_, _, _| {}).unwrap();
    assert!(!path.exists());
    assert_eq!(said[1], "Epoch 2: accuracy did not improve from 2.00000");
    let any = ModelCheckpoint { initial_value_threshold: None, ..checkpoint };
    quietly(&mut model(), &fit(1, vec![any.into()])).unwrap();
    let mut saved = Sequential::load(&path).unwrap();
    assert!(matches!(quietly(&mut saved, &fit(1, vec![])), Err(Error::NotCompiled)));
}

#[test]
fn tables_are_as_keras_writes_them() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("log.csv");
    let options = |append| Fit {
        validation_split: 0.0,
        ..fit(2, vec![CSVLogger { append, separator: ';', ..CSVLogger::new(&path) }.into()])
    };
    let mut model = model();
    let history = quietly(&mut model, &options(false)).unwrap();
    quietly(&mut model, &options(true)).unwrap();
    let text = std::fs::read_to_string(&path).unwrap();
    let lines: Vec<&str> = text.split("\r\n").collect();
    assert_eq!(lines[0], "epoch;accuracy;loss;val_accuracy;val_loss");
    let (accuracy, loss) = (history.get("accuracy").unwrap()[1], history.get("loss").unwrap()[1]);
    assert_eq!(lines[2], format!("1;{accuracy:?};{loss:?};NA;NA"));
    assert_eq!((lines.len(), lines[3].starts_with("0;")), (6, true));
    quietly(&mut model, &options(false)).unwrap();
    assert_eq!(std::fs::read_to_string(&path).unwrap().split("\r\n").count(), 4);
}

#[test]
fn a_file_stops_a_training() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("stop");
    std::fs::write(&path, "").unwrap();
    let history = quietly(&mut model(), &fit(9, vec![StopFile::new(&path).into()])).unwrap();
    assert_eq!(history.epoch.len(), 1);
    assert!(!path.exists());
}

/// A loss that soon is no number any more.
fn diverging() -> Sequential {
    let mut model = Sequential::with_seed(1).unwrap();
    model.add(Dense::new(1).input_shape(2)).unwrap();
    model.compile(SGD::new(1e20), Loss::MeanSquaredError, [Metric::Accuracy]).unwrap();
    model
}

#[test]
fn a_loss_that_is_no_number_ends_the_training_with_or_without_an_error() {
    let options = |callback: TerminateOnNaN| fit(9, vec![callback.into()]);
    let mut model = diverging();
    let (history, said) =
        train(&mut model, &options(TerminateOnNaN::default()), |_, _, _| {}).unwrap();
    assert!(!history.get("loss").unwrap().last().unwrap().is_finite());
    assert!(history.get("accuracy").unwrap().iter().all(|share| (0.0..=1.0).contains(share)));
    assert!(said[0].ends_with("Invalid loss, terminating training"), "{said:?}");
    assert!(model.get_weights().iter().all(|weight| weight.iter().all(|v| v.is_finite())));
    // The batch that it was is told of.
    let hooks = vec![Hook::TrainBatchBegin, Hook::TrainBatchEnd];
    let both = vec![LambdaCallback { hooks }.into(), TerminateOnNaN::default().into()];
    let (mut told, mut last) = ([0, 0], 0.0);
    train(&mut diverging(), &fit(9, both), |_, _, call| {
        told[usize::from(call.hook == Hook::TrainBatchEnd)] += 1;
        last = call.logs.first().map_or(last, |(_, loss)| *loss);
    })
    .unwrap();
    assert!(told[0] == told[1] && !last.is_finite(), "{told:?} {last}");
    let raises = options(TerminateOnNaN { raise_error: true });
    for options in [raises, fit(9, vec![])] {
        let error = quietly(&mut diverging(), &options);
        assert!(matches!(error, Err(Error::LossNotFinite { .. })), "{error:?}");
    }
}

#[test]
fn learning_rates_are_set_and_saved_but_not_against_a_schedule() {
    let mut model = model();
    assert!(Sequential::with_seed(1).unwrap().learning_rate().is_err());
    for wrong in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        let text = model.set_learning_rate(wrong).unwrap_err().to_string();
        assert!(text.contains("`learning_rate` must be a number above 0"), "{text}");
    }
    model.set_learning_rate(0.25).unwrap();
    let saved = Sequential::from_bytes(&model.to_bytes().unwrap()).unwrap();
    assert_eq!(saved.learning_rate().unwrap(), 0.25);
    let decay = json!({"class_name": "ExponentialDecay", "config": {
        "initial_learning_rate": 0.1, "decay_steps": 10, "decay_rate": 0.5
    }});
    let decay = Schedule::from_json(&decay).unwrap();
    model.set_learning_rate(decay).unwrap();
    assert_eq!(model.learning_rate().unwrap(), f64::from(0.1f32));
    let text = model.set_learning_rate(0.1).unwrap_err().to_string();
    assert!(text.contains("left to the schedule ExponentialDecay"), "{text}");
    let plateau = ReduceLROnPlateau::default();
    let error = quietly(&mut model, &fit(1, vec![plateau.into()])).unwrap_err().to_string();
    assert!(error.contains("`learning_rate` must be left to the schedule"), "{error}");
}

#[test]
fn a_schedule_of_the_host_sets_each_epoch() {
    let scheduler = LearningRateScheduler { verbose: true };
    let mut asked: Vec<(Option<usize>, Logs)> = Vec::new();
    let mut model = model();
    let (history, said) = train(&mut model, &fit(2, vec![scheduler.into()]), |model, _, call| {
        assert_eq!(call.hook, Hook::Schedule);
        model.set_learning_rate(call.logs[0].1 / 2.0).unwrap();
        asked.push((call.index, call.logs));
    })
    .unwrap();
    let rate = f64::from(0.01f32);
    let logged = |rate| vec![("learning_rate".to_owned(), rate)];
    assert_eq!(asked, [(Some(0), logged(rate)), (Some(1), logged(rate / 2.0))]);
    assert_eq!(history.get("learning_rate"), Some(&[rate / 2.0, rate / 4.0][..]));
    assert!(said[0].starts_with("Epoch 1: LearningRateScheduler setting learning rate to 0.00499"));
}

#[test]
fn what_will_never_be_measured_is_refused_at_the_beginning() {
    let mut model = model();
    let before = model.to_bytes().unwrap();
    let mut refuse = |callbacks: Vec<Callback>, validation_split: f64, words: &[&str]| {
        let options = Fit { validation_split, ..fit(1, callbacks) };
        let text = quietly(&mut model, &options).unwrap_err().to_string();
        assert!(words.iter().all(|word| text.contains(word)), "{text}");
        assert_eq!(model.to_bytes().unwrap(), before);
    };
    let stopping =
        |monitor: &str| EarlyStopping { monitor: monitor.into(), ..EarlyStopping::default() };
    refuse(
        vec![stopping("val_loss").into()],
        0.0,
        &["`monitor`", "'val_loss'", "loss, accuracy", "no epoch is validated"],
    );
    refuse(vec![stopping("acc").into()], 0.2, &["`monitor`", "'acc'", "val_accuracy"]);
    let plateau =
        ReduceLROnPlateau { monitor: "learning_rate".into(), ..ReduceLROnPlateau::default() };
    refuse(vec![plateau.into()], 0.2, &["`mode`", "\"min\" or \"max\"", "learning_rate"]);
    refuse(vec![ModelCheckpoint::new("{batch}").into()], 0.2, &["`filepath`", "'batch'"]);
    refuse(vec![ModelCheckpoint::new("{epoch:x}").into()], 0.2, &["`filepath`", "{epoch:x}"]);
    let often = ModelCheckpoint { save_freq: Some(2), ..ModelCheckpoint::new("{val_loss}") };
    refuse(vec![often.clone().into()], 0.2, &["`filepath`", "'val_loss'", "loss, accuracy"]);
    let best = ModelCheckpoint { save_best_only: true, filepath: "a".into(), ..often };
    refuse(vec![best.into()], 0.2, &["`monitor`", "'val_loss'", "loss, accuracy"]);
    refuse(vec![CSVLogger::new("no/such/folder/a.csv").into()], 0.2, &["no/such/folder"]);
    let letters = CSVLogger { separator: 'é', ..CSVLogger::new("a") };
    refuse(vec![letters.into()], 0.2, &["`separator`", "one ASCII character"]);
}

#[test]
fn nothing_is_missed_where_no_epoch_is_left() {
    let options = Fit { initial_epoch: 2, ..fit(2, vec![EarlyStopping::default().into()]) };
    assert!(quietly(&mut model(), &options).unwrap().epoch.is_empty());
}

#[test]
fn whether_to_talk_may_be_said_as_true_and_a_function_may_not() {
    let verbose = json!({"class_name": "EarlyStopping", "config": {"verbose": true}});
    let Callback::EarlyStopping(stopping) = Callback::from_json(&verbose).unwrap() else {
        panic!("it is another");
    };
    assert!(stopping.verbose);
    let config = json!({"schedule": true});
    let schedule = json!({"class_name": "LearningRateScheduler", "config": config});
    let error = Callback::from_json(&schedule).unwrap_err().to_string();
    assert!(error.contains("`schedule` must be a function"), "{error}");
}

#[test]
fn a_function_may_bring_what_is_monitored() {
    let own = LambdaCallback { hooks: vec![Hook::EpochEnd] };
    let stopping = EarlyStopping {
        monitor: "own".into(),
        mode: imfit::callbacks::Mode::Max,
        ..EarlyStopping::default()
    };
    let options = fit(9, vec![own.into(), stopping.into()]);
    let (history, _) = train(&mut model(), &options, |_, trainer, mut call| {
        call.logs.push(("own".into(), [1.0, 2.0, 2.0, 3.0][call.index.unwrap()]));
        trainer.set_logs(call.logs);
    })
    .unwrap();
    assert_eq!(history.get("own"), Some(&[1.0, 2.0, 2.0][..]));
}

#[test]
fn a_file_that_cannot_be_written_leaves_the_finished_epochs() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("{epoch}");
    std::fs::create_dir(folder.path().join("2")).unwrap();
    let mut model = model();
    let callbacks = vec![ModelCheckpoint::new(path.to_string_lossy()).into()];
    assert!(matches!(quietly(&mut model, &fit(3, callbacks)), Err(Error::File { .. })));
    // The second epoch was trained, and only its file is missing.
    assert_eq!(model.history().epoch, [0, 1]);
    assert!(model.predict(array![[0.0, 1.0]].view()).is_ok());
}

#[test]
fn descriptions_come_back() {
    for callback in [
        Callback::from(EarlyStopping { baseline: Some(0.5), ..EarlyStopping::default() }),
        ModelCheckpoint { save_freq: Some(7), ..ModelCheckpoint::new("a{epoch}") }.into(),
        ModelCheckpoint::new("b").into(),
        ReduceLROnPlateau::default().into(),
        LearningRateScheduler::default().into(),
        CSVLogger::new("c").into(),
        TerminateOnNaN { raise_error: true }.into(),
        StopFile::new("d").into(),
        LambdaCallback { hooks: vec![Hook::TrainBegin, Hook::TestEnd] }.into(),
    ] {
        assert_eq!(Callback::from_json(&callback.to_json()).unwrap(), callback);
    }
}

#[test]
fn tensorboard_says_early_where_it_cannot_write() {
    let folder = tempfile::tempdir().unwrap();
    let taken = folder.path().join("taken");
    std::fs::write(&taken, "no folder").unwrap();
    let mut model = model();
    let before = model.get_weights();
    let error = quietly(&mut model, &fit(1, vec![TensorBoard::new(&taken).into()])).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Io);
    assert_eq!(model.get_weights(), before);
    for (name, value) in
        [("update_freq", json!("batches")), ("update_freq", json!(0)), ("log_dir", json!(3))]
    {
        let config = json!({"class_name": "TensorBoard", "config": {name: value}});
        let error = Callback::from_json(&config).unwrap_err().to_string();
        assert!(error.contains(&format!("`{name}`")), "{error}");
    }
    let batch = json!({"class_name": "TensorBoard", "config": {"update_freq": "batch"}});
    assert_eq!(Callback::from_json(&batch).unwrap().to_json()["config"]["update_freq"], 1);
}

/// What is called beside an evaluation or a prediction.
fn all_hooks(batch_size: usize) -> serde_json::Map<String, serde_json::Value> {
    let hooks = Callback::from(LambdaCallback { hooks: ALL.to_vec() });
    let given = json!({"batch_size": batch_size, "callbacks": [hooks.to_json()]});
    given.as_object().unwrap().clone()
}

fn words(call: &imfit::callbacks::Call) -> String {
    let names: Vec<&str> = call.logs.iter().map(|(name, _)| &name[..]).collect();
    format!("{} {:?} {}", call.hook.name(), call.index, names.join(" "))
}

#[test]
fn an_evaluation_tells_of_its_batches_and_comes_to_the_same() {
    let (x, y) = rows();
    let data = Data::new(x.view(), y.view());
    let mut model = model();
    let expected = model.evaluate(&data).unwrap();
    let mut evaluator = Evaluator::new(&model, &data, &all_hooks(7)).unwrap();
    let (mut calls, mut losses) = (Vec::new(), Vec::new());
    let logs = loop {
        if let Some(logs) = evaluator.advance(&mut model, &data, Duration::ZERO).unwrap() {
            break logs;
        }
        if let Some(call) = evaluator.call() {
            calls.push(words(call));
            losses.extend(call.logs.first().map(|(_, loss)| *loss));
        }
    };
    let batch = |batch| {
        [
            format!("on_test_batch_begin Some({batch}) "),
            format!("on_test_batch_end Some({batch}) loss accuracy"),
        ]
    };
    let mut all = vec!["on_test_begin None ".to_owned()];
    all.extend((0..3).flat_map(batch));
    all.push("on_test_end None loss accuracy".to_owned());
    assert_eq!(calls, all);
    // To the last bit, though batches begin anywhere.
    assert_eq!(logs, expected);
    assert_eq!(losses[2..], [logs[0].1; 2]);
    let first =
        Data::new(x.slice_axis(Axis(0), Slice::from(..7)), y.slice_axis(Axis(0), Slice::from(..7)));
    assert_eq!(losses[0], model.evaluate(&first).unwrap()[0].1);
}

#[test]
fn a_validation_tells_of_its_batches_and_comes_to_the_same() {
    let expected = quietly(&mut model(), &fit(2, vec![])).unwrap();
    let hooks = vec![Hook::TestBatchEnd];
    for (validation_batch_size, batches) in [(None, vec![0, 0]), (Some(3), vec![0, 1, 0, 1])] {
        let callbacks = vec![LambdaCallback { hooks: hooks.clone() }.into()];
        let fit = Fit { validation_batch_size, ..fit(2, callbacks) };
        let mut seen = Vec::new();
        let (history, _) =
            train(&mut model(), &fit, |_, _, call| seen.push(call.index.unwrap())).unwrap();
        assert_eq!(seen, batches);
        assert_eq!(history, expected);
    }
}

#[test]
fn a_prediction_tells_of_its_batches_and_their_outputs() {
    let (x, _) = rows();
    let mut model = model();
    let expected = model.predict(x.view()).unwrap();
    let mut predictor = Predictor::new(&model, x.view(), &all_hooks(8)).unwrap();
    let mut out = Array2::zeros(expected.dim());
    let (mut calls, mut ranges) = (Vec::new(), Vec::new());
    while !predictor.advance(&mut model, x.view(), out.view_mut(), Duration::ZERO).unwrap() {
        if let Some(call) = predictor.call() {
            calls.push(words(call));
        }
        if let Some(rows) = predictor.batch() {
            assert_eq!(
                out.slice_axis(Axis(0), Slice::from(rows.clone())),
                expected.slice_axis(Axis(0), Slice::from(rows.clone()))
            );
            ranges.push(rows);
        }
    }
    assert_eq!(ranges, [0..8, 8..16, 16..20]);
    assert_eq!(calls.len(), 2 + 2 * 3);
    assert_eq!(calls[0], "on_predict_begin None ");
    assert_eq!(calls[1..3], ["on_predict_batch_begin Some(0) ", "on_predict_batch_end Some(0) "]);
    assert_eq!(calls[7], "on_predict_end None ");
    assert_eq!(out, expected);
}

#[test]
fn callbacks_beside_an_evaluation_are_checked() {
    let (x, y) = rows();
    let data = Data::new(x.view(), y.view());
    let given = json!({"callbacks": ["early"]});
    let error = Evaluator::new(&model(), &data, given.as_object().unwrap()).err().unwrap();
    assert!(error.to_string().contains("unknown callback 'early'"), "{error}");
    // Those that look at epochs only have nothing to do.
    let stopping = Callback::from(EarlyStopping { monitor: "loss".into(), ..Default::default() });
    let given = json!({"callbacks": [stopping.to_json(), "terminate_on_nan"]});
    let mut model = model();
    let mut evaluator = Evaluator::new(&model, &data, given.as_object().unwrap()).unwrap();
    let logs = evaluator.advance(&mut model, &data, Duration::from_secs(9)).unwrap();
    assert_eq!(logs, Some(model.evaluate(&data).unwrap()));
}
