//! How far the elementary functions are from exact, at worst, on every instruction set of this machine:
//!
//! ```sh
//! cargo run --release -p imfit-compute --example accuracy [STEP]
//! ```
//!
//! Goes through all 2³² bit patterns of `f32`, or every `STEP`th, against the `f64` functions of the
//! standard library: about a quarter of an hour on two cores. The checksum is that of the results: paths that
//! fuse print the same one, on every machine.

#![allow(clippy::print_stdout)]

use std::thread;

use imfit_compute::{Function, Isa, reference};

/// Arguments that are computed together.
const BLOCK: usize = 4096;
const PATTERNS: u64 = 1 << 32;

/// What was seen of one function on one instruction set, for some of the arguments.
#[derive(Clone, Default)]
struct Seen {
    /// The largest error in ulp, and where it was.
    worst: (f64, f32),
    /// A sum over all arguments and results, whatever their order.
    checksum: u64,
}

impl Seen {
    fn add(&mut self, x: f32, value: f32, exact: f64) {
        let off = reference::ulps(value, exact);
        if off > self.worst.0 {
            self.worst = (off, x);
        }
        // Sign and payload of a NaN are the processor's own.
        let bits = if value.is_nan() { f32::NAN.to_bits() } else { value.to_bits() };
        let pair = u64::from(x.to_bits()) << 32 | u64::from(bits);
        let mixed = (pair ^ pair >> 29).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        self.checksum = self.checksum.wrapping_add(mixed ^ mixed >> 32);
    }

    fn join(mut self, other: &Seen) -> Seen {
        if other.worst.0 > self.worst.0 {
            self.worst = other.worst;
        }
        self.checksum = self.checksum.wrapping_add(other.checksum);
        self
    }
}

/// Joins what was seen by two, for each instruction set.
fn join(all: Vec<Seen>, others: Vec<Seen>) -> Vec<Seen> {
    all.into_iter().zip(&others).map(|(seen, other)| seen.join(other)).collect()
}

/// The arguments of block `index`.
fn arguments(index: u64, step: u64) -> Vec<f32> {
    let first = index * BLOCK as u64;
    (first..first + BLOCK as u64).map(|i| f32::from_bits((i * step % PATTERNS) as u32)).collect()
}

fn look_at_block(function: Function, sets: &[Isa], x: &[f32]) -> Vec<Seen> {
    let exact: Vec<f64> = x.iter().map(|x| reference::function(function, *x)).collect();
    sets.iter()
        .map(|isa| {
            let mut values = x.to_vec();
            function.apply(*isa, &mut values);
            let mut seen = Seen::default();
            for ((x, value), exact) in x.iter().zip(&values).zip(&exact) {
                seen.add(*x, *value, *exact);
            }
            seen
        })
        .collect()
}

/// Goes through all blocks, shared between threads.
fn look(function: Function, sets: &[Isa], step: u64) -> Vec<Seen> {
    let blocks = PATTERNS.div_ceil(step).div_ceil(BLOCK as u64);
    let threads = thread::available_parallelism().map_or(1, |n| n.get() as u64);
    let nothing = || vec![Seen::default(); sets.len()];
    let part = |first: u64| {
        (first..blocks)
            .step_by(threads as usize)
            .map(|index| look_at_block(function, sets, &arguments(index, step)))
            .fold(nothing(), join)
    };
    thread::scope(|scope| {
        let running: Vec<_> = (0..threads).map(|first| scope.spawn(move || part(first))).collect();
        running
            .into_iter()
            .map(|thread| thread.join().expect("no function panics"))
            .fold(nothing(), join)
    })
}

fn main() {
    let step = std::env::args().nth(1).map_or(1, |step| step.parse().expect("STEP is a number"));
    let sets = Isa::available();
    println!("{:10}{:10}{:>8}  {:16}  at", "function", "path", "ulp", "checksum");
    for function in Function::ALL {
        let name = format!("{function:?}");
        for (isa, seen) in sets.iter().zip(look(function, &sets, step)) {
            let (worst, at) = seen.worst;
            println!("{name:10}{:10}{worst:8.4}  {:016x}  {at:e}", isa.name(), seen.checksum);
        }
    }
}
