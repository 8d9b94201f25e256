//! The stack of layers.

use ndarray::{Array2, ArrayView2};
use serde_json::{Map, Value};
use std::time::Duration;

use super::compiled::{Compiled, NamedMetric};
use super::stop::Stop;
use crate::callbacks::Callback;
use crate::data::{Data, FitData};
use crate::declare::{Arguments, SEQUENTIAL};
use crate::engine::Network;
use crate::error::{Error, Result};
use crate::image::{Coordinates, Grid, Image};
use crate::layers::{Layer, shape_of};
use crate::losses::Loss;
use crate::metrics::Metric;
use crate::optimizers::Optimizer;
use crate::precision::Precision;
use crate::random::{check_seed, fresh_seed};
use crate::training::{
    Event, FOREVER, Fit, History, KeptStep, Logs, Renderer, Running, Trainer, evaluate, predict,
};

/// A model that is a stack of layers, each taking the output of the one before.
///
/// Its weights exist as soon as the number of values in a row of input is known: from the first
/// layer's `input_shape`, from [`build`](Sequential::build), or from the data of the first fit.
#[derive(Debug, Clone)]
pub struct Sequential {
    pub(super) name: String,
    pub(super) seed: u64,
    pub(super) input_shape: Option<usize>,
    pub(super) layers: Vec<Layer>,
    pub(super) network: Option<Network>,
    pub(super) compiled: Option<Compiled>,
    /// Epochs that were ever begun: what the next one's order is drawn from.
    pub(super) epochs_begun: u64,
    pub(super) history: History,
    /// The pixels of the picture that was learnt last.
    pub(super) learnt: Option<Grid>,
    /// Losses and metrics of batches that the host brings one by one; no file has them.
    pub(crate) running: Running,
    pub(crate) kept_step: KeptStep,
    /// Grows with every change that a running training can't follow.
    pub(super) revision: u64,
    /// Trainings that were ever begun.
    pub(super) fits: u64,
    /// Whether a training is to end.
    pub(super) stop: Stop,
}

/// How long a fit goes on between two looks at what may stop it, such as a file.
const PIECE: Duration = Duration::from_millis(100);
/// More weights than this don't fit on the machines that imfit is for.
const MOST_WEIGHTS: usize = 1 << 28;

impl Sequential {
    /// A model of these layers, with a seed of its own: from [`set_random_seed`](crate::set_random_seed),
    /// else from the system.
    ///
    /// # Errors
    /// Layers that don't fit each other.
    pub fn new(layers: impl IntoIterator<Item = Layer>) -> Result<Sequential> {
        let mut model = Sequential::with_seed(fresh_seed())?;
        for layer in layers {
            model.push(layer)?;
        }
        model.lay_out()?;
        Ok(model)
    }

    /// An empty model whose initial weights and shuffling follow from `seed`.
    ///
    /// # Errors
    /// A seed above [`LARGEST_SEED`](crate::LARGEST_SEED).
    pub fn with_seed(seed: u64) -> Result<Sequential> {
        check_seed(seed)?;
        Ok(Sequential {
            name: "sequential".into(),
            seed,
            input_shape: None,
            layers: Vec::new(),
            network: None,
            compiled: None,
            epochs_begun: 0,
            history: History::default(),
            learnt: None,
            running: Running::default(),
            kept_step: KeptStep::default(),
            revision: 0,
            fits: 0,
            stop: Stop::default(),
        })
    }

    /// An empty model from its arguments by name: `name`, `input_shape`, `seed`.
    ///
    /// # Errors
    /// An argument that doesn't exist, or is wrong.
    pub fn from_map(given: &Map<String, Value>) -> Result<Sequential> {
        let arguments = Arguments::check(&SEQUENTIAL, given)?;
        let seed = arguments.optional_whole("seed").unwrap_or_else(fresh_seed);
        let mut model = Sequential::with_seed(seed)?;
        if let Some(name) = arguments.optional_text("name") {
            model.name = name.to_owned();
        }
        model.input_shape = shape_of(arguments.get("input_shape"));
        Ok(model)
    }

    /// Puts a layer on top. Layers that have weights already keep them; the optimizer begins anew.
    ///
    /// # Errors
    /// A name that another layer has, an `input_shape` that isn't the width of the layer below, or a
    /// layer that can't read rows of that width, as a block that would change it.
    pub fn add(&mut self, layer: impl Into<Layer>) -> Result<()> {
        let mut grown = self.clone();
        grown.stop = self.stop.shared();
        grown.push(layer.into())?;
        grown.lay_out()?;
        *self = grown;
        Ok(())
    }

