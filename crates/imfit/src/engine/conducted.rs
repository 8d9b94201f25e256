//! A conductor, as the threads that go in lockstep know one.

use std::time::{Duration, Instant};

use imfit_compute::lockstep::{Lead, Written};

use super::conductor::{Batch, Conductor, Outcome};
use super::division::Scores;
use super::step::Taken;
use crate::optimizers::Step;
use crate::panel::Lanes;

/// When steps begin to count, and when it is time to pause.
#[derive(Clone, Copy)]
pub(super) struct Clock {
    /// What steps take before this doesn't count.
    pub(super) counts: Instant,
    /// How long they count until the pause.
    pub(super) time: Duration,
}

/// A conductor, until it is time to pause.
pub(super) struct Conducted<'c, C> {
    conductor: &'c mut C,
    scores: Scores,
    /// Nothing, where there is no pause.
    clock: Option<Clock>,
    /// Batches between two looks at the clock.
    looks_every: usize,
    /// Since when steps count, and the rows before that.
    counted: Option<(Instant, usize)>,
    /// Whether it came to the pause.
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
        (clock, looks_every): (Option<Clock>, usize),
        all_whole: bool,
    ) -> Conducted<'c, C> {
        Conducted {
            conductor,
            scores,
            clock,
            looks_every,
            counted: clock
                .filter(|clock| clock.counts <= Instant::now())
                .map(|clock| (clock.counts, 0)),
            paused: false,
            whole: None,
            all_whole,
            batches: 0,
            rows: 0,
        }
    }

    /// What came of it.
    pub(super) fn taken(self) -> Taken {
        let (since, before) = self.counted.unzip();
        Taken { rows: before.map_or(0, |before| self.rows - before), since, paused: self.paused }
    }

    /// Looks at the clock.
    fn look(&mut self, clock: Clock) {
        let now = Instant::now();
        if self.counted.is_none() && now >= clock.counts {
            self.counted = Some((now, self.rows));
        }
        self.paused = self.counted.is_some_and(|(since, _)| now >= since + clock.time);
    }
}

impl<'a, C: Conductor<'a>> Conducted<'_, C> {
    /// The next batch, or nothing when it is enough.
    pub(super) fn plan(&mut self) -> Option<Batch<'a>> {
        if self.whole.is_some() {
            return None;
        }
        if let Some(clock) = self.clock
            && self.batches > 0
            && self.batches.is_multiple_of(self.looks_every)
        {
            self.look(clock);
            if self.paused {
                return None;
            }
        }
        let batch = self.conductor.next()?;
        (self.batches, self.rows) = (self.batches + 1, self.rows + batch.rows.len());
        Some(batch)
    }

    /// The batch with what becomes of it after a look at the scores of its panels, or nothing where no weight may
    /// change any more.
    pub(super) fn judge(
        &mut self,
        batch: Batch<'a>,
        scores: &mut dyn Iterator<Item = &[Lanes]>,
    ) -> Option<Batch<'a>> {
        match self.conductor.scored(&batch, scores) {
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

impl<'a, C: Conductor<'a>> Lead<Batch<'a>> for Conducted<'_, C> {
    fn next(&mut self) -> Option<Batch<'a>> {
        self.plan()
    }

    fn between(&mut self, batch: Batch<'a>, heads: Written<'_>) -> Option<Batch<'a>> {
        let mut scores = self.scores.of(heads, batch.rows.len());
        self.judge(batch, &mut scores)
    }
}
