//! Training, evaluation and prediction: begun by one call, then advanced until they are done, so that
//! R can look for Ctrl-C in between.
#![forbid(unsafe_code)]

use std::time::Duration;

use extendr_api::prelude::*;
use imfit::{Data, Evaluator, Event, Fit, FitData, Predictor, Sequential, Trainer, Verbosity};
use ndarray::{Array1, Array2};

use crate::failure::Outcome;
use crate::guard::guard;
use crate::{convert, handle, json, model};

/// Rows that a task works on, kept while it lasts.
struct Rows {
    x: Array2<f32>,
    y: Array2<f32>,
    sample_weight: Option<Array1<f32>>,
}

/// A training that is under way.
struct Training {
    fit: Fit,
    trainer: Trainer,
    rows: Rows,
    validation: Option<Rows>,
}

/// An evaluation that is under way.
struct Evaluation {
    evaluator: Evaluator,
    rows: Rows,
}

/// A prediction that is under way.
struct Prediction {
    predictor: Predictor,
    x: Array2<f32>,
    out: Array2<f32>,
}

impl Rows {
    /// Reads `list(x, y, sample_weight)`.
    fn read(robj: &Robj, prefix: &str) -> Outcome<Rows> {
        let parts = convert::list(robj, "data")?;
        let part = |index: usize| parts.get(index).cloned().unwrap_or_default();
        Ok(Rows {
            x: convert::table(&part(0), &format!("{prefix}x"))?,
            y: convert::table(&part(1), &format!("{prefix}y"))?,
            sample_weight: convert::optional_vector(&part(2), &format!("{prefix}sample_weight"))?,
        })
    }

    fn data(&self) -> Data<'_> {
        let sample_weight = self.sample_weight.as_ref().map(|weight| weight.view());
        Data::new(self.x.view(), self.y.view()).with_sample_weight(sample_weight)
    }
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

/// Begins a training. `data` and `validation` are `list(x, y, sample_weight)`, or NULL.
#[extendr]
fn training_begin(model: Robj, data: Robj, validation: Robj, options: Robj) -> Robj {
    guard(|| {
        let fit = Fit::from_map(&json::map(&options, "arguments")?)?;
        let rows = Rows::read(&data, "")?;
        let validation = if validation.is_null() {
            None
        } else {
            Some(Rows::read(&validation, "validation_data ")?)
        };
        let mut model = handle::change::<Sequential>(&model, "object")?;
        let data =
            FitData { training: rows.data(), validation: validation.as_ref().map(Rows::data) };
        let trainer = Trainer::new(&mut model, &data, &fit)?;
        Ok(handle::give(Training { fit, trainer, rows, validation }))
    })
}

/// Trains for some milliseconds. Returns `list(event, line)`: "progress", "epoch" or "done", and the
/// line of text that tells of it.
#[extendr]
fn training_advance(training: Robj, model: Robj, milliseconds: Robj) -> Robj {
    guard(|| {
        let budget = Duration::from_millis(convert::whole(&milliseconds, "milliseconds")?);
        let mut model = handle::change::<Sequential>(&model, "object")?;
        let mut training = handle::change::<Training>(&training, "training")?;
        let Training { trainer, rows, validation, .. } = &mut *training;
        let data =
            FitData { training: rows.data(), validation: validation.as_ref().map(Rows::data) };
        let (event, line) = match trainer.advance(&mut model, &data, budget)? {
            Event::Progress(progress) => ("progress", progress.line()),
            Event::EpochEnd(end) => ("epoch", end.line()),
            Event::Done => ("done", String::new()),
        };
        Ok(list!(event = event, line = line))
    })
}

/// The losses and metrics of the epochs of this training, and what it was told.
#[extendr]
fn training_history(training: Robj) -> Robj {
    guard(|| {
        let training = handle::look::<Training>(&training, "training")?;
        let Training { fit, trainer, rows, validation } = &*training;
        let samples = trainer.samples();
        let held_out = rows.x.nrows() - samples;
        let validated = validation.as_ref().map_or(held_out, |validation| validation.x.nrows());
        let params = list!(
            batch_size = fit.batch_size as f64,
            epochs = fit.epochs as f64,
            samples = samples as f64,
            validation_samples = validated as f64
        );
        Ok(list!(params = params, history = model::history(trainer.history())))
    })
}

/// Begins an evaluation of `list(x, y, sample_weight)`.
#[extendr]
fn evaluation_begin(model: Robj, data: Robj, options: Robj) -> Robj {
    guard(|| {
        let rows = Rows::read(&data, "")?;
        let model = handle::look::<Sequential>(&model, "object")?;
        let options = json::map(&options, "arguments")?;
        let evaluator = Evaluator::new(&model, &rows.data(), &options)?;
        Ok(handle::give(Evaluation { evaluator, rows }))
    })
}

/// Evaluates for some milliseconds. Returns loss and metrics by name when all is done, else NULL.
#[extendr]
fn evaluation_advance(evaluation: Robj, model: Robj, milliseconds: Robj) -> Robj {
    guard(|| {
        let budget = Duration::from_millis(convert::whole(&milliseconds, "milliseconds")?);
        let model = handle::look::<Sequential>(&model, "object")?;
        let mut evaluation = handle::change::<Evaluation>(&evaluation, "evaluation")?;
        let Evaluation { evaluator, rows } = &mut *evaluation;
        let logs = evaluator.advance(&model, &rows.data(), budget)?;
        let Some(logs) = logs else { return Ok(Robj::default()) };
        let names: Vec<&str> = logs.iter().map(|(name, _)| name.as_str()).collect();
        Ok(json::named_list(&names, logs.iter().map(|(_, value)| (*value).into()).collect()))
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
        let model = handle::look::<Sequential>(&model, "object")?;
        let mut prediction = handle::change::<Prediction>(&prediction, "prediction")?;
        let Prediction { predictor, x, out } = &mut *prediction;
        let done = predictor.advance(&model, x.view(), out.view_mut(), budget)?;
        Ok(if done { convert::matrix(out.view()) } else { Robj::default() })
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
    fn prediction_begin;
    fn prediction_advance;
}