    /// Puts a layer on top whose weights [`lay_out`](Sequential::lay_out) makes later.
    pub(crate) fn push(&mut self, mut layer: Layer) -> Result<()> {
        self.check_fit(&layer)?;
        self.name_layer(&mut layer)?;
        if self.layers.is_empty() && self.input_shape.is_none() {
            self.input_shape = layer.input_shape();
        }
        self.layers.push(layer);
        self.revision += 1;
        Ok(())
    }

    /// Makes the weights for rows of `inputs` values.
    ///
    /// # Errors
    /// A model that has been built for another width, or has no layers.
    pub fn build(&mut self, inputs: usize) -> Result<()> {
        if self.network.is_some() && self.input_shape == Some(inputs) {
            return Ok(());
        }
        self.check_buildable(inputs)?;
        self.input_shape = Some(inputs);
        self.revision += 1;
        self.lay_out()
    }

    /// Says how the model is to be trained. The optimizer begins anew.
    ///
    /// # Errors
    /// An optimizer or a metric whose numbers aren't allowed, a metric that is given twice or reads other targets
    /// than the loss, or a loss that compares the outputs of a row, for a model of one output.
    pub fn compile(
        &mut self,
        optimizer: impl Into<Optimizer>,
        loss: Loss,
        metrics: impl IntoIterator<Item = Metric>,
    ) -> Result<()> {
        let metrics: Vec<NamedMetric> = metrics
            .into_iter()
            .map(|metric| NamedMetric { name: metric.name().into(), metric })
            .collect();
        for NamedMetric { metric, .. } in &metrics {
            if Metric::from_json(&metric.to_json())? != *metric {
                let allowed = "the metric of that name: as a loss it is another";
                return Err(Error::argument("metrics", format!("{metric:?}"), allowed));
            }
        }
        let optimizer = optimizer.into();
        optimizer.check()?;
        let compiled = Compiled::new(optimizer, loss, metrics)?;
        self.check_compiled(&compiled)?;
        self.set_compiled(compiled);
        Ok(())
    }

    /// The same from arguments by name: `optimizer`, `loss`, `metrics`, `precision`.
    ///
    /// # Errors
    /// A name or an argument that doesn't exist, or is wrong; a precision that this machine hasn't.
    pub fn compile_map(&mut self, given: &Map<String, Value>) -> Result<()> {
        let compiled = Compiled::from_map(given)?;
        compiled.precision.bf16()?;
        self.check_compiled(&compiled)?;
        self.set_compiled(compiled);
        Ok(())
    }

    /// The same for a host that has no functions which loss or metrics could be.
    ///
    /// # Errors
    /// As [`compile_map`](Sequential::compile_map), and a function.
    pub fn compile_map_without_functions(&mut self, given: &Map<String, Value>) -> Result<()> {
        Compiled::from_map(given)?.check_no_functions()?;
        self.compile_map(given)
    }

    /// Refuses a loss that has nothing to compare in this model; a training asks again, for a model
    /// whose outputs aren't known yet.
    fn check_compiled(&self, compiled: &Compiled) -> Result<()> {
        self.network.as_ref().map_or(Ok(()), |network| compiled.check_outputs(network.outputs()))
    }

    /// The same for a model that may have been made on another machine: whether this one can train
    /// it is asked when it is trained.
    pub(crate) fn compile_as_saved(&mut self, given: &Map<String, Value>) -> Result<()> {
        self.set_compiled(Compiled::from_map(given)?);
        Ok(())
    }

    /// Says how exact the products of a training are, after [`compile`](Sequential::compile), which
    /// sets [`Precision::F32`]. The optimizer goes on.
    ///
    /// # Errors
    /// [`Error::NotCompiled`], and [`Error::Unavailable`] for a precision that this machine hasn't.
    ///
    /// # Example
    /// ```
    /// use imfit::layers::Dense;
    /// use imfit::{Loss, Precision, Sequential, optimizers::Adam};
    ///
    /// let mut model = Sequential::new([Dense::new(3).input_shape(2).into()])?;
    /// model.compile(Adam::default(), Loss::MeanSquaredError, [])?;
    /// if let Err(error) = model.set_precision(Precision::Bf16) {
    ///     println!("{error}"); // and go on in f32
    /// }
    /// # Ok::<(), imfit::Error>(())
    /// ```
    pub fn set_precision(&mut self, precision: Precision) -> Result<()> {
        let compiled = self.compiled.as_mut().ok_or(Error::NotCompiled)?;
        precision.bf16()?;
        compiled.precision = precision;
        self.revision += 1;
        Ok(())
    }

    /// How exact the products of a training are; nothing before `compile`.
    pub fn precision(&self) -> Option<Precision> {
        self.compiled.as_ref().map(|compiled| compiled.precision)
    }

