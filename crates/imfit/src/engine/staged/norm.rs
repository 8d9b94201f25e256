//! What a batch normalisation knows of the batch at hand.

use imfit_compute::{Denormalizer, Normalizer};

use super::stage::Stage;
use super::statistics::{Pair, mean_and_variance, mean_slopes};
use crate::engine::operations::{BatchNorm, Operation, Statistics};

/// A batch normalisation, with what it knows of the batch at hand: for each feature.
pub(super) struct Norm {
    /// The operation's number.
    pub(super) index: usize,
    pub(super) operation: BatchNorm,
    pub(super) statistics: Vec<Statistics>,
    pub(super) means: Vec<f32>,
    pub(super) standardizers: Vec<Normalizer>,
    pub(super) normalizers: Vec<Normalizer>,
    pub(super) denormalizers: Vec<Denormalizer>,
}

impl Norm {
    pub(super) fn of((index, operation): (usize, &Operation)) -> Option<Norm> {
        let operation = operation.batch_norm().filter(|norm| norm.trainable)?.clone();
        let width = operation.width;
        let unknown = Normalizer { mean: 0.0, scale: 0.0, shift: 0.0 };
        Some(Norm {
            index,
            operation,
            statistics: vec![Statistics::default(); width],
            means: vec![0.0; width],
            standardizers: vec![unknown; width],
            normalizers: vec![unknown; width],
            denormalizers: vec![
                Denormalizer { mean: 0.0, scale: 0.0, delta: 0.0, along: 0.0 };
                width
            ],
        })
    }

    /// Takes the moments of the pieces for those of the batch.
    pub(super) fn know_moments(&mut self, known: &[Pair], stage: Stage<'_, '_>) {
        let rows = stage.batch.rows.len();
        for feature in 0..self.operation.width {
            let [mean, variance] =
                mean_and_variance(stage.of_pieces(known, feature), rows, stage.piece_rows);
            let of = Statistics { mean: mean as f32, variance: variance as f32 };
            self.statistics[feature] = of;
            self.means[feature] = of.mean;
            self.standardizers[feature] = self.operation.standardizer(of);
            self.normalizers[feature] = self.operation.normalizer(stage.weights.plain, feature, of);
        }
    }

    /// Takes the slopes of the pieces for those of the batch.
    pub(super) fn know_slopes(&mut self, known: &[Pair], stage: Stage<'_, '_>) {
        let rows = stage.batch.rows.len();
        for feature in 0..self.operation.width {
            let slopes = mean_slopes(stage.of_pieces(known, feature), rows);
            let of = self.statistics[feature];
            self.denormalizers[feature] =
                self.operation.denormalizer(stage.weights.plain, feature, of, slopes);
        }
    }
}
