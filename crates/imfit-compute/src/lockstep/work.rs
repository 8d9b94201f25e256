//! What steps in lockstep work on.

use std::ops::Range;

use super::COPIES;

/// The numbers that the steps work on.
#[derive(Debug)]
pub struct Work<'a, Part> {
    /// Records, one after the other.
    pub records: &'a mut [f32],
    /// Values in a record.
    pub record_length: usize,
    /// Records in a piece: one, where there are segments.
    pub piece_records: usize,
    /// The places of a record that [`Lead::between`] looks at.
    pub head: Range<usize>,
    /// The parts of the weights whose gradient is a segment, from the first to the last. A record holds it
    /// where the weights hold those parts, apart from the head. Empty where records have no segments.
    pub segments: &'a [Range<usize>],
    /// The weights.
    pub weights: &'a mut [f32],
    /// Where each part begins in the weights, and at last where the last one ends.
    pub bounds: &'a [usize],
    /// One for each part.
    pub parts: &'a mut [Part],
    /// Copies of the weights in other forms, cut into as many parts; empty where there are none.
    pub copies: [Divided<'a>; COPIES],
    /// Room to work in, for each thread its own.
    pub scratch: Vec<&'a mut [f32]>,
}

/// Values that are cut into parts.
#[derive(Debug)]
pub struct Divided<'a> {
    /// The values of all parts, one after the other.
    pub values: &'a mut [f32],
    /// Where each part begins, and at last where the last one ends.
    pub bounds: &'a [usize],
}

impl Divided<'_> {
    fn check(&self, parts: usize) {
        assert!(self.bounds.len() == parts + 1, "there is a bound on each side of a part");
        assert!(self.bounds.is_sorted() && self.bounds[parts] <= self.values.len());
    }
}

impl<Part> Work<'_, Part> {
    /// Holds everything against everything else.
    pub(super) fn check(&self) {
        assert!(self.record_length > 0 && self.piece_records > 0 && !self.scratch.is_empty());
        assert!(
            self.bounds.len() == self.parts.len() + 1,
            "there is a bound on each side of a part"
        );
        assert!(self.bounds.is_sorted() && self.bounds[self.parts.len()] <= self.weights.len());
        self.copies.iter().for_each(|copy| copy.check(self.parts.len()));
        self.check_segments();
    }

    fn check_segments(&self) {
        let Range { start, end } = self.head;
        assert!(start <= end && end <= self.record_length, "the head leaves its record");
        let Some(last) = self.segments.last() else { return };
        let follow = self.segments.is_sorted_by(|one, next| one.end == next.start);
        let whole = self.segments[0].start == 0 && last.end == self.parts.len();
        let forward = self.segments.iter().all(|parts| parts.start <= parts.end);
        assert!(follow && whole && forward, "each part belongs to a segment");
        let (first, last) = (self.bounds[0], self.bounds[last.end]);
        assert!(last <= self.record_length, "a segment leaves its record");
        assert!(end <= first || last <= start, "the head is in a segment");
        assert!(self.piece_records == 1, "a piece of several records has no segments");
    }
}
