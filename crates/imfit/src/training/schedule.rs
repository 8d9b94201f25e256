//! Where in an epoch a training is: which rows come next, in which order.

use std::ops::Range;
use std::time::Instant;

use super::order::Order;

/// The rows of an epoch in their order, in batches, in chunks.
pub(super) struct Schedule {
    pub(super) order: Order,
    /// The order of the next epoch, as far as somebody had time for it.
    pub(super) next: Order,
    pub(super) place: Place,
}

/// Swaps between two looks at the clock: some milliseconds at the most.
const SWAPS: usize = 1 << 18;

/// How far an epoch has come.
#[derive(Clone)]
pub(super) struct Place {
    rows: usize,
    batch_size: usize,
    /// Rows of a chunk, at most.
    chunk_rows: usize,
    /// Rows done in this epoch.
    done: usize,
}

/// The next rows to work on.
pub(super) struct Chunk {
    /// Places in the order.
    pub(super) places: Range<usize>,
    pub(super) batch_rows: usize,
    pub(super) first_of_batch: bool,
    pub(super) last_of_batch: bool,
}

impl Schedule {
    /// An epoch of `rows` rows in batches of at most `batch_size`, which go through in chunks of at
    /// most `chunk_rows`.
    pub(super) fn new(rows: usize, batch_size: usize, chunk_rows: usize) -> Schedule {
        let place = Place { rows, batch_size, chunk_rows, done: 0 };
        let mut order = Order::new(rows);
        order.bring_on(0);
        Schedule { order, next: Order::new(rows), place }
    }

    /// Begins an epoch: in the rows' own order, or in that of `shuffle`'s seed and epoch.
    pub(super) fn begin(&mut self, shuffle: Option<(u64, u64)>) {
        self.place.done = 0;
        if shuffle.is_some() && self.next.is_of(shuffle) {
            std::mem::swap(&mut self.order, &mut self.next);
        } else {
            self.order.begin(shuffle);
        }
        self.next.begin(shuffle.map(|(seed, epoch)| (seed, epoch + 1)));
    }

    /// Goes on with the order until the deadline. Says whether it is complete.
    pub(super) fn bring_in_order(&mut self, deadline: Instant) -> bool {
        while !self.order.bring_on(SWAPS) {
            if Instant::now() >= deadline {
                return false;
            }
        }
        true
    }
}

impl Place {
    /// The rows to work on next; `None` at the epoch's end.
    pub(super) fn next(&self) -> Option<Chunk> {
        if self.done == self.rows {
            return None;
        }
        let batch_start = self.done - self.done % self.batch_size;
        let batch_end = self.rows.min(batch_start + self.batch_size);
        let end = batch_end.min(self.done + self.chunk_rows);
        Some(Chunk {
            places: self.done..end,
            batch_rows: batch_end - batch_start,
            first_of_batch: self.done == batch_start,
            last_of_batch: end == batch_end,
        })
    }

    /// Counts `rows` more rows as done.
    pub(super) fn finish(&mut self, rows: usize) {
        self.done += rows;
    }

    /// Rows done in this epoch.
    pub(super) fn rows_done(&self) -> usize {
        self.done
    }

    /// Whole batches done in this epoch.
    pub(super) fn batches_done(&self) -> usize {
        if self.done == self.rows { self.batches() } else { self.done / self.batch_size }
    }

    /// Whether a batch is done, and the next isn't begun.
    pub(super) fn is_between_batches(&self) -> bool {
        self.done == self.rows || self.done.is_multiple_of(self.batch_size)
    }

    /// Batches of an epoch.
    pub(super) fn batches(&self) -> usize {
        self.rows.div_ceil(self.batch_size)
    }

    /// Rows of a batch.
    pub(super) fn batch_rows(&self) -> usize {
        self.batch_size
    }

    /// Rows of an epoch.
    pub(super) fn rows_total(&self) -> usize {
        self.rows
    }
}
