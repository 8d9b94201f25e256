//! Asking for memory before it is needed.

/// Asks the processor to bring the cache line of `values[at]` near. Does nothing where there is no
/// such place, or no such instruction.
#[inline(always)]
pub fn prefetch(values: &[f32], at: usize) {
    if at < values.len() {
        prefetch_at(values.as_ptr().wrapping_add(at));
    }
}

/// The same for a place that there may not be.
#[inline(always)]
pub(crate) fn prefetch_at(place: *const f32) {
    #[cfg(all(target_arch = "x86_64", not(miri)))]
    {
        use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
        // SAFETY: every x86-64 processor has the instruction; it reads nothing, and faults nowhere.
        unsafe { _mm_prefetch::<_MM_HINT_T0>(place.cast::<i8>()) };
    }
    #[cfg(any(not(target_arch = "x86_64"), miri))]
    let _ = place;
}
