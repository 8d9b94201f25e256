//! Phases, by number.

/// A phase: its number, and how many pieces it has, in one word. Odd phases write records.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Phase(pub(super) u64);

const PIECE_BITS: u32 = 24;
const MOST_PIECES: u64 = (1 << PIECE_BITS) - 1;

impl Phase {
    /// Before the first.
    pub(super) const NONE: Phase = Phase(0);
    pub(super) const END: Phase = Phase(u64::MAX);

    pub(super) fn new(number: u64, pieces: usize) -> Phase {
        assert!(pieces as u64 <= MOST_PIECES, "too many pieces");
        Phase(number << PIECE_BITS | pieces as u64)
    }

    pub(super) fn number(self) -> u64 {
        self.0 >> PIECE_BITS
    }

    pub(super) fn pieces(self) -> usize {
        (self.0 & MOST_PIECES) as usize
    }

    pub(super) fn writes_records(self) -> bool {
        self.number() % 2 == 1
    }

    /// Which of two places belongs to the phase: it and the next one may go on at the same time.
    pub(super) fn place(self) -> usize {
        self.number() as usize % 2
    }
}
