//! Training, evaluation, prediction and rendering: begun by one call, then advanced until they are done, so that
//! R can look for Ctrl-C in between.
#![forbid(unsafe_code)]

use std::time::Duration;

use extendr_api::prelude::*;
use imfit::callbacks::Call;
use imfit::{
    Evaluator, Event, Fit, FitData, OnBatch, Predictor, Question, Renderer, Sequential, Trainer,
    Verbosity,
};
use ndarray::{Array2, Axis, Slice};

use crate::failure::Outcome;
use crate::guard::guard;
use crate::samples::Samples;
use crate::{convert, handle, image, json, model};

/// A training that is under way.
struct Training {
    fit: Fit,
    trainer: Trainer,
    samples: Samples,
    validation: Option<Samples>,
}

/// An evaluation that is under way, or a step on one batch.
struct Evaluation {
    work: Work,
    samples: Samples,
}

enum Work {
    Evaluate(Box<Evaluator>),
    OnBatch(OnBatch),
}

/// A prediction that is under way.
struct Prediction {
    predictor: Predictor,
    x: Array2<f32>,
    out: Array2<f32>,
}

fn fit_data<'a>(samples: &'a Samples, validation: Option<&'a Samples>) -> FitData<'a> {
    FitData { training: samples.data(), validation: validation.map(Samples::data) }
}

/// What to show of a training: "silent", "bar" or "lines".
#[extendr]
fn verbosity(verbose: Robj, can_redraw: Robj) -> Robj {
    guard(|| {
        let verbose = json::value(&verbose, "verbose")?;
        let can_redraw = convert::flag(&can_redraw, "can_redraw")?;
        Ok(match Verbosity::from_json(&verbose, can_redraw)? {
            Verbosity::Silent => "silent",
            Verbosity::Bar => "bar",
            Verbosity::Lines => "lines",
        })
    })
}

/// Begins a training. `data` and `validation` are as `Samples` reads them; no validation is NULL.
#[extendr]
fn training_begin(model: Robj, data: Robj, validation: Robj, options: Robj) -> Robj {
    guard(|| {
        let fit = Fit::from_map(&json::map(&options, "arguments")?)?;
        let samples = Samples::read(&data, "")?;
        let validation = if validation.is_null() {
            None
        } else {
            Some(Samples::read(&validation, "validation_data ")?)
        };
        let mut model = handle::change::<Sequential>(&model, "object")?;
        let data = fit_data(&samples, validation.as_ref());
        let trainer = Trainer::new(&mut model, &data, &fit)?;
        Ok(handle::give(Training { fit, trainer, samples, validation }))
    })
}

/// Trains for some milliseconds. Returns `list(event, line, call)`: "progress", "epoch", "message", "call",
/// "question" or "done", the line of text that tells of it, and the function that is due: `list(callback, hook,
/// index, logs)`, the callback's place counted from 1, or NULL.
#[extendr]
fn training_advance(training: Robj, model: Robj, milliseconds: Robj) -> Robj {
    guard(|| {
        let budget = Duration::from_millis(convert::whole(&milliseconds, "milliseconds")?);
        let mut model = handle::change::<Sequential>(&model, "object")?;
        let mut training = handle::change::<Training>(&training, "training")?;
        let Training { trainer, samples, validation, .. } = &mut *training;
        let data = fit_data(samples, validation.as_ref());
        let (event, line, due) = match trainer.advance(&mut model, &data, budget)? {
            Event::Progress(progress) => ("progress", progress.line(), Robj::default()),
            Event::EpochEnd(end) => ("epoch", end.line(), Robj::default()),
            Event::Message(text) => ("message", text, Robj::default()),
            Event::Call(call) => ("call", String::new(), due(call)),
            Event::Question => ("question", String::new(), Robj::default()),
            Event::Done => ("done", String::new(), Robj::default()),
        };
        Ok(list!(event = event, line = line, call = due))
    })
}

/// A function of a callback's that is due.
fn due(call: Call) -> Robj {
    let names: Vec<&str> = call.logs.iter().map(|(name, _)| name.as_str()).collect();
    let values = call.logs.iter().map(|(_, value)| (*value).into()).collect();
    let index: Robj = call.index.map_or_else(Robj::default, |index| (index as i32).into());
    list!(
        callback = call.callback as i32 + 1,
        hook = call.hook.name(),
        index = index,
        logs = json::named_list(&names, values)
    )
    .into()
}

