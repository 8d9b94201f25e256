//! The arithmetic of bf16 in plain Rust, bit for bit what the instruction does.

use super::pairs::{PairKernel, Pairs};
use crate::LANE_GROUP;
use crate::portable::Portable;

/// Runs `kernel` without any special instructions.
pub(super) fn run<K: PairKernel>(kernel: K) {
    kernel.run(Portable);
}

impl Pairs for Portable {
    fn halves(self, first: [f32; 16], second: [f32; 16]) -> [f32; 16] {
        let value = |i: usize| {
            round(if i < LANE_GROUP { first[i] } else { second[i - LANE_GROUP] }).to_bits() >> 16
        };
        std::array::from_fn(|place| f32::from_bits(value(2 * place) | value(2 * place + 1) << 16))
    }

    fn interleave(self, halves: [f32; 16]) -> [f32; 16] {
        let value = |i: usize| halves[i / 2].to_bits() >> (i % 2 * 16) & 0xffff;
        std::array::from_fn(|place| f32::from_bits(value(place) | value(LANE_GROUP + place) << 16))
    }

    fn dot(self, a: [f32; 16], b: [f32; 16], c: [f32; 16]) -> [f32; 16] {
        std::array::from_fn(|i| {
            let ((a_low, a_high), (b_low, b_high)) = (two(a[i]), two(b[i]));
            let sum = flush(a_high.mul_add(b_high, flush(c[i])));
            flush(a_low.mul_add(b_low, sum))
        })
    }
}

/// The two values of a place, low and high.
fn two(place: f32) -> (f32, f32) {
    let bits = place.to_bits();
    (flush(f32::from_bits(bits << 16)), flush(f32::from_bits(bits & 0xffff_0000)))
}

/// Zero, with its sign, in the place of a subnormal number.
fn flush(x: f32) -> f32 {
    if x.is_subnormal() { 0.0f32.copysign(x) } else { x }
}

/// The nearest bf16 value, ties to even.
fn round(x: f32) -> f32 {
    let bits = flush(x).to_bits();
    if x.is_nan() {
        // A quiet NaN, also where the bits that made it one would be cut off.
        return f32::from_bits((bits | 0x0040_0000) & 0xffff_0000);
    }
    let odd = bits >> 16 & 1;
    f32::from_bits((bits + 0x7fff + odd) & 0xffff_0000)
}
