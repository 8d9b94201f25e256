//! What the engine asks between two phases of a step: which rows are next, and whether to go on.

use std::time::Instant;

use super::order::Order;
use super::schedule::{Chunk, Place};
use super::seen::Seen;
use crate::engine::{Aside, Batch, Conductor, Outcome, Sums, Upcoming};
use crate::model::Stop;
use crate::optimizers::Optimizer;
use crate::panel::Lanes;

/// Leads through the rest of an epoch, until the time is up.
pub(super) struct Baton<'a, 'b> {
    pub(super) order: &'a [u32],
    /// What somebody with time can make meanwhile.
    pub(super) next_order: Option<&'a mut Order>,
    pub(super) place: &'b mut Place,
    pub(super) sums: &'b mut Sums,
    /// The picture that the rows make, where somebody looks at it.
    pub(super) seen: Option<&'b mut Seen>,
    pub(super) optimizer: &'b Optimizer,
    /// Batches since the model was compiled.
    pub(super) iterations: &'b mut u64,
    /// Epochs that the model has begun, this one included.
    pub(super) epoch: u64,
    /// When to stop, but for the first batch.
    pub(super) deadline: Instant,
    pub(super) began: bool,
    /// Whether the training is to end after a batch.
    pub(super) stop: &'b Stop,
    /// Whether to end after each batch.
    pub(super) one_batch: bool,
    /// Whether it may end after each chunk.
    pub(super) one_chunk: bool,
}

impl<'a> Conductor<'a> for Baton<'a, '_> {
    fn next(&mut self) -> Option<Batch<'a>> {
        if self.began && Instant::now() >= self.deadline {
            return None;
        }
        let chunk = self.place.next()?;
        // An epoch has one batch at least, as Keras has it. One that has been announced to callbacks
        // is trained on.
        let stops = self.stop.is_set() && chunk.places.start > 0;
        let ends = if self.one_batch { self.began } else { stops };
        if chunk.first_of_batch && ends {
            return None;
        }
        self.began = true;
        Some(batch_of(&chunk, self.order, self.epoch, *self.iterations))
    }

    fn upcoming(&self) -> Option<Upcoming<'a>> {
        let (place, batch_rows) = (self.place.rows_done(), self.place.batch_rows());
        (!self.one_chunk).then_some(Upcoming { order: self.order, place, batch_rows })
    }

    fn aside(&mut self) -> Option<&'a mut dyn Aside> {
        self.next_order.take().map(|order| order as &mut dyn Aside)
    }

    fn scored(&mut self, batch: &Batch<'a>, scores: &mut dyn Iterator<Item = &[Lanes]>) -> Outcome {
        let mut rows = batch.rows.iter().map(|row| *row as usize);
        for scores in scores {
            self.sums.add(scores);
            if let Some(seen) = &mut self.seen {
                seen.take(&mut rows, scores);
            }
        }
        if !self.sums.loss().is_finite() {
            return Outcome::Stop;
        }
        self.place.finish(batch.rows.len());
        if !batch.last {
            return Outcome::GoOn;
        }
        *self.iterations += 1;
        Outcome::Take(self.optimizer.step(*self.iterations))
    }
}

/// What the engine has to know of a chunk: of the epoch `epoch`, after `number` batches.
pub(super) fn batch_of<'a>(chunk: &Chunk, order: &'a [u32], epoch: u64, number: u64) -> Batch<'a> {
    let (rows, ahead) = order[chunk.places.start..].split_at(chunk.places.len());
    Batch {
        rows,
        place: chunk.places.start,
        ahead: &ahead[..ahead.len().min(rows.len())],
        batch_rows: chunk.batch_rows,
        epoch,
        number,
        first: chunk.first_of_batch,
        last: chunk.last_of_batch,
        step: None,
    }
}
