//! Training steps, each in two phases, on as much of a mini-batch as fits in the cache.
//!
//! Phase 1: records go through all layers and back, each on its own. Phase 2: each part of the
//! weights sums its gradient over all rows, in a fixed order, and takes the optimizer's step. No sum
//! is shared between threads, so the bytes don't depend on how many there are.

use std::marker::PhantomData;
use std::ops::Range;
use std::time::Instant;

use imfit_compute::lockstep::{self, COPIES, Changed, Lead, Steps, Work};
use imfit_compute::{Bf16, Buffer, Isa};
use rayon::ThreadPool;

use super::bf16::{Copies, Forms};
use super::layout::Layout;
use super::network::{Network, Operation};
use super::pace::{Pace, Way};
use super::part::Part;
use super::pass::Pass;
use super::rows::{expect, load};
use super::{CHUNK_ROWS, MOST_TOGETHER, PARALLEL_WORK};
use crate::data::Data;
use crate::error::Result;
use crate::losses::Loss;
use crate::metrics::Metric;
use crate::optimizers::Step;
use crate::panel::{Lanes, PANEL_ROWS, lanes};
use crate::threads;

/// The buffers of training steps. Made once for a fit.
pub(crate) struct TrainStep {
    layout: Layout,
    records: Buffer,
    copies: Copies,
    /// For each thread, room for the gradient of any part.
    scratch: Vec<Buffer>,
    pace: Pace,
    /// Rows of the largest batch.
    batch_rows: usize,
    isa: Isa,
}

/// What a step is about: a batch, or a part of a large one.
#[derive(Clone, Copy)]
pub(crate) struct Batch<'a> {
    /// The rows, at most [`CHUNK_ROWS`].
    pub(crate) rows: &'a [u32],
    /// Rows that will be wanted after these.
    pub(crate) ahead: &'a [u32],
    /// Rows of the whole batch.
    pub(crate) batch_rows: usize,
    /// Whether this is the batch's first part.
    pub(crate) first: bool,
    /// Whether this is the batch's last part.
    pub(crate) last: bool,
    /// The optimizer's step, once it is known that there will be one.
    pub(crate) step: Option<Step>,
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
    pub(crate) loss: Loss,
    pub(crate) metrics: &'a [Metric],
}

impl TrainStep {
    /// Buffers for batches of up to `batch_rows` rows, and `scores` sums; products are of bf16 where `bf16` is given.
    pub(crate) fn new(
        network: &Network,
        batch_rows: usize,
        scores: usize,
        isa: Isa,
        bf16: Option<Bf16>,
    ) -> TrainStep {
        let layout = Layout::for_training(network, scores, bf16);
        let copies = Copies::new(network, &layout);
        let count = batch_rows.min(CHUNK_ROWS).div_ceil(PANEL_ROWS);
        let mut records = Buffer::zeros(count * layout.length);
        for record in records.chunks_exact_mut(layout.length) {
            for index in 0..network.operations.len() {
                // What a bias is multiplied by.
                let width = input_width(network, index);
                let ones = layout.input_of(index) + width * PANEL_ROWS;
                record[ones..ones + PANEL_ROWS].fill(1.0);
            }
        }
        TrainStep {
            layout,
            records,
            copies,
            scratch: Vec::new(),
            pace: Pace::new(),
            batch_rows,
            isa,
        }
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
            let mut lead = Conducted::new(conductor, &self.layout, None);
            self.take_steps(network, task, &mut lead, None);
            return Ok(());
        }
        let pool = threads::pool()?;
        loop {
            let (began, (way, time)) = (Instant::now(), self.pace.now());
            let mut lead = Conducted::new(conductor, &self.layout, Some(began + time));
            let threads = if way == Way::All { Some(&*pool) } else { None };
            self.take_steps(network, task, &mut lead, threads);
            self.pace.saw(lead.rows, began.elapsed());
            if !lead.paused {
                return Ok(());
            }
        }
    }

    /// Takes steps until `lead` says that it is enough, with the pool's threads or with this one.
    fn take_steps<'a, C: Conductor<'a>>(
        &mut self,
        network: &mut Network,
        task: &Task<'_, '_>,
        lead: &mut Conducted<'_, C>,
        pool: Option<&ThreadPool>,
    ) {
        let threads = pool.map_or(1, ThreadPool::current_num_threads);
        let piece_records = self.rows().div_ceil(PANEL_ROWS).div_ceil(threads).min(MOST_TOGETHER);
        let places = network.largest_part();
        while self.scratch.len() < threads {
            self.scratch.push(Buffer::zeros(places));
        }
        let layout = &self.layout;
        let pass = Pass { operations: &network.operations, layout, isa: self.isa };
        let steps = TwoPhases { pass, task, batches: PhantomData };
        let work = Work {
            records: &mut self.records,
            record_length: layout.length,
            piece_records,
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

    /// Rows that go through both phases together, at most.
    fn rows(&self) -> usize {
        self.batch_rows.min(CHUNK_ROWS)
    }
}

/// Values in a row of what operation number `index` reads.
fn input_width(network: &Network, index: usize) -> usize {
    if index == 0 { network.inputs } else { network.operations[index - 1].width() }
}

/// The phases of steps on batches that live as long as `'a`.
struct TwoPhases<'a, 'n, 'd> {
    pass: Pass<'n>,
    task: &'n Task<'n, 'd>,
    batches: PhantomData<&'a [u32]>,
}

