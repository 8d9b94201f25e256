//! Training steps in a pipeline: the layers are cut into sections, one for each thread.
//!
//! Only the thread that has a section reads and writes its weights, their moments and their gradient. What
//! threads tell each other is what rows of data come to at the cuts, a few rows at a time: the outputs of a section
//! on the way forward, and the gradient of the loss with respect to them on the way back. For batches of few rows
//! that is a fraction of what the weights and their gradient are, which threads exchange that share the rows
//! (`phases.rs`). All sums are those of portions, in the same order, so that the bytes are the same.
//!
//! A section waits for the one before it at the beginning of a step, and for the one after it at the end; the
//! first one is ahead, the last one behind. Gradients are summed where nobody else's message is there.

mod at_work;
mod cut;
mod muster;
mod section;
#[cfg(test)]
mod tests;
mod worker;

use std::sync::{Mutex, PoisonError};

use imfit_compute::messages::{Board, Reader, Ring};
use imfit_compute::{Bf16, Isa};
use rayon::ThreadPool;

use self::at_work::AtWork;
use self::cut::cuts;
use self::muster::Muster;
use self::section::Section;
use self::worker::{Leader, Note, Worker};
use super::conducted::Conducted;
use super::conductor::Conductor;
use super::division::{Division, Portions};
use super::layout::Counts;
use super::network::Network;
use super::step::Task;
use crate::panel::PANEL_ROWS;

/// Rows of a batch, at most: all records of a batch are kept, and what is sent grows with them.
const MOST_ROWS: usize = 256;

/// What a pipeline's steps have to do.
#[derive(Clone, Copy)]
pub(super) struct Demands {
    /// Rows of a batch, at most.
    pub(super) rows: usize,
    pub(super) counts: Counts,
    /// Where products are of bf16.
    pub(super) bf16: Option<Bf16>,
}

/// The sections of a network, and what they tell each other.
pub(super) struct Pipeline {
    sections: Vec<Section>,
    links: Vec<Link>,
    portions: Portions,
}

/// Between two sections.
struct Link {
    /// Outputs of the one before, on their way forward.
    outputs: Ring,
    /// The gradient with respect to them, on its way back.
    deltas: Ring,
}

impl Pipeline {
    /// The network cut into so many sections. Nothing where it can't be cut into sections of about the same work,
    /// or the batches are none for it.
    pub(super) fn new(
        network: &Network,
        division: &Division,
        demands: Demands,
        sections: usize,
    ) -> Option<Pipeline> {
        let rows = demands.rows;
        let portions = division.results().filter(|_| rows <= MOST_ROWS)?.clone();
        let cuts = cuts(network, sections)?;
        let sections: Vec<Section> = cuts
            .windows(2)
            .map(|cut| Section::new(network, cut[0]..cut[1], &portions, demands))
            .collect();
        let panels = rows.div_ceil(PANEL_ROWS);
        let link = |section: &Section| Link {
            outputs: Ring::new(panels, section.outputs() * PANEL_ROWS),
            deltas: Ring::new(panels, section.outputs() * PANEL_ROWS),
        };
        let links = sections[..sections.len() - 1].iter().map(link).collect();
        Some(Pipeline { sections, links, portions })
    }

    /// Takes steps until `lead` says that it is enough, or that one needs the whole gradient. Returns whether all
    /// threads came for that: where they have something else to do, no step is taken.
    pub(super) fn take_steps<'a, C: Conductor<'a>>(
        &mut self,
        network: &mut Network,
        task: &Task<'_, '_>,
        lead: &mut Conducted<'_, C>,
        (pool, isa): (&ThreadPool, Isa),
    ) -> bool {
        let mut board = Board::new();
        let (notes, reader) = board.ends();
        let mut leader = Some(Leader { lead, notes });
        let workers = self.workers(network, task, isa, reader).into_iter().map(|worker| {
            let leader = if worker.is_last() { leader.take() } else { None };
            Mutex::new(Some((worker, leader)))
        });
        let workers: Vec<_> = workers.collect();
        let muster = Muster::new(workers.len());
        pool.broadcast(|context| {
            let Some(place) = workers.get(context.index()) else { return };
            let taken = place.lock().unwrap_or_else(PoisonError::into_inner).take();
            let Some((worker, leader)) = taken else { return };
            if muster.all_come() {
                worker.work(leader);
            }
        });
        muster.came()
    }

    /// The workers of all sections, from the first to the last.
    fn workers<'w, 'a, 'd>(
        &'w mut self,
        network: &'w mut Network,
        task: &'w Task<'w, 'd>,
        isa: Isa,
        notes: Reader<'w, Note<'a>>,
    ) -> Vec<Worker<'w, 'a, 'd>> {
        let Network { weights, parts, bounds, .. } = network;
        let (mut weights, mut parts) = (&mut weights[..], &mut parts[..]);
        let (mut links, mut before) = (self.links.iter_mut(), None);
        let portions = &self.portions;
        let worker = |section: &'w mut Section| {
            let own = weights.split_off_mut(..section.places).expect("a section has its weights");
            let bounds = &bounds[section.first_part..=section.first_part + section.parts];
            let parts = parts.split_off_mut(..section.parts).expect("and its parts");
            let link = links.next().map(|link| (link.outputs.ends(), link.deltas.ends()));
            let (after, next) =
                link.map(|((to, out), (back, from))| ((to, from), (out, back))).unzip();
            let before = std::mem::replace(&mut before, next);
            let section = AtWork { section, portions, home: own, parts, bounds, task, isa };
            Worker { section, before, after, notes: notes.clone() }
        };
        self.sections.iter_mut().map(worker).collect()
    }
}
