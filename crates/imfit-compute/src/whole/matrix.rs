//! Matrices with rows of whole vectors, and their products.

use crate::LANE_GROUP;
use crate::buffer::Buffer;
use crate::isa::Isa;
use crate::simd::{Kernel, Simd, load_at, store_at};
use crate::tile::{Sums, Terms, add_terms, share, side_by_side, with_shape};

/// A matrix of `rows` x `columns` values. Rows begin `stride` places apart; the places past
/// `columns` hold zeros. It keeps its memory when it takes another shape.
#[derive(Debug, Clone, Default)]
pub(super) struct Matrix {
    rows: usize,
    columns: usize,
    stride: usize,
    places: Buffer,
}

impl Matrix {
    /// Becomes a matrix of these values, row after row.
    pub(super) fn fill(&mut self, rows: usize, columns: usize, values: &[f32]) {
        self.take_shape(rows, columns);
        self.clear_rest();
        for (to, from) in self.rows_mut().zip(values.chunks(columns)) {
            to[..columns].copy_from_slice(from);
        }
    }

    /// Takes another shape; what is in its places means nothing then.
    fn take_shape(&mut self, rows: usize, columns: usize) {
        let stride = columns.next_multiple_of(LANE_GROUP);
        if self.places.len() < rows * stride {
            self.places = Buffer::zeros(rows * stride);
        }
        (self.rows, self.columns, self.stride) = (rows, columns, stride);
    }

    /// Puts zeros past the values.
    fn clear_rest(&mut self) {
        let columns = self.columns;
        self.rows_mut().for_each(|row| row[columns..].fill(0.0));
    }

    /// The values of each row.
    pub(super) fn values(&self) -> impl Iterator<Item = &[f32]> {
        self.rows().map(|row| &row[..self.columns])
    }

    /// The rows, with the zeros past their values.
    pub(super) fn rows(&self) -> impl Iterator<Item = &[f32]> {
        self.places[..self.rows * self.stride].chunks(self.stride.max(1))
    }

    /// As [`rows`](Matrix::rows), to be changed; the zeros have to stay.
    pub(super) fn rows_mut(&mut self) -> impl Iterator<Item = &mut [f32]> {
        self.places[..self.rows * self.stride].chunks_mut(self.stride.max(1))
    }

    /// Becomes the rows of `other` from `first` on, `most` of them or those that there are.
    pub(super) fn fill_from(&mut self, other: &Matrix, first: usize, most: usize) {
        self.take_shape(most.min(other.rows - first), other.columns);
        for (to, from) in self.rows_mut().zip(other.rows().skip(first)) {
            to.copy_from_slice(from);
        }
    }

    /// Becomes `other` with rows for columns.
    pub(super) fn transpose(&mut self, isa: Isa, other: &Matrix) {
        self.take_shape(other.columns, other.rows);
        self.clear_rest();
        isa.run(Transpose { from: other, to: self });
    }

    /// Becomes the product of two matrices.
    ///
    /// # Panics
    /// Panics if `b` hasn't as many rows as `a` has columns.
    pub(super) fn multiply(&mut self, isa: Isa, a: &Matrix, b: &Matrix) {
        self.product(isa, (a, b), Form::Any);
    }

    /// Becomes the product of two matrices, which is known to be symmetric: half of it is computed.
    ///
    /// # Panics
    /// Panics if `b` hasn't as many rows as `a` has columns, or as many columns as `a` has rows.
    pub(super) fn multiply_symmetric(&mut self, isa: Isa, a: &Matrix, b: &Matrix) {
        assert!(a.rows == b.columns, "the product isn't square");
        self.product(isa, (a, b), Form::Symmetric);
        self.clear_rest();
        isa.run(Mirror { matrix: self });
    }

    fn product(&mut self, isa: Isa, (a, b): (&Matrix, &Matrix), form: Form) {
        assert!(a.columns == b.rows, "matrices don't fit");
        self.take_shape(a.rows, b.columns);
        isa.run(Product { a, b, out: self, form });
    }

