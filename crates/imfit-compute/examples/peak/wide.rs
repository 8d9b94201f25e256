//! Two walks over arrays, compiled for the widest vectors that this processor has.

use std::hint::black_box;

/// Reads all of `array`.
pub fn read(array: &[f32]) {
    /// Sums of whole numbers may be taken in any order, so that the compiler uses vectors.
    #[inline(always)]
    fn walk(array: &[f32]) {
        black_box(array.iter().fold(0, |sum: u32, value| sum.wrapping_add(value.to_bits())));
    }
    #[cfg(target_arch = "x86_64")]
    {
        #[target_feature(enable = "avx512f")]
        fn avx512(array: &[f32]) {
            walk(array);
        }
        #[target_feature(enable = "avx2")]
        fn avx2(array: &[f32]) {
            walk(array);
        }
        if is_x86_feature_detected!("avx512f") {
            // SAFETY: the processor has just been asked for it.
            return unsafe { avx512(array) };
        }
        if is_x86_feature_detected!("avx2") {
            // SAFETY: as above.
            return unsafe { avx2(array) };
        }
    }
    walk(array);
}

/// `a = b + k·c`.
pub fn triad(a: &mut [f32], b: &[f32], c: &[f32]) {
    #[inline(always)]
    fn walk(a: &mut [f32], b: &[f32], c: &[f32]) {
        for ((a, b), c) in a.iter_mut().zip(b).zip(c) {
            *a = b + 1.5 * c;
        }
    }
    #[cfg(target_arch = "x86_64")]
    {
        #[target_feature(enable = "avx512f")]
        fn avx512(a: &mut [f32], b: &[f32], c: &[f32]) {
            walk(a, b, c);
        }
        #[target_feature(enable = "avx2")]
        fn avx2(a: &mut [f32], b: &[f32], c: &[f32]) {
            walk(a, b, c);
        }
        if is_x86_feature_detected!("avx512f") {
            // SAFETY: the processor has just been asked for it.
            return unsafe { avx512(a, b, c) };
        }
        if is_x86_feature_detected!("avx2") {
            // SAFETY: as above.
            return unsafe { avx2(a, b, c) };
        }
    }
    walk(a, b, c);
}
