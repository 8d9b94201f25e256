//! Rows of data that another thread reads before they are needed.
//!
//! A small network's step is over sooner than the rows of a shuffled batch come from memory. Its training goes
//! on one thread, since a step isn't long enough to be shared; a second one can read ahead.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use imfit_compute::{Apart, Buffer, prefetch, take_lines};

use super::rows::{RowFields, expect, load};
use crate::data::Data;
use crate::panel::PANEL_ROWS;

/// Panels that are read at a time, a block: as many as these, or as hold so many values.
const BLOCK_PANELS: usize = 64;
const BLOCK_VALUES: usize = 16 << 10;
/// Blocks that are kept: what the reader is ahead, at most.
const BLOCKS: usize = 4;
/// How many panels before it is read a row is asked for.
const ASKED_AHEAD: usize = 8;
/// How many panels the training asks for before it takes them.
const PANELS_ASKED_FOR: usize = 4;
/// How often to look whether there is something to read before the processor is left to others.
const LOOKS: usize = 100;

/// The rows that a training comes to, up to the end of the epoch.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Upcoming<'a> {
    /// All rows of the epoch in their order.
    pub(crate) order: &'a [u32],
    /// Where the next batch begins, or the next chunk of it.
    pub(crate) place: usize,
    /// Rows of a batch.
    pub(crate) batch_rows: usize,
}

impl Upcoming<'_> {
    /// Rows that are left.
    pub(super) fn left(&self) -> usize {
        self.order.len() - self.place
    }

    /// Batches of the epoch.
    pub(super) fn batches(&self) -> usize {
        self.order.len().div_ceil(self.batch_rows)
    }

    /// Batches begin with a panel of their own.
    fn batch_panels(&self) -> usize {
        self.batch_rows.div_ceil(PANEL_ROWS)
    }

    /// The panel that begins at a place.
    fn panel_at(&self, place: usize) -> usize {
        let (batch, within) = (place / self.batch_rows, place % self.batch_rows);
        batch * self.batch_panels() + within / PANEL_ROWS
    }

    /// Panels of the epoch.
    fn panels(&self) -> usize {
        self.order.len().checked_sub(1).map_or(0, |last| self.panel_at(last) + 1)
    }

    fn rows_of(&self, panel: usize) -> &[u32] {
        let (batch, within) = (panel / self.batch_panels(), panel % self.batch_panels());
        let (start, first) = (batch * self.batch_rows, within * PANEL_ROWS);
        let end = self.order.len().min(start + self.batch_rows.min(first + PANEL_ROWS));
        &self.order[start + first..end]
    }
}

/// Something else that the reader does for the training, part by part.
pub(crate) trait Aside: Send {
    /// Does one of so many equal parts of what is left, or less, if that takes long.
    fn go_on(&mut self, parts: usize);
}

/// Room for what was read. Made once for a fit.
pub(super) struct Shelf {
    blocks: Vec<Mutex<Block>>,
    fields: RowFields,
    /// Values of a panel.
    length: usize,
    /// Panels of a block.
    panels: usize,
}

/// Some panels that follow each other.
struct Block {
    /// Which they are, counted from the beginning of the epoch.
    number: Option<usize>,
    values: Buffer,
}

impl Shelf {
    /// Room for rows that records hold in these fields.
    pub(super) fn new(fields: &RowFields) -> Shelf {
        let (fields, length) = fields.alone();
        let panels = (BLOCK_VALUES / length).clamp(1, BLOCK_PANELS);
        let block = || Block { number: None, values: Buffer::zeros(panels * length) };
        let blocks = (0..BLOCKS).map(|_| Mutex::new(block())).collect();
        Shelf { blocks, fields, length, panels }
    }

    fn clear(&mut self) {
        for block in &mut self.blocks {
            block.get_mut().unwrap_or_else(PoisonError::into_inner).number = None;
        }
    }
}

/// What the two threads share: one reads, one takes.
pub(super) struct ReadAhead<'a, 'd> {
    data: &'a Data<'d>,
    upcoming: Upcoming<'a>,
    shelf: &'a Shelf,
    /// The block that the training has come to.
    wanted: Apart<AtomicUsize>,
    /// The block after the last one that was read, or left out for good.
    read: Apart<AtomicUsize>,
    over: AtomicBool,
}

