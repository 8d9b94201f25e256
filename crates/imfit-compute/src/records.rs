//! Rows of data as the kernels want them: sixteen side by side.

use std::ops::Range;

use crate::LANE_GROUP;

/// A run of records, each with all that is known of one *panel*: [`LANE_GROUP`] rows of data.
///
/// A record is `length` values. Its *fields* are matrices of some features, (features,
/// [`LANE_GROUP`]): the values of one feature for all rows of the panel stand side by side, so that
/// one vector works on many rows and no network is too narrow for it.
///
/// Kernels read and write the fields that they are told, and nothing beside them. A product keeps
/// rows of data apart: where the last panel has fewer rows than lanes, the other lanes may hold
/// anything, NaN too, and no row's result depends on them.
#[derive(Debug)]
pub struct Records<'a> {
    /// The records, one after the other.
    pub values: &'a mut [f32],
    /// Values in a record.
    pub length: usize,
}

impl Records<'_> {
    /// The number of records.
    pub fn count(&self) -> usize {
        self.values.len() / self.length
    }

    /// The same records, borrowed again.
    pub fn again(&mut self) -> Records<'_> {
        Records { values: self.values, length: self.length }
    }

    /// The places of a field of `features` features in its record.
    ///
    /// # Panics
    /// Panics if it doesn't fit.
    pub(crate) fn field(&self, at: usize, features: usize) -> Range<usize> {
        assert!(self.length > 0, "a record has no places");
        field(self.length, at, features)
    }
}

/// The places of a field of `features` features in a record of `length` values.
///
/// # Panics
/// Panics if it doesn't fit, also where the numbers are too large to add up.
pub(crate) fn field(length: usize, at: usize, features: usize) -> Range<usize> {
    let end = features.checked_mul(LANE_GROUP).and_then(|places| at.checked_add(places));
    let fits = end.filter(|end| *end <= length);
    at..fits.expect("a field ends behind its record")
}
