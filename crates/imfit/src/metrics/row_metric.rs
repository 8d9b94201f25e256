//! A metric as the engine computes it, row by row.

use imfit_compute::Isa;

use super::accuracy::Accuracy;
use super::confusion::Confusion;
use super::{Metric, r2_score};
use crate::losses::{Loss, RowLoss, Targets};
use crate::panel::Lanes;

/// What is written for each row beside its loss.
#[derive(Debug, Clone, Copy)]
pub(crate) enum RowMetric {
    /// A metric of targets that are known.
    Computed {
        metric: Metric,
        /// What is summed, where it is a loss.
        loss: RowLoss,
        /// Targets of a row; what follows them in a record are answers.
        targets: usize,
    },
    /// What a function of the host's has answered: the place behind the targets.
    Answered(usize),
    /// Nothing: it is of all rows together.
    Whole,
    /// The predictions themselves, for those who look at them.
    Predictions,
}

impl Metric {
    /// What is computed for these targets.
    pub(crate) fn of(self, targets: Targets) -> RowMetric {
        let loss = match self {
            Metric::Ssim { .. } => return RowMetric::Whole,
            Metric::Loss(loss) => loss,
            Metric::CosineSimilarity => Loss::CosineSimilarity,
            _ => Loss::MeanSquaredError,
        };
        RowMetric::Computed { metric: self, loss: loss.of(targets), targets: targets.width }
    }
}

impl RowMetric {
    /// How many numbers are summed over the rows, for `outputs` outputs.
    pub(crate) fn sums(self, outputs: usize) -> usize {
        match self {
            RowMetric::Computed { metric, .. } => metric.sums(outputs),
            RowMetric::Answered(_) => 1,
            RowMetric::Whole => 0,
            RowMetric::Predictions => outputs,
        }
    }

    /// Writes what each row of a panel adds to the [`sums`](RowMetric::sums); `target` is (targets and
    /// answers, rows).
    pub(crate) fn write(self, isa: Isa, prediction: &[Lanes], target: &[Lanes], out: &mut [Lanes]) {
        match self {
            RowMetric::Computed { metric, loss, targets } => {
                metric.write((isa, loss), prediction, &target[..targets], out);
            }
            RowMetric::Answered(place) => out[0] = target[place],
            RowMetric::Whole => {}
            RowMetric::Predictions => out.copy_from_slice(prediction),
        }
    }
}

impl Metric {
    fn write(
        self,
        (isa, loss): (Isa, RowLoss),
        prediction: &[Lanes],
        target: &[Lanes],
        out: &mut [Lanes],
    ) {
        out[0] = match self {
            Metric::Accuracy => Accuracy::rows(isa, prediction, target),
            Metric::BinaryAccuracy { threshold } => Accuracy::binary(prediction, target, threshold),
            Metric::CategoricalAccuracy => Accuracy::categorical(isa, prediction, target),
            Metric::SparseCategoricalAccuracy => Accuracy::sparse(isa, prediction, &target[0]),
            Metric::TopKCategoricalAccuracy { k } => Accuracy::top(isa, prediction, target, k),
            Metric::SparseTopKCategoricalAccuracy { k } => {
                Accuracy::sparse_top(prediction, &target[0], k)
            }
            Metric::CosineSimilarity => loss.rows(isa, prediction, target).map(|value| -value),
            Metric::Loss(_) | Metric::RootMeanSquaredError | Metric::Psnr { .. } => {
                loss.rows(isa, prediction, target)
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
            Metric::Ssim { .. } | Metric::Function => unreachable!("no row has one of its own"),
        };
    }
}
