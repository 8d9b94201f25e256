//! A matrix that is read row by row, in any order.

use ndarray::ArrayView2;

/// The rows of a borrowed matrix of any strides.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rows<'a> {
    view: ArrayView2<'a, f32>,
    /// All values, where the rows follow each other in memory.
    values: Option<&'a [f32]>,
}

impl<'a> Rows<'a> {
    pub(crate) fn new(view: ArrayView2<'a, f32>) -> Rows<'a> {
        Rows { view, values: view.to_slice() }
    }

    /// The same rows, borrowed for less long.
    pub(crate) fn reborrow(&self) -> Rows<'_> {
        Rows { view: self.view.view(), values: self.values }
    }

    /// The number of rows.
    #[inline]
    pub(crate) fn count(&self) -> usize {
        self.view.nrows()
    }

    /// Values in a row.
    #[inline]
    pub(crate) fn width(&self) -> usize {
        self.view.ncols()
    }

    /// Copies a row to `to`, which is as wide.
    #[inline]
    pub(crate) fn read(&self, row: usize, to: &mut [f32]) {
        let width = self.width();
        match self.values {
            Some(values) => copy(&values[row * width..][..width], to),
            None => {
                assert_eq!(to.len(), width);
                to.iter_mut().zip(self.view.row(row)).for_each(|(to, value)| *to = *value);
            }
        }
    }

    /// Copies rows side by side: `field` has one array for each column, with a place for each row.
    #[inline]
    pub(crate) fn gather<const N: usize>(&self, rows: &[usize; N], field: &mut [[f32; N]]) {
        let width = self.width();
        let field = &mut field[..width];
        match (self.values, width) {
            // Positions and colours: so short that a loop over a row would take longer than the row.
            (Some(values), 1) => gather_narrow::<1, N>(values, rows, field),
            (Some(values), 2) => gather_narrow::<2, N>(values, rows, field),
            (Some(values), 3) => gather_narrow::<3, N>(values, rows, field),
            (Some(values), 4) => gather_narrow::<4, N>(values, rows, field),
            (Some(values), _) => {
                for (lane, row) in rows.iter().enumerate() {
                    let row = &values[row * width..][..width];
                    field.iter_mut().zip(row).for_each(|(column, value)| column[lane] = *value);
                }
            }
            (None, _) => {
                for (lane, row) in rows.iter().enumerate() {
                    let row = self.view.row(*row);
                    field.iter_mut().zip(row).for_each(|(column, value)| column[lane] = *value);
                }
            }
        }
    }

    /// Asks for a row that will be read soon.
    #[inline]
    pub(crate) fn prefetch(&self, row: usize) {
        if let Some(values) = self.values {
            imfit_compute::prefetch_for_later(values, row * self.width());
        }
    }

    /// The row and column of the first value that is NaN or infinite, counted from 0.
    pub(crate) fn first_not_finite(&self) -> Option<(usize, usize)> {
        // Millions of values, all finite as a rule: without branches they are read at memory's pace.
        let finite = |part: &[f32]| part.iter().fold(true, |all, value| all & value.is_finite());
        if self.values.is_some_and(|values| values.chunks(4096).all(finite)) {
            return None;
        }
        let mut values = self.view.indexed_iter();
        values.find(|(_, value)| !value.is_finite()).map(|(place, _)| place)
    }

    /// Whether every value is one of these.
    pub(crate) fn all(&self, is_one: impl Fn(f32) -> bool) -> bool {
        self.view.iter().all(|value| is_one(*value))
    }

    /// One value.
    pub(crate) fn value(&self, (row, column): (usize, usize)) -> f32 {
        self.view[[row, column]]
    }
}

/// As [`Rows::gather`], for rows of `W` values.
#[inline]
fn gather_narrow<const W: usize, const N: usize>(
    values: &[f32],
    rows: &[usize; N],
    field: &mut [[f32; N]],
) {
    let (values, _) = values.as_chunks::<W>();
    let (field, _) = field.as_chunks_mut::<W>();
    let field = &mut field[0];
    for (lane, row) in rows.iter().enumerate() {
        let row = values[*row];
        for (column, value) in field.iter_mut().zip(row) {
            column[lane] = value;
        }
    }
}

/// Copies a row. Positions and colours are shorter than what a call of `memcpy` is worth.
#[inline]
fn copy(from: &[f32], to: &mut [f32]) {
    match (from, to) {
        ([a], [to_a]) => *to_a = *a,
        ([a, b], [to_a, to_b]) => (*to_a, *to_b) = (*a, *b),
        ([a, b, c], [to_a, to_b, to_c]) => (*to_a, *to_b, *to_c) = (*a, *b, *c),
        (from, to) => to.copy_from_slice(from),
    }
}
