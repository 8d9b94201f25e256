//! Training with products of bf16: what it changes, what it doesn't, and where it can't be had.

mod bf16;

use std::time::Duration;

use bf16::{last_losses, takes_bf16};
use imfit::layers::{Activation, Dense, Layer, ReLU};
use imfit::optimizers::Adam;
use imfit::{
    Data, Event, Fit, FitData, Loss, Metric, Precision, Result, Sequential, Trainer,
    set_num_threads,
};
use ndarray::{Array2, ArrayD};
use serde_json::{Map, Value, json};

/// Layers of odd widths, with and without bias, fused and separate activations.
fn layers() -> [Layer; 5] {
    [
        Dense::new(37).activation(Activation::Tanh).input_shape(2).into(),
        Dense::new(50).into(),
        ReLU::with_max_value(3.0).into(),
        Dense::new(21).activation(Activation::Relu).use_bias(false).into(),
        Dense::new(3).activation(Activation::Sigmoid).into(),
    ]
}

fn model(precision: Precision) -> Result<Sequential> {
    let mut model = Sequential::with_seed(7)?;
    for layer in layers() {
        model.add(layer)?;
    }
    model.compile(Adam::new(0.01), Loss::MeanSquaredError, [Metric::Accuracy])?;
    model.set_precision(precision)?;
    Ok(model)
}

/// A model that trains in bf16. Where this machine has none, it says so, and nothing more can be seen.
fn bf16_model() -> Option<Sequential> {
    let mut model = model(Precision::F32).unwrap();
    takes_bf16(&mut model).then_some(model)
}

/// A picture with colours that waves make: positions and colours.
fn picture(rows: usize) -> (Array2<f32>, Array2<f32>) {
    let x = Array2::from_shape_fn((rows, 2), |(row, axis)| match axis {
        0 => (row % 61) as f32 / 30.0 - 1.0,
        _ => (row / 61) as f32 / 30.0 - 1.0,
    });
    let y = Array2::from_shape_fn((rows, 3), |(row, c)| {
        0.5 + 0.4 * (4.0 * x[(row, 0)] + c as f32).sin() * (3.0 * x[(row, 1)]).cos()
    });
    (x, y)
}

fn bytes(weights: &[ArrayD<f32>]) -> Vec<u32> {
    weights.iter().flatten().map(|value| value.to_bits()).collect()
}

fn fit(batch_size: usize, epochs: usize) -> Fit {
    Fit { batch_size, epochs, ..Fit::default() }
}

#[test]
fn bf16_learns_about_as_well_as_f32() -> Result<()> {
    let (x, y) = picture(3000);
    let model = || model(Precision::F32).unwrap();
    let losses = last_losses(model, (&x, &y), &fit(64, 15));
    let Some([loss_f32, loss_bf16]) = losses else { return Ok(()) };
    assert!(loss_f32 < 0.002, "f32 didn't learn: {loss_f32}");
    assert!(loss_bf16 < 1.5 * loss_f32, "bf16 {loss_bf16}, f32 {loss_f32}");
    assert!(loss_bf16 != loss_f32, "bf16 wasn't used");
    Ok(())
}

#[test]
fn evaluation_and_prediction_use_the_f32_weights() -> Result<()> {
    let Some(mut in_bf16) = bf16_model() else { return Ok(()) };
    let (x, y) = picture(500);
    in_bf16.fit(x.view(), y.view(), &fit(32, 2))?;
    let mut in_f32 = model(Precision::F32)?;
    let weights = in_bf16.get_weights();
    in_f32.set_weights(&weights.iter().map(|array| array.view()).collect::<Vec<_>>())?;
    assert_eq!(in_bf16.predict(x.view())?, in_f32.predict(x.view())?);
    let data = Data::new(x.view(), y.view());
    assert_eq!(in_bf16.evaluate(&data)?, in_f32.evaluate(&data)?);
    Ok(())
}

