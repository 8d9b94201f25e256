//! The picture that a model is.

use std::time::{Duration, Instant};

use ndarray::{Array2, Axis, Slice};
use serde_json::{Map, Value};

use super::predictor::PIECE_ROWS;
use crate::declare::check_call;
use crate::engine::{Inputs, Network, predict_rows};
use crate::error::{Error, Result};
use crate::image::{Grid, Image};
use crate::model::Sequential;
use crate::threads;

/// A rendering that is under way. Positions are made where they are needed, a few pixels at a time.
#[derive(Debug)]
pub struct Renderer {
    grid: Grid,
    /// (pixels, channels)
    colours: Array2<f32>,
    /// Pixels done.
    done: usize,
}

impl Renderer {
    /// Begins the rendering of `model`, by the arguments of `render`.
    ///
    /// # Errors
    /// A model whose input shape isn't known, or that doesn't take 2 values and give 1 to 4; wrong
    /// arguments; a size of 0, or of more than [`MAX_PIXELS`](crate::image::MAX_PIXELS) pixels.
    pub fn new(model: &Sequential, given: &Map<String, Value>) -> Result<Renderer> {
        Renderer::on(model, &Grid::from_arguments(&check_call("render", given)?)?)
    }

    /// Begins the rendering of `model` on the pixels of `grid`.
    ///
    /// # Errors
    /// A model whose input shape isn't known, or that doesn't take 2 values and give 1 to 4.
    pub fn on(model: &Sequential, grid: &Grid) -> Result<Renderer> {
        let network = model.network()?;
        check_network(network)?;
        Ok(Renderer {
            grid: *grid,
            colours: Array2::zeros((grid.pixels(), network.outputs())),
            done: 0,
        })
    }

    /// Works for about `budget`. Returns the picture, once, when all pixels are done.
    ///
    /// # Errors
    /// [`Error::Shape`] if the model's inputs or outputs are others than at the beginning, or the
    /// picture was returned already.
    pub fn advance(&mut self, model: &Sequential, budget: Duration) -> Result<Option<Image>> {
        let deadline = Instant::now() + budget;
        let network = model.network()?;
        let shape = (self.grid.pixels(), network.outputs());
        if network.inputs != 2 || self.colours.dim() != shape {
            return Err(Error::Shape("the model changed while it was rendered".into()));
        }
        let pixels = self.grid.pixels() - self.done;
        threads::share((pixels, network.work_per_row()), |shared| {
            while self.done < self.grid.pixels() {
                self.render_piece(network, shared)?;
                if Instant::now() >= deadline {
                    break;
                }
            }
            Ok(())
        })??;
        if self.done < self.grid.pixels() { Ok(None) } else { self.finish().map(Some) }
    }

    fn render_piece(&mut self, network: &Network, shared: bool) -> Result<()> {
        let pixels = self.done..self.grid.pixels().min(self.done + PIECE_ROWS);
        let out = self.colours.slice_axis_mut(Axis(0), Slice::from(pixels.clone()));
        predict_rows(network, Inputs::Pixels(&self.grid, pixels.start), out, shared)?;
        self.done = pixels.end;
        Ok(())
    }

    /// The pixels as a picture, without a copy.
    fn finish(&mut self) -> Result<Image> {
        let colours = std::mem::take(&mut self.colours);
        let shape = (self.grid.height(), self.grid.width(), colours.ncols());
        Image::new(colours.into_shape_with_order(shape).expect("the rows are the pixels"))
    }
}

fn check_network(network: &Network) -> Result<()> {
    if network.inputs != 2 {
        return Err(Error::Shape(format!(
            "only a model that takes 2 values, x and y, can be rendered; this one takes {}",
            network.inputs
        )));
    }
    if !(1..=4).contains(&network.outputs()) {
        return Err(Error::Shape(format!(
            "only a model of 1 to 4 outputs, the channels of a picture, can be rendered; this one \
             has {}",
            network.outputs()
        )));
    }
    Ok(())
}
