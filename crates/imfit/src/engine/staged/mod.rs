//! Training steps of models that normalise batches: in stages, from one normalisation to the next. One that
//! is frozen takes its moving statistics, and is an operation like others.
//!
//! A batch normalisation needs all rows of a batch before any of them can go on, and again on the way
//! back. So all records of the batch are kept, and threads share its pieces stage by stage; between two
//! stages one of them puts together what the pieces know (`statistics.rs`). What is summed by whom
//! doesn't depend on the number of threads, and so the bytes don't.

mod change;
mod norm;
mod stage;
mod statistics;

use std::sync::Mutex;

use imfit_compute::{Bf16, Buffer, Isa};

use self::change::Change;
use self::norm::Norm;
use self::stage::Stage;
use self::statistics::Pair;
use super::bf16::Copies;
use super::conductor::{Batch, Conductor, Outcome};
use super::layout::{Counts, Layout};
use super::network::Network;
use super::pass::Pass;
use super::step::Task;
use super::stepper::TooManyRows;
use super::whole::ArrayRooms;
use super::{MOST_TOGETHER, PARALLEL_WORK};
use crate::error::Result;
use crate::optimizers::Step;
use crate::panel::{PANEL_ROWS, lanes};
use crate::threads;

/// Bytes that the records of a batch may take.
const MOST_BYTES: u64 = 4 << 30;

/// The buffers of training steps in stages. Made once for a fit.
pub(crate) struct StagedStep {
    layout: Layout,
    copies: Copies,
    /// What steps on whole arrays work in, if there are any.
    array_rooms: ArrayRooms,
    /// All records of a batch.
    records: Buffer,
    norms: Vec<Norm>,
    /// What each piece knows of each feature of the normalisation at hand, piece after piece.
    known: Vec<Pair>,
    /// Features of the widest normalisation.
    widest: usize,
    /// Rows of a piece.
    piece_rows: usize,
    /// For each thread. A lock that nobody else ever wants.
    scratch: Vec<Mutex<Buffer>>,
    batch_rows: usize,
    isa: Isa,
}

impl StagedStep {
    /// Whether the steps of a network are of this kind.
    pub(super) fn takes(network: &Network) -> bool {
        network.operations.iter().enumerate().any(|operation| Norm::of(operation).is_some())
    }

    /// Buffers for batches of up to `batch_rows` rows.
    ///
    /// # Errors
    /// A batch that is too large for all its records to be kept.
    pub(super) fn new(
        network: &Network,
        batch_rows: usize,
        counts: Counts,
        isa: Isa,
        bf16: Option<Bf16>,
    ) -> std::result::Result<StagedStep, TooManyRows> {
        let layout = Layout::for_training(&network.shape(), counts, bf16);
        check_size(&layout, batch_rows)?;
        let mut records = Buffer::zeros(batch_rows.div_ceil(PANEL_ROWS) * layout.length);
        layout.fill_ones(&network.operations, &mut records);
        let norms: Vec<Norm> = network.operations.iter().enumerate().filter_map(Norm::of).collect();
        let widest = norms.iter().map(|norm| norm.operation.width).max().unwrap_or(1);
        let piece_rows = piece_rows(batch_rows);
        Ok(StagedStep {
            copies: Copies::of(network, &layout),
            array_rooms: ArrayRooms::default(),
            layout,
            records,
            norms,
            known: vec![Pair::default(); batch_rows.div_ceil(piece_rows) * widest],
            widest,
            piece_rows,
            scratch: Vec::new(),
            batch_rows,
            isa,
        })
    }

    /// Rows that are worked on between two looks at the clock: those of a batch, which has no chunks.
    pub(super) fn chunk_rows(&self) -> usize {
        self.batch_rows
    }

