//! How the rows of a batch are divided, so that threads can share them.
//!
//! The division depends on the network and the size of the batch alone. It decides in which order
//! the gradient is summed, and that must not depend on how many threads there are.

use std::ops::Range;

use imfit_compute::lockstep::Written;
use imfit_compute::{GradientRows, Start};

use super::layout::Layout;
use super::network::Network;
use super::operations::Block;
use super::pass::Pass;
use super::{MOST_TOGETHER, PARALLEL_WORK};
use crate::panel::{Lanes, PANEL_ROWS, lanes};

/// Rows that go through all layers together: what stays in a core's cache on the way.
pub(super) const PIECE_ROWS: usize = MOST_TOGETHER * PANEL_ROWS;
/// Rows of a chunk whose records are all kept, at most.
const RECORDED_ROWS: usize = 1024;
/// Rows of a chunk that is divided into portions, at most.
const PORTIONED_ROWS: usize = 4096;
/// Rows of a portion, at least, where the batch has enough of them.
const PORTION_ROWS: usize = 96;
/// Places of a segment of a gradient from which on the next part begins another.
const SEGMENT_PLACES: usize = 3000;
/// Portions of a chunk, at most: as many threads can work on it. A power of two, as all numbers of portions are:
/// two, four and eight threads have as much to do each.
pub(super) const MOST_PORTIONS: usize = 16;
/// Weights, at most, whose gradient a portion sums for itself: beside the weights and a piece's
/// records it has to find room in a core's cache.
const PORTION_WEIGHTS: usize = 1 << 17;

/// How the rows of a batch are divided.
///
/// A batch goes through in *chunks*, whose gradients are added: that bounds the memory, and a
/// training can be interrupted between two of them.
#[derive(Debug, Clone)]
pub(crate) struct Division {
    /// Rows of a chunk, at most.
    pub(crate) chunk_rows: usize,
    pub(super) kept: Kept,
}

/// What phase 1 keeps of a chunk, and how gradients are summed over that.
#[derive(Debug, Clone)]
pub(super) enum Kept {
    /// All records. Gradients are summed over all of them.
    Records,
    /// All records. Gradients are summed over those of each portion, piece by piece, and then over portions.
    RecordsOf(Portions),
    /// What each portion comes to: the same sums.
    Results(Portions),
}

/// Portions of a chunk: each goes through all layers piece by piece, and sums its gradient as it goes,
/// on one thread, in that thread's cache. Threads share nothing but these sums.
///
/// Without portions each part of the weights sums its gradient over all records. That is better for few rows,
/// whose records are fewer than the weights, and for many weights. Where there are more threads than portions,
/// they share the records of these, and each part sums as a portion would have.
#[derive(Debug, Clone)]
pub(super) struct Portions {
    /// Rows of each portion but the last.
    pub(super) rows: usize,
    /// Values of the gradient.
    pub(super) gradient: usize,
    /// Values of a panel's scores.
    pub(super) scores: usize,
    /// Segments of the gradient, which are complete one after the other when the portion's last rows have gone
    /// through all layers: the parts of the weights of each.
    pub(super) segments: Vec<Range<usize>>,
    /// Where each of them comes from.
    pub(super) sources: Vec<Source>,
}

/// Where a segment of the gradient comes from.
#[derive(Debug, Clone)]
pub(super) struct Source {
    pub(super) operation: usize,
    /// The first of its rows.
    pub(super) first_row: usize,
    /// The segment's places in the gradient.
    pub(super) places: Range<usize>,
}

impl Division {
    /// The division of batches of `batch_rows` rows, with `scores` losses and metrics for each row.
    pub(crate) fn new(network: &Network, batch_rows: usize, scores: usize) -> Division {
        let divided = batch_rows >= 2 * PANEL_ROWS
            && network.trained_places() <= PORTION_WEIGHTS
            && network.work_per_row() * batch_rows >= PARALLEL_WORK;
        if !divided {
            return Division { chunk_rows: RECORDED_ROWS, kept: Kept::Records };
        }
        let (chunk_rows, rows) = portioned(batch_rows);
        let portions = Portions::new(network, rows, scores * PANEL_ROWS);
        Division { chunk_rows, kept: Kept::Results(portions) }
    }

    /// The same sums, where portions are too few for the threads.
    pub(super) fn with_records(&self) -> Division {
        let kept = match self.kept.clone() {
            Kept::Results(portions) => Kept::RecordsOf(portions),
            other => other,
        };
        Division { kept, ..*self }
    }

    /// The portions, where nothing but their results is kept.
    pub(super) fn results(&self) -> Option<&Portions> {
        match &self.kept {
            Kept::Results(portions) => Some(portions),
            Kept::Records | Kept::RecordsOf(_) => None,
        }
    }

    /// What a phase writes for `rows` rows: records, or the results of portions.
    pub(super) fn count(&self, rows: usize) -> usize {
        match self.results() {
            None => rows.div_ceil(PANEL_ROWS),
            Some(portions) => portions.count(rows),
        }
    }

    /// Values of each of them.
    pub(super) fn length(&self, layout: &Layout) -> usize {
        self.results().map_or(layout.length, Portions::length)
    }

    /// Where the scores of panels stand in what a phase writes.
    pub(super) fn scores(&self, layout: &Layout) -> Scores {
        let (places, rows) = match self.results() {
            None => (layout.scores_places(), PANEL_ROWS),
            Some(portions) => (portions.gradient..portions.length(), portions.rows),
        };
        Scores { places, rows, panel: layout.score_count * PANEL_ROWS }
    }

