//! Training steps, each in two phases, on a mini-batch or a chunk of it.
//!
//! Phase 1: records go through all layers and back, each on its own; a portion of many of them sums
//! its gradient (`division.rs`). Phase 2: each part of the weights sums its gradient over all
//! records or portions, in a fixed order, and takes the optimizer's step. What is summed by whom
//! doesn't depend on the number of threads, and so the bytes don't.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Instant;

use imfit_compute::lockstep::{self, Work};
use imfit_compute::{Bf16, Isa};
use rayon::ThreadPool;

use super::bf16::Copies;
use super::conducted::{Clock, Conducted};
use super::conductor::Conductor;
use super::division::Division;
use super::layout::{Counts, Layout};
use super::network::Network;
use super::pace::{Pace, Turn};
use super::pass::Pass;
use super::phases::TwoPhases;
use super::pipeline::{Demands, Pipeline};
use super::read_ahead::{Aside, ReadAhead, Shelf, Upcoming};
use super::room::Rooms;
use super::whole::ArrayRooms;
use super::{MOST_UNSEEN, PARALLEL_WORK, PIPELINE_BATCHES, READ_AHEAD_ROWS};
use crate::data::Data;
use crate::error::Result;
use crate::losses::RowLoss;
use crate::metrics::RowMetric;
use crate::threads;

