//! A metric as the engine computes it, row by row.

use imfit_compute::Isa;

use super::accuracy::Accuracy;
use super::confusion::Confusion;
use super::{Metric, r2_score};
use crate::losses::{Loss, RowLoss, Targets};
use crate::panel::Lanes;

/// A metric of targets that are known.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RowMetric {
    metric: Metric,
    /// What is summed, where it is a loss.
    loss: RowLoss,
}

impl Metric {
    /// What is computed for these targets.
    pub(crate) fn of(self, targets: Targets) -> RowMetric {
        let loss = match self {
            Metric::Loss(loss) => loss,
            Metric::CosineSimilarity => Loss::CosineSimilarity,
            _ => Loss::MeanSquaredError,
        };
        RowMetric { metric: self, loss: loss.of(targets) }
    }
}

impl RowMetric {
    /// How many numbers are summed over the rows, for `outputs` outputs.
    pub(crate) fn sums(self, outputs: usize) -> usize {
        self.metric.sums(outputs)
    }

    /// Writes what each row of a panel adds to the [`sums`](RowMetric::sums).
    pub(crate) fn write(self, isa: Isa, prediction: &[Lanes], target: &[Lanes], out: &mut [Lanes]) {
        out[0] = match self.metric {
            Metric::Accuracy => Accuracy::rows(prediction, target),
            Metric::BinaryAccuracy { threshold } => Accuracy::binary(prediction, target, threshold),
            Metric::CategoricalAccuracy => Accuracy::categorical(prediction, target),
            Metric::SparseCategoricalAccuracy => Accuracy::sparse(prediction, &target[0]),
            Metric::TopKCategoricalAccuracy { k } => Accuracy::top(prediction, target, k),
            Metric::SparseTopKCategoricalAccuracy { k } => {
                Accuracy::sparse_top(prediction, &target[0], k)
            }
            Metric::CosineSimilarity => self.loss.rows(isa, prediction, target).map(|value| -value),
            Metric::Loss(_) | Metric::RootMeanSquaredError | Metric::Psnr { .. } => {
                self.loss.rows(isa, prediction, target)
            }
            Metric::R2Score { .. } => return r2_score::write(prediction, target, out),
            Metric::Precision { threshold, class_id } => {
                let confusion = Confusion { threshold, class_id };
                return confusion.write_precision(prediction, target, out);
            }
            Metric::Recall { threshold, class_id } => {
                let confusion = Confusion { threshold, class_id };
                return confusion.write_recall(prediction, target, out);
            }
        };
    }
}