    /// Trains on inputs `x`, (rows, inputs), and targets `y`, (rows, outputs), to the end, and
    /// returns the losses and metrics of the epochs. Use a [`Trainer`] to see or stop it on the way.
    ///
    /// # Errors
    /// As [`Trainer::new`] and [`Trainer::advance`].
    pub fn fit(&mut self, x: ArrayView2<f32>, y: ArrayView2<f32>, fit: &Fit) -> Result<History> {
        self.fit_data(&Data::new(x, y).into(), fit)
    }

    /// Trains on the pixels of a picture: as [`fit`](Sequential::fit) on what
    /// [`Image::pixels`] returns, to the byte, but without making these arrays.
    ///
    /// # Errors
    /// As [`Trainer::new`] and [`Trainer::advance`].
    pub fn fit_image(
        &mut self,
        image: &Image,
        coordinates: Coordinates,
        fit: &Fit,
    ) -> Result<History> {
        self.fit_data(&Data::of_image(image, coordinates).into(), fit)
    }

    /// The same with sample weights, or with data to validate on.
    ///
    /// # Errors
    /// As [`Trainer::new`] and [`Trainer::advance`]. Callbacks that call functions need a [`Trainer`].
    pub fn fit_data(&mut self, data: &FitData<'_>, fit: &Fit) -> Result<History> {
        if fit.callbacks.iter().any(Callback::has_functions) {
            let allowed = "callbacks that need no function; for others use a `Trainer`";
            return Err(Error::argument("callbacks", "one with functions", allowed));
        }
        self.check_no_functions()?;
        let mut trainer = Trainer::new(self, data, fit)?;
        while trainer.advance(self, data, PIECE)? != Event::Done {}
        Ok(trainer.history().clone())
    }

    /// The model's outputs, (rows, outputs), for inputs `x`, (rows, inputs).
    ///
    /// # Errors
    /// A model whose input shape isn't known, inputs of another width or with values that aren't
    /// finite.
    pub fn predict(&self, x: ArrayView2<f32>) -> Result<Array2<f32>> {
        predict(self, x)
    }

    /// The picture that the model makes of `width` x `height` pixels: what
    /// [`predict`](Sequential::predict) returns for their [`coordinates`](crate::image::coordinates),
    /// as a picture. Its values are the model's, also outside of \[0, 1\].
    ///
    /// # Errors
    /// As [`Grid::new`] and [`Renderer::on`].
    ///
    /// # Example
    /// ```
    /// use imfit::layers::{Activation, Dense};
    /// use imfit::{Coordinates, Grid, Sequential};
    ///
    /// let mut model = Sequential::with_seed(7)?;
    /// model.add(Dense::new(3).activation(Activation::Sigmoid).input_shape(2))?;
    /// let image = model.render(64, 48, Coordinates::Pixel)?;
    /// assert_eq!((image.width(), image.height(), image.channels()), (64, 48, 3));
    ///
    /// // What was learnt from 64 x 48 pixels, four times finer.
    /// let grid = Grid::new(256, 192, Coordinates::Pixel)?.of(64, 48)?;
    /// assert_eq!(model.render_on(&grid)?.width(), 256);
    /// # Ok::<(), imfit::Error>(())
    /// ```
    pub fn render(&self, width: usize, height: usize, coordinates: Coordinates) -> Result<Image> {
        self.render_on(&Grid::new(width, height, coordinates)?)
    }

    /// The picture that the model makes of the pixels of a grid, such as one that is finer than the
    /// picture that it learnt: see [`Grid::of`].
    ///
    /// # Errors
    /// As [`Renderer::on`].
    pub fn render_on(&self, grid: &Grid) -> Result<Image> {
        let mut renderer = Renderer::on(self, grid)?;
        loop {
            if let Some(image) = renderer.advance(self, FOREVER)? {
                return Ok(image);
            }
        }
    }

    /// Loss and metrics on data, without training.
    ///
    /// # Errors
    /// As [`Evaluator::new`](crate::Evaluator::new).
    pub fn evaluate(&self, data: &Data<'_>) -> Result<Logs> {
        self.check_no_functions()?;
        evaluate(self, data)
    }

    /// The model's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The model's seed.
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// The layers, from the input on.
    pub fn layers(&self) -> &[Layer] {
        &self.layers
    }

    /// The number of values in a row of input, if it is known.
    pub fn inputs(&self) -> Option<usize> {
        self.input_shape
    }

    /// The number of values in a row of output, if the model is built.
    pub fn outputs(&self) -> Option<usize> {
        self.network.as_ref().map(Network::outputs)
    }

    /// Whether the model has weights.
    pub fn is_built(&self) -> bool {
        self.network.is_some()
    }

    /// The losses and metrics of all epochs that the model was ever trained.
    pub fn history(&self) -> &History {
        &self.history
    }