    /// The segments of what a phase writes, as ranges of the parts of the weights.
    pub(super) fn segments(&self) -> &[Range<usize>] {
        self.results().map_or(&[], |portions| &portions.segments)
    }
}

/// Rows of a chunk and of a portion, of batches that are divided into portions.
fn portioned(batch_rows: usize) -> (usize, usize) {
    let chunks = batch_rows.div_ceil(PORTIONED_ROWS);
    let chunk_rows = batch_rows.div_ceil(chunks).next_multiple_of(PANEL_ROWS);
    let count = 1 << (chunk_rows / PORTION_ROWS).clamp(2, MOST_PORTIONS).ilog2();
    (chunk_rows, chunk_rows.div_ceil(count).next_multiple_of(PANEL_ROWS))
}

/// Where the scores of panels stand, in records or in the results of portions.
#[derive(Debug, Clone)]
pub(super) struct Scores {
    /// The places in each.
    pub(super) places: Range<usize>,
    /// Rows of data of each.
    rows: usize,
    /// Values of a panel's scores.
    panel: usize,
}

impl Scores {
    /// The scores of all panels of `rows` rows, in their order, out of all that are at these places.
    pub(super) fn of<'w>(
        &self,
        heads: Written<'w>,
        rows: usize,
    ) -> impl Iterator<Item = &'w [Lanes]> + use<'w> {
        let (portion, panel) = (self.rows, self.panel);
        heads.iter().enumerate().flat_map(move |(index, scores)| {
            let rows = portion.min(rows - index * portion);
            scores[..rows.div_ceil(PANEL_ROWS) * panel].chunks_exact(panel).map(lanes)
        })
    }
}

impl Source {
    /// Sums the segment over some rows of data.
    pub(super) fn write_gradient(
        &self,
        pass: Pass<'_>,
        (records, rows): (&[f32], usize),
        values: &mut [f32],
        start: Start,
    ) {
        let &Source { operation, first_row: first, .. } = self;
        let trains = pass.layout.operations[operation].trains;
        let block = pass.operations[operation].get().trained().filter(|_| trains);
        let Some(&Block { stride, .. }) = block else { return };
        let target = GradientRows { values, stride, first, start };
        pass.write_gradient(operation, records, rows, target);
    }
}

impl Portions {
    /// Portions of `rows` rows, with as many values of a panel's scores.
    fn new(network: &Network, rows: usize, scores: usize) -> Portions {
        let (segments, sources) = segments_of(network);
        let gradient = network.trained_places();
        Portions { rows, gradient, scores, segments, sources }
    }

    /// Values of a portion's result: its gradient, and the scores of its panels.
    pub(super) fn length(&self) -> usize {
        self.gradient + self.rows.div_ceil(PANEL_ROWS) * self.scores
    }

    /// The number of portions of `rows` rows.
    pub(super) fn count(&self, rows: usize) -> usize {
        rows.div_ceil(self.rows)
    }

    /// The rows of portion number `index`, of `rows` rows.
    pub(super) fn rows_of(&self, index: usize, rows: usize) -> Range<usize> {
        index * self.rows..rows.min((index + 1) * self.rows)
    }
}

/// The segments of the gradient, as ranges of the network's parts, and where each comes from.
fn segments_of(network: &Network) -> (Vec<Range<usize>>, Vec<Source>) {
    let (mut segments, mut sources) = (Vec::<Range<usize>>::new(), Vec::<Source>::new());
    for (index, part) in network.parts.iter().enumerate() {
        let (operation, first_row) = (part.operation, part.first_row);
        let places = network.bounds[index]..network.bounds[index + 1];
        let open = sources
            .last_mut()
            .filter(|source| source.operation == operation && source.places.len() < SEGMENT_PLACES);
        if let (Some(source), Some(parts)) = (open, segments.last_mut()) {
            (source.places.end, parts.end) = (places.end, index + 1);
        } else {
            segments.push(index..index + 1);
            sources.push(Source { operation, first_row, places });
        }
    }
    (segments, sources)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The rows of the thread of several that has most of them, all chunks of a batch together.
    fn most_rows(batch_rows: usize, threads: usize) -> usize {
        let (chunk_rows, rows) = portioned(batch_rows);
        let chunks = (0..batch_rows).step_by(chunk_rows).map(|at| chunk_rows.min(batch_rows - at));
        let most_of = |chunk: usize| {
            let own = chunk.div_ceil(rows).div_ceil(threads);
            chunk.min(own * rows)
        };
        chunks.map(most_of).sum()
    }

    #[test]
    fn threads_have_as_much_to_do() {
        for batch_rows in 200..20_000 {
            let most = most_rows(batch_rows, 2) as f64 / (batch_rows as f64 / 2.0);
            assert!(most < 1.17, "two threads, {batch_rows} rows: {most}");
            let most = most_rows(batch_rows, 4) as f64 / (batch_rows as f64 / 4.0);
            assert!(most < 1.17 || batch_rows < 800, "four threads, {batch_rows} rows: {most}");
        }
    }

    #[test]
    fn batches_of_powers_of_two_are_cut_into_whole_pieces() {
        for batch_rows in [128, 256, 512, 1024, 2048, 4096, 8192, 640 * 480] {
            let (chunk_rows, rows) = portioned(batch_rows);
            assert!(rows.is_multiple_of(PIECE_ROWS) && chunk_rows.is_multiple_of(rows));
        }
    }
}
