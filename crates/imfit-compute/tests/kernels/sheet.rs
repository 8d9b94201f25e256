//! Records for tests: what a test doesn't put there is NaN.

use imfit_compute::{LANE_GROUP, Records};

use crate::matrix::Matrix;

/// Some records, and what they held when the kernel got them.
pub struct Sheet {
    values: Vec<f32>,
    length: usize,
}

impl Sheet {
    /// `count` records of `length` values, all NaN.
    pub fn new(count: usize, length: usize) -> Sheet {
        Sheet { values: vec![f32::NAN; count * length], length }
    }

    /// As many records as `rows` rows of data need.
    pub fn for_rows(rows: usize, length: usize) -> Sheet {
        Sheet::new(rows.div_ceil(LANE_GROUP), length)
    }

    pub fn records(&mut self) -> Records<'_> {
        Records { values: &mut self.values, length: self.length }
    }

    /// The records to read, as `WeightGradient::write_to` wants them.
    pub fn read(&self) -> (&[f32], usize) {
        (&self.values, self.length)
    }

    /// Puts a matrix into the field that begins at `at`. Lanes past its last row stay what they are.
    pub fn put(&mut self, at: usize, matrix: &Matrix) {
        for row in 0..matrix.rows {
            for column in 0..matrix.columns {
                let place = self.place(at, row, column);
                self.values[place] = matrix.at(row, column);
            }
        }
    }

    /// Fills the lanes past `rows` of `columns` features of the field at `at`.
    pub fn fill_unused(&mut self, at: usize, rows: usize, columns: usize, value: f32) {
        for row in rows..rows.next_multiple_of(LANE_GROUP) {
            for column in 0..columns {
                let place = self.place(at, row, column);
                self.values[place] = value;
            }
        }
    }

    /// The matrix in a field, row-major.
    pub fn get(&self, at: usize, rows: usize, columns: usize) -> Vec<f32> {
        (0..rows)
            .flat_map(|row| (0..columns).map(move |column| (row, column)))
            .map(|(row, column)| self.values[self.place(at, row, column)])
            .collect()
    }

    /// Panics if anything but the `features` of the field at `at` has changed since `before`.
    pub fn assert_untouched_beside(&self, before: &[u32], at: usize, features: usize) {
        let field = at..at + features * LANE_GROUP;
        for (place, (now, before)) in self.bits().iter().zip(before).enumerate() {
            let inside = field.contains(&(place % self.length));
            assert!(inside || now == before, "place {place} was written, outside of {field:?}");
        }
    }

    /// All places, bit by bit: NaN is the same as itself here.
    pub fn bits(&self) -> Vec<u32> {
        self.values.iter().map(|value| value.to_bits()).collect()
    }

    fn place(&self, at: usize, row: usize, column: usize) -> usize {
        row / LANE_GROUP * self.length + at + column * LANE_GROUP + row % LANE_GROUP
    }
}