/// The buffers of training steps. Made once for a fit.
pub(crate) struct TrainStep {
    layout: Layout,
    rooms: Rooms,
    copies: Copies,
    /// What steps on whole arrays work in, if there are any.
    array_rooms: ArrayRooms,
    counts: Counts,
    /// Where products are of bf16.
    bf16: Option<Bf16>,
    /// For each number of sections that was asked for, unless the network stays whole.
    pipelines: BTreeMap<usize, Option<Pipeline>>,
    #[cfg(test)]
    pipeline_runs: usize,
    /// Where nobody has helped so far, nothing.
    pace: Option<Pace>,
    /// Where nobody has read ahead so far, nothing.
    shelf: Option<Shelf>,
    isa: Isa,
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
        let layout = Layout::for_training(&network.shape(), counts, bf16);
        let division = Division::new(network, batch_rows, layout.score_count);
        let copies = Copies::of(network, &layout);
        TrainStep {
            rooms: Rooms::new(network, &layout, division, batch_rows),
            layout,
            copies,
            array_rooms: ArrayRooms::default(),
            counts,
            bf16,
            pipelines: BTreeMap::new(),
            #[cfg(test)]
            pipeline_runs: 0,
            pace: None,
            shelf: None,
            isa,
        }
    }

    /// Rows that are worked on between two looks at the clock, at most.
    pub(crate) fn chunk_rows(&self) -> usize {
        self.rooms.chunk_rows()
    }

    /// Takes steps until the conductor has no more batches.
    pub(crate) fn run<'a, C: Conductor<'a>>(
        &mut self,
        network: &mut Network,
        task: &Task<'_, '_>,
        conductor: &mut C,
    ) -> Result<()> {
        let Some(mut help) = self.help(network, conductor)? else {
            self.take_steps(network, task, conductor, Hands::default());
            return Ok(());
        };
        // The number of threads may be another one than last time.
        let pace = self.pace.take().filter(|pace| pace.ways() == help.ways());
        let mut pace = pace.unwrap_or_else(|| Pace::new(help.ways()));
        loop {
            let began = Instant::now();
            let taken = self.take_turn(network, task, conductor, (pace.now(), &mut help));
            let ended = Instant::now();
            let since = taken.since.unwrap_or(ended);
            pace.saw(since - began, (taken.rows, ended - since));
            if !taken.paused {
                self.pace = Some(pace);
                return Ok(());
            }
        }
    }

    /// Takes steps until the conductor has no more batches or the turn is over, with as much of the help as
    /// the turn says.
    fn take_turn<'a, C: Conductor<'a>>(
        &mut self,
        network: &mut Network,
        task: &Task<'_, '_>,
        conductor: &mut C,
        (turn, help): (Turn, &mut Help<'_>),
    ) -> Taken {
        let clock = Clock { counts: Instant::now() + turn.warm_up, time: turn.time };
        let hands = Hands { clock: Some(clock), ..Hands::default() };
        match help {
            Help::Threads(pool, ways) if ways[turn.way].threads > 1 => {
                let hands = Hands { pool: Some((pool, ways[turn.way])), ..hands };
                let taken = pool.install(|| self.take_steps(network, task, conductor, hands));
                #[cfg(test)]
                forced::count(self.pipeline_runs);
                taken
            }
            Help::Reader(aside) if turn.way == 0 => {
                let aside = aside.as_deref_mut();
                self.take_steps_and_read_ahead(network, task, conductor, (hands, aside))
            }
            Help::Threads(..) | Help::Reader(_) => self.take_steps(network, task, conductor, hands),
        }
    }

    /// What other threads are good for: steps are shared, or too short for that.
    fn help<'a>(
        &mut self,
        network: &Network,
        conductor: &mut impl Conductor<'a>,
    ) -> Result<Option<Help<'a>>> {
        if threads::num_threads()? == 1 {
            return Ok(None);
        }
        if network.work_per_row() * self.rooms.rows() >= PARALLEL_WORK {
            let pool = threads::pool()?;
            let many = |upcoming: Upcoming| upcoming.batches() >= PIPELINE_BATCHES;
            let cut = conductor.upcoming().is_some_and(many);
            let ways = self.ways(network, pool.current_num_threads(), cut);
            return Ok(Some(Help::Threads(pool, ways)));
        }
        let many = |upcoming: Upcoming| upcoming.left() >= READ_AHEAD_ROWS;
        let reads = conductor.upcoming().is_some_and(many);
        Ok(reads.then(|| Help::Reader(conductor.aside())))
    }

    /// The ways to take steps with so many threads: with all of them, half of them, and so on down to one. Only
    /// where the network may be `cut` are there pipelines.
    fn ways(&mut self, network: &Network, threads: usize, cut: bool) -> Vec<Way> {
        #[cfg(test)]
        if let Some(way) = forced::way() {
            return vec![way];
        }
        let mut ways = Vec::new();
        for threads in halves(threads) {
            if cut && threads > 1 && self.pipeline(network, threads).is_some() {
                ways.push(Way { threads, pipeline: true });
            }
            ways.push(Way { threads, pipeline: false });
        }
        ways
    }

    /// The pipeline of so many sections, where the network can be cut.
    fn pipeline(&mut self, network: &Network, sections: usize) -> &mut Option<Pipeline> {
        let (division, rows) = (self.rooms.division(), self.rooms.rows());
        let demands = Demands { rows, counts: self.counts, bf16: self.bf16 };
        let new = || Pipeline::new(network, division, demands, sections);
        self.pipelines.entry(sections).or_insert_with(new)
    }

    /// Takes steps while another thread reads the rows for them.
    fn take_steps_and_read_ahead<'a, 'd, C: Conductor<'a>>(
        &mut self,
        network: &mut Network,
        task: &Task<'_, 'd>,
        conductor: &mut C,
        (hands, aside): (Hands<'_, 'd>, Option<&mut (dyn Aside + '_)>),
    ) -> Taken {
        let Some(upcoming) = conductor.upcoming() else {
            return self.take_steps(network, task, conductor, hands);
        };
        let mut shelf = self.shelf.take().unwrap_or_else(|| Shelf::new(&self.layout.rows));
        let reader = ReadAhead::new(task.data, upcoming, &mut shelf);
        let taken = reader.during(aside, || {
            let hands = Hands { reader: Some(&reader), ..hands };
            self.take_steps(network, task, conductor, hands)
        });
        self.shelf = Some(shelf);
        taken
    }

    /// Takes steps until the conductor says that it is enough, or it's time to pause. Where a pool is to help,
    /// this is called in it: between two runs of its threads nobody has to be woken but those.
    fn take_steps<'a, 'd, C: Conductor<'a>>(
        &mut self,
        network: &mut Network,
        task: &Task<'_, 'd>,
        conductor: &mut C,
        hands: Hands<'_, 'd>,
    ) -> Taken {
        let clock = (hands.clock, self.looks_every(network));
        let room = self.rooms.for_threads(network, &self.layout, hands.threads());
        let scores = room.division.scores(&self.layout);
        let mut lead = Conducted::new(conductor, scores, clock, network.cares_for_arrays());
        loop {
            if !self.take_steps_in_pipeline(network, task, &mut lead, hands) {
                self.take_steps_together(network, task, &mut lead, hands);
            }
            let Some((step, rows)) = lead.whole.take() else { return lead.taken() };
            let room = (hands.pool.is_some(), &mut self.array_rooms);
            network.change_as_a_whole(self.isa, (task.loss_scale, rows), &step, room);
        }
    }

    /// Takes steps in a pipeline, where that is the way and all threads come for it.
    fn take_steps_in_pipeline<'a, 'd, C: Conductor<'a>>(
        &mut self,
        network: &mut Network,
        task: &Task<'_, 'd>,
        lead: &mut Conducted<'_, C>,
        hands: Hands<'_, 'd>,
    ) -> bool {
        let Some((pool, way)) = hands.pool.filter(|(_, way)| way.pipeline) else { return false };
        let isa = self.isa;
        let pipeline = self.pipeline(network, way.threads).as_mut();
        let all_came =
            pipeline.is_some_and(|pipeline| pipeline.take_steps(network, task, lead, (pool, isa)));
        #[cfg(test)]
        {
            self.pipeline_runs += usize::from(all_came);
        }
        all_came
    }

    /// Takes steps until `lead` says that it is enough, or that one needs the whole gradient.
    fn take_steps_together<'a, 'd, C: Conductor<'a>>(
        &mut self,
        network: &mut Network,
        task: &Task<'_, 'd>,
        lead: &mut Conducted<'_, C>,
        hands: Hands<'_, 'd>,
    ) {
        self.copies.refresh(&network.weights, &network.bounds);
        let threads = hands.threads();
        let (layout, isa) = (&self.layout, self.isa);
        let room = self.rooms.for_threads(network, layout, threads);
        let (piece_records, division) = (room.piece_records(layout, threads), &room.division);
        let pass = Pass::new(&network.operations, layout, isa);
        let steps = TwoPhases::new(pass, division, task, hands.reader);
        let work = Work {
            records: &mut room.written,
            record_length: division.length(layout),
            piece_records,
            head: division.scores(layout).places,
            segments: division.segments(),
            weights: &mut network.weights,
            bounds: &network.bounds,
            parts: &mut network.parts,
            copies: self.copies.divided(),
            scratch: room.scratch[..threads].iter_mut().map(|scratch| &mut scratch[..]).collect(),
        };
        lockstep::run(&steps, lead, work, |member| match hands.pool {
            Some((pool, _)) => drop(pool.broadcast(|context| member(context.index()))),
            None => member(0),
        });
    }

    /// Batches between two looks at the clock: a look takes as long as a part of a short step.
    fn looks_every(&self, network: &Network) -> usize {
        (PARALLEL_WORK / (network.work_per_row() * self.rooms.rows()).max(1)).clamp(1, MOST_UNSEEN)
    }
}

