//! Products of bf16 values, with their sums in `f32`.
//!
//! A bf16 value is the upper half of an `f32`: its whole range, and 8 bits of its precision. Two of
//! them fit in the place of one `f32`, and one instruction multiplies two by two and adds both
//! products, which is twice the work of a fused multiply-add.
//!
//! # Layout
//!
//! Values of bf16 travel as the bits of `f32` places, two in each, the first one in the low bits, so
//! that they share records and buffers with everything else. *Halves* are plain bf16 values one after
//! the other. *Pairs* are two rows of values in the place of one: place i holds value i of the first
//! row, and value i of the second. The terms of a sum have to be side by side in a place, so each of
//! the three products of a layer wants its own:
//!
//! | Product | Sums over | Vectors | Values sent to all lanes |
//! | --- | --- | --- | --- |
//! | forward | inputs | inputs in pairs | weights in pairs |
//! | backward | outputs | delta in pairs | weights in halves |
//! | gradient | rows of data | turned delta in pairs | inputs in halves |
//!
//! # Rounding
//!
//! Values become bf16 by rounding to the nearest, ties to even. The sums are those of the
//! instruction: c + high·high, rounded to `f32`, and then + low·low, rounded again. Subnormal numbers
//! count as zeros, before and after. NaN and infinities come through.

mod emulated;
mod layer;
mod pack;
mod pairs;
mod product;
mod weight_gradient;

pub use layer::{Bf16Layer, Bf16Weights};
pub use pack::{halves_places, pack_weights, pairs_places};
pub(crate) use pairs::{PairKernel, Pairs};

use std::fmt;

use crate::isa::Isa;

/// Leave to use a processor's products of bf16.
///
/// Only [`Isa::bf16`] and [`Bf16::emulated`] make one, so that holding it means that its instructions
/// may be used.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Bf16 {
    set: Set,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Set {
    Emulated,
    #[cfg(target_arch = "x86_64")]
    Avx512,
}

impl Isa {
    /// The products of bf16 that belong to this instruction set, where the processor has them: so far
    /// those of AVX-512 (avx512_bf16).
    pub fn bf16(self) -> Option<Bf16> {
        #[cfg(target_arch = "x86_64")]
        if self.name() == "avx512"
            && is_x86_feature_detected!("avx512bw")
            && is_x86_feature_detected!("avx512bf16")
        {
            return Some(Bf16 { set: Set::Avx512 });
        }
        None
    }
}

impl Bf16 {
    /// The same arithmetic, to the bit, in plain Rust. It runs everywhere and is slow: for tests.
    pub fn emulated() -> Bf16 {
        Bf16 { set: Set::Emulated }
    }

    /// All ways to multiply bf16 values on this processor; the last is always the emulation.
    pub fn available() -> Vec<Bf16> {
        Isa::detect().bf16().into_iter().chain([Bf16::emulated()]).collect()
    }

    /// Runs `kernel` with these instructions.
    pub(crate) fn run<K: PairKernel>(self, kernel: K) {
        match self.set {
            Set::Emulated => emulated::run(kernel),
            // SAFETY: `Isa::bf16` asked the processor before making this value.
            #[cfg(target_arch = "x86_64")]
            Set::Avx512 => unsafe { crate::x86_64::avx512_bf16::run(kernel) },
        }
    }
}

impl fmt::Debug for Bf16 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.set {
            Set::Emulated => f.write_str("bf16, emulated"),
            #[cfg(target_arch = "x86_64")]
            Set::Avx512 => f.write_str("bf16, avx512"),
        }
    }
}
