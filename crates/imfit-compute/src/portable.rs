//! Plain Rust on arrays of 16 values: runs everywhere, and the compiler vectorises what it can.

use crate::simd::{Kernel, Simd};

/// Instructions that every processor has.
#[derive(Clone, Copy)]
pub(crate) struct Portable;

/// Runs `kernel` without any special instructions.
pub(crate) fn run<K: Kernel>(kernel: K) {
    kernel.run(Portable);
}

#[inline(always)]
fn map2(a: [f32; 16], b: [f32; 16], f: impl Fn(f32, f32) -> f32) -> [f32; 16] {
    std::array::from_fn(|i| f(a[i], b[i]))
}

impl Simd for Portable {
    type Vector = [f32; 16];
    const LANES: usize = 16;
    const SUMS: usize = 4;
    const PANELS: usize = 1;

    #[inline(always)]
    unsafe fn load(self, from: *const f32) -> [f32; 16] {
        // SAFETY: the caller vouches for 16 readable values.
        unsafe { from.cast::<[f32; 16]>().read_unaligned() }
    }
    #[inline(always)]
    unsafe fn store(self, to: *mut f32, value: [f32; 16]) {
        // SAFETY: the caller vouches for 16 writable places.
        unsafe { to.cast::<[f32; 16]>().write_unaligned(value) }
    }
    #[inline(always)]
    fn splat(self, value: f32) -> [f32; 16] {
        [value; 16]
    }
    #[inline(always)]
    fn add(self, a: [f32; 16], b: [f32; 16]) -> [f32; 16] {
        map2(a, b, |a, b| a + b)
    }
    #[inline(always)]
    fn sub(self, a: [f32; 16], b: [f32; 16]) -> [f32; 16] {
        map2(a, b, |a, b| a - b)
    }
    #[inline(always)]
    fn mul(self, a: [f32; 16], b: [f32; 16]) -> [f32; 16] {
        map2(a, b, |a, b| a * b)
    }
    #[inline(always)]
    fn div(self, a: [f32; 16], b: [f32; 16]) -> [f32; 16] {
        map2(a, b, |a, b| a / b)
    }
    #[inline(always)]
    fn sqrt(self, a: [f32; 16]) -> [f32; 16] {
        a.map(f32::sqrt)
    }
    #[inline(always)]
    fn mul_add(self, a: [f32; 16], b: [f32; 16], c: [f32; 16]) -> [f32; 16] {
        // Without the instruction, `f32::mul_add` is a slow library call.
        std::array::from_fn(|i| a[i] * b[i] + c[i])
    }
    #[inline(always)]
    fn mul_add_fused(self, a: [f32; 16], b: [f32; 16], c: [f32; 16]) -> [f32; 16] {
        // The product is exact in 53 bits; the sum is rounded there once more, which hardly ever shows.
        std::array::from_fn(|i| (f64::from(a[i]) * f64::from(b[i]) + f64::from(c[i])) as f32)
    }
    #[inline(always)]
    fn select_gt(
        self,
        a: [f32; 16],
        b: [f32; 16],
        then: [f32; 16],
        otherwise: [f32; 16],
    ) -> [f32; 16] {
        std::array::from_fn(|i| if a[i] > b[i] { then[i] } else { otherwise[i] })
    }
    #[inline(always)]
    fn any_gt(self, a: [f32; 16], b: [f32; 16]) -> bool {
        a.iter().zip(&b).any(|(a, b)| a > b)
    }
    #[inline(always)]
    fn abs(self, a: [f32; 16]) -> [f32; 16] {
        a.map(f32::abs)
    }
    #[inline(always)]
    fn xor(self, a: [f32; 16], b: [f32; 16]) -> [f32; 16] {
        std::array::from_fn(|i| f32::from_bits(a[i].to_bits() ^ b[i].to_bits()))
    }
    #[inline(always)]
    fn shift_into_exponent(self, a: [f32; 16]) -> [f32; 16] {
        a.map(|a| f32::from_bits(a.to_bits() << 23))
    }
    #[inline(always)]
    fn shift_into_sign(self, a: [f32; 16]) -> [f32; 16] {
        a.map(|a| f32::from_bits(a.to_bits() << 31))
    }
    #[inline(always)]
    fn biased_exponent(self, a: [f32; 16]) -> [f32; 16] {
        a.map(|a| (a.to_bits() >> 23) as f32)
    }
}