    /// The pixels of the picture that the model has learnt last, and how their positions were told;
    /// nothing where it has learnt none, or arrays since. A saved model keeps it.
    ///
    /// ```
    /// # use imfit::{Grid, Recipe};
    /// # let image = imfit::Image::new(ndarray::Array3::from_elem((4, 6, 3), 0.5))?;
    /// # let recipe = Recipe::named("post-one-layer")?;
    /// # let mut model = recipe.model(3)?;
    /// model.fit_image(&image, recipe.coordinates(), &recipe.fit())?;
    /// let learnt = model.learnt().expect("it has just learnt one");
    /// let (width, height) = (learnt.width(), learnt.height());
    /// // The same, four times finer.
    /// let finer = Grid::new(4 * width, 4 * height, learnt.coordinates())?.of(width, height)?;
    /// assert_eq!(model.render_on(&finer)?.width(), 24);
    /// # Ok::<(), imfit::Error>(())
    /// ```
    pub fn learnt(&self) -> Option<Grid> {
        self.learnt
    }

    /// Says whether the model could be built for rows of `inputs` values.
    pub(crate) fn check_buildable(&self, inputs: usize) -> Result<()> {
        if self.layers.is_empty() {
            return Err(Error::Shape("the model has no layers yet: add one first".into()));
        }
        if inputs == 0 {
            return Err(Error::argument("input_shape", 0, "a whole number of at least 1"));
        }
        match self.input_shape {
            Some(known) if known != inputs => Err(Error::Shape(format!(
                "the model takes rows of {known} values, and can't be built for rows of {inputs}"
            ))),
            _ => self.check_widths(Some(inputs)).map(drop),
        }
    }

    /// The number of outputs for rows of `inputs` values, built or not.
    pub(crate) fn outputs_of(&self, inputs: usize) -> usize {
        self.layers.iter().fold(inputs, |width, layer| layer.outputs(width))
    }

    fn set_compiled(&mut self, compiled: Compiled) {
        self.compiled = Some(compiled);
        self.reset_metrics();
        self.revision += 1;
        self.reset_optimizer();
    }

    /// Gives the optimizer fresh slots for every weight.
    pub(super) fn reset_optimizer(&mut self) {
        let shapes = self.weight_shapes();
        let Some(compiled) = &mut self.compiled else { return };
        compiled.iterations = 0;
        let (optimizer, model) = (&compiled.optimizer, &self.name);
        if let Some(network) = &mut self.network {
            let states = shapes.iter().map(|(layer, shape)| {
                let path = format!("{model}/{layer}/{}", shape.name);
                if shape.trained { optimizer.states(&path, shape) } else { Vec::new() }
            });
            network.reset_slots(&optimizer.slots(), states.collect());
        }
    }

    /// Lays out the network, if the input shape is known: weights that there are, and new ones.
    pub(super) fn lay_out(&mut self) -> Result<()> {
        let get = |network: &Network| (0..network.arrays().len()).map(|i| network.get(i)).collect();
        let values = self.network.as_ref().map_or_else(Vec::new, get);
        self.lay_out_with(values)
    }

    /// The same with `values`, the arrays of the first layers, and new ones for those above.
    pub(crate) fn lay_out_with(&mut self, mut values: Vec<Vec<f32>>) -> Result<()> {
        self.reset_metrics();
        let Some(inputs) = self.input_shape.filter(|_| !self.layers.is_empty()) else {
            return Ok(());
        };
        self.check_size(inputs)?;
        let (mut width, mut count) = (inputs, 0);
        for layer in &self.layers {
            if count == values.len() {
                values.extend(layer.initial_values(width, self.seed, count as u64));
            }
            count += layer.weights(width).len();
            width = layer.outputs(width);
        }
        // Of a layer that has been taken off, no weights are kept.
        values.truncate(count);
        self.network = Some(Network::new(inputs, &self.layers, &values, self.seed));
        self.reset_optimizer();
        Ok(())
    }

    fn check_size(&self, inputs: usize) -> Result<()> {
        let (mut width, mut total) = (inputs, 0usize);
        for layer in &self.layers {
            for shape in layer.weights(width) {
                total = total.saturating_add(shape.rows.saturating_mul(shape.columns));
            }
            width = layer.outputs(width);
        }
        if total <= MOST_WEIGHTS {
            return Ok(());
        }
        Err(Error::argument(
            "units",
            format!("so many that the model has {total} weights"),
            format!("so few that the model has at most {MOST_WEIGHTS} weights"),
        ))
    }

    /// Refuses a layer that doesn't fit the width of what is below it, as far as that is known.
    fn check_fit(&self, layer: &Layer) -> Result<()> {
        layer.check_width(self.check_widths(self.input_shape)?).map(drop)
    }

    /// The number of outputs for rows of `inputs` values, as far as it is known.
    fn check_widths(&self, inputs: Option<usize>) -> Result<Option<usize>> {
        self.layers.iter().try_fold(inputs, |width, layer| layer.check_width(width))
    }
}