/// What other threads are good for in a training.
enum Help<'a> {
    /// Steps are shared, in one of some ways.
    Threads(Arc<ThreadPool>, Vec<Way>),
    /// One reads ahead, and does something aside.
    Reader(Option<&'a mut dyn Aside>),
}

impl Help<'_> {
    /// The ways to take steps: with all of the help, with less, and at last with none.
    fn ways(&self) -> usize {
        match self {
            Help::Threads(_, ways) => ways.len(),
            Help::Reader(_) => 2,
        }
    }
}

/// A way to share steps.
#[derive(Debug, Clone, Copy)]
pub(super) struct Way {
    pub(super) threads: usize,
    /// Whether each thread has some of the layers, and not some of the rows.
    pub(super) pipeline: bool,
}

/// All threads, half of them, and so on down to one.
fn halves(threads: usize) -> impl Iterator<Item = usize> {
    let halvings = threads.next_power_of_two().ilog2();
    (0..=halvings).map(move |halving| threads.div_ceil(1 << halving))
}

/// Who takes steps, and for how long: this thread until the conductor has no more batches, where nothing else
/// is said.
#[derive(Clone, Copy, Default)]
struct Hands<'h, 'd> {
    /// Threads of a pool, and how they share steps.
    pool: Option<(&'h ThreadPool, Way)>,
    /// Who reads ahead.
    reader: Option<&'h ReadAhead<'h, 'd>>,
    /// When steps count and when to pause, but for the first batch.
    clock: Option<Clock>,
}

impl Hands<'_, '_> {
    fn threads(&self) -> usize {
        self.pool.map_or(1, |(_, way)| way.threads)
    }
}

/// What came of some steps.
pub(super) struct Taken {
    /// Rows that were trained on while it counted.
    pub(super) rows: usize,
    /// Since when it counted, if it came to that.
    pub(super) since: Option<Instant>,
    /// Whether it was the time that ended them.
    pub(super) paused: bool,
}

/// One way instead of all, for tests.
#[cfg(test)]
pub(super) mod forced {
    use std::cell::Cell;
    use std::sync::{Mutex, PoisonError};

    use super::Way;

    thread_local! {
        static WAY: Cell<Option<Way>> = const { Cell::new(None) };
        static PIPELINES: Cell<usize> = const { Cell::new(0) };
    }

    pub(super) fn way() -> Option<Way> {
        WAY.get()
    }

    pub(super) fn count(runs: usize) {
        PIPELINES.set(runs);
    }

    /// Trains with so many threads, and says how many runs of a pipeline there were.
    pub(in crate::engine) fn with<T>(threads: usize, train: impl FnOnce() -> T) -> (T, usize) {
        // The number of threads is the process's.
        static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
        let _guard = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
        crate::set_num_threads(Some(threads)).unwrap();
        PIPELINES.set(0);
        let result = train();
        crate::set_num_threads(None).unwrap();
        (result, PIPELINES.get())
    }

    /// The same on that way and no other.
    pub(in crate::engine) fn on<T>(way: Way, train: impl FnOnce() -> T) -> (T, usize) {
        with(way.threads.max(2), || {
            WAY.set(Some(way));
            let result = train();
            WAY.set(None);
            result
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_way_has_fewer_threads_until_one_is_left() {
        let on_each_way = |threads| halves(threads).collect::<Vec<_>>();
        assert_eq!(on_each_way(1), [1]);
        assert_eq!(on_each_way(2), [2, 1]);
        assert_eq!(on_each_way(3), [3, 2, 1]);
        assert_eq!(on_each_way(10), [10, 5, 3, 2, 1]);
        assert_eq!(on_each_way(16), [16, 8, 4, 2, 1]);
        for threads in 1..=threads::MOST_THREADS {
            let counts = on_each_way(threads);
            assert!(counts[0] == threads && counts.ends_with(&[1]), "{counts:?}");
            assert!(counts.is_sorted_by(|one, next| one > next), "{counts:?}");
        }
    }
}
