//! What the host's functions have said of some rows, beside their targets.

use ndarray::{Array2, ArrayView2};

/// Answers about the rows that are worked on next.
#[derive(Debug, Default)]
pub(crate) struct Answers {
    /// (rows, answers), in single precision, in the order in which they were asked about.
    values: Array2<f32>,
    /// For each row of the data, which of them is about it.
    places: Vec<u32>,
}

impl Answers {
    /// Takes answers, (rows, answers), about these rows of the data.
    pub(crate) fn set(&mut self, rows: impl Iterator<Item = usize>, values: ArrayView2<'_, f64>) {
        self.values = values.mapv(|value| value as f32);
        for (place, row) in (0..).zip(rows) {
            if row >= self.places.len() {
                self.places.resize(row + 1, 0);
            }
            self.places[row] = place;
        }
    }

    /// Copies the answers about rows side by side, as [`Rows::gather`](super::Rows::gather) does.
    pub(super) fn gather<const N: usize>(&self, rows: &[usize; N], field: &mut [[f32; N]]) {
        for (lane, row) in rows.iter().enumerate() {
            let answers = self.values.row(self.places[*row] as usize);
            field.iter_mut().zip(answers).for_each(|(column, answer)| column[lane] = *answer);
        }
    }
}