/// The losses and metrics of the epochs of this training, and what it was told.
#[extendr]
fn training_history(training: Robj) -> Robj {
    guard(|| {
        let training = handle::look::<Training>(&training, "training")?;
        let Training { fit, trainer, samples, validation } = &*training;
        let trained = trainer.samples();
        let held_out = samples.data().rows() - trained;
        let validated = validation.as_ref().map_or(held_out, |samples| samples.data().rows());
        let params = list!(
            batch_size = fit.batch_size as f64,
            epochs = fit.epochs as f64,
            steps = trainer.batches() as f64,
            samples = trained as f64,
            validation_samples = validated as f64
        );
        Ok(list!(params = params, history = model::history(trainer.history())))
    })
}

/// Begins an evaluation of `data`, which is as `Samples` reads it.
#[extendr]
fn evaluation_begin(model: Robj, data: Robj, options: Robj) -> Robj {
    guard(|| {
        let samples = Samples::read(&data, "")?;
        let model = handle::look::<Sequential>(&model, "object")?;
        let options = json::map(&options, "arguments")?;
        let evaluator = Evaluator::new(&model, &samples.data(), &options)?;
        Ok(handle::give(Evaluation { work: Work::Evaluate(Box::new(evaluator)), samples }))
    })
}

/// Begins a step on the rows of `data`, or, without options, a measurement of them.
#[extendr]
fn on_batch_begin(model: Robj, data: Robj, options: Robj) -> Robj {
    guard(|| {
        let samples = Samples::read(&data, "")?;
        let mut model = handle::change::<Sequential>(&model, "object")?;
        let work = if options.is_null() {
            OnBatch::test(&model, &samples.data())?
        } else {
            OnBatch::train(&mut model, &samples.data(), &json::map(&options, "arguments")?)?
        };
        Ok(handle::give(Evaluation { work: Work::OnBatch(work), samples }))
    })
}

/// Works for some milliseconds, or to the next question. Returns loss and metrics by name when all is done,
/// else NULL.
#[extendr]
fn evaluation_advance(evaluation: Robj, model: Robj, milliseconds: Robj) -> Robj {
    guard(|| {
        let budget = Duration::from_millis(convert::whole(&milliseconds, "milliseconds")?);
        let mut model = handle::change::<Sequential>(&model, "object")?;
        let mut evaluation = handle::change::<Evaluation>(&evaluation, "evaluation")?;
        let Evaluation { work, samples } = &mut *evaluation;
        let logs = match work {
            Work::Evaluate(evaluator) => evaluator.advance(&mut model, &samples.data(), budget)?,
            Work::OnBatch(on_batch) => on_batch.advance(&mut model, &samples.data())?,
        };
        let Some(logs) = logs else { return Ok(Robj::default()) };
        Ok(model::logs(&logs))
    })
}

/// The function of the user's that a training asks for: see `asked`.
#[extendr]
fn training_question(training: Robj) -> Robj {
    guard(|| Ok(asked(handle::look::<Training>(&training, "training")?.trainer.question())))
}

/// Takes what that function has returned.
#[extendr]
fn training_answer(training: Robj, values: Robj, argument: Robj) -> Robj {
    guard(|| {
        let values = answer(&values, &argument)?;
        Ok(handle::change::<Training>(&training, "training")?.trainer.answer(values.view())?)
    })
}

/// The function of the user's that an evaluation asks for: see `asked`.
#[extendr]
fn evaluation_question(evaluation: Robj) -> Robj {
    guard(|| {
        let evaluation = handle::look::<Evaluation>(&evaluation, "evaluation")?;
        Ok(asked(match &evaluation.work {
            Work::Evaluate(evaluator) => evaluator.question(),
            Work::OnBatch(on_batch) => on_batch.question(),
        }))
    })
}

/// Takes what that function has returned.
#[extendr]
fn evaluation_answer(evaluation: Robj, values: Robj, argument: Robj) -> Robj {
    guard(|| {
        let values = answer(&values, &argument)?;
        let mut evaluation = handle::change::<Evaluation>(&evaluation, "evaluation")?;
        match &mut evaluation.work {
            Work::Evaluate(evaluator) => evaluator.answer(values.view())?,
            Work::OnBatch(on_batch) => on_batch.answer(values.view())?,
        }
        Ok(())
    })
}

/// A function that is due, as R keeps it, with its arguments: `list(key, y_true, y_pred)`; NULL where there
/// is none.
fn asked(question: Option<Question>) -> Robj {
    let Some(Question { function, y_true, y_pred }) = question else { return Robj::default() };
    let matrix = |rows: Array2<f64>| -> Robj {
        RMatrix::new_matrix(rows.nrows(), rows.ncols(), |row, column| rows[[row, column]]).into()
    };
    list!(key = model::key(&function), y_true = matrix(y_true), y_pred = matrix(y_pred)).into()
}

