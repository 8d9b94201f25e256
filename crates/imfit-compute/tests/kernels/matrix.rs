//! Small matrices, as one writes them on paper: row-major, without padding.

/// A matrix of `rows` x `columns` values.
#[derive(Clone, Debug)]
pub struct Matrix {
    pub rows: usize,
    pub columns: usize,
    pub values: Vec<f32>,
}

impl Matrix {
    /// Values from -1 to 1 that depend on nothing but the arguments.
    pub fn random(rows: usize, columns: usize, seed: u32) -> Matrix {
        let mut state = u64::from(seed) * 2 + 1;
        let values = (0..rows * columns)
            .map(|_| {
                state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
                ((state >> 40) as f32 / (1u32 << 23) as f32) - 1.0
            })
            .collect();
        Matrix { rows, columns, values }
    }

    /// The same value everywhere.
    pub fn filled(rows: usize, columns: usize, value: f32) -> Matrix {
        Matrix { rows, columns, values: vec![value; rows * columns] }
    }

    pub fn map(&self, f: impl Fn(f32) -> f32) -> Matrix {
        Matrix { values: self.values.iter().copied().map(f).collect(), ..*self }
    }

    pub fn transposed(&self) -> Matrix {
        let values = (0..self.columns)
            .flat_map(|column| (0..self.rows).map(move |row| self.at(row, column)))
            .collect();
        Matrix { rows: self.columns, columns: self.rows, values }
    }

    /// The columns of `self`, and then one of ones: what a layer with a bias reads.
    pub fn with_ones(&self) -> Matrix {
        let values =
            self.values.chunks(self.columns).flat_map(|row| [row, &[1.0]].concat()).collect();
        Matrix { columns: self.columns + 1, values, ..*self }
    }

    pub fn at(&self, row: usize, column: usize) -> f32 {
        self.values[row * self.columns + column]
    }

    /// Rows that begin `stride` places apart, with NaN in the places between them.
    pub fn padded(&self, stride: usize) -> Vec<f32> {
        let mut out = vec![f32::NAN; self.rows * stride];
        for (row, place) in self.values.chunks(self.columns).zip(out.chunks_mut(stride)) {
            place[..self.columns].copy_from_slice(row);
        }
        out
    }
}

/// The first `columns` of rows that begin `stride` places apart.
pub fn without_padding(values: &[f32], stride: usize, columns: usize) -> Vec<f32> {
    values.chunks(stride).flat_map(|row| row[..columns].to_vec()).collect()
}
