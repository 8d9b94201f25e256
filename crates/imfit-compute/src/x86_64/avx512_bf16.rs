//! AVX-512 with products of bf16: 32 of them an instruction.

use std::arch::x86_64::*;

use super::avx512::Avx512;
use crate::bf16::{PairKernel, Pairs};

/// Runs `kernel` with these instructions.
///
/// # Safety
/// The processor must have AVX-512F, AVX-512BW and AVX512_BF16.
#[target_feature(enable = "avx512f,avx512bw,avx512bf16")]
pub(crate) unsafe fn run<K: PairKernel>(kernel: K) {
    // SAFETY: the caller's promise.
    kernel.run(unsafe { Avx512::<true>::new() });
}

// SAFETY of every block below: a `Avx512<true>` is only made in `run`, on a processor that has the
// instructions; `__m512bh` and `__m512` are the same 512 bits.
#[allow(clippy::undocumented_unsafe_blocks)]
impl Pairs for Avx512<true> {
    #[inline(always)]
    fn halves(self, first: __m512, second: __m512) -> __m512 {
        unsafe { std::mem::transmute::<__m512bh, __m512>(_mm512_cvtne2ps_pbh(second, first)) }
    }

    #[inline(always)]
    fn interleave(self, halves: __m512) -> __m512 {
        unsafe {
            // Value i of each half goes to the low and to the high bits of place i.
            let low = _mm512_set_epi32(15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
            let both = _mm512_set1_epi32(16 << 16);
            let high = _mm512_slli_epi32::<16>(low);
            let from = _mm512_or_si512(_mm512_or_si512(low, high), both);
            _mm512_castsi512_ps(_mm512_permutexvar_epi16(from, _mm512_castps_si512(halves)))
        }
    }

    #[inline(always)]
    fn dot(self, a: __m512, b: __m512, c: __m512) -> __m512 {
        unsafe {
            let a = std::mem::transmute::<__m512, __m512bh>(a);
            let b = std::mem::transmute::<__m512, __m512bh>(b);
            _mm512_dpbf16_ps(c, a, b)
        }
    }
}
