//! The rows that a model learns from, borrowed from whoever owns them.

mod answers;
mod categories;
mod check;
mod class_weight;
mod rows;

use ndarray::{Array1, Array2, ArrayView1, ArrayView2};

use crate::image::{Coordinates, Grid, Image};

pub(crate) use answers::Answers;
pub use categories::to_categorical;
pub(crate) use check::{TargetWidth, check_inputs, plural};
pub(crate) use rows::Rows;

/// Inputs and targets, one row for each sample, and how much each row counts.
///
/// They are the rows of two arrays, or the pixels of a picture. Of a picture nothing is copied: its
/// colours are read where they are, and positions are computed when they are asked for.
///
/// # Example
/// ```
/// use imfit::{Coordinates, Data, Image};
/// use ndarray::Array3;
///
/// let image = Image::new(Array3::from_elem((4, 6, 3), 0.5))?;
/// let data = Data::of_image(&image, Coordinates::Centered);
/// assert_eq!((data.rows(), data.inputs(), data.outputs()), (24, 2, 3));
/// # Ok::<(), imfit::Error>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Data<'a> {
    source: Source<'a>,
    /// (rows); all 1 if there are none.
    sample_weight: Option<ArrayView1<'a, f32>>,
    /// What the host's functions have said of the rows at hand.
    answers: Option<&'a Answers>,
}

#[derive(Debug, Clone, Copy)]
enum Source<'a> {
    /// (rows, inputs) and (rows, outputs)
    Arrays { x: Rows<'a>, y: Rows<'a> },
    /// Positions, and colours of (pixels, channels).
    Picture { grid: Grid, colours: Rows<'a> },
}

/// What a fit works on: data to train on, and perhaps data to validate on.
#[derive(Debug, Clone, Copy)]
pub struct FitData<'a> {
    /// The data to train on.
    pub training: Data<'a>,
    /// The data to validate on; takes the place of a validation split.
    pub validation: Option<Data<'a>>,
}

impl<'a> From<Data<'a>> for FitData<'a> {
    /// Data to train on, and none to validate on.
    fn from(training: Data<'a>) -> FitData<'a> {
        FitData { training, validation: None }
    }
}

