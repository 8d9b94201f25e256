//! What may be looked at of records, while others may still write the rest of them.

use std::marker::PhantomData;
use std::ops::Range;

/// The same places of some records, one after the other.
#[derive(Debug, Clone, Copy)]
pub struct Written<'a> {
    /// The first of these places in the first record.
    first: *const f32,
    /// Places of each record that are seen.
    places: usize,
    records: usize,
    /// Values in a record.
    length: usize,
    lifetime: PhantomData<&'a [f32]>,
}

impl<'a> Written<'a> {
    /// Places of all records of `length` values each.
    ///
    /// # Panics
    /// Panics if the places leave a record, or there is a part of one.
    pub fn new(records: &'a [f32], length: usize, seen: Range<usize>) -> Written<'a> {
        assert!(length > 0 && records.len().is_multiple_of(length), "a part of a record");
        assert!(seen.start <= seen.end && seen.end <= length, "places outside the record");
        // SAFETY: the records are borrowed as long.
        unsafe { Written::from_raw(records.as_ptr(), (records.len() / length, length), seen) }
    }

    /// # Safety
    /// There must be as many records of that length, the places lie in each of them, and nobody write them as
    /// long as `'a`.
    pub(super) unsafe fn from_raw(
        values: *const f32,
        (records, length): (usize, usize),
        seen: Range<usize>,
    ) -> Written<'a> {
        let (first, places) = (values.wrapping_add(seen.start), seen.len());
        Written { first, places, records, length, lifetime: PhantomData }
    }

    /// The number of records.
    pub fn records(self) -> usize {
        self.records
    }

    /// What is seen of each record, in their order.
    pub fn iter(self) -> impl Iterator<Item = &'a [f32]> {
        (0..self.records).map(move |record| {
            let start = self.first.wrapping_add(record * self.length);
            // SAFETY: the promise of whoever made this.
            unsafe { std::slice::from_raw_parts(start, self.places) }
        })
    }

    /// All values of all records.
    ///
    /// # Panics
    /// Panics if only some places of each are seen.
    pub fn whole(self) -> &'a [f32] {
        assert!(self.places == self.length, "only some places are seen");
        // SAFETY: the promise of whoever made this: all of each record, and they lie side by side.
        unsafe { std::slice::from_raw_parts(self.first, self.records * self.length) }
    }
}
