//! How far apart two cores are.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Instant;

/// Ways there and back in one measurement.
const TRIPS: u32 = 20_000;
/// Measurements, of which the best counts.
const TRIES: usize = 5;

/// A number on a cache line of its own.
#[repr(align(128))]
struct Ball(AtomicU32);

/// Nanoseconds until a cache line has gone from one core to another and back; nothing where there is
/// only one.
///
/// Some tens where both share a cache, or are halves of one core; some hundreds where they don't.
/// On a rented machine that may change from minute to minute.
pub fn nanoseconds() -> Option<f64> {
    let cores = std::thread::available_parallelism().map_or(1, |n| n.get());
    (cores > 1).then(|| (0..TRIES).map(|_| round_trip()).fold(f64::INFINITY, f64::min))
}

fn round_trip() -> f64 {
    let ball = Ball(AtomicU32::new(0));
    let play = |first: u32| {
        for trip in 0..TRIPS {
            while ball.0.load(Ordering::Acquire) != 2 * trip + first {
                std::hint::spin_loop();
            }
            ball.0.store(2 * trip + first + 1, Ordering::Release);
        }
    };
    std::thread::scope(|scope| {
        scope.spawn(|| play(1));
        let start = Instant::now();
        play(0);
        start.elapsed().as_nanos() as f64 / f64::from(TRIPS)
    })
}