    /// Becomes `scale`·this + `other_scale`·other.
    ///
    /// # Panics
    /// Panics if they aren't of one shape.
    pub(super) fn add(&mut self, isa: Isa, scale: f32, other: &Matrix, other_scale: f32) {
        let shape = |matrix: &Matrix| (matrix.rows, matrix.columns);
        assert!(shape(self) == shape(other), "matrices of two shapes");
        isa.run(Add { matrix: self, scale, other, other_scale });
    }
}

struct Add<'a> {
    matrix: &'a mut Matrix,
    scale: f32,
    other: &'a Matrix,
    other_scale: f32,
}

impl Kernel for Add<'_> {
    #[inline(always)]
    fn run<S: Simd>(self, simd: S) {
        let (scale, other_scale) = (simd.splat(self.scale), simd.splat(self.other_scale));
        for at in (0..self.matrix.rows * self.matrix.stride).step_by(S::LANES) {
            let own = simd.mul(scale, load_at(simd, &self.matrix.places, at));
            let other = simd.mul(other_scale, load_at(simd, &self.other.places, at));
            store_at(simd, &mut self.matrix.places, at, simd.add(own, other));
        }
    }
}

struct Transpose<'a> {
    from: &'a Matrix,
    to: &'a mut Matrix,
}

impl Kernel for Transpose<'_> {
    #[inline(always)]
    fn run<S: Simd>(self, simd: S) {
        let Transpose { from, to } = self;
        let (rows, columns) = (whole_groups(from.rows), whole_groups(from.columns));
        assert!(to.rows == from.columns && to.columns == from.rows);
        assert!(from.places.len() >= from.rows * from.stride);
        assert!(to.places.len() >= to.rows * to.stride);
        for row in (0..rows).step_by(LANE_GROUP) {
            for column in (0..columns).step_by(LANE_GROUP) {
                let from_place = from.places[row * from.stride + column..].as_ptr();
                let to_place = to.places[column * to.stride + row..].as_mut_ptr();
                // SAFETY: both matrices have so many whole rows and columns from here on.
                unsafe { simd.transpose(from_place, from.stride, to_place, to.stride) };
            }
        }
        for row in 0..from.rows {
            for column in if row < rows { columns } else { 0 }..from.columns {
                to.places[column * to.stride + row] = from.places[row * from.stride + column];
            }
        }
    }
}

/// What is left of the diagonal, copied to its right.
struct Mirror<'a> {
    matrix: &'a mut Matrix,
}

impl Kernel for Mirror<'_> {
    #[inline(always)]
    fn run<S: Simd>(self, simd: S) {
        let Matrix { rows: side, columns, stride, places } = self.matrix;
        let (side, stride, whole) = (*side, *stride, whole_groups(*side));
        assert!(side == *columns && places.len() >= side * stride);
        for row in (0..whole).step_by(LANE_GROUP) {
            for column in (row + LANE_GROUP..whole).step_by(LANE_GROUP) {
                // Both from one borrow: a second one would end the first.
                let places = places.as_mut_ptr();
                let from = places.wrapping_add(column * stride + row);
                let to = places.wrapping_add(row * stride + column);
                // SAFETY: there are so many whole rows and columns from both places on, and the two squares lie on
                // two sides of the diagonal.
                unsafe { simd.transpose(from, stride, to, stride) };
            }
        }
        for row in 0..side {
            // What is in one square with the diagonal, and what comes after all whole ones.
            let square_end = whole_groups(row) + LANE_GROUP;
            for column in (row + 1..square_end.min(side)).chain(square_end.max(whole)..side) {
                places[row * stride + column] = places[column * stride + row];
            }
        }
    }
}

/// How many of so many rows or columns come in whole groups.
fn whole_groups(count: usize) -> usize {
    count / LANE_GROUP * LANE_GROUP
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
            let beside = side_by_side::<S>(groups - group);
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
            group_step: LANE_GROUP,
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
