//! Memory that vectors load from without crossing cache lines.

use std::fmt;
use std::ops::{Deref, DerefMut};

use crate::LANE_GROUP;

/// One cache line on most processors, and the widest vector there is.
#[derive(Clone, Copy)]
#[repr(C, align(64))]
struct Line([f32; LANE_GROUP]);

/// A slice of `f32` that begins on a multiple of 64 bytes and holds whole groups of
/// [`LANE_GROUP`] values.
#[derive(Clone, Default)]
pub struct Buffer(Vec<Line>);

impl Buffer {
    /// A buffer of at least `length` zeros: the next multiple of [`LANE_GROUP`].
    ///
    /// ```
    /// let buffer = imfit_compute::Buffer::zeros(100);
    /// assert_eq!(buffer.len(), 112);
    /// assert_eq!(buffer.as_ptr() as usize % 64, 0);
    /// ```
    pub fn zeros(length: usize) -> Buffer {
        Buffer(vec![Line([0.0; LANE_GROUP]); length.div_ceil(LANE_GROUP)])
    }
}

impl Deref for Buffer {
    type Target = [f32];

    fn deref(&self) -> &[f32] {
        // SAFETY: a `Line` is exactly LANE_GROUP values, and they are all initialised.
        unsafe {
            std::slice::from_raw_parts(self.0.as_ptr().cast::<f32>(), self.0.len() * LANE_GROUP)
        }
    }
}

impl DerefMut for Buffer {
    fn deref_mut(&mut self) -> &mut [f32] {
        let length = self.0.len() * LANE_GROUP;
        // SAFETY: as above; the borrow is exclusive.
        unsafe { std::slice::from_raw_parts_mut(self.0.as_mut_ptr().cast::<f32>(), length) }
    }
}

impl fmt::Debug for Buffer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Buffer of {} values", self.len())
    }
}
