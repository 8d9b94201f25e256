//! Angles so large that their multiple of π has to be found in exact integer arithmetic.
//!
//! After M. Payne and R. Hanek, "Radian reduction for trigonometric functions", 1983: x = m·2ᵉ with a
//! whole m of 24 bits, and of 1/π only those bits matter whose product with x lies around the point.

use super::sine::Wave;

/// 1/π: 8 bits before the point, all 0, and 248 behind it.
const ONE_OVER_PI: [u64; 4] =
    [0x0051_7cc1_b727_220a, 0x94fe_13ab_e8fa_9a6e, 0xe06d_b14a_cc9e_21c8, 0x20ff_28b1_d5ef_5de2];
/// Bits before the point of [`ONE_OVER_PI`].
const WHOLE_BITS: i32 = 8;

/// r and whether k is odd, for x = k·π + r or x = (k - ½)·π + r; r is correct to within one rounding.
///
/// `x` must be 2¹⁷ or more. NaN where it is infinite.
pub(super) fn reduce(x: f32, wave: Wave) -> (f32, bool) {
    if x.is_infinite() {
        return (f32::NAN, false);
    }
    let mantissa = u128::from(x.to_bits() & 0x7f_ffff | 0x80_0000);
    let exponent = (x.to_bits() >> 23) as i32 - 150;

    // x / π modulo 2: the highest bit counts 1, those below are the fraction. The 96 bits of 1/π that
    // are used leave the lowest 2⁻⁷¹ unsure; no x is closer to a multiple of π than 2⁻³⁰.
    let bits = bits_of_one_over_pi((WHOLE_BITS - 1 + exponent) as usize) >> 32;
    let turns = mantissa.wrapping_mul(bits) << 32;
    let turns = match wave {
        Wave::Sine => turns,
        Wave::Cosine => turns.wrapping_add(HALF),
    };
    let odd = turns.wrapping_add(HALF) >> 127 == 1;
    // As a signed number without the highest bit: between -½ and ½.
    let fraction = (turns << 1) as i128 as f64 * 2f64.powi(-128);
    ((fraction * std::f64::consts::PI) as f32, odd)
}

/// ½ where the highest of 128 bits counts 1.
const HALF: u128 = 1 << 126;

/// 128 bits of 1/π, from bit `first` of the table on.
fn bits_of_one_over_pi(first: usize) -> u128 {
    let (word, shift) = (first / 64, first % 64);
    let [high, middle, low] = [0, 1, 2].map(|i| u128::from(ONE_OVER_PI[word + i]));
    (high << 64 | middle) << shift | (low << shift) >> 64
}
