//! Random numbers by counting: the n-th number of a stream is a function of the stream's key and n
//! ([`philox`]).
//!
//! A stream is keyed by (seed, purpose, index), so that what is drawn for one purpose never shifts
//! what is drawn for another, and nothing needs to be stored to go on where a training stopped.

use std::sync::Mutex;
use std::time::{SystemTime, UNIX_EPOCH};

use imfit_compute::{Isa, PHILOX_COUNTERS, philox};

use crate::engine::isa;
use crate::error::{Error, Result};

/// Seeds go up to here, 2⁵³ - 1: every language's numbers hold them exactly.
pub const LARGEST_SEED: u64 = (1 << 53) - 1;

/// What a stream is drawn for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// Initial weights; the index counts the model's weight arrays.
    Weights = 1,
    /// The order of the rows; the index counts the epochs the model has begun.
    Shuffle = 2,
    /// Seeds for models that were given none; the index counts them.
    Seeds = 3,
    /// Noise in training; see [`noise_key`].
    Noise = 4,
}

/// A stream of random numbers: those of Philox, counted from 0 on.
pub(crate) struct Stream {
    isa: Isa,
    key: [u32; 2],
    counter: [u32; 4],
    /// The numbers of several counters.
    buffer: [[u32; 4]; PHILOX_COUNTERS],
    /// Numbers of the buffer that were handed out.
    used: usize,
}

/// Numbers in the buffer of a stream.
const BUFFERED: usize = 4 * PHILOX_COUNTERS;

impl Stream {
    pub(crate) fn new(seed: u64, purpose: Purpose, index: u64) -> Stream {
        Stream {
            // A wrong name is an error of whoever trains; the numbers are always the same.
            isa: isa().unwrap_or_else(|_| Isa::detect()),
            key: halves(seed),
            counter: [0, purpose as u32, halves(index)[0], halves(index)[1]],
            buffer: [[0; 4]; PHILOX_COUNTERS],
            used: BUFFERED,
        }
    }

    /// The next 32 random bits.
    #[inline]
    pub(crate) fn bits(&mut self) -> u32 {
        if self.used == BUFFERED {
            self.refill();
        }
        let bits = self.buffer.as_flattened()[self.used];
        self.used += 1;
        bits
    }

    fn refill(&mut self) {
        philox(self.isa, self.key, self.counter, &mut self.buffer);
        self.counter[0] = self.counter[0].wrapping_add(PHILOX_COUNTERS as u32);
        self.used = 0;
    }

    /// A number in [0, 1), of 53 bits.
    pub(crate) fn uniform(&mut self) -> f64 {
        let high = u64::from(self.bits()) << 21;
        let low = u64::from(self.bits()) >> 11;
        (high | low) as f64 / (1u64 << 53) as f64
    }

    /// A standard normal number (Box and Muller, 1958).
    pub(crate) fn normal(&mut self) -> f64 {
        let radius = libm::sqrt(-2.0 * libm::log(1.0 - self.uniform()));
        radius * libm::cos(2.0 * std::f64::consts::PI * self.uniform())
    }

    /// A standard normal number of at most 2 in size.
    pub(crate) fn truncated_normal(&mut self) -> f64 {
        loop {
            let value = self.normal();
            if value.abs() <= 2.0 {
                return value;
            }
        }
    }

    /// A whole number below `bound`, each as likely (Lemire, 2019, without the division).
    #[inline]
    fn below(&mut self, bound: u32) -> u32 {
        let mut product = u64::from(self.bits()) * u64::from(bound);
        if (product as u32) < bound {
            let unfair = bound.wrapping_neg() % bound;
            while (product as u32) < unfair {
                product = u64::from(self.bits()) * u64::from(bound);
            }
        }
        (product >> 32) as u32
    }

    /// Swaps the last values with others, as many as a full buffer has numbers for, and returns how
    /// many: none where the buffer was begun, or one of its numbers may be unfair.
    ///
    /// The same as swapping one by one, only that all places are known before the first is needed.
    fn swap_many(&mut self, values: &mut [u32]) -> usize {
        let length = values.len();
        if self.used < BUFFERED || length <= BUFFERED {
            return 0;
        }
        self.refill();
        let mut others = [0; BUFFERED];
        let mut all_fair = true;
        let numbers = others.iter_mut().zip(self.buffer.as_flattened());
        for ((other, bits), bound) in numbers.zip((0..=length as u32).rev()) {
            let product = u64::from(*bits) * u64::from(bound);
            *other = (product >> 32) as u32;
            all_fair &= product as u32 >= bound;
        }
        if !all_fair {
            return 0;
        }
        for (last, other) in (0..length).rev().zip(others) {
            values.swap(last, other as usize);
        }
        self.used = BUFFERED;
        BUFFERED
    }
}

/// A key for the noise that layer number `layer` makes in a batch, of which the epochs and the batches that
/// there were are known: its numbers count rows and features.
pub(crate) fn noise_key(seed: u64, layer: u32, (epoch, batch): (u64, u64)) -> [u32; 2] {
    let isa = isa().unwrap_or_else(|_| Isa::detect());
    let purpose = Purpose::Noise as u32 | (epoch as u32) << 8;
    let mut numbers = [[0; 4]; PHILOX_COUNTERS];
    let counter = [layer, purpose, halves(batch)[0], halves(batch)[1]];
    philox(isa, halves(seed), counter, &mut numbers);
    [numbers[0][0], numbers[0][1]]
}

/// A random order that is being made, each as likely (Fisher and Yates).
pub(crate) struct Shuffle {
    stream: Stream,
    /// Values that still take part: the first ones.
    left: usize,
}

