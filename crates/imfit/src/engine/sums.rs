//! Sums of losses and metrics.

use crate::panel::{Lanes, PANEL_ROWS};

/// Sums of losses and metrics over many rows, one for each lane until they are asked for.
#[derive(Debug, Clone)]
pub(crate) struct Sums(Vec<[f64; PANEL_ROWS]>);

impl Sums {
    /// Zeros for `count` losses and metrics.
    pub(crate) fn zeros(count: usize) -> Sums {
        Sums(vec![[0.0; PANEL_ROWS]; count])
    }

    /// Back to zeros.
    pub(crate) fn clear(&mut self) {
        self.0.fill([0.0; PANEL_ROWS]);
    }

    /// Adds the scores of one record.
    pub(crate) fn add(&mut self, scores: &[Lanes]) {
        for (sum, scores) in self.0.iter_mut().zip(scores) {
            for (sum, score) in sum.iter_mut().zip(scores) {
                *sum += f64::from(*score);
            }
        }
    }

    /// Adds those of one whose first row is number `row`: the sums are to the last bit what they would be had
    /// all rows from the first on come in whole records.
    pub(crate) fn add_from(&mut self, row: usize, scores: &[Lanes]) {
        for (sum, scores) in self.0.iter_mut().zip(scores) {
            for (lane, score) in scores.iter().enumerate() {
                sum[(row + lane) % PANEL_ROWS] += f64::from(*score);
            }
        }
    }

    /// The sum of the losses.
    pub(crate) fn loss(&self) -> f64 {
        self.0[0].iter().sum()
    }

    /// The sum of each.
    pub(crate) fn totals(&self) -> Vec<f64> {
        self.0.iter().map(|lanes| lanes.iter().sum()).collect()
    }
}