fn answer(values: &Robj, argument: &Robj) -> Outcome<Array2<f64>> {
    let argument = convert::text(argument, "argument")?;
    convert::doubles(values, argument, "a function that returns a number for each row")
}

/// Batches of an evaluation, as callbacks see them.
#[extendr]
fn evaluation_batches(evaluation: Robj) -> Robj {
    guard(|| {
        let evaluation = handle::look::<Evaluation>(&evaluation, "evaluation")?;
        Ok(match &evaluation.work {
            Work::Evaluate(evaluator) => evaluator.batches() as f64,
            Work::OnBatch(_) => 1.0,
        })
    })
}

/// Batches of a prediction, as callbacks see them.
#[extendr]
fn prediction_batches(prediction: Robj) -> Robj {
    guard(|| Ok(handle::look::<Prediction>(&prediction, "prediction")?.predictor.batches() as f64))
}

/// The function of a callback that an evaluation has to wait for: see `due`; NULL where there is none.
#[extendr]
fn evaluation_call(evaluation: Robj) -> Robj {
    guard(|| {
        let evaluation = handle::look::<Evaluation>(&evaluation, "evaluation")?;
        let Work::Evaluate(evaluator) = &evaluation.work else { return Ok(Robj::default()) };
        Ok(evaluator.call().cloned().map_or_else(Robj::default, due))
    })
}

/// The same of a prediction, with the `outputs` of the batch that has ended.
#[extendr]
fn prediction_call(prediction: Robj) -> Robj {
    guard(|| {
        let prediction = handle::look::<Prediction>(&prediction, "prediction")?;
        let Some(call) = prediction.predictor.call() else { return Ok(Robj::default()) };
        let outputs = prediction.predictor.batch().map_or_else(Robj::default, |rows| {
            convert::matrix(prediction.out.slice_axis(Axis(0), Slice::from(rows)))
        });
        Ok(list!(due = due(call.clone()), outputs = outputs).into())
    })
}

/// Begins a prediction.
#[extendr]
fn prediction_begin(model: Robj, x: Robj, options: Robj) -> Robj {
    guard(|| {
        let x = convert::table(&x, "x")?;
        let model = handle::look::<Sequential>(&model, "object")?;
        let predictor = Predictor::new(&model, x.view(), &json::map(&options, "arguments")?)?;
        let outputs = model.outputs().unwrap_or_default();
        let out = Array2::zeros((x.nrows(), outputs));
        Ok(handle::give(Prediction { predictor, x, out }))
    })
}

/// Predicts for some milliseconds. Returns the matrix of outputs when all is done, else NULL.
#[extendr]
fn prediction_advance(prediction: Robj, model: Robj, milliseconds: Robj) -> Robj {
    guard(|| {
        let budget = Duration::from_millis(convert::whole(&milliseconds, "milliseconds")?);
        let mut model = handle::change::<Sequential>(&model, "object")?;
        let mut prediction = handle::change::<Prediction>(&prediction, "prediction")?;
        let Prediction { predictor, x, out } = &mut *prediction;
        let done = predictor.advance(&mut model, x.view(), out.view_mut(), budget)?;
        Ok(if done { convert::matrix(out.view()) } else { Robj::default() })
    })
}

/// Begins a rendering: `arguments` are those of `render`.
#[extendr]
fn rendering_begin(model: Robj, arguments: Robj) -> Robj {
    guard(|| {
        let model = handle::look::<Sequential>(&model, "object")?;
        Ok(handle::give(Renderer::new(&model, &json::map(&arguments, "arguments")?)?))
    })
}

/// Renders for some milliseconds. Returns the picture when all is done, else NULL.
#[extendr]
fn rendering_advance(rendering: Robj, model: Robj, milliseconds: Robj) -> Robj {
    guard(|| {
        let budget = Duration::from_millis(convert::whole(&milliseconds, "milliseconds")?);
        let model = handle::look::<Sequential>(&model, "object")?;
        let mut renderer = handle::change::<Renderer>(&rendering, "rendering")?;
        Ok(renderer.advance(&model, budget)?.map_or_else(Robj::default, image::give))
    })
}

extendr_module! {
    mod training;
    fn verbosity;
    fn training_begin;
    fn training_advance;
    fn training_history;
    fn evaluation_begin;
    fn evaluation_advance;
    fn evaluation_question;
    fn evaluation_answer;
    fn evaluation_call;
    fn evaluation_batches;
    fn prediction_batches;
    fn prediction_call;
    fn on_batch_begin;
    fn training_question;
    fn training_answer;
    fn prediction_begin;
    fn prediction_advance;
    fn rendering_begin;
    fn rendering_advance;
}
