//! `imfit info`: what a model file holds.

use std::fmt::Write;

use imfit::{Grid, Sequential};
use serde_json::{Value, json};

use crate::args::InfoArgs;
use crate::failure::Failure;
use crate::files::{read_model, write_json, write_stdout};
use crate::terminal;

/// Columns of a table where there is no terminal.
const COLUMNS: usize = 80;
/// Columns of the widest table that is easy to read.
const MOST_COLUMNS: usize = 100;

/// Tells of a model.
pub fn run(arguments: &InfoArgs) -> Result<(), Failure> {
    let (model, bytes) = read_model(&arguments.model)?;
    if arguments.json {
        return write_json(&as_json(&model, bytes));
    }
    write_stdout(as_text(&model, bytes).as_bytes())
}

/// The last value of each loss and metric, by name.
pub fn last_logs(model: &Sequential) -> Vec<(&str, f64)> {
    let series = model.history().metrics.iter();
    series.filter_map(|series| Some((series.name.as_str(), *series.values.last()?))).collect()
}

/// The size of a picture and its coordinates, as `{"width", "height", "coordinates"}`.
pub fn learnt_json(learnt: Option<Grid>) -> Value {
    learnt.map_or(Value::Null, |grid| {
        json!({
            "width": grid.width(),
            "height": grid.height(),
            "coordinates": grid.coordinates().name(),
        })
    })
}

fn as_json(model: &Sequential, bytes: u64) -> Value {
    let history = model.history();
    let series = history.metrics.iter().map(|series| {
        // JSON has no NaN; what an epoch didn't measure is null.
        let values: Vec<Option<f64>> =
            series.values.iter().map(|value| value.is_finite().then_some(*value)).collect();
        (series.name.clone(), json!(values))
    });
    let mut all = json!({
        "bytes": bytes,
        "weights": model.count_params().ok(),
        "seed": model.seed(),
        "epochs": history.epoch.len(),
        "learnt": learnt_json(model.learnt()),
        "compile": model.compile_config(),
        "model": model.config(),
        "history": serde_json::Map::from_iter(series),
    });
    for (name, value) in last_logs(model) {
        all["last"][name] = value.is_finite().then_some(value).into();
    }
    all
}

fn as_text(model: &Sequential, bytes: u64) -> String {
    let columns = terminal::columns().unwrap_or(COLUMNS).min(MOST_COLUMNS);
    let mut text = model.summary().to_text(columns);
    let mut line = |name: &str, words: String| {
        let _ = writeln!(text, "{name:<10} {words}");
    };
    line("File", format!("{bytes} bytes"));
    line("Seed", model.seed().to_string());
    if let Some(compile) = model.compile_config() {
        line("Compiled", compiled_in_words(&compile));
    }
    line("Trained", trained_in_words(model));
    if let Some(learnt) = model.learnt() {
        let (width, height) = (learnt.width(), learnt.height());
        line("Picture", format!("{width} x {height}, {} coordinates", learnt.coordinates().name()));
    }
    text
}

/// `Adam, MeanSquaredError, f32`
fn compiled_in_words(compile: &Value) -> String {
    let class = |name: &str| compile[name]["class_name"].as_str().unwrap_or_default().to_owned();
    let precision = compile["precision"].as_str().unwrap_or_default().to_owned();
    [class("optimizer"), class("loss"), precision].join(", ")
}

/// `20 epochs - loss: 0.0123 - accuracy: 0.9`
fn trained_in_words(model: &Sequential) -> String {
    let logs = last_logs(model).into_iter();
    let logs: String = logs.map(|(name, value)| format!(" - {name}: {value:.4}")).collect();
    match model.history().epoch.len() {
        0 => "not one whole epoch".into(),
        1 => format!("1 epoch{logs}"),
        epochs => format!("{epochs} epochs{logs}"),
    }
}
