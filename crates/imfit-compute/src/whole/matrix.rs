//! Matrices with rows of whole vectors, and their products.

use crate::LANE_GROUP;
use crate::buffer::Buffer;
use crate::isa::Isa;
use crate::simd::{Kernel, Simd, store_at};
use crate::tile::{Sums, Terms, add_terms, share, with_shape};

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
        let mut values = Vec::with_capacity(self.rows * self.columns);
        self.rows().for_each(|row| values.extend_from_slice(&row[..self.columns]));
        values
    }

    /// The rows, with the zeros past their values.
    pub(super) fn rows(&self) -> impl Iterator<Item = &[f32]> {
        self.places.chunks(self.stride)
    }

    /// As [`rows`](Matrix::rows), to be changed; the zeros have to stay.
    pub(super) fn rows_mut(&mut self) -> impl Iterator<Item = &mut [f32]> {
        self.places.chunks_mut(self.stride)
    }

    /// The rows from `first` on, `most` of them or those that there are.
    pub(super) fn strip(&self, first: usize, most: usize) -> Matrix {
        let rows = most.min(self.rows - first);
        let mut strip = Matrix::zeros(rows, self.columns);
        let places = first * self.stride..(first + rows) * self.stride;
        strip.places[..rows * self.stride].copy_from_slice(&self.places[places]);
        strip
    }

    pub(super) fn transposed(&self) -> Matrix {
        let mut turned = Matrix::zeros(self.columns, self.rows);
        for (column, to) in turned.places.chunks_mut(turned.stride).enumerate() {
            for (to, from) in to.iter_mut().zip(self.rows()) {
                *to = from[column];
            }
        }
        turned
    }

    /// The product with another matrix.
    ///
    /// # Panics
    /// Panics if `other` hasn't as many rows as this one has columns.
    pub(super) fn times(&self, isa: Isa, other: &Matrix) -> Matrix {
        self.product(isa, other, Form::Any)
    }

    /// The product with another matrix, which is known to be symmetric: half of it is computed.
    ///
    /// # Panics
    /// Panics if `other` hasn't as many rows as this one has columns, or as many columns as this one has rows.
    pub(super) fn times_symmetric(&self, isa: Isa, other: &Matrix) -> Matrix {
        assert!(self.rows == other.columns, "the product isn't square");
        let mut out = self.product(isa, other, Form::Symmetric);
        for row in 0..out.rows {
            for column in row + 1..out.columns {
                out.places[row * out.stride + column] = out.places[column * out.stride + row];
            }
        }
        out
    }

    fn product(&self, isa: Isa, other: &Matrix, form: Form) -> Matrix {
        assert!(self.columns == other.rows, "matrices don't fit");
        let mut out = Matrix::zeros(self.rows, other.columns);
        isa.run(Product { a: self, b: other, out: &mut out, form });
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

/// What is known of a product.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Any,
    /// What is right of the diagonal needn't be computed.
    Symmetric,
}

struct Product<'a> {
    a: &'a Matrix,
    b: &'a Matrix,
    out: &'a mut Matrix,
    form: Form,
}

impl Kernel for Product<'_> {
    #[inline(always)]
    fn run<S: Simd>(mut self, simd: S) {
        let groups = self.b.stride / LANE_GROUP;
        let mut group = 0;
        while group < groups {
            let beside = S::PANELS.min(groups - group);
            let (column, vectors) = (group * LANE_GROUP, beside * (LANE_GROUP / S::LANES));
            let first = if self.form == Form::Symmetric { column } else { 0 };
            let (total, most) = (self.a.rows - first, S::SUMS / vectors);
            let mut row = first;
            for part in 0..total.div_ceil(most) {
                let rows = share(total, most, part);
                with_shape!(simd, rows, vectors, |F, V| {
                    self.tile::<S, F, V>(simd, row, column)
                });
                row += rows;
            }
            group += beside;
        }
    }
}

impl Product<'_> {
    /// `V` vectors of each of `F` rows of the product.
    #[inline(always)]
    fn tile<S: Simd, const F: usize, const V: usize>(
        &mut self,
        simd: S,
        row: usize,
        column: usize,
    ) {
        let (a, b) = (self.a, self.b);
        assert!(row + F <= a.rows && column + V * S::LANES <= b.stride && a.columns == b.rows);
        let terms = Terms {
            values: a.places[row * a.stride..].as_ptr(),
            row_step: a.stride,
            value_step: 1,
            vectors: b.places[column..].as_ptr(),
            vector_step: b.stride,
            half_step: LANE_GROUP,
            count: a.columns,
            ahead: None,
        };
        let mut sums: Sums<S, F, V> = [[simd.splat(0.0); V]; F];
        // SAFETY: each of these rows of `a` has a value for each term, and `b` has as many rows, with as many
        // whole vectors at `column`.
        unsafe {
            add_terms(
                simd,
                terms,
                &mut sums,
                #[inline(always)]
                |value, vector, sum| simd.mul_add(value, vector, sum),
            )
        };
        for f in 0..F {
            for v in 0..V {
                let place = (row + f) * self.out.stride + column + v * S::LANES;
                store_at(simd, &mut self.out.places, place, sums[f][v]);
            }
        }
    }
}