    /// Takes steps until the conductor has no more batches.
    pub(super) fn run<'a>(
        &mut self,
        network: &mut Network,
        task: &Task<'_, '_>,
        conductor: &mut impl Conductor<'a>,
    ) -> Result<()> {
        self.copies.refresh(&network.weights, &network.bounds);
        let little = network.work_per_row() * self.batch_rows < PARALLEL_WORK;
        if little || threads::num_threads()? == 1 {
            self.take_steps(network, task, conductor, 1);
            return Ok(());
        }
        let pool = threads::pool()?;
        let count = pool.current_num_threads();
        pool.install(|| self.take_steps(network, task, conductor, count));
        Ok(())
    }

    fn take_steps<'a>(
        &mut self,
        network: &mut Network,
        task: &Task<'_, '_>,
        conductor: &mut impl Conductor<'a>,
        count: usize,
    ) {
        while self.scratch.len() < count {
            self.scratch.push(Mutex::new(Buffer::zeros(network.largest_part())));
        }
        while let Some(batch) = conductor.next() {
            self.go_forward(network, task, &batch, count > 1);
            let length = self.layout.length;
            let records = &self.records[..batch.rows.len().div_ceil(PANEL_ROWS) * length];
            let places = self.layout.scores_places();
            let mut scores =
                records.chunks_exact(length).map(|record| lanes(&record[places.clone()]));
            // A batch comes as a whole: there is a step, or the training stops.
            let outcome = conductor.scored(&batch, &mut scores);
            let Outcome::Take(step) = outcome else { return };
            self.go_back(network, task, &batch, count > 1);
            for norm in &self.norms {
                norm.operation.follow(&mut network.weights, &norm.statistics);
            }
            self.change_weights(network, (batch.rows.len(), task.loss_scale), step, count > 1);
        }
    }

    /// Sends a batch through all operations.
    fn go_forward(
        &mut self,
        network: &Network,
        task: &Task<'_, '_>,
        batch: &Batch<'_>,
        shared: bool,
    ) {
        let pass = Pass::new(&network.operations, &self.layout, self.isa);
        let weights = self.copies.forms(&network.weights);
        let (widest, piece_rows) = (self.widest, self.piece_rows);
        let stage = Stage { pass, task, batch, weights, shared, widest, piece_rows };
        let (records, known) = (&mut self.records[..], &mut self.known[..]);
        for number in 0..=self.norms.len() {
            let before = number.checked_sub(1).map(|number| &self.norms[number]);
            let next = self.norms.get(number);
            stage.each_piece(records, known, |places, records, known| {
                stage.go_forward(before, next, places, records, known);
            });
            if let Some(norm) = self.norms.get_mut(number) {
                norm.know_moments(known, stage);
            }
        }
    }

    /// Sends the gradient of the loss back, as far as anybody wants it.
    fn go_back(&mut self, network: &Network, task: &Task<'_, '_>, batch: &Batch<'_>, shared: bool) {
        let pass = Pass::new(&network.operations, &self.layout, self.isa);
        let weights = self.copies.forms(&network.weights);
        let (widest, piece_rows) = (self.widest, self.piece_rows);
        let stage = Stage { pass, task, batch, weights, shared, widest, piece_rows };
        let Some(first) = stage.pass.first_trained() else { return };
        let (records, known) = (&mut self.records[..], &mut self.known[..]);
        for number in (0..=self.norms.len()).rev() {
            let after = self.norms.get(number);
            let next = number.checked_sub(1).map(|number| &self.norms[number]);
            let next = next.filter(|norm| norm.index >= first);
            stage.each_piece(records, known, |places, records, known| {
                stage.go_back(after, next, places.len(), records, known);
            });
            match next {
                Some(norm) if norm.index > first => {
                    self.norms[number - 1].know_slopes(known, stage);
                }
                _ => return,
            }
        }
    }

    /// Sums the gradient of each part of the weights over `rows` rows of data, and takes the step.
    fn change_weights(
        &mut self,
        network: &mut Network,
        (rows, loss_scale): (usize, f32),
        step: Step,
        shared: bool,
    ) {
        let whole = network.cares_for_arrays() || step.needs_whole();
        let change = Change {
            pass: Pass::new(&network.operations, &self.layout, self.isa),
            records: &self.records[..rows.div_ceil(PANEL_ROWS) * self.layout.length],
            rows,
            step: (!whole).then_some(step),
            loss_scale,
            scratch: &self.scratch,
            shared,
        };
        change.parts(&mut network.parts, &network.bounds, &mut network.weights);
        if whole {
            let room = (shared, &mut self.array_rooms);
            network.change_as_a_whole(self.isa, (loss_scale, rows), &step, room);
        }
        self.copies.refresh(&network.weights, &network.bounds);
    }
}

/// Rows of a piece of a batch: half of a small one, so that there is something for a second thread.
fn piece_rows(batch_rows: usize) -> usize {
    batch_rows.div_ceil(2).next_multiple_of(PANEL_ROWS).min(MOST_TOGETHER * PANEL_ROWS)
}

/// Refuses a batch whose records would take too much memory.
fn check_size(layout: &Layout, batch_rows: usize) -> std::result::Result<(), TooManyRows> {
    let record = (layout.length * size_of::<f32>()) as u64;
    let most = MOST_BYTES / record * PANEL_ROWS as u64;
    if batch_rows as u64 <= most { Ok(()) } else { Err(TooManyRows { most }) }
}
