//! How far the elementary functions are from exact, at worst, on every instruction set of this machine:
//!
//! ```sh
//! cargo run --release -p imfit-compute --example accuracy [STEP]
//! ```
//!
//! Goes through all 2³² bit patterns of `f32`, or every `STEP`th, against the `f64` functions of the
//! standard library: about ten minutes of one core. It says as well whether all instruction sets that fuse
//! gave the same bytes.

#![allow(clippy::print_stdout)]

use std::thread;

use imfit_compute::{Function, Isa, reference};

/// Arguments that are computed together.
const BLOCK: usize = 4096;
const PATTERNS: u64 = 1 << 32;

/// What was seen of one function on some of the arguments.
#[derive(Clone)]
struct Seen {
    /// For each instruction set, the largest error in ulp and where it was.
    worst: Vec<(f64, f32)>,
    /// Arguments on which two fusing instruction sets differ in a bit, NaN aside.
    different: u64,
}

impl Seen {
    fn nothing(sets: usize) -> Seen {
        Seen { worst: vec![(0.0, 0.0); sets], different: 0 }
    }

    fn join(mut self, other: Seen) -> Seen {
        for (worst, other) in self.worst.iter_mut().zip(other.worst) {
            if other.0 > worst.0 {
                *worst = other;
            }
        }
        self.different += other.different;
        self
    }
}

/// The arguments of block `index`.
fn arguments(index: u64, step: u64) -> Vec<f32> {
    let first = index * BLOCK as u64;
    (first..first + BLOCK as u64).map(|i| f32::from_bits((i * step % PATTERNS) as u32)).collect()
}

fn look_at_block(function: Function, sets: &[Isa], x: &[f32]) -> Seen {
    let mut seen = Seen::nothing(sets.len());
    let results: Vec<Vec<f32>> = sets
        .iter()
        .map(|isa| {
            let mut values = x.to_vec();
            function.apply(*isa, &mut values);
            values
        })
        .collect();
    for (i, x) in x.iter().enumerate() {
        let exact = reference::function(function, *x);
        for (worst, values) in seen.worst.iter_mut().zip(&results) {
            let off = reference::ulps(values[i], exact);
            if off > worst.0 {
                *worst = (off, *x);
            }
        }
    }
    let fusing: Vec<&Vec<f32>> = sets
        .iter()
        .zip(&results)
        .filter(|(isa, _)| isa.name() != "portable")
        .map(|(_, values)| values)
        .collect();
    for pair in fusing.windows(2) {
        let differ =
            |(a, b): &(&f32, &f32)| a.to_bits() != b.to_bits() && !(a.is_nan() && b.is_nan());
        seen.different += pair[0].iter().zip(pair[1]).filter(differ).count() as u64;
    }
    seen
}

/// Goes through all blocks, shared between threads.
fn look(function: Function, sets: &[Isa], step: u64) -> Seen {
    let blocks = PATTERNS.div_ceil(step).div_ceil(BLOCK as u64);
    let threads = thread::available_parallelism().map_or(1, |n| n.get() as u64);
    let part = |first: u64| {
        (first..blocks)
            .step_by(threads as usize)
            .map(|index| look_at_block(function, sets, &arguments(index, step)))
            .fold(Seen::nothing(sets.len()), Seen::join)
    };
    thread::scope(|scope| {
        let running: Vec<_> = (0..threads).map(|first| scope.spawn(move || part(first))).collect();
        running
            .into_iter()
            .map(|thread| thread.join().expect("no function panics"))
            .fold(Seen::nothing(sets.len()), Seen::join)
    })
}

fn main() {
    let step = std::env::args().nth(1).map_or(1, |step| step.parse().expect("STEP is a number"));
    let sets = Isa::available();
    println!("{:10}{:10}{:>10}  at", "function", "path", "ulp");
    for function in Function::ALL {
        let seen = look(function, &sets, step);
        for (isa, (worst, at)) in sets.iter().zip(&seen.worst) {
            println!("{:10}{:10}{worst:>10.4}  {at:e}", format!("{function:?}"), isa.name());
        }
        println!("{:10}{} arguments with different bytes", "", seen.different);
    }
}
