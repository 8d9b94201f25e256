//! What is reported beside the loss.

mod accuracy;
mod declarations;
mod r2_score;

use accuracy::Accuracy;
use imfit_compute::Isa;
use serde_json::{Map, Value};

use crate::declare::{Arguments, Declaration, Kind, component_value, text_or_component};
use crate::error::Result;
use crate::layers::{shortest, single};
use crate::losses::{AS_METRICS, Loss};
use crate::panel::Lanes;

const OWN: &[&Declaration] = &[
    &declarations::ACCURACY,
    &declarations::BINARY_ACCURACY,
    &declarations::CATEGORICAL_ACCURACY,
    &declarations::COSINE_SIMILARITY,
    &declarations::ROOT_MEAN_SQUARED_ERROR,
    &declarations::R2_SCORE,
    &declarations::PSNR,
];

const ALL: [&Declaration; OWN.len() + AS_METRICS.len()] = {
    let mut all = [OWN[0]; OWN.len() + AS_METRICS.len()];
    let mut index = 0;
    while index < all.len() {
        all[index] = if index < OWN.len() { OWN[index] } else { AS_METRICS[index - OWN.len()] };
        index += 1;
    }
    all
};

/// The declarations of all metrics.
pub(crate) const DECLARATIONS: &[&Declaration] = &ALL;

/// Any of the metrics.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum Metric {
    /// The share of rows that are right. With one output, it has to be above 0.5 just when the target
    /// is 1; with more, the largest output has to be the largest target.
    Accuracy,
    /// The share of outputs that are above a threshold just when their target is 1.
    BinaryAccuracy {
        /// From where on an output counts as 1: between 0 and 1.
        threshold: f32,
    },
    /// The share of rows whose largest output is the largest target.
    CategoricalAccuracy,
    /// The mean of a loss over the rows, without sample weights.
    Loss(Loss),
    /// The cosine of the angle between prediction and target.
    CosineSimilarity,
    /// The root of the mean squared error.
    RootMeanSquaredError,
    /// The share of the targets' variance that is explained.
    R2Score {
        /// Whether an output counts as much as its targets vary; else all count the same.
        variance_weighted: bool,
    },
    /// The peak signal-to-noise ratio in decibels.
    Psnr {
        /// The largest value that a target can have.
        max_val: f32,
    },
}

impl Metric {
    /// The metric that `value` names or describes.
    ///
    /// # Errors
    /// A name or an argument that doesn't exist, or is wrong.
    pub fn from_json(value: &Value) -> Result<Metric> {
        let (name, config) = text_or_component(value).unwrap_or(("", Map::new()));
        let declaration = Kind::Metric.find(name)?;
        let arguments = Arguments::check(declaration, &config)?;
        Ok(match declaration.class_name {
            "Accuracy" => Metric::Accuracy,
            "BinaryAccuracy" => {
                Metric::BinaryAccuracy { threshold: single(&arguments, "threshold")? }
            }
            "CategoricalAccuracy" => Metric::CategoricalAccuracy,
            "CosineSimilarity" => Metric::CosineSimilarity,
            "RootMeanSquaredError" => Metric::RootMeanSquaredError,
            "R2Score" => {
                let how = arguments.optional_text("class_aggregation");
                Metric::R2Score { variance_weighted: how == Some("variance_weighted_average") }
            }
            "PSNR" => Metric::Psnr { max_val: single(&arguments, "max_val")? },
            loss => Metric::Loss(Loss::made(loss, &arguments)?),
        })
    }

    /// The metric as `{"class_name", "config"}`.
    pub fn to_json(self) -> Value {
        let config = match self {
            Metric::Loss(loss) => return loss.to_json(),
            Metric::BinaryAccuracy { threshold } => Some(("threshold", shortest(threshold).into())),
            Metric::R2Score { variance_weighted } => {
                let how = if variance_weighted { "variance_weighted" } else { "uniform" };
                Some(("class_aggregation", format!("{how}_average").into()))
            }
            Metric::Psnr { max_val } => Some(("max_val", shortest(max_val).into())),
            _ => None,
        };
        let config = config.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        component_value(self.class_name(), config)
    }

    /// The name under which the history has it.
    pub fn name(self) -> &'static str {
        Kind::Metric.find(self.class_name()).map_or("", Declaration::usual_name)
    }

    fn class_name(self) -> &'static str {
        match self {
            Metric::Accuracy => "Accuracy",
            Metric::BinaryAccuracy { .. } => "BinaryAccuracy",
            Metric::CategoricalAccuracy => "CategoricalAccuracy",
            Metric::Loss(loss) => loss.class_name(),
            Metric::CosineSimilarity => "CosineSimilarity",
            Metric::RootMeanSquaredError => "RootMeanSquaredError",
            Metric::R2Score { .. } => "R2Score",
            Metric::Psnr { .. } => "PSNR",
        }
    }

    /// How many numbers are summed over the rows, for `outputs` outputs.
    pub(crate) fn sums(self, outputs: usize) -> usize {
        match self {
            Metric::R2Score { .. } => r2_score::SUMS * outputs,
            _ => 1,
        }
    }

    /// Writes what each row of a panel adds to the [`sums`](Metric::sums).
    pub(crate) fn write(self, isa: Isa, prediction: &[Lanes], target: &[Lanes], out: &mut [Lanes]) {
        out[0] = match self {
            Metric::Accuracy => Accuracy::rows(prediction, target),
            Metric::BinaryAccuracy { threshold } => Accuracy::binary(prediction, target, threshold),
            Metric::CategoricalAccuracy => Accuracy::categorical(prediction, target),
            Metric::Loss(loss) => loss.rows(isa, prediction, target),
            Metric::CosineSimilarity => {
                Loss::CosineSimilarity.rows(isa, prediction, target).map(|value| -value)
            }
            Metric::RootMeanSquaredError | Metric::Psnr { .. } => {
                Loss::MeanSquaredError.rows(isa, prediction, target)
            }
            Metric::R2Score { .. } => return r2_score::write(prediction, target, out),
        };
    }

    /// What the sums over `rows` rows come to.
    pub(crate) fn result(self, sums: &[f64], rows: usize) -> f64 {
        let rows = rows as f64;
        let mean = sums[0] / rows;
        match self {
            Metric::RootMeanSquaredError => mean.sqrt(),
            Metric::Psnr { max_val } => {
                20.0 * libm::log10(f64::from(max_val)) - 10.0 * libm::log10(mean)
            }
            Metric::R2Score { variance_weighted } => r2_score::score(sums, rows, variance_weighted),
            _ => mean,
        }
    }
}
