//! Matrices with rows of whole vectors, and their products.

use crate::LANE_GROUP;
use crate::buffer::Buffer;
use crate::isa::Isa;
use crate::simd::{Kernel, Simd, store_at};
use crate::tile::{Terms, add_terms};

/// A matrix of `rows` x `columns` values. Rows begin `stride` places apart; the places past
/// `columns` hold zeros.
#[derive(Debug, Clone)]
pub(super) struct Matrix {
    rows: usize,
    columns: usize,
    stride: usize,
    places: Buffer,
}

impl Matrix {
    /// A matrix of these values, row after row.
    pub(super) fn new(rows: usize, columns: usize, values: &[f32]) -> Matrix {
        let mut matrix = Matrix::zeros(rows, columns);
        for (to, from) in matrix.places.chunks_mut(matrix.stride).zip(values.chunks(columns)) {
            to[..columns].copy_from_slice(from);
        }
        matrix
    }

    fn zeros(rows: usize, columns: usize) -> Matrix {
        let stride = columns.next_multiple_of(LANE_GROUP);
        Matrix { rows, columns, stride, places: Buffer::zeros(rows * stride) }
    }

    /// The values, row after row.
    pub(super) fn values(&self) -> Vec<f32> {
        self.places.chunks(self.stride).flat_map(|row| &row[..self.columns]).copied().collect()
    }

    pub(super) fn transposed(&self) -> Matrix {
        let mut turned = Matrix::zeros(self.columns, self.rows);
        for (row, values) in self.places.chunks(self.stride).enumerate() {
            for (column, value) in values[..self.columns].iter().enumerate() {
                turned.places[column * turned.stride + row] = *value;
            }
        }
        turned
    }

    /// The product with another matrix.
    ///
    /// # Panics
    /// Panics if `other` hasn't as many rows as this one has columns.
    pub(super) fn times(&self, isa: Isa, other: &Matrix) -> Matrix {
        assert!(self.columns == other.rows, "matrices don't fit");
        let mut out = Matrix::zeros(self.rows, other.columns);
        isa.run(Product { a: self, b: other, out: &mut out });
        out
    }

    /// `scale`·this + `other_scale`·other
    pub(super) fn plus(mut self, scale: f32, other: &Matrix, other_scale: f32) -> Matrix {
        for (value, other) in self.places.iter_mut().zip(other.places.iter()) {
            *value = scale * *value + other_scale * other;
        }
        self
    }
}

/// Rows of the product that are summed together.
const TILE_ROWS: usize = 8;

struct Product<'a> {
    a: &'a Matrix,
    b: &'a Matrix,
    out: &'a mut Matrix,
}

impl Kernel for Product<'_> {
    #[inline(always)]
    fn run<S: Simd>(mut self, simd: S) {
        let whole = self.a.rows / TILE_ROWS * TILE_ROWS;
        for column in (0..self.b.stride).step_by(S::LANES) {
            for row in (0..whole).step_by(TILE_ROWS) {
                self.tile::<S, TILE_ROWS>(simd, row, column);
            }
            for row in whole..self.a.rows {
                self.tile::<S, 1>(simd, row, column);
            }
        }
    }
}

impl Product<'_> {
    /// A vector of each of `ROWS` rows of the product.
    #[inline(always)]
    fn tile<S: Simd, const ROWS: usize>(&mut self, simd: S, row: usize, column: usize) {
        let (a, b) = (self.a, self.b);
        assert!(row + ROWS <= a.rows && column + S::LANES <= b.stride && a.columns == b.rows);
        let terms = Terms {
            values: a.places[row * a.stride..].as_ptr(),
            row_step: a.stride,
            value_step: 1,
            vectors: b.places[column..].as_ptr(),
            vector_step: b.stride,
            half_step: 0,
            count: a.columns,
            ahead: None,
        };
        let mut sums = [[simd.splat(0.0); 1]; ROWS];
        // SAFETY: each of these rows of `a` has a value for each term, and `b` has as many rows, with a
        // whole vector at `column`.
        unsafe {
            add_terms(simd, terms, &mut sums, |value, vector, sum| simd.mul_add(value, vector, sum))
        };
        for index in 0..ROWS {
            store_at(
                simd,
                &mut self.out.places,
                (row + index) * self.out.stride + column,
                sums[index][0],
            );
        }
    }
}
