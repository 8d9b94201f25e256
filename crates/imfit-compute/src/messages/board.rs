//! Notes from one thread to all others.

use std::sync::{Mutex, PoisonError};

use super::count::Count;
use crate::Apart;

/// The last two notes of its writer. Who reads them may be one note late, and not more.
#[derive(Debug)]
pub struct Board<T> {
    /// Each with its number.
    notes: [Mutex<Option<(u64, T)>>; 2],
    written: Apart<Count>,
}

/// Who writes notes. When it is gone, readers are told so after the last note.
#[derive(Debug)]
pub struct Writer<'b, T> {
    board: &'b Board<T>,
    written: u64,
}

/// Who reads them.
#[derive(Debug)]
pub struct Reader<'b, T> {
    board: &'b Board<T>,
    read: u64,
}

impl<T: Copy> Board<T> {
    /// A board without notes.
    pub fn new() -> Board<T> {
        Board { notes: [Mutex::new(None), Mutex::new(None)], written: Apart::default() }
    }

    /// Who writes, and a reader to make others from.
    pub fn ends(&mut self) -> (Writer<'_, T>, Reader<'_, T>) {
        *self = Board::new();
        let board = &*self;
        (Writer { board, written: 0 }, Reader { board, read: 0 })
    }
}

impl<T: Copy> Default for Board<T> {
    fn default() -> Board<T> {
        Board::new()
    }
}

impl<T: Copy> Writer<'_, T> {
    /// Writes a note, in the place of the last but one.
    pub fn write(&mut self, note: T) {
        let place = &self.board.notes[self.written as usize % 2];
        *place.lock().unwrap_or_else(PoisonError::into_inner) = Some((self.written, note));
        self.written += 1;
        self.board.written.0.set(self.written);
    }
}

impl<T: Copy> Reader<'_, T> {
    /// Waits for the next note. Nothing comes when the writer has gone.
    ///
    /// # Panics
    /// Panics if another note has taken its place.
    pub fn read(&mut self) -> Option<T> {
        if !self.board.written.0.wait_for_more(self.read, || false) {
            return None;
        }
        let place = &self.board.notes[self.read as usize % 2];
        let (number, note) = (*place.lock().unwrap_or_else(PoisonError::into_inner))?;
        assert!(number == self.read, "a note wasn't read in time");
        self.read += 1;
        Some(note)
    }
}

impl<T> Clone for Reader<'_, T> {
    fn clone(&self) -> Self {
        Reader { board: self.board, read: self.read }
    }
}

impl<T> Drop for Writer<'_, T> {
    fn drop(&mut self) {
        self.board.written.0.leave();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reader_gets_every_note() {
        let notes = if cfg!(miri) { 10 } else { 1000 };
        let mut board = Board::new();
        let (mut writer, reader) = board.ends();
        let (mut one, mut other) = (reader.clone(), reader);
        // One note late at most: the writer waits until both have read it.
        let read = &std::sync::Barrier::new(3);
        std::thread::scope(|scope| {
            scope.spawn(move || {
                for note in 0..notes {
                    writer.write(note);
                    read.wait();
                }
            });
            for reader in [&mut one, &mut other] {
                scope.spawn(move || {
                    for note in 0..notes {
                        assert_eq!(reader.read(), Some(note));
                        read.wait();
                    }
                    assert_eq!(reader.read(), None);
                });
            }
        });
    }

    #[test]
    #[should_panic(expected = "a note wasn't read in time")]
    fn who_is_two_notes_late_is_told() {
        let mut board = Board::new();
        let (mut writer, mut reader) = board.ends();
        (0..3).for_each(|note| writer.write(note));
        reader.read();
    }

    #[test]
    fn the_last_two_notes_outlive_their_writer() {
        let mut board = Board::new();
        let (mut writer, mut reader) = board.ends();
        ["first", "second"].into_iter().for_each(|note| writer.write(note));
        drop(writer);
        assert_eq!(
            [reader.read(), reader.read(), reader.read()],
            [Some("first"), Some("second"), None]
        );
    }
}