impl<'a> Data<'a> {
    /// Inputs, (rows, inputs), and targets, (rows, outputs), all rows counting alike.
    pub fn new(x: ArrayView2<'a, f32>, y: ArrayView2<'a, f32>) -> Data<'a> {
        Data::from_source(Source::Arrays { x: Rows::new(x), y: Rows::new(y) })
    }

    /// The pixels of a picture: their positions as inputs, their colours as targets, x fastest.
    ///
    /// Trains exactly as the arrays of [`Image::pixels`] do, without making them.
    pub fn of_image(image: &'a Image, coordinates: Coordinates) -> Data<'a> {
        let grid = Grid::of_image(image, coordinates);
        let colours = Rows::new(image.colours());
        Data::from_source(Source::Picture { grid, colours })
    }

    fn from_source(source: Source<'a>) -> Data<'a> {
        Data { source, sample_weight: None, answers: None }
    }

    /// The same data, its rows counting by these weights, (rows); alike where there are none.
    pub fn with_sample_weight(
        self,
        sample_weight: impl Into<Option<ArrayView1<'a, f32>>>,
    ) -> Data<'a> {
        Data { sample_weight: sample_weight.into(), ..self }
    }

    /// The same data, borrowed for less long, with other weights where there are some.
    pub(crate) fn reweighted<'b>(&'b self, sample_weight: Option<&'b Array1<f32>>) -> Data<'b> {
        let source = match &self.source {
            Source::Arrays { x, y } => Source::Arrays { x: x.reborrow(), y: y.reborrow() },
            Source::Picture { grid, colours } => {
                Source::Picture { grid: *grid, colours: colours.reborrow() }
            }
        };
        let own = self.sample_weight.as_ref().map(|weight| weight.view());
        let sample_weight = sample_weight.map(|weight| weight.view()).or(own);
        Data { source, sample_weight, answers: self.answers }
    }

    /// The same data, with what the host's functions have said of some of its rows.
    pub(crate) fn answered<'b>(&'b self, answers: &'b Answers) -> Data<'b> {
        Data { answers: Some(answers), ..self.reweighted(None) }
    }

    /// The targets of some rows, (rows, targets).
    pub(crate) fn targets_of(&self, rows: impl ExactSizeIterator<Item = usize>) -> Array2<f64> {
        let mut out = Array2::zeros((rows.len(), self.outputs()));
        let mut targets = vec![0.0; self.outputs()];
        for (mut out, row) in out.rows_mut().into_iter().zip(rows) {
            self.read_y(row, &mut targets);
            out.iter_mut().zip(&targets).for_each(|(out, target)| *out = f64::from(*target));
        }
        out
    }

    /// The number of rows: of the inputs, where the targets have another.
    #[inline]
    pub fn rows(&self) -> usize {
        match &self.source {
            Source::Arrays { x, .. } => x.count(),
            Source::Picture { grid, .. } => grid.pixels(),
        }
    }

    /// Values in a row of input: 2 for a picture.
    #[inline]
    pub fn inputs(&self) -> usize {
        match &self.source {
            Source::Arrays { x, .. } => x.width(),
            Source::Picture { .. } => 2,
        }
    }

    /// Values in a row of targets: for a picture, its channels.
    #[inline]
    pub fn outputs(&self) -> usize {
        self.targets().width()
    }

    /// Copies the inputs of a row to `to`, of [`inputs`](Data::inputs) values.
    ///
    /// # Panics
    /// Panics if `to` is of another length, or an array has no such row.
    #[inline]
    pub fn read_x(&self, row: usize, to: &mut [f32]) {
        match &self.source {
            Source::Arrays { x, .. } => x.read(row, to),
            Source::Picture { grid, .. } => to.copy_from_slice(&grid.position(row)),
        }
    }

    /// Copies the targets of a row to `to`, of [`outputs`](Data::outputs) values.
    ///
    /// # Panics
    /// Panics if `to` is of another length, or there is no such row.
    #[inline]
    pub fn read_y(&self, row: usize, to: &mut [f32]) {
        self.targets().read(row, to);
    }

    /// Copies the inputs of rows side by side: `field` has one array for each input, with a place for
    /// each row.
    #[inline]
    pub(crate) fn gather_x<const N: usize>(&self, rows: &[usize; N], field: &mut [[f32; N]]) {
        match &self.source {
            Source::Arrays { x, .. } => x.gather(rows, field),
            Source::Picture { grid, .. } => {
                [field[0], field[1]] = grid.positions_of(rows);
            }
        }
    }

    /// The same for the targets, and for the answers behind them.
    #[inline]
    pub(crate) fn gather_y<const N: usize>(&self, rows: &[usize; N], field: &mut [[f32; N]]) {
        self.targets().gather(rows, field);
        if let Some(answers) = self.answers {
            answers.gather(rows, &mut field[self.outputs()..]);
        }
    }

    /// Asks for the inputs of a row that will be read soon. A picture's are computed.
    #[inline]
    pub(crate) fn prefetch_x(&self, row: usize) {
        if let Source::Arrays { x, .. } = &self.source {
            x.prefetch(row);
        }
    }

    /// Asks for its targets.
    #[inline]
    pub(crate) fn prefetch_y(&self, row: usize) {
        self.targets().prefetch(row);
    }

    /// How much a row counts.
    ///
    /// # Panics
    /// Panics if there are weights, and none for this row.
    #[inline]
    pub fn weight(&self, row: usize) -> f32 {
        self.sample_weight.as_ref().map_or(1.0, |weight| weight[row])
    }

    /// How much each of some rows counts.
    #[inline]
    pub(crate) fn weights<const N: usize>(&self, rows: &[usize; N]) -> [f32; N] {
        match &self.sample_weight {
            None => [1.0; N],
            Some(weight) => rows.map(|row| weight[row]),
        }
    }

    /// Whether rows have weights.
    pub(crate) fn is_weighted(&self) -> bool {
        self.sample_weight.is_some()
    }

    /// The pixels, where the rows are those of a picture.
    pub(crate) fn grid(&self) -> Option<Grid> {
        match &self.source {
            Source::Arrays { .. } => None,
            Source::Picture { grid, .. } => Some(*grid),
        }
    }

    /// The sides of all arrays: what mustn't change while a training goes on.
    pub(crate) fn shape(&self) -> [usize; 5] {
        let weights = self.sample_weight.map_or(self.rows(), |weight| weight.len());
        [self.rows(), self.inputs(), self.targets().count(), self.outputs(), weights]
    }

    /// Whether all targets are 0 or 1.
    pub(crate) fn is_binary(&self) -> bool {
        self.targets().all(|value| value == 0.0 || value == 1.0)
    }

    #[inline]
    fn targets(&self) -> &Rows<'a> {
        match &self.source {
            Source::Arrays { y, .. } => y,
            Source::Picture { colours, .. } => colours,
        }
    }
}
