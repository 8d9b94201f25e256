//! Values that several threads write, side by side in memory.

/// A value on cache lines of its own, so that threads don't slow each other down beside it.
#[derive(Debug, Default)]
#[repr(align(128))]
pub struct Apart<T>(pub T);
