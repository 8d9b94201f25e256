//! A conductor, as the threads that go in lockstep know one.

use std::time::Instant;

use imfit_compute::lockstep::{Lead, Written};

use super::conductor::{Batch, Conductor, Outcome};
use super::division::Scores;
use super::step::Taken;
use crate::optimizers::Step;

/// A conductor, until it is time to pause.
pub(super) struct Conducted<'c, C> {
    conductor: &'c mut C,
    scores: Scores,
    /// When to pause, but for the first batch.
    until: Option<Instant>,
    /// Batches between two looks at the clock.
    looks_every: usize,
    /// Whether it came to that.
    paused: bool,
    /// A step that needs the whole gradient, to be taken when all threads have stopped, and the rows of
    /// its batch.
    pub(super) whole: Option<(Step, usize)>,
    /// Whether every step is one of these.
    all_whole: bool,
    /// Batches, and rows, so far.
    batches: usize,
    rows: usize,
}

impl<'c, C> Conducted<'c, C> {
    pub(super) fn new(
        conductor: &'c mut C,
        scores: Scores,
        (until, looks_every): (Option<Instant>, usize),
        all_whole: bool,
    ) -> Conducted<'c, C> {
        Conducted {
            conductor,
            scores,
            until,
            looks_every,
            paused: false,
            whole: None,
            all_whole,
            batches: 0,
            rows: 0,
        }
    }

    /// What came of it.
    pub(super) fn taken(self) -> Taken {
        Taken { rows: self.rows, paused: self.paused }
    }
}

impl<'a, C: Conductor<'a>> Lead<Batch<'a>> for Conducted<'_, C> {
    fn next(&mut self) -> Option<Batch<'a>> {
        if self.whole.is_some() {
            return None;
        }
        let looks = self.batches > 0 && self.batches.is_multiple_of(self.looks_every);
        self.paused = looks && self.until.is_some_and(|until| Instant::now() >= until);
        if self.paused {
            return None;
        }
        let batch = self.conductor.next()?;
        (self.batches, self.rows) = (self.batches + 1, self.rows + batch.rows.len());
        Some(batch)
    }

    fn between(&mut self, batch: Batch<'a>, heads: Written<'_>) -> Option<Batch<'a>> {
        let mut scores = self.scores.of(heads, batch.rows.len());
        match self.conductor.scored(&batch, &mut scores) {
            Outcome::GoOn => Some(batch),
            Outcome::Take(step) if self.all_whole || step.needs_whole() => {
                self.whole = Some((step, batch.batch_rows));
                Some(batch)
            }
            Outcome::Take(step) => Some(Batch { step: Some(step), ..batch }),
            Outcome::Stop => None,
        }
    }
}
