//! The picture that a model makes while it learns, or is measured, pixel by pixel.

use ndarray::Array2;

use crate::data::Data;
use crate::error::Result;
use crate::image::Similarity;
use crate::panel::{Lanes, PANEL_ROWS};
use crate::threads;

/// What the model has made of the pixels of a picture so far, beside that picture.
#[derive(Debug)]
pub(crate) struct Seen {
    size: (usize, usize, usize),
    /// (pixels, channels), as are the targets.
    made: Vec<f32>,
    targets: Vec<f32>,
    /// Pixels that have been made.
    count: usize,
    /// The place of the first prediction among the scores of a row.
    first: usize,
}

impl Seen {
    /// Nothing of the picture that `data` is; nothing if it is none. Predictions stand among the scores from
    /// place `first` on.
    pub(crate) fn of(data: &Data<'_>, first: usize) -> Option<Seen> {
        let grid = data.grid()?;
        let channels = data.outputs();
        let mut targets = vec![0.0; data.rows() * channels];
        for (row, target) in targets.chunks_exact_mut(channels).enumerate() {
            data.read_y(row, target);
        }
        let made = vec![0.0; targets.len()];
        let size = (grid.width(), grid.height(), channels);
        Some(Seen { size, made, targets, count: 0, first })
    }

    pub(super) fn clear(&mut self) {
        self.count = 0;
    }

    /// Takes the predictions of the next rows, as many as a panel has, that stand among its scores.
    pub(super) fn take(&mut self, rows: &mut impl Iterator<Item = usize>, scores: &[Lanes]) {
        let (channels, first) = (self.size.2, self.first);
        for (lane, row) in (0..PANEL_ROWS).zip(rows) {
            let made = &mut self.made[row * channels..][..channels];
            made.iter_mut().zip(&scores[first..]).for_each(|(made, score)| *made = score[lane]);
            self.count += 1;
        }
    }

    /// The similarity, once all pixels have been made.
    pub(super) fn ssim(&self, max_val: f32) -> Option<f64> {
        let is_whole = self.count * self.size.2 >= self.made.len();
        let similarity = || self.similarity(max_val).of(&self.made, &self.targets);
        if is_whole { threads::in_pool(similarity).ok() } else { None }
    }

    /// What a loss of the similarity says of each pixel: the loss of the picture, and the slopes that its
    /// mean over the pixels has: (pixels, 1 + channels).
    ///
    /// # Errors
    /// Threads that can't be started.
    pub(super) fn answers(&self, max_val: f32) -> Result<Array2<f64>> {
        let of = self.similarity(max_val);
        let (similarity, slopes) = threads::in_pool(|| of.with_slopes(&self.made, &self.targets))?;
        let (pixels, channels) = (self.size.0 * self.size.1, self.size.2);
        Ok(Array2::from_shape_fn((pixels, 1 + channels), |(pixel, column)| match column {
            0 => 1.0 - similarity,
            _ => -(pixels as f64) * slopes[pixel * channels + column - 1],
        }))
    }

    fn similarity(&self, max_val: f32) -> Similarity {
        Similarity::new(self.size, f64::from(max_val))
    }
}
