//! Training, evaluation, prediction and rendering, as state machines that the host drives.

use std::time::Duration;

mod asking;
mod baton;
mod calls;
mod evaluator;
mod history;
mod kept_step;
mod on_batch;
mod options;
mod order;
mod predictor;
mod progress;
mod renderer;
mod rows;
mod schedule;
mod scorer;
mod seen;
mod steps;
mod survey;
mod trainer;
mod validating;

pub use evaluator::Evaluator;
pub(crate) use evaluator::evaluate;
pub use history::{History, Logs, Series};
pub(crate) use kept_step::KeptStep;
pub use on_batch::OnBatch;
pub(crate) use on_batch::Running;
pub use options::{ClassWeight, Fit, ValidationFreq, Verbosity};
pub use predictor::Predictor;
pub(crate) use predictor::predict;
pub use progress::{EpochEnd, Event, Progress};
pub use renderer::Renderer;
pub(crate) use seen::Seen;
pub(crate) use survey::Survey;
pub use survey::{Function, Question};
pub use trainer::Trainer;

/// Longer than anybody waits, and short enough to be added to the time of day.
pub(crate) const FOREVER: Duration = Duration::from_secs(1 << 30);
