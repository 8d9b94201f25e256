//! AVX2 with fused multiply-add: 8 values a vector.

use std::arch::x86_64::*;

use crate::LANE_GROUP;
use crate::simd::{Kernel, Simd, store_at};

/// AVX2 with fused multiply-add: 8 values a vector.
#[derive(Clone, Copy)]
pub(crate) struct Avx2(());

/// Runs `kernel` with these instructions.
///
/// # Safety
/// The processor must have AVX2 and FMA.
#[target_feature(enable = "avx2,fma")]
pub(crate) unsafe fn run<K: Kernel>(kernel: K) {
    kernel.run(Avx2(()));
}

// SAFETY of every block below: a `Avx2` is only made in `run`, on a processor that has the
// instructions; the two that touch memory pass their caller's promise on.
#[allow(clippy::undocumented_unsafe_blocks)]
impl Simd for Avx2 {
    type Vector = __m256;
    const LANES: usize = 8;
    const SUMS: usize = 12;
    const PANELS: usize = 1;

    #[inline(always)]
    unsafe fn load(self, from: *const f32) -> __m256 {
        unsafe { _mm256_loadu_ps(from) }
    }
    #[inline(always)]
    unsafe fn store(self, to: *mut f32, value: __m256) {
        unsafe { _mm256_storeu_ps(to, value) }
    }
    #[inline(always)]
    fn splat(self, value: f32) -> __m256 {
        unsafe { _mm256_set1_ps(value) }
    }
    #[inline(always)]
    fn add(self, a: __m256, b: __m256) -> __m256 {
        unsafe { _mm256_add_ps(a, b) }
    }
    #[inline(always)]
    fn sub(self, a: __m256, b: __m256) -> __m256 {
        unsafe { _mm256_sub_ps(a, b) }
    }
    #[inline(always)]
    fn mul(self, a: __m256, b: __m256) -> __m256 {
        unsafe { _mm256_mul_ps(a, b) }
    }
    #[inline(always)]
    fn div(self, a: __m256, b: __m256) -> __m256 {
        unsafe { _mm256_div_ps(a, b) }
    }
    #[inline(always)]
    fn sqrt(self, a: __m256) -> __m256 {
        unsafe { _mm256_sqrt_ps(a) }
    }
    #[inline(always)]
    fn mul_add(self, a: __m256, b: __m256, c: __m256) -> __m256 {
        unsafe { _mm256_fmadd_ps(a, b, c) }
    }
    #[inline(always)]
    fn select_gt(self, a: __m256, b: __m256, then: __m256, otherwise: __m256) -> __m256 {
        unsafe { _mm256_blendv_ps(otherwise, then, _mm256_cmp_ps::<_CMP_GT_OQ>(a, b)) }
    }
    #[inline(always)]
    fn keep_gt(self, a: __m256, b: __m256, value: __m256) -> __m256 {
        // Of a choice the compiler makes a masked store, where the value came from the same place: AMD's
        // processors take ten times as long for it.
        unsafe { _mm256_and_ps(_mm256_cmp_ps::<_CMP_GT_OQ>(a, b), value) }
    }
    #[inline(always)]
    fn any_gt(self, a: __m256, b: __m256) -> bool {
        unsafe { _mm256_movemask_ps(_mm256_cmp_ps::<_CMP_GT_OQ>(a, b)) != 0 }
    }
    #[inline(always)]
    fn abs(self, a: __m256) -> __m256 {
        unsafe { _mm256_andnot_ps(_mm256_set1_ps(-0.0), a) }
    }
    #[inline(always)]
    fn xor(self, a: __m256, b: __m256) -> __m256 {
        unsafe { _mm256_xor_ps(a, b) }
    }
    #[inline(always)]
    fn shift_into_exponent(self, a: __m256) -> __m256 {
        unsafe { _mm256_castsi256_ps(_mm256_slli_epi32::<23>(_mm256_castps_si256(a))) }
    }
    #[inline(always)]
    fn shift_into_sign(self, a: __m256) -> __m256 {
        unsafe { _mm256_castsi256_ps(_mm256_slli_epi32::<31>(_mm256_castps_si256(a))) }
    }
    #[inline(always)]
    fn biased_exponent(self, a: __m256) -> __m256 {
        unsafe { _mm256_cvtepi32_ps(_mm256_srli_epi32::<23>(_mm256_castps_si256(a))) }
    }
    #[inline(always)]
    fn max(self, a: __m256, b: __m256) -> __m256 {
        // The instruction returns its second operand where either is NaN: as documented.
        unsafe { _mm256_max_ps(a, b) }
    }
    #[inline(always)]
    fn min(self, a: __m256, b: __m256) -> __m256 {
        unsafe { _mm256_min_ps(a, b) }
    }
    #[inline(always)]
    unsafe fn transpose(self, from: *const f32, from_step: usize, to: *mut f32, to_step: usize) {
        for (row, column) in [(0, 0), (0, 8), (8, 0), (8, 8)] {
            let from = from.wrapping_add(row * from_step + column);
            let to = to.wrapping_add(column * to_step + row);
            unsafe { transpose_eight(from, from_step, to, to_step) };
        }
    }
    #[inline(always)]
    fn sums_of_lanes(
        self,
        count: usize,
        group: impl Fn(usize, usize) -> __m256,
    ) -> [f32; LANE_GROUP] {
        // In the order that the others add in, but each sum on the way is made for as many groups as a
        // vector has room for.
        let mut totals = [0.0; LANE_GROUP];
        for first in (0..count).step_by(8) {
            let (mut eight, mut four) = ([self.splat(0.0); 8], [self.splat(0.0); 4]);
            for number in first..count.min(first + 8) {
                eight[number - first] = self.add(group(number, 0), group(number, 1));
            }
            unsafe {
                for number in 0..4 {
                    let (a, b) = (eight[number], eight[number + 4]);
                    let low = _mm256_permute2f128_ps::<0x20>(a, b);
                    four[number] = self.add(low, _mm256_permute2f128_ps::<0x31>(a, b));
                }
                // Each half of these vectors holds four sums of its own group.
                let mut pairs = [self.splat(0.0); 2];
                for pair in 0..2 {
                    let (a, b) = (four[pair * 2], four[pair * 2 + 1]);
                    let low = _mm256_shuffle_ps::<0b01_00_01_00>(a, b);
                    pairs[pair] = self.add(low, _mm256_shuffle_ps::<0b11_10_11_10>(a, b));
                }
                let even = _mm256_shuffle_ps::<0b10_00_10_00>(pairs[0], pairs[1]);
                let odd = _mm256_shuffle_ps::<0b11_01_11_01>(pairs[0], pairs[1]);
                store_at(self, &mut totals, first, self.add(even, odd));
            }
        }
        totals
    }
}

