//! NEON, which every 64-bit Arm processor has: 4 values a vector.

use std::arch::aarch64::*;

use crate::LANE_GROUP;
use crate::simd::{Kernel, Simd};

/// NEON, which every 64-bit Arm processor has: 4 values a vector.
#[derive(Clone, Copy)]
pub(crate) struct Neon(());

/// Runs `kernel` with these instructions.
///
/// # Safety
/// The processor must have NEON.
#[target_feature(enable = "neon")]
pub(crate) unsafe fn run<K: Kernel>(kernel: K) {
    kernel.run(Neon(()));
}

// SAFETY of every block below: a `Neon` is only made in `run`, on a processor that has the
// instructions; the two that touch memory pass their caller's promise on.
#[allow(clippy::undocumented_unsafe_blocks)]
impl Simd for Neon {
    type Vector = float32x4_t;
    const LANES: usize = 4;
    const SUMS: usize = 24;
    const PANELS: usize = 1;

    #[inline(always)]
    unsafe fn load(self, from: *const f32) -> float32x4_t {
        unsafe { vld1q_f32(from) }
    }
    #[inline(always)]
    unsafe fn store(self, to: *mut f32, value: float32x4_t) {
        unsafe { vst1q_f32(to, value) }
    }
    #[inline(always)]
    fn splat(self, value: f32) -> float32x4_t {
        unsafe { vdupq_n_f32(value) }
    }
    #[inline(always)]
    fn add(self, a: float32x4_t, b: float32x4_t) -> float32x4_t {
        unsafe { vaddq_f32(a, b) }
    }
    #[inline(always)]
    fn sub(self, a: float32x4_t, b: float32x4_t) -> float32x4_t {
        unsafe { vsubq_f32(a, b) }
    }
    #[inline(always)]
    fn mul(self, a: float32x4_t, b: float32x4_t) -> float32x4_t {
        unsafe { vmulq_f32(a, b) }
    }
    #[inline(always)]
    fn div(self, a: float32x4_t, b: float32x4_t) -> float32x4_t {
        unsafe { vdivq_f32(a, b) }
    }
    #[inline(always)]
    fn sqrt(self, a: float32x4_t) -> float32x4_t {
        unsafe { vsqrtq_f32(a) }
    }
    #[inline(always)]
    fn mul_add(self, a: float32x4_t, b: float32x4_t, c: float32x4_t) -> float32x4_t {
        unsafe { vfmaq_f32(c, a, b) }
    }
    #[inline(always)]
    fn select_gt(
        self,
        a: float32x4_t,
        b: float32x4_t,
        then: float32x4_t,
        otherwise: float32x4_t,
    ) -> float32x4_t {
        unsafe { vbslq_f32(vcgtq_f32(a, b), then, otherwise) }
    }
    #[inline(always)]
    fn any_gt(self, a: float32x4_t, b: float32x4_t) -> bool {
        unsafe { vmaxvq_u32(vcgtq_f32(a, b)) != 0 }
    }
    #[inline(always)]
    fn abs(self, a: float32x4_t) -> float32x4_t {
        unsafe { vabsq_f32(a) }
    }
    #[inline(always)]
    fn xor(self, a: float32x4_t, b: float32x4_t) -> float32x4_t {
        unsafe {
            vreinterpretq_f32_u32(veorq_u32(vreinterpretq_u32_f32(a), vreinterpretq_u32_f32(b)))
        }
    }
    #[inline(always)]
    fn shift_into_exponent(self, a: float32x4_t) -> float32x4_t {
        unsafe { vreinterpretq_f32_u32(vshlq_n_u32::<23>(vreinterpretq_u32_f32(a))) }
    }
    #[inline(always)]
    fn shift_into_sign(self, a: float32x4_t) -> float32x4_t {
        unsafe { vreinterpretq_f32_u32(vshlq_n_u32::<31>(vreinterpretq_u32_f32(a))) }
    }
    #[inline(always)]
    fn biased_exponent(self, a: float32x4_t) -> float32x4_t {
        unsafe { vcvtq_f32_u32(vshrq_n_u32::<23>(vreinterpretq_u32_f32(a))) }
    }
    #[inline(always)]
    unsafe fn transpose(self, from: *const f32, from_step: usize, to: *mut f32, to_step: usize) {
        for row in (0..LANE_GROUP).step_by(4) {
            for column in (0..LANE_GROUP).step_by(4) {
                let from = from.wrapping_add(row * from_step + column);
                let to = to.wrapping_add(column * to_step + row);
                unsafe { transpose_four(from, from_step, to, to_step) };
            }
        }
    }
}

/// Writes the transpose of 4 x 4 values.
///
/// # Safety
/// `from` must be readable and `to` writable for 4 rows of 4 values; they don't overlap.
#[inline(always)]
unsafe fn transpose_four(from: *const f32, from_step: usize, to: *mut f32, to_step: usize) {
    unsafe {
        // Blocks of 1 x 1, then of 2 x 2: the even and the odd columns of two rows, then whole columns.
        let mut pairs = [vdupq_n_f64(0.0); 4];
        for i in (0..4).step_by(2) {
            let a = vld1q_f32(from.wrapping_add(i * from_step));
            let b = vld1q_f32(from.wrapping_add((i + 1) * from_step));
            pairs[i] = vreinterpretq_f64_f32(vtrn1q_f32(a, b));
            pairs[i + 1] = vreinterpretq_f64_f32(vtrn2q_f32(a, b));
        }
        for column in 0..2 {
            let (upper, lower) = (pairs[column], pairs[2 + column]);
            let near = vreinterpretq_f32_f64(vtrn1q_f64(upper, lower));
            let far = vreinterpretq_f32_f64(vtrn2q_f64(upper, lower));
            vst1q_f32(to.wrapping_add(column * to_step), near);
            vst1q_f32(to.wrapping_add((column + 2) * to_step), far);
        }
    }
}
