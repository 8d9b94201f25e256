//! `imfit fit`: a picture becomes a model.

use std::path::Path;
use std::time::Instant;

use imfit::recipe::{Recipe, Section};
use imfit::{Data, Event, FitData, Grid, Image, Sequential, Trainer};
use serde_json::{Map, Value, json};

use crate::args::{FitArgs, Overrides};
use crate::failure::Failure;
use crate::files::{check_json, check_output, is_dash, read_image, write_json, write_stdout};
use crate::info::{last_logs, learnt_json};
use crate::progress::Display;
use crate::recipes;
use crate::render::{self, BUDGET};
use crate::signals::Signals;

/// How a training ended.
struct Outcome {
    /// Batches were learnt from.
    learnt: bool,
    /// The number of the signal that ended it.
    signal: Option<i32>,
    /// What went wrong in it.
    error: Option<imfit::Error>,
}

/// Learns a picture.
pub fn run(arguments: &FitArgs) -> Result<(), Failure> {
    let recipe = recipe(arguments)?;
    let photo = photo(arguments, &recipe)?;
    check_json(arguments.json, &arguments.output)?;
    check_output(&arguments.output, &photo)?;
    imfit::set_num_threads(arguments.threads)
        .map_err(|error| Failure::usage_of("--threads", error))?;
    let signals = Signals::watch();
    let image = recipe.resize(read_image(&photo)?)?;
    let mut model = recipe.model(image.channels())?;
    if !is_dash(&arguments.output) {
        model
            .check_save(&arguments.output)
            .map_err(|error| Failure::usage_of("--output", error))?;
    }

    let began = Instant::now();
    let outcome = train(&mut model, &image, &recipe, arguments, &signals)?;
    let seconds = began.elapsed().as_secs_f64();
    if outcome.learnt {
        save(&model, &arguments.output)?;
    }
    let psnr = match outcome {
        Outcome { signal: None, error: None, .. } => psnr(&model, &image, &signals).ok(),
        _ => None,
    };
    if arguments.json {
        write_json(&report(arguments, &model, &outcome, seconds, psnr))?;
    }
    end(arguments, &model, outcome, psnr, &recipe)
}

/// The recipe, with what the arguments say in its place.
fn recipe(arguments: &FitArgs) -> Result<Recipe, Failure> {
    let mut recipe = recipes::find(&arguments.recipe)?;
    let Overrides { epochs, batch_size, seed, width, height, filter, coordinates, precision } =
        &arguments.overrides;
    let number = |number: &Option<i64>| number.map(Value::from);
    let text = |text: &Option<String>| text.clone().map(Value::from);
    for (section, name, value) in [
        (Section::Fit, "epochs", number(epochs)),
        (Section::Fit, "batch_size", number(batch_size)),
        (Section::Fit, "coordinates", text(coordinates)),
        (Section::Model, "seed", number(seed)),
        (Section::Compile, "precision", text(precision)),
        (Section::Image, "width", number(width)),
        (Section::Image, "height", number(height)),
        (Section::Image, "filter", text(filter)),
    ] {
        if let Some(value) = value {
            recipe.set(section, name, value).map_err(|error| Failure::usage(&error))?;
        }
    }
    Ok(recipe)
}

/// The picture to learn.
fn photo(arguments: &FitArgs, recipe: &Recipe) -> Result<std::path::PathBuf, Failure> {
    let photo = arguments.photo.as_deref().or(recipe.path());
    photo.map(Path::to_owned).ok_or_else(|| {
        Failure::Usage("which picture? Name it after `fit`, or in the recipe as image.path".into())
    })
}

