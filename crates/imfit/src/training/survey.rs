//! What the host's functions are asked for about some rows, and what they answer.
//!
//! The core computes no function of the host's, and calls none: it hands out one [`Question`] after the
//! other, and takes the answers. The slopes of a loss that has no gradient are central differences, in
//! double precision: right to about seven digits where the loss is smooth, to fewer where it changes within
//! a billionth, as the logarithm of a share below a millionth does.

use ndarray::{Array1, Array2, ArrayView1, ArrayView2};

use crate::error::{Error, Result};

/// A function of the host's that a model was compiled with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Function {
    /// The loss of each row.
    Loss,
    /// The derivatives of each row's loss with respect to its predictions.
    Gradient,
    /// A metric of each row, by its name.
    Metric(String),
}

/// A call of one of the host's functions that is due.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// Which function.
    pub function: Function,
    /// Its first argument: targets, (rows, targets).
    pub y_true: Array2<f64>,
    /// Its second argument: predictions, (rows, outputs).
    pub y_pred: Array2<f64>,
}

/// What is asked about every batch, and where the answers stand: a column for the loss, one for each of
/// its slopes, and one for each metric.
#[derive(Debug, Clone)]
pub(crate) struct Survey {
    items: Vec<Item>,
    outputs: usize,
    has_loss: bool,
}

/// One of the calls.
#[derive(Debug, Clone)]
enum Item {
    Loss,
    Gradient,
    /// The loss with a prediction a little larger.
    Above(usize),
    /// The loss with a prediction a little smaller.
    Below(usize),
    Metric(String),
}

impl Survey {
    /// What is asked of these functions about a model of `outputs` outputs; nothing without functions.
    pub(crate) fn new(functions: &[Function], outputs: usize) -> Option<Survey> {
        let has_loss = functions.contains(&Function::Loss);
        let differs = has_loss && !functions.contains(&Function::Gradient);
        let mut items = Vec::new();
        for function in functions {
            match function {
                Function::Loss => items.push(Item::Loss),
                Function::Gradient => items.push(Item::Gradient),
                Function::Metric(name) => items.push(Item::Metric(name.clone())),
            }
        }
        if differs {
            items
                .extend((0..outputs).flat_map(|output| [Item::Above(output), Item::Below(output)]));
        }
        (!items.is_empty()).then_some(Survey { items, outputs, has_loss })
    }

    /// Columns of the answers.
    pub(crate) fn width(&self) -> usize {
        let metrics = self.items.iter().filter(|item| matches!(item, Item::Metric(_)));
        self.first_metric() + metrics.count()
    }

    /// The columns of the metrics, in their order.
    pub(crate) fn metrics(&self) -> std::ops::Range<usize> {
        self.first_metric()..self.width()
    }

    fn first_metric(&self) -> usize {
        if self.has_loss { 1 + self.outputs } else { 0 }
    }
}

/// The calls about some rows, one after the other.
#[derive(Debug)]
pub(super) struct Interview {
    /// Those that are due, the next one last.
    due: Vec<Item>,
    y_true: Array2<f64>,
    y_pred: Array2<f64>,
    /// (rows, answers)
    answers: Array2<f64>,
    /// The loss above, while that below is asked for.
    above: Array1<f64>,
    next_metric: usize,
}

/// How far predictions are moved, in shares of their size: about the last digit of single precision. The
/// smaller it is, the fewer digits are left of the difference of two losses.
const STEP: f64 = 1.0 / (1 << 23) as f64;
/// How far they are moved at least.
const LEAST_STEP: f64 = 1.0 / (1 << 30) as f64;

impl Interview {
    /// About rows with these targets and predictions; with `slopes`, those of the loss are asked for too.
    pub(super) fn new(
        survey: &Survey,
        y_true: Array2<f64>,
        y_pred: Array2<f64>,
        slopes: bool,
    ) -> Interview {
        let wanted = |item: &&Item| slopes || matches!(item, Item::Loss | Item::Metric(_));
        let mut due: Vec<Item> = survey.items.iter().filter(wanted).cloned().collect();
        due.reverse();
        Interview {
            due,
            answers: Array2::zeros((y_pred.nrows(), survey.width())),
            above: Array1::zeros(y_pred.nrows()),
            next_metric: survey.first_metric(),
            y_true,
            y_pred,
        }
    }

