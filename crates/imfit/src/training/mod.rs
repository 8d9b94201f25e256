//! Training, evaluation and prediction, as state machines that the host drives.

mod data;
mod evaluator;
mod history;
mod options;
mod predictor;
mod progress;
mod schedule;
mod trainer;

pub use data::{Data, FitData};
pub use evaluator::Evaluator;
pub use history::{History, Logs, Series};
pub use options::{Fit, Verbosity};
pub use predictor::Predictor;
pub use progress::{EpochEnd, Event, Progress};
pub use trainer::Trainer;

pub(crate) use data::copy_rows;
