//! Random bits by counting: Philox 4x32-10 (Salmon et al., "Parallel random numbers: as easy as 1, 2,
//! 3", 2011).

use crate::isa::Isa;
use crate::simd::{Kernel, Simd};

/// Counters whose numbers are made together, because that is faster.
pub const PHILOX_COUNTERS: usize = 16;

/// The random numbers of a counter and the ones after it: only `counter[0]` counts on, and wraps.
///
/// The same numbers on every instruction set.
pub fn philox(
    isa: Isa,
    key: [u32; 2],
    counter: [u32; 4],
    numbers: &mut [[u32; 4]; PHILOX_COUNTERS],
) {
    isa.run(Philox { key, counter, numbers });
}

struct Philox<'a> {
    key: [u32; 2],
    counter: [u32; 4],
    numbers: &'a mut [[u32; 4]; PHILOX_COUNTERS],
}

/// One word of all counters.
pub(crate) type Word = [u32; PHILOX_COUNTERS];

impl Kernel for Philox<'_> {
    /// Plain loops, which the compiler turns into the vectors of the instruction set.
    #[inline(always)]
    fn run<S: Simd>(self, _: S) {
        let mut words: [Word; 4] = self.counter.map(|word| [word; PHILOX_COUNTERS]);
        for (number, word) in (0..).zip(&mut words[0]) {
            *word = word.wrapping_add(number);
        }
        rounds(&mut words, self.key);
        for (index, numbers) in self.numbers.iter_mut().enumerate() {
            *numbers = [words[0][index], words[1][index], words[2][index], words[3][index]];
        }
    }
}

/// Counters that go through all rounds together: more wouldn't stay in registers.
const TOGETHER: usize = 8;

/// One word of as many counters, in the lower half of each place; the upper half may hold anything. That
/// is how vectors multiply 32 bits by 32.
type Wide = [u64; TOGETHER];

/// Replaces counters, word by word, by their numbers.
#[inline(always)]
pub(crate) fn rounds(words: &mut [Word; 4], key: [u32; 2]) {
    for first in (0..PHILOX_COUNTERS).step_by(TOGETHER) {
        let mut wide: [Wide; 4] = [[0; TOGETHER]; 4];
        for word in 0..4 {
            for index in 0..TOGETHER {
                wide[word][index] = u64::from(words[word][first + index]);
            }
        }
        let mut key = [u64::from(key[0]), u64::from(key[1])];
        for _ in 0..10 {
            round(&mut wide, key);
            key = [key[0].wrapping_add(0x9E37_79B9), key[1].wrapping_add(0xBB67_AE85)];
        }
        for word in 0..4 {
            for index in 0..TOGETHER {
                words[word][first + index] = wide[word][index] as u32;
            }
        }
    }
}

#[inline(always)]
fn round([a, b, c, d]: &mut [Wide; 4], key: [u64; 2]) {
    const LOWER: u64 = 0xFFFF_FFFF;
    for index in 0..TOGETHER {
        let first = (a[index] & LOWER) * 0xD251_1F53;
        let second = (c[index] & LOWER) * 0xCD9E_8D57;
        a[index] = (second >> 32) ^ b[index] ^ key[0];
        b[index] = second;
        c[index] = (first >> 32) ^ d[index] ^ key[1];
        d[index] = first;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The known answers that come with the authors' own code.
    #[test]
    fn the_published_numbers_come_out() {
        for isa in Isa::available() {
            let first = |key, counter| {
                let mut numbers = [[0; 4]; PHILOX_COUNTERS];
                philox(isa, key, counter, &mut numbers);
                numbers[0]
            };
            let zeros = [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8];
            assert_eq!(first([0; 2], [0; 4]), zeros, "{isa:?}");
            let ones = [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd];
            assert_eq!(first([u32::MAX; 2], [u32::MAX; 4]), ones, "{isa:?}");
        }
    }

    #[test]
    fn one_call_counts_as_many_calls_do() {
        for isa in Isa::available() {
            let run = |start: u32| {
                let mut numbers = [[0; 4]; PHILOX_COUNTERS];
                philox(isa, [5, 6], [start, 7, 8, 9], &mut numbers);
                numbers
            };
            let all = run(u32::MAX - 3);
            for (index, numbers) in (0..).zip(all) {
                assert_eq!(run((u32::MAX - 3).wrapping_add(index))[0], numbers, "{isa:?}");
            }
        }
    }
}