/// Batches of odd sizes, of many rows, and of more than are summed at a time.
#[test]
fn the_same_bytes_at_any_number_of_threads() -> Result<()> {
    let (x, y) = picture(3000);
    for batch_size in [37, 128, 2500] {
        let mut results = Vec::new();
        for threads in [1, 2, 3] {
            let Some(mut model) = bf16_model() else { return Ok(()) };
            set_num_threads(Some(threads))?;
            model.fit(x.view(), y.view(), &fit(batch_size, 2))?;
            results.push(bytes(&model.get_weights()));
        }
        set_num_threads(None)?;
        assert!(results.windows(2).all(|pair| pair[0] == pair[1]), "batches of {batch_size}");
    }
    Ok(())
}

/// Nothing that happens between two looks at a training leaves it with old copies of the weights.
#[test]
fn an_interrupted_training_goes_on_with_the_weights_that_the_model_has() -> Result<()> {
    let (x, y) = picture(800);
    let (Some(mut straight), Some(mut saved), Some(mut stepped)) =
        (bf16_model(), bf16_model(), bf16_model())
    else {
        return Ok(());
    };
    straight.fit(x.view(), y.view(), &fit(64, 4))?;

    saved.fit(x.view(), y.view(), &fit(64, 2))?;
    let mut loaded = Sequential::from_bytes(&saved.to_bytes()?)?;
    loaded.fit(x.view(), y.view(), &Fit { initial_epoch: 2, ..fit(64, 4) })?;
    assert!(bytes(&loaded.get_weights()) == bytes(&straight.get_weights()), "saved and loaded");

    // Each look comes after one batch; before it, other weights are put in and taken out again.
    let data = FitData { training: Data::new(x.view(), y.view()), validation: None };
    let mut trainer = Trainer::new(&mut stepped, &data, &fit(64, 4))?;
    while trainer.advance(&mut stepped, &data, Duration::ZERO)? != Event::Done {
        let own = stepped.get_weights();
        let others: Vec<ArrayD<f32>> = own.iter().map(|array| array * 0.0).collect();
        for weights in [&others, &own] {
            stepped.set_weights(&weights.iter().map(|array| array.view()).collect::<Vec<_>>())?;
        }
    }
    assert!(bytes(&stepped.get_weights()) == bytes(&straight.get_weights()), "step by step");
    Ok(())
}

/// Weights that are changed during a training are those that it goes on with: as a new training does.
#[test]
fn weights_set_in_the_middle_count() -> Result<()> {
    let halve = |model: &mut Sequential| {
        let halves: Vec<ArrayD<f32>> = model.get_weights().iter().map(|w| w * 0.5).collect();
        model.set_weights(&halves.iter().map(|array| array.view()).collect::<Vec<_>>())
    };
    let (x, y) = picture(64);
    let in_order = Fit { shuffle: false, ..fit(64, 1) };
    let (Some(mut anew), Some(mut on)) = (bf16_model(), bf16_model()) else { return Ok(()) };
    anew.fit(x.view(), y.view(), &in_order)?;
    halve(&mut anew)?;
    anew.fit(x.view(), y.view(), &in_order)?;

    // The same rows twice are two batches of one epoch.
    let twice = |rows: &Array2<f32>| ndarray::concatenate![ndarray::Axis(0), *rows, *rows];
    let (x, y) = (twice(&x), twice(&y));
    let data = FitData { training: Data::new(x.view(), y.view()), validation: None };
    let mut trainer = Trainer::new(&mut on, &data, &in_order)?;
    let batches = |event| if let Event::Progress(progress) = event { progress.batch } else { 2 };
    while batches(trainer.advance(&mut on, &data, Duration::ZERO)?) < 1 {}
    halve(&mut on)?;
    while trainer.advance(&mut on, &data, Duration::ZERO)? != Event::Done {}
    assert!(bytes(&on.get_weights()) == bytes(&anew.get_weights()), "it went on with others");
    Ok(())
}

