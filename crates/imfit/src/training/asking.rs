//! Asking the host's functions: what they get to see, and where their answers go.

use ndarray::{Array2, ArrayView2};

use super::survey::{Interview, Question, Survey};
use crate::data::{Answers, Data};
use crate::engine::{Batch, Conductor, Outcome};
use crate::error::Result;
use crate::panel::{Lanes, PANEL_ROWS};

/// The calls of the host's functions that an evaluation or a training makes, for some rows at a time.
#[derive(Debug, Default)]
pub(super) struct Asking {
    interview: Option<Interview>,
    answers: Answers,
}

impl Asking {
    /// Begins to ask about rows of `data`, whose predictions are (rows, outputs).
    pub(super) fn begin(
        &mut self,
        survey: &Survey,
        data: &Data<'_>,
        rows: impl ExactSizeIterator<Item = usize>,
        predictions: Array2<f64>,
        slopes: bool,
    ) {
        let y_true = data.targets_of(rows);
        self.interview = Some(Interview::new(survey, y_true, predictions, slopes));
    }

    /// Whether something has been asked, and the rows at hand are still those.
    pub(super) fn has_begun(&self) -> bool {
        self.interview.is_some()
    }

    pub(super) fn question(&self) -> Option<Question> {
        self.interview.as_ref()?.question()
    }

    pub(super) fn is_open(&self) -> bool {
        self.interview.as_ref().is_some_and(|interview| interview.answers().is_none())
    }

    pub(super) fn answer(&mut self, values: ArrayView2<'_, f64>) -> Result<()> {
        self.interview.as_mut().map_or(Ok(()), |interview| interview.answer(values))
    }

    /// Takes what has been found out about `rows` without asking.
    pub(super) fn know(&mut self, rows: impl Iterator<Item = usize>, answers: &Array2<f64>) {
        self.answers.set(rows, answers.view());
    }

    /// What is known.
    pub(super) fn answers(&self) -> &Answers {
        &self.answers
    }

    /// Ends the interview about `rows`, and returns what has been said.
    pub(super) fn end(&mut self, rows: impl Iterator<Item = usize>) -> &Answers {
        if let Some(answers) = self.interview.take().as_ref().and_then(Interview::answers) {
            self.answers.set(rows, answers.view());
        }
        &self.answers
    }
}

/// Leads the engine through a batch to its scores, and no further: nothing changes.
pub(super) struct Glance<'a, F> {
    pub(super) batch: Option<Batch<'a>>,
    /// Who looks at the scores.
    pub(super) look: F,
}

impl<'a, F: FnMut(&mut dyn Iterator<Item = &[Lanes]>) + Send> Conductor<'a> for Glance<'a, F> {
    fn next(&mut self) -> Option<Batch<'a>> {
        self.batch.take()
    }

    fn scored(&mut self, _: &Batch<'a>, scores: &mut dyn Iterator<Item = &[Lanes]>) -> Outcome {
        (self.look)(scores);
        Outcome::Stop
    }
}

/// Copies the predictions, (rows, outputs), that stand among scores from place `first` on.
pub(super) fn read_predictions<'s>(
    scores: impl Iterator<Item = &'s [Lanes]>,
    first: usize,
    predictions: &mut Array2<f64>,
) {
    let (rows, outputs) = predictions.dim();
    for (start, scores) in (0..rows).step_by(PANEL_ROWS).zip(scores) {
        for lane in 0..PANEL_ROWS.min(rows - start) {
            for output in 0..outputs {
                predictions[[start + lane, output]] = f64::from(scores[first + output][lane]);
            }
        }
    }
}
