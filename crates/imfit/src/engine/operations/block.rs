//! The weights of one operation, among all those of a network.

use std::ops::Range;

use imfit_compute::odd_lines;

/// Rows of weights that stand one after the other: a matrix, then vectors of one row each.
#[derive(Debug, Clone)]
pub(crate) struct Block {
    /// Where in the network's weights it begins.
    start: usize,
    /// Rows of the matrix; 0 where there is none.
    matrix: usize,
    /// Vectors after it.
    vectors: usize,
    /// Weights in a row.
    pub(crate) columns: usize,
    /// From one row to the next.
    pub(crate) stride: usize,
}

/// One weight array as its user knows it: some rows of a block.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Array {
    start: usize,
    stride: usize,
    pub(crate) rows: usize,
    pub(crate) columns: usize,
    /// Whether the optimizer changes it.
    pub(crate) trained: bool,
}

impl Block {
    /// A matrix of `matrix` rows and as many vectors, all of `columns` weights.
    pub(super) fn new(matrix: usize, vectors: usize, columns: usize) -> Block {
        Block { start: 0, matrix, vectors, columns, stride: odd_lines(columns) }
    }

    /// Puts the block at `start`, and returns where it ends.
    pub(crate) fn begin_at(&mut self, start: usize) -> usize {
        self.start = start;
        start + self.rows() * self.stride
    }

    /// Rows, those of the vectors too.
    pub(crate) fn rows(&self) -> usize {
        self.matrix + self.vectors
    }

    /// Weights that count.
    pub(crate) fn count(&self) -> usize {
        self.rows() * self.columns
    }

    /// Its places, among all those of the network.
    pub(crate) fn range(&self) -> Range<usize> {
        self.places(0, self.rows() * self.stride)
    }

    /// The places of some rows' weights, from row `first` on, among all those of the network.
    pub(crate) fn places(&self, first: usize, length: usize) -> Range<usize> {
        let start = self.start + first * self.stride;
        start..start + length
    }

    /// The weights of vector number `vector`, out of all those of the network.
    pub(crate) fn vector<'a>(&self, vector: usize, all: &'a [f32]) -> &'a [f32] {
        &all[self.places(self.matrix + vector, self.columns)]
    }

    /// The arrays that it is made of.
    pub(crate) fn arrays(&self, trained: bool) -> impl Iterator<Item = Array> {
        let Block { start, matrix, columns, stride, .. } = *self;
        let array = move |first: usize, rows| {
            let start = start + first * stride;
            Array { start, stride, rows, columns, trained }
        };
        let vectors = (matrix..self.rows()).map(move |row| array(row, 1));
        (matrix > 0).then(|| array(0, matrix)).into_iter().chain(vectors)
    }
}

impl Array {
    /// Where each row begins.
    pub(crate) fn places(self) -> impl Iterator<Item = usize> {
        (0..self.rows).map(move |row| self.start + row * self.stride)
    }

    /// Where the rows of a trained array stand in the parts, which begin and end at these bounds: the part's number,
    /// and the places in it.
    pub(crate) fn rows_in(
        self,
        bounds: &[usize],
    ) -> impl Iterator<Item = (usize, Range<usize>)> + '_ {
        self.places().map(move |place| {
            let part = bounds.partition_point(|bound| *bound <= place) - 1;
            let at = place - bounds[part];
            (part, at..at + self.columns)
        })
    }
}
