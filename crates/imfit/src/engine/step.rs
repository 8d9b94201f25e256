//! Training steps, each in two phases, on a mini-batch or a chunk of it.
//!
//! Phase 1: records go through all layers and back, each on its own; a portion of many of them sums
//! its gradient (`division.rs`). Phase 2: each part of the weights sums its gradient over all
//! records or portions, in a fixed order, and takes the optimizer's step. What is summed by whom
//! doesn't depend on the number of threads, and so the bytes don't.

use std::ops::Range;
use std::time::Instant;

use imfit_compute::lockstep::{self, Work};
use imfit_compute::{Bf16, Buffer, Isa};
use rayon::ThreadPool;

use super::bf16::Copies;
use super::conducted::Conducted;
use super::division::Division;
use super::layout::{Counts, Layout};
use super::network::Network;
use super::pace::{Pace, Way};
use super::pass::Pass;
use super::phases::TwoPhases;
use super::{MOST_TOGETHER, PARALLEL_WORK};
use crate::data::Data;
use crate::error::Result;
use crate::losses::RowLoss;
use crate::metrics::RowMetric;
use crate::optimizers::Step;
use crate::panel::{Lanes, PANEL_ROWS};
use crate::threads;

/// The buffers of training steps. Made once for a fit.
pub(crate) struct TrainStep {
    layout: Layout,
    division: Division,
    /// What phase 1 writes: records, or what portions come to.
    written: Buffer,
    copies: Copies,
    /// For each thread.
    scratch: Vec<Buffer>,
    pace: Pace,
    /// Rows of the largest batch.
    batch_rows: usize,
    isa: Isa,
}

/// What a step is about: a batch, or a part of a large one.
#[derive(Clone, Copy)]
pub(crate) struct Batch<'a> {
    /// The rows, at most a chunk.
    pub(crate) rows: &'a [u32],
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

/// What the steps of a training have in common.
pub(crate) struct Task<'a, 'd> {
    pub(crate) data: &'a Data<'d>,
    pub(crate) loss: RowLoss,
    /// What the loss is multiplied by on the way back.
    pub(crate) loss_scale: f32,
    pub(crate) metrics: &'a [RowMetric],
}

impl TrainStep {
    /// Buffers for batches of up to `batch_rows` rows; products are of bf16 where `bf16` is given.
    pub(crate) fn new(
        network: &Network,
        batch_rows: usize,
        counts: Counts,
        isa: Isa,
        bf16: Option<Bf16>,
    ) -> TrainStep {
        let layout = Layout::for_training(network, counts, bf16);
        let division = Division::new(network, batch_rows, layout.score_count);
        let copies = Copies::new(network, &layout);
        let count = division.count(batch_rows.min(division.chunk_rows));
        let mut written = Buffer::zeros(count * division.length(&layout));
        if division.portions.is_none() {
            layout.fill_ones(network, &mut written);
        }
        TrainStep {
            layout,
            division,
            written,
            copies,
            scratch: Vec::new(),
            pace: Pace::new(),
            batch_rows,
            isa,
        }
    }

    /// Rows that are worked on between two looks at the clock, at most.
    pub(crate) fn chunk_rows(&self) -> usize {
        self.division.chunk_rows
    }

    /// Takes steps until the conductor has no more batches.
    pub(crate) fn run<'a>(
        &mut self,
        network: &mut Network,
        task: &Task<'_, '_>,
        conductor: &mut impl Conductor<'a>,
    ) -> Result<()> {
        self.copies.refresh(network, &self.layout);
        if network.work_per_row() * self.rows() < PARALLEL_WORK || threads::num_threads()? == 1 {
            self.take_steps(network, task, conductor, (None, None));
            return Ok(());
        }
        let pool = threads::pool()?;
        loop {
            let (began, (way, time)) = (Instant::now(), self.pace.now());
            let threads = if way == Way::All { Some(&*pool) } else { None };
            let until = Some(began + time);
            let taken = self.take_steps(network, task, conductor, (threads, until));
            self.pace.saw(taken.rows, began.elapsed());
            if !taken.paused {
                return Ok(());
            }
        }
    }

    /// Takes steps until the conductor says that it is enough, or until a time, with the pool's
    /// threads or with this one.
    fn take_steps<'a, C: Conductor<'a>>(
        &mut self,
        network: &mut Network,
        task: &Task<'_, '_>,
        conductor: &mut C,
        (pool, until): (Option<&ThreadPool>, Option<Instant>),
    ) -> Taken {
        let threads = pool.map_or(1, ThreadPool::current_num_threads);
        self.make_scratch(network, threads);
        let scores = self.division.scores(&self.layout);
        let mut lead = Conducted::new(conductor, scores, until, network.cares_for_arrays());
        loop {
            self.take_steps_together(network, task, &mut lead, (pool, threads));
            let Some((step, rows)) = lead.whole.take() else { return lead.taken() };
            network.add_penalties(task.loss_scale, rows);
            network.take_whole(&step, self.isa);
            network.constrain();
            self.copies.refresh(network, &self.layout);
        }
    }

    /// Takes steps until `lead` says that it is enough, or that one needs the whole gradient.
    fn take_steps_together<'a, C: Conductor<'a>>(
        &mut self,
        network: &mut Network,
        task: &Task<'_, '_>,
        lead: &mut Conducted<'_, C>,
        (pool, threads): (Option<&ThreadPool>, usize),
    ) {
        let piece_records = self.piece_records(threads);
        let (layout, division) = (&self.layout, &self.division);
        let pass = Pass { operations: &network.operations, layout, isa: self.isa };
        let steps = TwoPhases::new(pass, division, task);
        let work = Work {
            records: &mut self.written,
            record_length: division.length(layout),
            piece_records,
            head: division.scores(layout).places,
            segments: division.segments(),
            weights: &mut network.weights,
            bounds: &network.bounds,
            parts: &mut network.parts,
            copies: self.copies.divided(),
            scratch: self.scratch[..threads].iter_mut().map(|scratch| &mut scratch[..]).collect(),
        };
        lockstep::run(&steps, lead, work, |member| match pool {
            Some(pool) => drop(pool.broadcast(|context| member(context.index()))),
            None => member(0),
        });
    }

    /// Room for each thread: for the records of a piece, where no others are kept, and for the
    /// gradient of any part.
    fn make_scratch(&mut self, network: &Network, threads: usize) {
        let records = TwoPhases::records_in_scratch(&self.layout, &self.division);
        while self.scratch.len() < threads {
            let mut scratch = Buffer::zeros(records + network.largest_part());
            self.layout.fill_ones(network, &mut scratch[..records]);
            self.scratch.push(scratch);
        }
    }

    /// Records, or portions, that a thread takes at a time.
    fn piece_records(&self, threads: usize) -> usize {
        match self.division.portions {
            None => self.rows().div_ceil(PANEL_ROWS).div_ceil(threads).min(MOST_TOGETHER),
            Some(_) => 1,
        }
    }

    /// Rows that go through both phases together, at most.
    fn rows(&self) -> usize {
        self.batch_rows.min(self.division.chunk_rows)
    }
}

/// What came of some steps.
pub(super) struct Taken {
    /// Rows that were trained on.
    pub(super) rows: usize,
    /// Whether it was the time that ended them.
    pub(super) paused: bool,
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
