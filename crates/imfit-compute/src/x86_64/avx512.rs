//! AVX-512: 16 values a vector.

use std::arch::x86_64::*;

use crate::LANE_GROUP;
use crate::simd::{Kernel, Simd, store_at};

/// AVX-512: 16 values a vector; with `BF16`, also products of bf16 (`avx512_bf16.rs`).
#[derive(Clone, Copy)]
pub(crate) struct Avx512<const BF16: bool>(());

impl<const BF16: bool> Avx512<BF16> {
    /// Leave to use the instructions.
    ///
    /// # Safety
    /// The processor must have AVX-512F, and with `BF16` AVX-512BW and AVX512_BF16 too.
    pub(super) unsafe fn new() -> Avx512<BF16> {
        Avx512(())
    }
}

/// Runs `kernel` with these instructions.
///
/// # Safety
/// The processor must have AVX-512F.
#[target_feature(enable = "avx512f")]
pub(crate) unsafe fn run<K: Kernel>(kernel: K) {
    // SAFETY: the caller's promise.
    kernel.run(unsafe { Avx512::<false>::new() });
}

// SAFETY of every block below: a `Avx512` is only made (`new`) on a processor that has the
// instructions; the two that touch memory pass their caller's promise on.
#[allow(clippy::undocumented_unsafe_blocks)]
impl<const BF16: bool> Simd for Avx512<BF16> {
    type Vector = __m512;
    const LANES: usize = 16;
    const SUMS: usize = 24;
    const PANELS: usize = 4;