/// Trains to the end, or until a signal comes. The model is whole whatever happens.
fn train(
    model: &mut Sequential,
    image: &Image,
    recipe: &Recipe,
    arguments: &FitArgs,
    signals: &Signals,
) -> Result<Outcome, Failure> {
    let data = FitData::from(Data::of_image(image, recipe.coordinates()));
    let mut trainer = Trainer::new(model, &data, &recipe.fit())?;
    let grid = Grid::new(image.width(), image.height(), recipe.coordinates()).ok();
    let mut display = Display::new(arguments.quiet, !arguments.no_preview, grid);
    let mut outcome = Outcome { learnt: false, signal: None, error: None };
    while outcome.signal.is_none() {
        match trainer.advance(model, &data, BUDGET) {
            Ok(Event::Progress(progress)) => {
                outcome.learnt |= progress.batch > 0;
                display.update(&progress, model);
            }
            Ok(Event::EpochEnd(end)) => {
                outcome.learnt = true;
                display.end_epoch(&end, model);
            }
            Ok(Event::Message(text)) => display.say(&text),
            // A recipe has no functions to call.
            Ok(Event::Call(_) | Event::Question) => {}
            Ok(Event::Done) => break,
            Err(error) => {
                // The model has the weights of the last whole epoch.
                outcome.learnt = !trainer.history().epoch.is_empty();
                outcome.error = Some(error);
                break;
            }
        }
        outcome.signal = signals.came();
    }
    display.close();
    Ok(outcome)
}

fn save(model: &Sequential, path: &Path) -> Result<(), Failure> {
    if is_dash(path) {
        return write_stdout(&model.to_bytes()?);
    }
    Ok(model.save(path)?)
}

/// How near the model has come to the picture, in dB.
fn psnr(model: &Sequential, image: &Image, signals: &Signals) -> Result<f64, Failure> {
    let grid = model.learnt().ok_or_else(|| Failure::from(imfit::Error::NotBuilt))?;
    Ok(render::picture(model, &grid, signals)?.psnr(image)?)
}

/// What came of a training, for programs.
fn report(
    arguments: &FitArgs,
    model: &Sequential,
    outcome: &Outcome,
    seconds: f64,
    psnr: Option<f64>,
) -> Value {
    let logs = last_logs(model).into_iter();
    let logs: Map<String, Value> = logs
        .map(|(name, value)| (name.into(), value.is_finite().then_some(value).into()))
        .collect();
    json!({
        "model": outcome.learnt.then(|| arguments.output.display().to_string()),
        "recipe": arguments.recipe,
        "seed": model.seed(),
        "weights": model.count_params().ok(),
        "learnt": learnt_json(model.learnt()),
        "epochs": model.history().epoch.len(),
        "seconds": seconds,
        "last": logs,
        "psnr": psnr.filter(|psnr| psnr.is_finite()),
        "signal": outcome.signal,
        "error": outcome.error.as_ref().map(ToString::to_string),
    })
}

/// Says how it went, in words.
fn end(
    arguments: &FitArgs,
    model: &Sequential,
    outcome: Outcome,
    psnr: Option<f64>,
    recipe: &Recipe,
) -> Result<(), Failure> {
    let path = arguments.output.display();
    let what = if is_dash(&arguments.output) { "the model".into() } else { path.to_string() };
    let epochs = model.history().epoch.len();
    if let Some(error) = outcome.error {
        let kept = if outcome.learnt { format!("; {what} has that") } else { String::new() };
        return Err(Failure::Error(format!("{error}{kept}")));
    }
    if let Some(number) = outcome.signal {
        let message = if outcome.learnt {
            let of = recipe.fit().epochs;
            format!("stopped after {epochs} of {of} epochs; {what} has what was learnt until then")
        } else {
            "stopped before anything was learnt; nothing was written".into()
        };
        return Err(Failure::Signal { number, message });
    }
    if !arguments.quiet {
        let psnr = psnr.map_or_else(String::new, |psnr| format!(", {psnr:.2} dB"));
        crate::progress::say(&format!("{what}: {epochs} epochs{psnr}, seed {}", model.seed()));
    }
    Ok(())
}
