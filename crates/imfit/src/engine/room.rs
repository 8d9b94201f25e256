//! The buffers of training steps.

use imfit_compute::Buffer;

use super::division::Division;
use super::layout::Layout;
use super::network::Network;
use super::phases::TwoPhases;
use super::records_together;
use crate::panel::PANEL_ROWS;

/// Batches divided in some way, and the buffers for that.
pub(super) struct Room {
    pub(super) division: Division,
    /// Rows that go through both phases together, at most.
    pub(super) rows: usize,
    /// What phase 1 writes: records, or what portions come to.
    pub(super) written: Buffer,
    /// For each thread.
    pub(super) scratch: Vec<Buffer>,
}

impl Room {
    /// Room for batches of up to `batch_rows` rows, but no thread yet.
    fn new(network: &Network, layout: &Layout, division: Division, batch_rows: usize) -> Room {
        let rows = batch_rows.min(division.chunk_rows);
        let mut written = Buffer::zeros(division.count(rows) * division.length(layout));
        if division.results().is_none() {
            layout.fill_ones(&network.operations, &mut written);
        }
        Room { division, rows, written, scratch: Vec::new() }
    }

    /// Makes scratch for as many threads.
    fn make_scratch(&mut self, network: &Network, layout: &Layout, threads: usize) {
        while self.scratch.len() < threads {
            self.scratch.push(TwoPhases::scratch(network, layout, &self.division, self.rows));
        }
    }

    /// Records, or portions, that one of so many threads takes at a time.
    pub(super) fn piece_records(&self, layout: &Layout, threads: usize) -> usize {
        if self.division.results().is_some() {
            return 1;
        }
        records_of_a_piece(self.rows.div_ceil(PANEL_ROWS), threads, records_together(layout.length))
    }
}

/// Of `records` records those that a thread takes at a time: at most `most`, and fewer if the thread with most of
/// them has less to do then.
fn records_of_a_piece(records: usize, threads: usize, most: usize) -> usize {
    let most = records.div_ceil(threads).min(most);
    let most_of_a_thread = |piece: &usize| {
        let pieces = records.div_ceil(*piece);
        let before = |thread: usize| records.min(pieces * thread / threads * piece);
        (0..threads).map(|thread| before(thread + 1) - before(thread)).max()
    };
    (most.div_ceil(2)..=most).rev().min_by_key(most_of_a_thread).unwrap_or(most)
}

/// Room for steps of any number of threads. All come to the same bytes.
pub(super) struct Rooms {
    few: Room,
    /// For more threads than batches have portions: they can only share records. Nothing, where there never were
    /// so many.
    many: Option<Room>,
}

impl Rooms {
    /// Room for batches of up to `batch_rows` rows.
    pub(super) fn new(
        network: &Network,
        layout: &Layout,
        division: Division,
        batch_rows: usize,
    ) -> Rooms {
        Rooms { few: Room::new(network, layout, division, batch_rows), many: None }
    }

    /// How batches are divided.
    pub(super) fn division(&self) -> &Division {
        &self.few.division
    }

    /// Rows of a chunk, at most.
    pub(super) fn chunk_rows(&self) -> usize {
        self.few.division.chunk_rows
    }

    /// Rows that go through both phases together, at most.
    pub(super) fn rows(&self) -> usize {
        self.few.rows
    }

    /// The room for steps of so many threads.
    pub(super) fn for_threads(
        &mut self,
        network: &Network,
        layout: &Layout,
        threads: usize,
    ) -> &mut Room {
        let Rooms { few, many } = self;
        let portions = few.division.results();
        let too_few = portions.is_some_and(|portions| portions.count(few.rows) < threads);
        let room = if too_few {
            let room = || Room::new(network, layout, few.division.with_records(), few.rows);
            many.get_or_insert_with(room)
        } else {
            few
        };
        room.make_scratch(network, layout, threads);
        room
    }
}

#[cfg(test)]
mod tests {
    use super::records_of_a_piece;

    #[test]
    fn threads_take_as_many_records() {
        // Of twelve records one of two threads would have eight, were they taken by fours.
        assert_eq!(records_of_a_piece(12, 2, 4), 3);
        assert_eq!(records_of_a_piece(19, 2, 4), 3);
        for whole in [8, 16, 64] {
            assert_eq!(records_of_a_piece(whole, 2, 4), 4);
        }
        for records in 1..100 {
            assert_eq!(records_of_a_piece(records, 1, 4), records.min(4));
            for threads in 2..9 {
                let piece = records_of_a_piece(records, threads, 4);
                assert!((1..=4).contains(&piece) && piece <= records);
            }
        }
    }
}