impl<'a> Steps for TwoPhases<'a, '_, '_> {
    type Plan = Batch<'a>;
    type Part = Part;

    fn records(&self, batch: &Batch<'a>) -> usize {
        batch.rows.len().div_ceil(PANEL_ROWS)
    }

    fn write_records(
        &self,
        batch: &Batch<'a>,
        first: usize,
        records: &mut [f32],
        weights: &[f32],
        copies: [&[f32]; COPIES],
    ) {
        let weights = Forms { plain: weights, copies };
        let (pass, task) = (self.pass, self.task);
        let rows = &batch.rows[first * PANEL_ROWS..];
        for (record, rows) in
            records.chunks_exact_mut(pass.layout.length).zip(rows.chunks(PANEL_ROWS))
        {
            load(record, pass.layout, task.data, rows.iter().map(|row| *row as usize));
        }
        let ahead = &batch.ahead[batch.ahead.len().min(first * PANEL_ROWS)..];
        expect(
            task.data,
            &ahead[..ahead.len().min(records.len() / pass.layout.length * PANEL_ROWS)],
        );
        pass.forward(records, weights);
        pass.score(records, rows.len(), task.loss, task.metrics);
        pass.backward(records, weights, task.loss, 1.0 / batch.batch_rows as f32);
    }

    fn change_weights(
        &self,
        batch: &Batch<'a>,
        records: &[f32],
        Changed { weights, copies, part }: Changed<'_, Part>,
        scratch: &mut [f32],
    ) {
        let Operation::Dense(dense) = &self.pass.operations[part.operation] else { return };
        let layer = (part.operation, dense);
        let sum = &mut scratch[..weights.len()];
        self.pass.write_gradient(layer, records, batch.rows.len(), part.first_row, sum);
        if !(batch.first && batch.last) {
            part.add_gradient(sum, batch.first);
        }
        if let Some(step) = batch.step {
            let gradient = if batch.first { &*sum } else { &part.gradient[..] };
            step.apply(self.pass.isa, weights, gradient, &mut part.slots);
            if let Some(product) = &self.pass.layout.operations[part.operation].bf16 {
                product.pack(dense, part, weights, copies);
            }
        }
    }
}

/// A conductor, as the threads that go in lockstep know one.
struct Conducted<'c, C> {
    conductor: &'c mut C,
    /// Where the scores stand in a record, and its length.
    scores: Range<usize>,
    length: usize,
    /// When to pause, but for the first batch.
    until: Option<Instant>,
    /// Whether it came to that.
    paused: bool,
    /// Rows so far.
    rows: usize,
}

impl<'c, C> Conducted<'c, C> {
    fn new(conductor: &'c mut C, layout: &Layout, until: Option<Instant>) -> Conducted<'c, C> {
        let scores = layout.scores..layout.scores + layout.score_count * PANEL_ROWS;
        Conducted { conductor, scores, length: layout.length, until, paused: false, rows: 0 }
    }
}

impl<'a, C: Conductor<'a>> Lead<Batch<'a>> for Conducted<'_, C> {
    fn next(&mut self) -> Option<Batch<'a>> {
        self.paused = self.rows > 0 && self.until.is_some_and(|until| Instant::now() >= until);
        if self.paused {
            return None;
        }
        let batch = self.conductor.next()?;
        self.rows += batch.rows.len();
        Some(batch)
    }

    fn between(&mut self, batch: Batch<'a>, records: &[f32]) -> Option<Batch<'a>> {
        let mut scores =
            records.chunks_exact(self.length).map(|record| lanes(&record[self.scores.clone()]));
        match self.conductor.scored(&batch, &mut scores) {
            Outcome::GoOn => Some(batch),
            Outcome::Take(step) => Some(Batch { step: Some(step), ..batch }),
            Outcome::Stop => None,
        }
    }
}
