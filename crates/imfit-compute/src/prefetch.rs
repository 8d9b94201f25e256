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

/// Asks the processor for the right to write the cache line of a place, which there may not be. A store to
/// a line that another core has read would wait for it, and the stores behind it too.
#[inline(always)]
pub(crate) fn prefetch_for_writing_at(place: *const f32) {
    #[cfg(all(target_arch = "x86_64", not(miri)))]
    // SAFETY: it changes no memory and faults nowhere; processors that don't know it do nothing. The
    // intrinsic becomes a prefetch for reading where the target isn't known to have the instruction.
    unsafe {
        std::arch::asm!(
            "prefetchw [{place}]",
            place = in(reg) place,
            options(nostack, preserves_flags, readonly),
        );
    }
    #[cfg(any(not(target_arch = "x86_64"), miri))]
    let _ = place;
}
