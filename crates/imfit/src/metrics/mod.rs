//! What is reported beside the loss.

mod accuracy;
mod confusion;
mod declarations;
mod r2_score;
mod row_metric;

use confusion::Confusion;
use serde_json::{Map, Value, json};

use crate::declare::{self, Arguments, Declaration, Kind, component_value, text_or_component};
use crate::error::{Error, Result};
use crate::layers::{shortest, single};
use crate::losses::{AS_METRICS, FN, Loss, NAME, Wanted};

pub(crate) use row_metric::RowMetric;

/// The metrics beside accuracies that are to grow.
const MORE_IS_BETTER: &[&str] =
    &["Precision", "Recall", "CosineSimilarity", "R2Score", "PSNR", "SSIM"];

const OWN: &[&Declaration] = &[
    &declarations::ACCURACY,
    &declarations::BINARY_ACCURACY,
    &declarations::CATEGORICAL_ACCURACY,
    &declarations::SPARSE_CATEGORICAL_ACCURACY,
    &declarations::TOP_K_CATEGORICAL_ACCURACY,
    &declarations::SPARSE_TOP_K_CATEGORICAL_ACCURACY,
    &declarations::PRECISION,
    &declarations::RECALL,
    &declarations::COSINE_SIMILARITY,
    &declarations::ROOT_MEAN_SQUARED_ERROR,
    &declarations::R2_SCORE,
    &declarations::PSNR,
    &declarations::SSIM,
    &declarations::FUNCTION,
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
    /// is 1; with more, the largest output has to be the largest target, or the class that a single target
    /// numbers.
    Accuracy,
    /// The share of outputs that are above a threshold just when their target is 1.
    BinaryAccuracy {
        /// From where on an output counts as 1: between 0 and 1.
        threshold: f32,
    },
    /// The share of rows whose largest output is the largest target.
    CategoricalAccuracy,
    /// The share of rows whose largest output is the class that the one target numbers.
    SparseCategoricalAccuracy,
    /// The share of rows where the output of the largest target is among the largest.
    TopKCategoricalAccuracy {
        /// How many are looked at: at least 1.
        k: usize,
    },
    /// The share of rows where the output of the class that the one target numbers is among the largest.
    SparseTopKCategoricalAccuracy {
        /// How many are looked at: at least 1.
        k: usize,
    },
    /// The share of the positive outputs whose target isn't 0.
    Precision {
        /// Above what number an output counts as positive: usually 0.5.
        threshold: f32,
        /// The only output to look at, counted from 0; else all.
        class_id: Option<usize>,
    },
    /// The share of the targets that aren't 0 whose output is positive.
    Recall {
        /// Above what number an output counts as positive: usually 0.5.
        threshold: f32,
        /// The only output to look at, counted from 0; else all.
        class_id: Option<usize>,
    },
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
    /// The structural similarity to a picture.
    Ssim {
        /// The largest value that a target can have.
        max_val: f32,
    },
    /// A function of the host's: the mean of what it says of the rows, see [`Question`](crate::Question).
    Function,
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
            "SparseCategoricalAccuracy" => Metric::SparseCategoricalAccuracy,
            "TopKCategoricalAccuracy" => {
                Metric::TopKCategoricalAccuracy { k: arguments.whole("k") }
            }
            "SparseTopKCategoricalAccuracy" => {
                Metric::SparseTopKCategoricalAccuracy { k: arguments.whole("k") }
            }
            "Precision" => {
                let Confusion { threshold, class_id } = confusion(&arguments)?;
                Metric::Precision { threshold, class_id }
            }
            "Recall" => {
                let Confusion { threshold, class_id } = confusion(&arguments)?;
                Metric::Recall { threshold, class_id }
            }
            "CosineSimilarity" => Metric::CosineSimilarity,
            "RootMeanSquaredError" => Metric::RootMeanSquaredError,
            "R2Score" => {
                let how = arguments.optional_text("class_aggregation");
                Metric::R2Score { variance_weighted: how == Some("variance_weighted_average") }
            }
            "PSNR" => Metric::Psnr { max_val: single(&arguments, "max_val")? },
            "SSIM" => Metric::Ssim { max_val: single(&arguments, "max_val")? },
            "Function" => Metric::Function,
            loss => Metric::Loss(Loss::made(loss, &arguments)?),
        })
    }

    /// The metric as `{"class_name", "config"}`.
    pub fn to_json(self) -> Value {
        let config = match self {
            Metric::Loss(loss) => return loss.to_json(),
            Metric::BinaryAccuracy { threshold } => json!({ "threshold": shortest(threshold) }),
            Metric::TopKCategoricalAccuracy { k } | Metric::SparseTopKCategoricalAccuracy { k } => {
                json!({ "k": k })
            }
            Metric::Precision { threshold, class_id } | Metric::Recall { threshold, class_id } => {
                json!({ "thresholds": shortest(threshold), "class_id": class_id })
            }
            Metric::R2Score { variance_weighted } => {
                let how = if variance_weighted { "variance_weighted" } else { "uniform" };
                json!({ "class_aggregation": format!("{how}_average") })
            }
            Metric::Psnr { max_val } | Metric::Ssim { max_val } => {
                json!({ "max_val": shortest(max_val) })
            }
            Metric::Function => json!({ (FN.name): declare::FUNCTION, (NAME.name): null }),
            _ => json!({}),
        };
        component_value(self.class_name(), config.as_object().cloned().unwrap_or_default())
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
            Metric::SparseCategoricalAccuracy => "SparseCategoricalAccuracy",
            Metric::TopKCategoricalAccuracy { .. } => "TopKCategoricalAccuracy",
            Metric::SparseTopKCategoricalAccuracy { .. } => "SparseTopKCategoricalAccuracy",
            Metric::Precision { .. } => "Precision",
            Metric::Recall { .. } => "Recall",
            Metric::Loss(loss) => loss.class_name(),
            Metric::CosineSimilarity => "CosineSimilarity",
            Metric::RootMeanSquaredError => "RootMeanSquaredError",
            Metric::R2Score { .. } => "R2Score",
            Metric::Psnr { .. } => "PSNR",
            Metric::Ssim { .. } => "SSIM",
            Metric::Function => "Function",
        }
    }

    /// Whether more of it is better, as Keras has it.
    pub(crate) fn more_is_better(&self) -> bool {
        let name = self.class_name();
        name.ends_with("Accuracy") || MORE_IS_BETTER.contains(&name)
    }

    /// How many numbers are summed over the rows, for `outputs` outputs.
    pub(crate) fn sums(self, outputs: usize) -> usize {
        match self {
            Metric::R2Score { .. } => r2_score::SUMS * outputs,
            Metric::Precision { .. } | Metric::Recall { .. } => Confusion::SUMS,
            Metric::Ssim { .. } => 0,
            _ => 1,
        }
    }

    /// What targets it takes.
    pub(crate) fn wanted(self) -> Wanted {
        match self {
            Metric::Accuracy => Wanted::Any,
            Metric::Function => Wanted::Own,
            Metric::SparseCategoricalAccuracy | Metric::SparseTopKCategoricalAccuracy { .. } => {
                Wanted::Class
            }
            Metric::Loss(loss) => loss.wanted(),
            _ => Wanted::Wide,
        }
    }

    /// Whether it reads targets of 0 and 1 in another way than others.
    pub(crate) fn asks_for_binary(self) -> bool {
        matches!(self, Metric::Loss(loss) if loss.asks_for_binary())
    }

    /// Refuses an output that the model doesn't have.
    ///
    /// # Errors
    /// A `class_id` that isn't below the number of outputs.
    pub(crate) fn check_outputs(self, outputs: usize) -> Result<()> {
        match self {
            Metric::Precision { class_id: Some(class), .. }
            | Metric::Recall { class_id: Some(class), .. }
                if class >= outputs =>
            {
                let allowed = format!("below {outputs}, the number of the model's outputs");
                Err(Error::argument("class_id", class, allowed))
            }
            _ => Ok(()),
        }
    }

    /// What the sums over `rows` rows come to.
    pub(crate) fn result(self, sums: &[f64], rows: usize) -> f64 {
        let rows = rows as f64;
        let mean = sums[0] / rows;
        match self {
            Metric::RootMeanSquaredError => mean.sqrt(),
            Metric::Precision { .. } | Metric::Recall { .. } => Confusion::share(sums),
            Metric::Psnr { max_val } => {
                20.0 * libm::log10(f64::from(max_val)) - 10.0 * libm::log10(mean)
            }
            Metric::R2Score { variance_weighted } => r2_score::score(sums, rows, variance_weighted),
            _ => mean,
        }
    }
}

/// The arguments of precision and recall.
fn confusion(arguments: &Arguments) -> Result<Confusion> {
    let threshold = match arguments.optional_real("thresholds") {
        Some(_) => single(arguments, "thresholds")?,
        None => 0.5,
    };
    let class_id = arguments.optional_whole("class_id").map(|class| class as usize);
    Ok(Confusion { threshold, class_id })
}
