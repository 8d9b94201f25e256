//! Asking for memory before it is needed, and for the right to write it.

use crate::LANE_GROUP;

/// Asks the processor to bring the cache line of `values[at]` near. Does nothing where there is no
/// such place, or no such instruction.
#[inline(always)]
pub fn prefetch(values: &[f32], at: usize) {
    if at < values.len() {
        prefetch_at(values.as_ptr().wrapping_add(at));
    }
}

/// The same for what is needed some microseconds from now, when much else has passed through the first cache: it
/// goes into the second one.
#[inline(always)]
pub fn prefetch_for_later(values: &[f32], at: usize) {
    #[cfg(all(target_arch = "x86_64", not(miri)))]
    if at < values.len() {
        use std::arch::x86_64::{_MM_HINT_T1, _mm_prefetch};
        // SAFETY: as in `prefetch_at`.
        unsafe { _mm_prefetch::<_MM_HINT_T1>(values.as_ptr().wrapping_add(at).cast::<i8>()) };
    }
    #[cfg(any(not(target_arch = "x86_64"), miri))]
    let _ = (values, at);
}

/// The same as [`prefetch`] for a place that there may not be.
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

/// Makes the cache lines of `values` this core's own, by writing a value of each over with itself: other cores
/// have read them, and a store to such a line waits until they have let go of it. Stores right after each other
/// wait together, as here. Where stores to other lines come in between, as in an optimizer's step, each waits by
/// itself; and `prefetchw` is left out by processors that hold the line already, AMD's Zen 4 for one.
// A call for each part of the weights costs nothing, and a profile tells it from the step.
#[inline(never)]
pub fn take_lines(values: &mut [f32]) {
    for line in values.chunks_mut(LANE_GROUP) {
        let bits = line.as_mut_ptr().cast::<u32>();
        // SAFETY: it is the first of some values, which are borrowed. Volatile, or it would be left out.
        unsafe { bits.write_volatile(bits.read_volatile()) };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_are_taken_hold_what_they_held() {
        let odd = [f32::NAN, f32::from_bits(0x7f80_0001), -0.0, f32::MIN_POSITIVE / 2.0, 1.5];
        for length in [0, 1, LANE_GROUP - 1, LANE_GROUP, 5 * LANE_GROUP + 3] {
            let mut values: Vec<f32> = odd.iter().copied().cycle().take(length).collect();
            let bits = |values: &[f32]| values.iter().map(|v| v.to_bits()).collect::<Vec<_>>();
            let before = bits(&values);
            take_lines(&mut values);
            assert_eq!(bits(&values), before);
        }
    }
}
