//! `imfit render`: the picture that a model is.

use std::time::Duration;

use imfit::image::proportional;
use imfit::{Coordinates, Error, Format, Grid, Image, Renderer, Sequential};
use serde_json::{Map, Value, json};

use crate::args::RenderArgs;
use crate::failure::Failure;
use crate::files::{check_json, check_output, is_dash, read_model, write_json, write_stdout};
use crate::signals::Signals;

/// How long a piece of work takes; Ctrl-C waits for half of it.
pub const BUDGET: Duration = Duration::from_millis(50);

/// Renders a model.
pub fn run(arguments: &RenderArgs) -> Result<(), Failure> {
    let format = format(arguments)?;
    check_json(arguments.json, &arguments.output)?;
    check_output(&arguments.output, &arguments.model)?;
    imfit::set_num_threads(arguments.threads)
        .map_err(|error| Failure::usage_of("--threads", error))?;
    let (model, _) = read_model(&arguments.model)?;
    let grid = grid(arguments, model.learnt())?;
    let image = picture(&model, &grid, &Signals::watch())?;
    if is_dash(&arguments.output) {
        return write_stdout(&image.encode(format)?);
    }
    image.save_as(&arguments.output, format)?;
    if arguments.json {
        write_json(&json!({
            "picture": arguments.output.display().to_string(),
            "format": format.name(),
            "width": image.width(),
            "height": image.height(),
            "channels": image.channels(),
        }))?;
    }
    Ok(())
}

/// Renders a model, unless a signal comes.
pub fn picture(model: &Sequential, grid: &Grid, signals: &Signals) -> Result<Image, Failure> {
    let mut renderer = Renderer::on(model, grid)?;
    loop {
        if let Some(number) = signals.came() {
            let message = "stopped; nothing was written".into();
            return Err(Failure::Signal { number, message });
        }
        if let Some(image) = renderer.advance(model, BUDGET)? {
            return Ok(image);
        }
    }
}

fn format(arguments: &RenderArgs) -> Result<Format, Failure> {
    match &arguments.format {
        Some(name) => Format::by_name(name).map_err(|error| Failure::usage(&error)),
        None if is_dash(&arguments.output) => Ok(Format::Png),
        None => {
            Format::of_path(&arguments.output).map_err(|error| Failure::usage_of("--output", error))
        }
    }
}

/// The pixels to render: those of the picture that was learnt, at the size that was asked for.
fn grid(arguments: &RenderArgs, learnt: Option<Grid>) -> Result<Grid, Failure> {
    let Some(learnt) = learnt else { return new_grid(arguments) };
    if let Some(name) = &arguments.coordinates
        && Coordinates::by_name(name).map_err(|error| Failure::usage(&error))?
            != learnt.coordinates()
    {
        return Err(Failure::Usage(format!(
            "the model has learnt {} coordinates, not {name}: leave `--coordinates` out",
            learnt.coordinates().name()
        )));
    }
    let (width, height) = (learnt.width(), learnt.height());
    let (across, down) = match (arguments.scale, arguments.width, arguments.height) {
        (Some(scale), _, _) => (scaled(width, scale)?, scaled(height, scale)?),
        (None, None, None) => (width as i64, height as i64),
        (None, Some(across), None) => (across, proportional(across, width, height)),
        (None, None, Some(down)) => (proportional(down, height, width), down),
        (None, Some(across), Some(down)) => (across, down),
    };
    let grid = grid_of(across, down, learnt.coordinates().name())?;
    Ok(grid.of(width, height)?)
}

/// The pixels to render where nothing is known of a picture.
fn new_grid(arguments: &RenderArgs) -> Result<Grid, Failure> {
    match (arguments.width, arguments.height) {
        (Some(width), Some(height)) => {
            let coordinates = arguments.coordinates.as_deref();
            grid_of(width, height, coordinates.unwrap_or(Coordinates::default().name()))
        }
        _ => Err(Failure::Usage(
            "the model doesn't know the size of a picture, since it has learnt none, or arrays: give \
             `--width` and `--height`, and `--coordinates` if they aren't pixel coordinates"
                .into(),
        )),
    }
}

/// A grid, checked by the core.
fn grid_of(width: i64, height: i64, coordinates: &str) -> Result<Grid, Failure> {
    let given: Map<String, Value> = Map::from_iter([
        ("width".into(), width.into()),
        ("height".into(), height.into()),
        ("coordinates".into(), coordinates.into()),
    ]);
    Grid::from_map(&given).map_err(|error| Failure::usage(&error))
}

fn scaled(side: usize, scale: f64) -> Result<i64, Failure> {
    if scale.is_finite() && scale > 0.0 {
        // Casts saturate, and the core refuses what is too large.
        return Ok(((side as f64 * scale).round() as i64).max(1));
    }
    let error = Error::argument("scale", scale, "a number above 0");
    Err(Failure::usage(&error))
}
