//! Measures what this machine can do at most, for `make bench` to hold imfit and its peers against:
//! multiplications and additions in `f32` and `bf16`, and reading from each cache and from memory.
//!
//! Prints one JSON object a line, for one thread and for all:
//! `{"what": "peak", "of": "f32", "isa": "avx512", "threads": 1, "gflops": 111.0}` and
//! `{"what": "bandwidth", "of": "read", "level": "L1", "bytes": 16384, "threads": 1, "gbytes": 167.0}`,
//! where `bytes` is what each thread goes through; and how long a cache line takes from one core to
//! another and back, `{"what": "exchange", "threads": 2, "nanoseconds": 66.0}`, and what products come to,
//! `{"what": "product", "of": "f32", "threads": 2, "gflops": 210.0}`. With the argument `now` it tells nothing but
//! these two, for just now, after some tens of milliseconds.
//!
//! Other processes and a changing clock only ever make a run slower. So each value is the best of
//! several short runs, and the runs of all kinds take turns.

mod arithmetic;
mod bandwidth;
mod caches;
mod exchange;
mod product;
mod threads;
mod wide;

use std::time::Duration;

use arithmetic::Arithmetic;
use bandwidth::Bandwidth;

/// Runs of each kind.
const ROUNDS: usize = 7;
/// Time of a run.
const RUN: Duration = Duration::from_millis(40);
/// The same, for what there is just now.
const GLANCE: Duration = Duration::from_millis(20);

/// One value to measure, and the best so far, in operations or bytes a second.
struct Measurement {
    kind: Kind,
    threads: usize,
    best: f64,
}

enum Kind {
    Arithmetic(Arithmetic),
    Bandwidth(Bandwidth),
    Product,
}

impl Measurement {
    fn new(kind: Kind, threads: usize) -> Measurement {
        Measurement { kind, threads, best: 0.0 }
    }

    fn run(&mut self, duration: Duration) {
        let rate = match &self.kind {
            Kind::Arithmetic(arithmetic) => arithmetic.rate(self.threads, duration),
            Kind::Bandwidth(bandwidth) => bandwidth.rate(self.threads, duration),
            Kind::Product => product::rate(self.threads, duration),
        };
        self.best = self.best.max(rate);
    }

    fn json(&self) -> String {
        let (threads, billions) = (self.threads, self.best / 1e9);
        match &self.kind {
            Kind::Arithmetic(Arithmetic { of, isa, .. }) => format!(
                r#"{{"what": "peak", "of": "{of}", "isa": "{isa}", "threads": {threads}, "gflops": {billions:.2}}}"#
            ),
            Kind::Bandwidth(Bandwidth { of, level, bytes }) => format!(
                r#"{{"what": "bandwidth", "of": "{}", "level": "{level}", "bytes": {bytes}, "threads": {threads}, "gbytes": {billions:.2}}}"#,
                of.name()
            ),
            Kind::Product => format!(
                r#"{{"what": "product", "of": "f32", "threads": {threads}, "gflops": {billions:.2}}}"#
            ),
        }
    }
}

fn main() {
    print_exchange();
    let now = std::env::args().nth(1).as_deref() == Some("now");
    let (mut measurements, rounds, duration) =
        if now { (vec![products()], 1, GLANCE) } else { (everything(), ROUNDS, RUN) };
    for _ in 0..rounds {
        measurements.iter_mut().for_each(|measurement| measurement.run(duration));
    }
    for measurement in &measurements {
        print(&measurement.json());
    }
}

fn products() -> Measurement {
    Measurement::new(Kind::Product, all_threads())
}

fn all_threads() -> usize {
    std::thread::available_parallelism().map_or(1, |n| n.get())
}

/// Every kind of measurement, for one thread and for all; products for all alone.
fn everything() -> Vec<Measurement> {
    let mut counts = vec![1, all_threads()];
    counts.dedup();
    let mut measurements = Vec::new();
    for threads in counts {
        let arithmetic = arithmetic::available().into_iter().map(Kind::Arithmetic);
        let bandwidth = bandwidth::available(threads).into_iter().map(Kind::Bandwidth);
        measurements
            .extend(arithmetic.chain(bandwidth).map(|kind| Measurement::new(kind, threads)));
    }
    measurements.push(products());
    measurements
}

fn print_exchange() {
    if let Some(nanoseconds) = exchange::nanoseconds() {
        print(&format!(r#"{{"what": "exchange", "threads": 2, "nanoseconds": {nanoseconds:.1}}}"#));
    }
}

#[allow(clippy::print_stdout)]
fn print(line: &str) {
    println!("{line}");
}
