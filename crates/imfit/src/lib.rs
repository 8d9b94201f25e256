//! Fits small neural networks to images: an image is a function from pixel position to colour, and
//! a network can be trained to be that function.
//!
//! The names are Keras's. Nothing here knows of a host language: the crates for R, Python and
//! Jupyter convert and delegate.
//!
//! # Example
//! ```
//! use imfit::layers::{Activation, Dense};
//! use imfit::optimizers::Adam;
//! use imfit::{Coordinates, Fit, Image, Loss, Metric, Sequential};
//!
//! # let picture = Image::new(ndarray::Array3::from_elem((4, 6, 3), 0.5))?;
//! # let folder = tempfile::tempdir()?;
//! # let path = folder.path().join("godwit.png");
//! # picture.save(&path)?;
//! let image = Image::open(&path)?;
//! let mut model = Sequential::with_seed(7)?;
//! model.add(Dense::new(10).activation(Activation::Tanh).input_shape(2))?;
//! model.add(Dense::new(3).activation(Activation::Sigmoid))?;
//! model.compile(Adam::default(), Loss::MeanSquaredError, [Metric::Accuracy])?;
//! let fit = Fit { epochs: 5, ..Fit::default() };
//! let history = model.fit_image(&image, Coordinates::Centered, &fit)?;
//! assert_eq!(history.get("loss").unwrap().len(), 5);
//! let copy = model.render(image.width(), image.height(), Coordinates::Centered)?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Layout
//! `callbacks` (what happens beside a training), `image` (pictures), `layers`, `losses`, `metrics`,
//! `optimizers`, `initializers`, `regularizers`, `constraints` (the components, each declared once, see
//! `declare`), `model` (a stack of layers), `training` (the loop),
//! `engine` (how a mini-batch is computed), `file` (saved models),
//! `recipe` (a model and its training as a description).

pub mod callbacks;
pub mod constraints;
mod data;
pub mod declare;
mod engine;
pub mod error;
mod file;
pub mod image;
pub mod initializers;
pub mod layers;
mod losses;
mod metrics;
mod model;
pub mod optimizers;
mod panel;
mod precision;
mod random;
pub mod recipe;
pub mod regularizers;
mod threads;
mod training;

pub use callbacks::Callback;
pub use data::{Data, FitData, to_categorical};
pub use error::{Error, ErrorKind, Result};
pub use image::{Axis, Coordinates, Filter, Format, Grid, Image, Limits};
pub use losses::Loss;
pub use metrics::Metric;
pub use model::{Sequential, Stop, Summary};
pub use precision::Precision;
pub use random::{LARGEST_SEED, set_random_seed};
pub use recipe::Recipe;
pub use threads::{num_threads, set_num_threads};
pub use training::{
    ClassWeight, EpochEnd, Evaluator, Event, Fit, Function, History, Logs, OnBatch, Predictor,
    Progress, Question, Renderer, Series, Trainer, ValidationFreq, Verbosity,
};

/// The version of imfit: the same in every language.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The instruction set that the arithmetic uses: `avx512`, `avx2`, `neon` or `portable`.
///
/// # Errors
/// [`Error::Argument`] where the environment variable `IMFIT_ISA` names one that isn't to be had.
pub fn instruction_set() -> Result<&'static str> {
    Ok(engine::isa()?.name())
}

/// The instruction sets of this processor, best first: what `IMFIT_ISA` may name. The last is always
/// `portable`, which runs everywhere.
///
/// ```
/// assert_eq!(imfit::instruction_sets().last(), Some(&"portable"));
/// ```
pub fn instruction_sets() -> Vec<&'static str> {
    imfit_compute::Isa::available().into_iter().map(imfit_compute::Isa::name).collect()
}