impl<'a, 'd> ReadAhead<'a, 'd> {
    pub(super) fn new(
        data: &'a Data<'d>,
        upcoming: Upcoming<'a>,
        shelf: &'a mut Shelf,
    ) -> ReadAhead<'a, 'd> {
        shelf.clear();
        let first = upcoming.panel_at(upcoming.place) / shelf.panels;
        ReadAhead {
            data,
            upcoming,
            shelf,
            wanted: Apart(AtomicUsize::new(first)),
            read: Apart(AtomicUsize::new(0)),
            over: AtomicBool::new(false),
        }
    }

    /// Reads ahead, and does something `aside`, while this thread does its `work`.
    pub(super) fn during<T>(
        &self,
        aside: Option<&mut (dyn Aside + '_)>,
        work: impl FnOnce() -> T,
    ) -> T {
        thread::scope(|scope| {
            let thread = thread::Builder::new().name("imfit-reader".into());
            // Where there can't be one, the work reads for itself.
            drop(thread.spawn_scoped(scope, || self.read(aside)));
            let _over = Over(&self.over);
            work()
        })
    }

    /// What the reader does.
    fn read(&self, mut aside: Option<&mut (dyn Aside + '_)>) {
        let blocks = self.upcoming.panels().div_ceil(self.shelf.panels);
        let (mut next, mut looks) = (0, 0);
        while !self.over.load(Ordering::Relaxed) {
            let wanted = self.wanted.0.load(Ordering::Relaxed);
            // The very next block would come too late: the training would read a part of it for itself.
            next = next.max(wanted + 2);
            if next >= blocks {
                self.read.0.store(blocks, Ordering::Release);
                return;
            }
            // The room of a block is free once the training wants one after it.
            if next >= wanted + BLOCKS {
                looks += 1;
                if looks > LOOKS {
                    thread::yield_now()
                } else {
                    std::hint::spin_loop()
                }
                continue;
            }
            self.fill(next);
            (next, looks) = (next + 1, 0);
            self.read.0.store(next, Ordering::Release);
            // Done with the last block.
            aside.iter_mut().for_each(|aside| aside.go_on(blocks + 1 - next));
        }
    }

    fn fill(&self, number: usize) {
        let shelf = self.shelf;
        let mut block =
            shelf.blocks[number % BLOCKS].lock().unwrap_or_else(PoisonError::into_inner);
        block.number = Some(number);
        // The training has read what was there.
        take_lines(&mut block.values);
        let all = self.upcoming.panels();
        let panels = number * shelf.panels..all.min((number + 1) * shelf.panels);
        for (panel, values) in panels.zip(block.values.chunks_exact_mut(shelf.length)) {
            if panel + ASKED_AHEAD < all {
                expect(self.data, self.upcoming.rows_of(panel + ASKED_AHEAD));
            }
            let rows = self.upcoming.rows_of(panel).iter().map(|row| *row as usize);
            load(values, &shelf.fields, self.data, rows);
        }
    }

    /// Copies the rows from `place` on into `fields` of records, a panel into each; a record has `length`
    /// values. Says whether all of them were there.
    pub(super) fn take(
        &self,
        place: usize,
        mut records: &mut [f32],
        (fields, length): (&RowFields, usize),
    ) -> bool {
        let mut panel = self.upcoming.panel_at(place);
        while !records.is_empty() {
            let left = self.shelf.panels - panel % self.shelf.panels;
            let count = left.min(records.len() / length);
            let (now, later) = records.split_at_mut(count * length);
            if !self.take_of_block(panel, now.chunks_exact_mut(length), fields) {
                return false;
            }
            (panel, records) = (panel + count, later);
        }
        true
    }

    fn take_of_block<'r>(
        &self,
        panel: usize,
        records: impl Iterator<Item = &'r mut [f32]>,
        fields: &RowFields,
    ) -> bool {
        let shelf = self.shelf;
        let (number, first) = (panel / shelf.panels, panel % shelf.panels);
        if self.wanted.0.load(Ordering::Relaxed) != number {
            self.wanted.0.store(number, Ordering::Relaxed);
        }
        if self.read.0.load(Ordering::Acquire) <= number {
            return false;
        }
        // Nobody else has it now, unless it was left out and its room serves another one.
        let Ok(block) = shelf.blocks[number % BLOCKS].try_lock() else { return false };
        if block.number != Some(number) {
            return false;
        }
        let mut panels = block.values.chunks_exact(shelf.length).skip(first);
        for (record, panel) in records.zip(&mut panels) {
            fields.copy_from(record, panel, &shelf.fields);
        }
        // The next ones are in the other core's cache.
        for panel in panels.take(PANELS_ASKED_FOR) {
            for at in (0..shelf.length).step_by(PANEL_ROWS) {
                prefetch(panel, at);
            }
        }
        true
    }
}

/// Tells the reader that it's over, even if by a panic.
struct Over<'a>(&'a AtomicBool);