/// Writes the transpose of 8 x 8 values.
///
/// # Safety
/// As [`Simd::transpose`], for 8 rows of 8 values; the processor must have AVX2.
#[inline(always)]
unsafe fn transpose_eight(from: *const f32, from_step: usize, to: *mut f32, to_step: usize) {
    // SAFETY: the caller's promise.
    unsafe {
        let (mut pairs, mut fours) = ([_mm256_setzero_ps(); 8], [_mm256_setzero_ps(); 8]);
        for i in (0..8).step_by(2) {
            let a = _mm256_loadu_ps(from.wrapping_add(i * from_step));
            let b = _mm256_loadu_ps(from.wrapping_add((i + 1) * from_step));
            pairs[i] = _mm256_unpacklo_ps(a, b);
            pairs[i + 1] = _mm256_unpackhi_ps(a, b);
        }
        for i in (0..8).step_by(2) {
            let (group, half) = (i / 4 * 4, i % 4 / 2);
            let (a, b) = (pairs[group + half], pairs[group + 2 + half]);
            fours[i] = _mm256_shuffle_ps::<0x44>(a, b);
            fours[i + 1] = _mm256_shuffle_ps::<0xee>(a, b);
        }
        for column in 0..4 {
            let (a, b) = (fours[column], fours[4 + column]);
            let (low, high) =
                (_mm256_permute2f128_ps::<0x20>(a, b), _mm256_permute2f128_ps::<0x31>(a, b));
            _mm256_storeu_ps(to.wrapping_add(column * to_step), low);
            _mm256_storeu_ps(to.wrapping_add((column + 4) * to_step), high);
        }
    }
}
