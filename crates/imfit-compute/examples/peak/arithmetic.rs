//! The most multiplications and additions a second: accumulators that depend only on themselves, as
//! many as hide the latency of the instruction and fit into registers.

use std::time::Duration;

use crate::threads;

/// Turns of the innermost loop between two looks at the clock: some tens of microseconds.
const TURNS: usize = 4096;

/// One way to multiply and add.
pub struct Arithmetic {
    /// The type of the factors: `f32` or `bf16`. Sums are `f32`.
    pub of: &'static str,
    /// The instruction set.
    pub isa: &'static str,
    /// Does [`TURNS`] turns, and says how many operations those were.
    pass: fn() -> f64,
}

impl Arithmetic {
    /// Operations a second, a multiplication and an addition being two.
    pub fn rate(&self, threads: usize, duration: Duration) -> f64 {
        threads::rate(threads, duration, || (), |()| (self.pass)())
    }
}

/// What this processor has.
pub fn available() -> Vec<Arithmetic> {
    let mut kinds = Vec::new();
    #[cfg(target_arch = "x86_64")]
    kinds.extend(x86_64::available());
    #[cfg(target_arch = "aarch64")]
    kinds.extend(aarch64::available());
    kinds.push(Arithmetic { of: "f32", isa: "portable", pass: portable });
    kinds
}

/// The loop of every instruction set: `$accumulators` sums, each turned with `$step`. The factors and
/// the starting values go through `black_box`, so that nothing is computed ahead of time; the sums
/// tend to a normal number, so that nothing becomes denormal.
macro_rules! turns {
    ($accumulators:literal, $start:expr, $step:expr) => {{
        let mut sums = [$start; $accumulators];
        for _ in 0..TURNS {
            for sum in &mut sums {
                *sum = $step(*sum);
            }
        }
        std::hint::black_box(sums);
    }};
}

/// Multiplication and addition one after the other, in whatever vectors the compiler takes for
/// granted on this architecture.
fn portable() -> f64 {
    const VALUES: usize = 32;
    let (factor, term) = std::hint::black_box((0.5_f32, 1.0_f32));
    turns!(32, 1.0_f32, |sum: f32| sum * factor + term);
    (TURNS * VALUES * 2) as f64
}

#[cfg(target_arch = "x86_64")]
mod x86_64 {
    use std::arch::x86_64::*;
    use std::hint::black_box;

    use super::{Arithmetic, TURNS};

    pub fn available() -> Vec<Arithmetic> {
        let mut kinds = Vec::new();
        if is_x86_feature_detected!("avx512f") {
            // SAFETY: the processor has just been asked for it.
            kinds.push(Arithmetic { of: "f32", isa: "avx512", pass: || unsafe { avx512() } });
        }
        if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
            // SAFETY: as above.
            kinds.push(Arithmetic { of: "f32", isa: "avx2", pass: || unsafe { avx2() } });
        }
        if is_x86_feature_detected!("avx512f") && is_x86_feature_detected!("avx512bf16") {
            // SAFETY: as above.
            kinds.push(Arithmetic { of: "bf16", isa: "avx512bf16", pass: || unsafe { bf16() } });
        }
        kinds
    }

    #[target_feature(enable = "avx512f")]
    fn avx512() -> f64 {
        let (factor, term) = black_box((_mm512_set1_ps(0.5), _mm512_set1_ps(1.0)));
        turns!(24, black_box(term), |sum| _mm512_fmadd_ps(sum, factor, term));
        (TURNS * 24 * 16 * 2) as f64
    }

    #[target_feature(enable = "avx2,fma")]
    fn avx2() -> f64 {
        let (factor, term) = black_box((_mm256_set1_ps(0.5), _mm256_set1_ps(1.0)));
        turns!(12, black_box(term), |sum| _mm256_fmadd_ps(sum, factor, term));
        (TURNS * 12 * 8 * 2) as f64
    }

    /// Each lane of the sum takes up the products of two pairs: four operations.
    #[target_feature(enable = "avx512f,avx512bf16")]
    fn bf16() -> f64 {
        let ones = black_box(_mm512_cvtne2ps_pbh(_mm512_set1_ps(1.0), _mm512_set1_ps(1.0)));
        let small = black_box(_mm512_cvtne2ps_pbh(_mm512_set1_ps(1e-3), _mm512_set1_ps(1e-3)));
        turns!(24, black_box(_mm512_set1_ps(1.0)), |sum| _mm512_dpbf16_ps(sum, ones, small));
        (TURNS * 24 * 16 * 4) as f64
    }
}

#[cfg(target_arch = "aarch64")]
mod aarch64 {
    use std::arch::aarch64::*;
    use std::hint::black_box;

    use super::{Arithmetic, TURNS};

    pub fn available() -> Vec<Arithmetic> {
        if !std::arch::is_aarch64_feature_detected!("neon") {
            return Vec::new();
        }
        // SAFETY: the processor has just been asked for it.
        vec![Arithmetic { of: "f32", isa: "neon", pass: || unsafe { neon() } }]
    }

    #[target_feature(enable = "neon")]
    fn neon() -> f64 {
        let (factor, term) = black_box((vdupq_n_f32(0.5), vdupq_n_f32(1.0)));
        turns!(24, black_box(term), |sum| vfmaq_f32(term, sum, factor));
        (TURNS * 24 * 4 * 2) as f64
    }
}