impl Drop for Over<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use ndarray::Array2;

    use super::*;

    const FIELDS: RowFields =
        RowFields { input: 16, inputs: 2, target: 64, targets: 3, weight: 128 };
    const LENGTH: usize = 160;

    #[test]
    fn panels_hold_each_row_once_and_batches_begin_with_one() {
        let order: Vec<u32> = (0..1000).rev().collect();
        for batch_rows in [1, 15, 16, 17, 100, 128, 999, 1000] {
            let upcoming = Upcoming { order: &order, place: 0, batch_rows };
            let panels = (0..upcoming.panels()).map(|panel| upcoming.rows_of(panel));
            assert!(panels.clone().all(|rows| (1..=PANEL_ROWS).contains(&rows.len())));
            assert!(panels.flatten().eq(&order), "batches of {batch_rows}");
            for start in (0..order.len()).step_by(batch_rows) {
                assert_eq!(upcoming.rows_of(upcoming.panel_at(start))[0], order[start]);
            }
        }
        let none = Upcoming { order: &[], place: 0, batch_rows: 1 };
        assert_eq!(none.panels(), 0);
    }

    /// Takes the rows of a batch from place `start` on once they must have been read; nothing if they weren't.
    fn taken(reader: &ReadAhead<'_, '_>, start: usize, rows: usize) -> Option<Vec<f32>> {
        let mut records = vec![-1.0; rows.div_ceil(PANEL_ROWS) * LENGTH];
        let last = reader.upcoming.panel_at(start + rows - 1) / reader.shelf.panels;
        while reader.read.0.load(Ordering::Acquire) <= last {
            thread::yield_now();
        }
        reader.take(start, &mut records, (&FIELDS, LENGTH)).then_some(records)
    }

    #[test]
    fn rows_that_were_read_are_those_of_the_data() {
        let count = 20_000;
        let x = Array2::from_shape_fn((count, 2), |(row, column)| (row * 7 + column) as f32);
        let y = Array2::from_shape_fn((count, 3), |(row, column)| (row * 5 + column) as f32);
        let data = Data::new(x.view(), y.view());
        let order: Vec<u32> = (0..count as u32).rev().collect();
        let mut shelf = Shelf::new(&FIELDS);
        for (batch_rows, place) in [(100, 300), (128, 0), (19_999, 0)] {
            let upcoming = Upcoming { order: &order, place, batch_rows };
            let reader = ReadAhead::new(&data, upcoming, &mut shelf);
            let starts = (place + 2048..count).step_by(batch_rows.min(1024));
            let batches =
                starts.filter(|start| start % batch_rows % PANEL_ROWS == 0).map(|start| {
                    let within = batch_rows - start % batch_rows;
                    (start, within.min(64).min(count - start))
                });
            let mut hits = 0;
            reader.during(None, || {
                for (start, rows) in batches {
                    let Some(records) = taken(&reader, start, rows) else { continue };
                    hits += 1;
                    let mut expected = vec![-1.0; records.len()];
                    let places = order[start..start + rows].chunks(PANEL_ROWS);
                    for (record, rows) in expected.chunks_exact_mut(LENGTH).zip(places) {
                        load(record, &FIELDS, &data, rows.iter().map(|row| *row as usize));
                    }
                    assert!(records == expected, "{rows} rows from {start} on");
                }
            });
            assert!(hits > 0, "batches of {batch_rows}");
        }
    }
}
