//! The most bytes a second, from each cache and from memory.

use std::hint::black_box;
use std::time::Duration;

use crate::{caches, threads, wide};

/// Bytes between two looks at the clock, where the arrays are smaller.
const PIECE: usize = 1 << 20;

/// One way to go through arrays of one size.
pub struct Bandwidth {
    /// What is done to them.
    pub of: Access,
    /// Where they lie: `L1`, `L2`, `L3` or `memory`.
    pub level: &'static str,
    /// The bytes that each thread goes through, all its arrays together.
    pub bytes: usize,
}

/// What is done to the arrays.
#[derive(Clone, Copy)]
pub enum Access {
    /// All of one array is read.
    Read,
    /// Two arrays are read and a third is written, `a = b + k·c`; as in the STREAM benchmark, the
    /// bytes are those of the three arrays, not what the cache fetches before it writes.
    Triad,
}

impl Access {
    pub fn name(self) -> &'static str {
        match self {
            Access::Read => "read",
            Access::Triad => "triad",
        }
    }

    fn arrays(self) -> usize {
        match self {
            Access::Read => 1,
            Access::Triad => 3,
        }
    }
}

/// Both kinds of access, with sizes that fill half of each cache, or four times the last one.
pub fn available(threads: usize) -> Vec<Bandwidth> {
    let [l1, l2, l3] = caches::sizes();
    let levels = [
        ("L1", l1 / 2),
        ("L2", l2 / 2),
        // The last cache is shared.
        ("L3", (l3 / 2 / threads).max(l2)),
        ("memory", (4 * l3 / threads).clamp(64 << 20, 1 << 30)),
    ];
    let of = |access| levels.map(|(level, bytes)| Bandwidth { of: access, level, bytes });
    [of(Access::Read), of(Access::Triad)].into_iter().flatten().collect()
}

impl Bandwidth {
    /// Bytes a second.
    pub fn rate(&self, threads: usize, duration: Duration) -> f64 {
        let passes = (PIECE / self.bytes).max(1);
        let length = self.bytes / self.of.arrays() / size_of::<f32>();
        let prepare = || vec![vec![1.0_f32; length]; self.of.arrays()];
        threads::rate(threads, duration, prepare, |arrays| {
            for _ in 0..passes {
                match black_box(&mut arrays[..]) {
                    [a, b, c] => wide::triad(a, b, c),
                    [a, ..] => wide::read(a),
                    [] => {}
                }
            }
            (passes * length * self.of.arrays() * size_of::<f32>()) as f64
        })
    }
}