impl Shuffle {
    /// Begins to bring `length` values into a random order.
    pub(crate) fn new(stream: Stream, length: usize) -> Shuffle {
        Shuffle { stream, left: length }
    }

    /// Values that aren't in their places yet, but for a few.
    pub(crate) fn left(&self) -> usize {
        self.left
    }

    /// Goes on with the values, for `swaps` swaps or a few more. Says whether they are all in their
    /// places now.
    pub(crate) fn go_on(&mut self, values: &mut [u32], swaps: usize) -> bool {
        let stop = self.left.saturating_sub(swaps).max(1);
        while self.left > stop {
            let values = &mut values[..self.left];
            match self.stream.swap_many(values) {
                0 => {
                    values.swap(self.left - 1, self.stream.below(self.left as u32) as usize);
                    self.left -= 1;
                }
                many => self.left -= many,
            }
        }
        self.left <= 1
    }
}

fn halves(value: u64) -> [u32; 2] {
    [value as u32, (value >> 32) as u32]
}

/// The seed that `set_random_seed` was given, and how many seeds were drawn from it.
static GLOBAL: Mutex<Option<(u64, u64)>> = Mutex::new(None);

/// Lets models that are made without a seed draw theirs from `seed`, one after the other.
///
/// # Errors
/// [`Error::Argument`] where `seed` is above [`LARGEST_SEED`].
pub fn set_random_seed(seed: u64) -> Result<()> {
    check_seed(seed)?;
    *GLOBAL.lock().unwrap_or_else(|poison| poison.into_inner()) = Some((seed, 0));
    Ok(())
}

/// A seed for a model that was given none: from [`set_random_seed`]'s, else from the system.
pub(crate) fn fresh_seed() -> u64 {
    let mut global = GLOBAL.lock().unwrap_or_else(|poison| poison.into_inner());
    match global.as_mut() {
        Some((seed, drawn)) => {
            *drawn += 1;
            seed_from(*seed, *drawn)
        }
        None => seed_from(system_entropy(), 0),
    }
}

/// Says whether `seed` may be one.
pub(crate) fn check_seed(seed: u64) -> Result<()> {
    if seed <= LARGEST_SEED {
        return Ok(());
    }
    Err(Error::argument(
        "seed",
        seed,
        format!("a whole number from 0 to {LARGEST_SEED} (2^53 - 1)"),
    ))
}

fn seed_from(seed: u64, index: u64) -> u64 {
    let mut stream = Stream::new(seed, Purpose::Seeds, index);
    (u64::from(stream.bits()) | u64::from(stream.bits()) << 32) & LARGEST_SEED
}

/// Bits that differ from process to process and from call to call: the standard library's own
/// random keys, and the clock.
fn system_entropy() -> u64 {
    use std::hash::{BuildHasher, Hasher, RandomState};
    let mut hasher = RandomState::new().build_hasher();
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    hasher.write_u128(since.as_nanos());
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shuffled(epoch: u64, length: usize, swaps: usize) -> Vec<u32> {
        let mut order: Vec<u32> = (0..length as u32).collect();
        let mut shuffle = Shuffle::new(Stream::new(7, Purpose::Shuffle, epoch), length);
        while !shuffle.go_on(&mut order, swaps) {}
        order
    }

    #[test]
    fn a_shuffle_is_a_permutation_and_depends_on_the_epoch() {
        let order = |epoch| shuffled(epoch, 1000, usize::MAX);
        assert_ne!(order(0), order(1));
        assert_eq!(order(3), order(3));
        for length in [0, 1, 2, BUFFERED, BUFFERED + 1, 1000] {
            let mut sorted = shuffled(0, length, 1);
            sorted.sort_unstable();
            assert!(sorted.into_iter().eq(0..length as u32), "{length} values");
        }
    }

    /// Many at once, in pieces, and by the book: one order. A thousand times a thousand numbers have
    /// some that a fair draw has to take back.
    #[test]
    fn a_shuffle_is_that_of_fisher_and_yates() {
        for epoch in 0..5 {
            let length = 1_000_000;
            let mut stream = Stream::new(7, Purpose::Shuffle, epoch);
            let mut expected: Vec<u32> = (0..length as u32).collect();
            for last in (1..length).rev() {
                expected.swap(last, stream.below(last as u32 + 1) as usize);
            }
            assert!(shuffled(epoch, length, usize::MAX) == expected, "epoch {epoch}");
            assert!(shuffled(epoch, length, 1001) == expected, "epoch {epoch}, in pieces");
        }
    }

    #[test]
    fn moments_are_those_of_the_distributions() {
        let mut stream = Stream::new(1, Purpose::Weights, 0);
        let n = 100_000;
        let mean_and_variance = |values: Vec<f64>| {
            let mean = values.iter().sum::<f64>() / n as f64;
            (mean, values.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / n as f64)
        };
        let (mean, variance) = mean_and_variance((0..n).map(|_| stream.uniform()).collect());
        assert!((mean - 0.5).abs() < 0.01 && (variance - 1.0 / 12.0).abs() < 0.002);
        let (mean, variance) = mean_and_variance((0..n).map(|_| stream.normal()).collect());
        assert!(mean.abs() < 0.02 && (variance - 1.0).abs() < 0.03);
    }

    #[test]
    fn a_global_seed_governs_the_seeds_of_models() {
        set_random_seed(5).unwrap();
        let first = [fresh_seed(), fresh_seed()];
        set_random_seed(5).unwrap();
        assert_eq!(first, [fresh_seed(), fresh_seed()]);
        assert_ne!(first[0], first[1]);
        assert!(set_random_seed(LARGEST_SEED + 1).unwrap_err().to_string().contains("2^53"));
    }
}
