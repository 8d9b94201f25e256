//! The microkernel: a tile of sums that stays in registers. Everything dense is made of it.

use crate::simd::Simd;

/// Rows of a tile.
pub(crate) const TILE_ROWS: usize = 6;
/// Vectors across a tile: 6 x 4 sums, 4 vectors of `b` and 1 of `a` fit in 32 registers.
const TILE_VECTORS: usize = 4;

/// What the sums of a tile begin with.
#[derive(Clone, Copy)]
pub(crate) enum Start<'a> {
    /// Zeros.
    Zero,
    /// The same row, as wide as the output, in every row.
    Row(&'a [f32]),
    /// What stands in the output.
    Output,
}

/// A band of up to [`TILE_ROWS`] rows of `out[r][c] = start + Σₖ a[r][k] · b[k][c]`.
///
/// `a` is read through two steps, so that it may be a matrix or a transposed one.
pub(crate) struct Band<'a, 'b> {
    pub(crate) a: &'a [f32],
    /// From one row of `a` to the next.
    pub(crate) a_row_step: usize,
    /// From one k to the next.
    pub(crate) a_step: usize,
    /// Rows of `width` values, one for each k.
    pub(crate) b: &'a [f32],
    /// The number of k: terms in every sum.
    pub(crate) terms: usize,
    /// Places in a row of `b` and of `out`.
    pub(crate) width: usize,
    pub(crate) start: Start<'a>,
    /// The rows of the band, nothing else.
    pub(crate) out: &'b mut [f32],
}

impl Band<'_, '_> {
    /// Computes all columns of the band, from left to right.
    ///
    /// # Panics
    /// Panics if the lengths of the slices don't fit the shape.
    #[inline(always)]
    pub(crate) fn run<S: Simd>(mut self, simd: S) {
        let rows = self.out.len() / self.width;
        assert!(
            rows > 0 && self.out.len() == rows * self.width && self.width.is_multiple_of(S::LANES)
        );
        assert!(self.b.len() >= self.terms * self.width);
        let last = (rows - 1) * self.a_row_step + self.terms.saturating_sub(1) * self.a_step;
        assert!(self.terms == 0 || self.a.len() > last);
        assert!(!matches!(self.start, Start::Row(row) if row.len() < self.width));
        let mut column = 0;
        while column < self.width {
            let vectors = TILE_VECTORS.min((self.width - column) / S::LANES);
            // SAFETY: the assertions above hold for all rows, terms and columns.
            unsafe { self.tile_of_shape(simd, rows, vectors, column) };
            column += vectors * S::LANES;
        }
    }

    /// Turns the numbers of rows and vectors into constants.
    ///
    /// # Safety
    /// As [`Band::tile`].
    #[inline(always)]
    unsafe fn tile_of_shape<S: Simd>(
        &mut self,
        simd: S,
        rows: usize,
        vectors: usize,
        column: usize,
    ) {
        macro_rules! choose {
            ($($rows:literal)*) => {
                // SAFETY: the caller's promise.
                unsafe {
                    match (rows, vectors) {
                        $(($rows, 4) => self.tile::<S, $rows, 4>(simd, column),
                          ($rows, 3) => self.tile::<S, $rows, 3>(simd, column),
                          ($rows, 2) => self.tile::<S, $rows, 2>(simd, column),
                          ($rows, 1) => self.tile::<S, $rows, 1>(simd, column),)*
                        _ => unreachable!("a tile is at most {TILE_ROWS} x {TILE_VECTORS}"),
                    }
                }
            };
        }
        choose!(1 2 3 4 5 6);
    }

    /// Sums `ROWS` x `VECTORS` vectors, beginning at `column`, over all terms in their order.
    ///
    /// # Safety
    /// `ROWS` rows and the columns up to `column + VECTORS * LANES` must lie inside the slices.
    #[inline(always)]
    unsafe fn tile<S: Simd, const ROWS: usize, const VECTORS: usize>(
        &mut self,
        simd: S,
        column: usize,
    ) {
        let out = self.out.as_mut_ptr().wrapping_add(column);
        let row_from = |from: *const f32| -> [S::Vector; VECTORS] {
            // SAFETY: `from` is a row of at least VECTORS vectors by the caller's promise.
            std::array::from_fn(|v| unsafe { simd.load(from.wrapping_add(v * S::LANES)) })
        };
        let mut sums: [[S::Vector; VECTORS]; ROWS] = match self.start {
            Start::Zero => [[simd.splat(0.0); VECTORS]; ROWS],
            Start::Row(row) => [row_from(row.as_ptr().wrapping_add(column)); ROWS],
            Start::Output => std::array::from_fn(|r| row_from(out.wrapping_add(r * self.width))),
        };
        let mut a = self.a.as_ptr();
        let mut b = self.b.as_ptr().wrapping_add(column);
        for _ in 0..self.terms {
            let across = row_from(b);
            for (r, row) in sums.iter_mut().enumerate() {
                // SAFETY: row r and this term lie inside `a`.
                let value = simd.splat(unsafe { *a.wrapping_add(r * self.a_row_step) });
                for v in 0..VECTORS {
                    row[v] = simd.mul_add(value, across[v], row[v]);
                }
            }
            a = a.wrapping_add(self.a_step);
            b = b.wrapping_add(self.width);
        }
        for (r, row) in sums.iter().enumerate() {
            for (v, sum) in row.iter().enumerate() {
                // SAFETY: row r and these columns lie inside `out`.
                unsafe { simd.store(out.wrapping_add(r * self.width + v * S::LANES), *sum) };
            }
        }
    }
}