    #[inline(always)]
    unsafe fn load(self, from: *const f32) -> __m512 {
        unsafe { _mm512_loadu_ps(from) }
    }
    #[inline(always)]
    unsafe fn store(self, to: *mut f32, value: __m512) {
        unsafe { _mm512_storeu_ps(to, value) }
    }
    #[inline(always)]
    fn splat(self, value: f32) -> __m512 {
        unsafe { _mm512_set1_ps(value) }
    }
    #[inline(always)]
    fn add(self, a: __m512, b: __m512) -> __m512 {
        unsafe { _mm512_add_ps(a, b) }
    }
    #[inline(always)]
    fn sub(self, a: __m512, b: __m512) -> __m512 {
        unsafe { _mm512_sub_ps(a, b) }
    }
    #[inline(always)]
    fn mul(self, a: __m512, b: __m512) -> __m512 {
        unsafe { _mm512_mul_ps(a, b) }
    }
    #[inline(always)]
    fn div(self, a: __m512, b: __m512) -> __m512 {
        unsafe { _mm512_div_ps(a, b) }
    }
    #[inline(always)]
    fn sqrt(self, a: __m512) -> __m512 {
        unsafe { _mm512_sqrt_ps(a) }
    }
    #[inline(always)]
    fn mul_add(self, a: __m512, b: __m512, c: __m512) -> __m512 {
        unsafe { _mm512_fmadd_ps(a, b, c) }
    }
    #[inline(always)]
    fn select_gt(self, a: __m512, b: __m512, then: __m512, otherwise: __m512) -> __m512 {
        unsafe { _mm512_mask_blend_ps(_mm512_cmp_ps_mask::<_CMP_GT_OQ>(a, b), otherwise, then) }
    }
    #[inline(always)]
    fn any_gt(self, a: __m512, b: __m512) -> bool {
        unsafe { _mm512_cmp_ps_mask::<_CMP_GT_OQ>(a, b) != 0 }
    }
    #[inline(always)]
    fn abs(self, a: __m512) -> __m512 {
        unsafe { _mm512_abs_ps(a) }
    }
    #[inline(always)]
    fn xor(self, a: __m512, b: __m512) -> __m512 {
        unsafe {
            _mm512_castsi512_ps(_mm512_xor_si512(_mm512_castps_si512(a), _mm512_castps_si512(b)))
        }
    }
    #[inline(always)]
    fn shift_into_exponent(self, a: __m512) -> __m512 {
        unsafe { _mm512_castsi512_ps(_mm512_slli_epi32::<23>(_mm512_castps_si512(a))) }
    }
    #[inline(always)]
    fn shift_into_sign(self, a: __m512) -> __m512 {
        unsafe { _mm512_castsi512_ps(_mm512_slli_epi32::<31>(_mm512_castps_si512(a))) }
    }
    #[inline(always)]
    fn biased_exponent(self, a: __m512) -> __m512 {
        unsafe { _mm512_cvtepi32_ps(_mm512_srli_epi32::<23>(_mm512_castps_si512(a))) }
    }
    #[inline(always)]
    fn scale(self, a: __m512, n: __m512) -> __m512 {
        unsafe { _mm512_scalef_ps(a, n) }
    }
    #[inline(always)]
    fn max(self, a: __m512, b: __m512) -> __m512 {
        // The instruction returns its second operand where either is NaN: as documented.
        unsafe { _mm512_max_ps(a, b) }
    }
    #[inline(always)]
    fn min(self, a: __m512, b: __m512) -> __m512 {
        unsafe { _mm512_min_ps(a, b) }
    }
    #[inline(always)]
    fn without_denormals(self, a: __m512) -> __m512 {
        // Those have no bit of an exponent.
        unsafe {
            let exponent = _mm512_set1_epi32(0x7f80_0000);
            let normal = _mm512_test_epi32_mask(_mm512_castps_si512(a), exponent);
            _mm512_maskz_mov_ps(normal, a)
        }
    }
    #[inline(always)]
    unsafe fn transpose(self, from: *const f32, from_step: usize, to: *mut f32, to_step: usize) {
        unsafe {
            // Blocks of 1 x 2, then of 2 x 4: four columns, each in a quarter, of four rows.
            let (mut pairs, mut fours) = ([_mm512_setzero_pd(); 16], [_mm512_setzero_ps(); 16]);
            for i in (0..16).step_by(2) {
                let a = _mm512_loadu_ps(from.wrapping_add(i * from_step));
                let b = _mm512_loadu_ps(from.wrapping_add((i + 1) * from_step));
                pairs[i] = _mm512_castps_pd(_mm512_unpacklo_ps(a, b));
                pairs[i + 1] = _mm512_castps_pd(_mm512_unpackhi_ps(a, b));
            }
            for i in (0..16).step_by(2) {
                let (group, half) = (i / 4 * 4, i % 4 / 2);
                let (a, b) = (pairs[group + half], pairs[group + 2 + half]);
                fours[i] = _mm512_castpd_ps(_mm512_unpacklo_pd(a, b));
                fours[i + 1] = _mm512_castpd_ps(_mm512_unpackhi_pd(a, b));
            }
            for column in 0..4 {
                // The quarters of these four vectors are the rest of the transpose, block by block.
                let (a, b) = (fours[column], fours[4 + column]);
                let (c, d) = (fours[8 + column], fours[12 + column]);
                let (ab_even, ab_odd) =
                    (_mm512_shuffle_f32x4::<0x88>(a, b), _mm512_shuffle_f32x4::<0xdd>(a, b));
                let (cd_even, cd_odd) =
                    (_mm512_shuffle_f32x4::<0x88>(c, d), _mm512_shuffle_f32x4::<0xdd>(c, d));
                let quarters = [
                    _mm512_shuffle_f32x4::<0x88>(ab_even, cd_even),
                    _mm512_shuffle_f32x4::<0x88>(ab_odd, cd_odd),
                    _mm512_shuffle_f32x4::<0xdd>(ab_even, cd_even),
                    _mm512_shuffle_f32x4::<0xdd>(ab_odd, cd_odd),
                ];
                for (quarter, values) in quarters.into_iter().enumerate() {
                    let row = quarter * 4 + column;
                    _mm512_storeu_ps(to.wrapping_add(row * to_step), values);
                }
            }
        }
    }
    #[inline(always)]
    fn sums_of_lanes(
        self,
        count: usize,
        group: impl Fn(usize, usize) -> __m512,
    ) -> [f32; LANE_GROUP] {
        // In the order that the others add in, but each sum on the way is made for as many groups as a
        // vector has room for: half the shuffles of a transpose.
        unsafe {
            let mut groups = [self.splat(0.0); LANE_GROUP];
            for number in 0..count {
                groups[number] = group(number, 0);
            }
            let (mut halves, mut quarters) = ([self.splat(0.0); 8], [self.splat(0.0); 4]);
            for first in 0..8 {
                // Groups 4 apart: of eight groups the lower ones, then the upper ones.
                let number = first % 4 + first / 4 * 8;
                let (a, b) = (groups[number], groups[number + 4]);
                let low = _mm512_shuffle_f32x4::<0b01_00_01_00>(a, b);
                halves[first] = _mm512_add_ps(low, _mm512_shuffle_f32x4::<0b11_10_11_10>(a, b));
            }
            for first in 0..4 {
                let (a, b) = (halves[first], halves[first + 4]);
                let even = _mm512_shuffle_f32x4::<0b10_00_10_00>(a, b);
                quarters[first] = _mm512_add_ps(even, _mm512_shuffle_f32x4::<0b11_01_11_01>(a, b));
            }
            // Now the four quarters of each vector are sums of groups 4 apart.
            let mut pairs = [self.splat(0.0); 2];
            for pair in 0..2 {
                let (a, b) = (quarters[pair * 2], quarters[pair * 2 + 1]);
                let low = _mm512_shuffle_ps::<0b01_00_01_00>(a, b);
                pairs[pair] = _mm512_add_ps(low, _mm512_shuffle_ps::<0b11_10_11_10>(a, b));
            }
            let even = _mm512_shuffle_ps::<0b10_00_10_00>(pairs[0], pairs[1]);
            let odd = _mm512_shuffle_ps::<0b11_01_11_01>(pairs[0], pairs[1]);
            let total = _mm512_add_ps(even, odd);
            let mut totals = [0.0; LANE_GROUP];
            store_at(self, &mut totals, 0, total);
            totals
        }
    }
}