    /// The next call; nothing once all have been answered.
    pub(super) fn question(&self) -> Option<Question> {
        let item = self.due.last()?;
        let mut y_pred = self.y_pred.clone();
        if let Item::Above(output) | Item::Below(output) = item {
            let sign = if matches!(item, Item::Above(_)) { 1.0 } else { -1.0 };
            y_pred.column_mut(*output).mapv_inplace(|value| value + sign * step(value));
        }
        let function = match item {
            Item::Loss | Item::Above(_) | Item::Below(_) => Function::Loss,
            Item::Gradient => Function::Gradient,
            Item::Metric(name) => Function::Metric(name.clone()),
        };
        Some(Question { function, y_true: self.y_true.clone(), y_pred })
    }

    /// What the function has returned.
    ///
    /// # Errors
    /// An answer that hasn't a row for each row that was asked about, or a gradient that hasn't a column for
    /// each output.
    pub(super) fn answer(&mut self, values: ArrayView2<'_, f64>) -> Result<()> {
        let Some(item) = self.due.last() else { return Ok(()) };
        check(item, values, self.y_pred.dim())?;
        // In the order of the columns, however the host has laid them out.
        let mean_of = |row: ArrayView1<'_, f64>| {
            row.iter().fold(0.0, |sum, value| sum + value) / row.len() as f64
        };
        let mean = || values.rows().into_iter().map(mean_of).collect::<Array1<f64>>();
        match item {
            Item::Loss => self.answers.column_mut(0).assign(&mean()),
            Item::Metric(_) => {
                self.answers.column_mut(self.next_metric).assign(&mean());
                self.next_metric += 1;
            }
            Item::Gradient => {
                for (output, slopes) in values.columns().into_iter().enumerate() {
                    self.answers.column_mut(1 + output).assign(&slopes);
                }
            }
            Item::Above(_) => self.above = mean(),
            Item::Below(output) => {
                let (output, below) = (*output, mean());
                self.write_slopes(output, &below);
            }
        }
        self.due.pop();
        Ok(())
    }

    /// All answers, (rows, answers), once there is no question left.
    pub(super) fn answers(&self) -> Option<&Array2<f64>> {
        self.due.is_empty().then_some(&self.answers)
    }

    /// The slopes of the loss with respect to an output: from one side only where it ends at the other, as
    /// a logarithm does at 0.
    fn write_slopes(&mut self, output: usize, below: &Array1<f64>) {
        for row in 0..self.answers.nrows() {
            let step = step(self.y_pred[[row, output]]);
            let (here, above, below) = (self.answers[[row, 0]], self.above[row], below[row]);
            self.answers[[row, 1 + output]] = match (above.is_finite(), below.is_finite()) {
                (false, true) => (here - below) / step,
                (true, false) => (above - here) / step,
                _ => (above - below) / (2.0 * step),
            };
        }
    }
}

/// How far a prediction is moved: a power of two, so that both sides are equally far away.
fn step(value: f64) -> f64 {
    let size = libm::exp2(libm::ceil(libm::log2(value.abs())));
    (STEP * size).max(LEAST_STEP)
}

/// Says whether a function returned what can be used.
fn check(item: &Item, values: ArrayView2<'_, f64>, (rows, outputs): (usize, usize)) -> Result<()> {
    let (argument, name) = match item {
        Item::Metric(name) => ("metrics", format!("`{name}`")),
        Item::Gradient => ("gradient", "the gradient".to_owned()),
        _ => ("loss", "the loss".to_owned()),
    };
    let (given_rows, columns) = values.dim();
    let fits = match item {
        Item::Gradient => (given_rows, columns) == (rows, outputs),
        _ => given_rows == rows && columns > 0,
    };
    if fits {
        return Ok(());
    }
    let given = match (given_rows, columns) {
        (1, 1) => "a function that returns a single number".to_owned(),
        (given_rows, columns) => {
            format!("a function that returns {given_rows} x {columns} numbers")
        }
    };
    let allowed = match item {
        Item::Gradient => {
            format!("one that returns a number for each prediction, {rows} x {outputs} here")
        }
        _ => format!(
            "one that returns a number for each row, {rows} here: {name} takes the mean over the columns of a row, and \
             not over the rows"
        ),
    };
    Err(Error::argument(argument, given, allowed))
}
