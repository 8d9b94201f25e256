//! What steps are taken on, and who says so.

use std::ops::Range;

use super::read_ahead::{Aside, Upcoming};
use crate::optimizers::Step;
use crate::panel::Lanes;

/// What a step is about: a batch, or a part of a large one.
#[derive(Clone, Copy)]
pub(crate) struct Batch<'a> {
    /// The rows, at most a chunk.
    pub(crate) rows: &'a [u32],
    /// Where they begin in the epoch's order.
    pub(crate) place: usize,
    /// Rows that will be wanted after these.
    pub(crate) ahead: &'a [u32],
    /// Rows of the whole batch.
    pub(crate) batch_rows: usize,
    /// Epochs that the model has begun, this one included.
    pub(crate) epoch: u64,
    /// Batches before this one, since the model was compiled.
    pub(crate) number: u64,
    /// Whether this is the batch's first part.
    pub(crate) first: bool,
    /// Whether this is the batch's last part: only that is given a step.
    pub(crate) last: bool,
    /// The optimizer's step, once it is known that there will be one.
    pub(crate) step: Option<Step>,
}

impl<'a> Batch<'a> {
    /// The rows in some places, and those that will be wanted in these places after them.
    pub(super) fn rows_and_ahead(&self, places: Range<usize>) -> (&'a [u32], &'a [u32]) {
        (&self.rows[places.clone()], self.ahead_of(places))
    }

    /// Rows that will be wanted after those in some places.
    pub(super) fn ahead_of(&self, places: Range<usize>) -> &'a [u32] {
        let within = |place: usize| place.min(self.ahead.len());
        &self.ahead[within(places.start)..within(places.end)]
    }
}

/// Who says which batch comes next, and sees the scores of each.
pub(crate) trait Conductor<'a>: Send {
    /// The next batch, or nothing when it's time to stop.
    fn next(&mut self) -> Option<Batch<'a>>;
    /// What comes after that, where it is likely that there will be all of it.
    fn upcoming(&self) -> Option<Upcoming<'a>> {
        None
    }
    /// Something else to do for a thread that has time. It is given away once.
    fn aside(&mut self) -> Option<&'a mut dyn Aside> {
        None
    }
    /// Adds up the scores of a batch, (loss and metrics) by record. Returns the optimizer's step if
    /// the batch is complete, or an error to stop before any weight changes.
    fn scored(&mut self, batch: &Batch<'a>, scores: &mut dyn Iterator<Item = &[Lanes]>) -> Outcome;
}

/// What comes of the scores.
pub(crate) enum Outcome {
    /// The gradient is added up; the batch goes on.
    GoOn,
    /// The batch is complete.
    Take(Step),
    /// Nothing may change any more.
    Stop,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_place_asks_for_the_row_that_will_take_it() {
        let order: Vec<u32> = (0..12).rev().collect();
        let (rows, ahead) = order.split_at(7);
        let batch = Batch {
            rows,
            place: 0,
            ahead,
            batch_rows: 7,
            epoch: 1,
            number: 0,
            first: true,
            last: true,
            step: None,
        };
        assert_eq!(batch.rows_and_ahead(0..3), (&order[..3], &order[7..10]));
        assert_eq!(batch.rows_and_ahead(3..6), (&order[3..6], &order[10..]));
        assert_eq!(batch.rows_and_ahead(6..7), (&order[6..7], &[][..]));
    }
}