#[test]
fn precision_is_an_argument_of_compile_and_f32_by_default() -> Result<()> {
    let mut model = model(Precision::F32)?;
    assert_eq!(model.compile_config().unwrap()["precision"], "f32");
    let given = |value: Value| Map::from_iter([("precision".to_owned(), value)]);
    model.compile_map(&given("f32".into()))?;
    assert_eq!(model.precision(), Some(Precision::F32));
    if bf16_model().is_some() {
        model.compile_map(&given("bf16".into()))?;
        assert_eq!(model.compile_config().unwrap()["precision"], "bf16");
        model.compile(Adam::default(), Loss::MeanSquaredError, [])?;
        assert_eq!(model.precision(), Some(Precision::F32), "compile begins anew");
    }
    for wrong in [json!("f16"), json!(16), json!(null)] {
        let error = model.compile_map(&given(wrong)).unwrap_err().to_string();
        assert!(error.starts_with("`precision` must be one of f32, bf16, not "), "{error}");
    }
    let mut bare = Sequential::with_seed(1)?;
    assert_eq!(bare.precision(), None);
    assert!(bare.set_precision(Precision::F32).unwrap_err().to_string().contains("compiled"));
    Ok(())
}

/// The bytes of a saved model, with its description changed.
fn described(bytes: &[u8], change: impl Fn(&mut Map<String, Value>)) -> Vec<u8> {
    let length = u64::from_le_bytes(bytes[..8].try_into().unwrap()) as usize;
    let (header, tensors) = bytes[8..].split_at(length);
    let mut header: Value = serde_json::from_slice(header).unwrap();
    let text = &mut header["__metadata__"]["imfit"];
    let mut description: Value = serde_json::from_str(text.as_str().unwrap()).unwrap();
    change(description["compile"].as_object_mut().unwrap());
    *text = description.to_string().into();
    let mut header = header.to_string();
    header.extend(std::iter::repeat_n(' ', header.len().next_multiple_of(8) - header.len()));
    [&(header.len() as u64).to_le_bytes(), header.as_bytes(), tensors].concat()
}

#[test]
fn a_file_from_before_there_was_a_choice_is_f32() -> Result<()> {
    let (x, y) = picture(100);
    let mut model = model(Precision::F32)?;
    let old = described(&model.to_bytes()?, |compile| {
        assert_eq!(compile.remove("precision"), Some("f32".into()));
    });
    let mut loaded = Sequential::from_bytes(&old)?;
    assert_eq!(loaded.precision(), Some(Precision::F32));
    model.fit(x.view(), y.view(), &fit(32, 1))?;
    loaded.fit(x.view(), y.view(), &fit(32, 1))?;
    assert_eq!(loaded.get_weights(), model.get_weights());
    Ok(())
}

/// Runs itself once more, as on a machine without bf16.
#[test]
fn a_machine_without_bf16_loads_and_predicts_and_says_why_it_does_not_train() -> Result<()> {
    let (isa, name) = ("IMFIT_ISA", "a_machine_without_bf16");
    if std::env::var(isa).as_deref() != Ok("portable") {
        let exe = std::env::current_exe().expect("a test has a file");
        let run = std::process::Command::new(exe).arg(name).env(isa, "portable").output();
        let run = run.expect("it starts");
        let text = String::from_utf8_lossy(&run.stdout);
        assert!(run.status.success() && text.contains("1 passed"), "{text}");
        return Ok(());
    }
    let (x, y) = picture(50);
    let mut plain = model(Precision::F32)?;
    let saved = described(&plain.to_bytes()?, |compile| {
        compile.insert("precision".into(), "bf16".into());
    });
    let mut loaded = Sequential::from_bytes(&saved)?;
    assert_eq!(loaded.precision(), Some(Precision::Bf16));
    assert_eq!(loaded.predict(x.view())?, plain.predict(x.view())?);
    assert_eq!(Sequential::from_bytes(&loaded.to_bytes()?)?.precision(), Some(Precision::Bf16));

    let at_fit = loaded.fit(x.view(), y.view(), &fit(32, 1)).unwrap_err();
    let given = Map::from_iter([("precision".to_owned(), "bf16".into())]);
    let at_compile = plain.compile_map(&given).unwrap_err();
    let in_rust = plain.set_precision(Precision::Bf16).unwrap_err();
    for error in [at_fit, at_compile, in_rust] {
        let text = error.to_string();
        assert!(text.starts_with("`precision` must be 'f32' here, not 'bf16': "), "{text}");
        assert!(text.contains("has no bf16 dot products"), "{text}");
    }
    assert_eq!(plain.precision(), Some(Precision::F32), "a refused compile changes nothing");
    loaded.set_precision(Precision::F32)?;
    loaded.fit(x.view(), y.view(), &fit(32, 1))?;
    Ok(())
}
