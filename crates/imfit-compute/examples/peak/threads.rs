//! Runs the same work on several threads at once.

use std::sync::Barrier;
use std::time::{Duration, Instant};

/// How much all of `threads` together get done a second, if each repeats `pass` for about `duration`.
///
/// Each thread makes its own state with `prepare` before the clocks start. `pass` says how much it
/// has done, in whatever unit; it should take much less time than `duration`.
pub fn rate<State>(
    threads: usize,
    duration: Duration,
    prepare: impl Fn() -> State + Sync,
    pass: impl Fn(&mut State) -> f64 + Sync,
) -> f64 {
    let barrier = Barrier::new(threads);
    let alone = || {
        let mut state = prepare();
        pass(&mut state);
        barrier.wait();
        repeat(duration, || pass(&mut state))
    };
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(alone)).collect();
        workers.into_iter().map(|worker| worker.join().expect("passes don't panic")).sum()
    })
}

fn repeat(duration: Duration, mut pass: impl FnMut() -> f64) -> f64 {
    let (start, mut done) = (Instant::now(), 0.0);
    loop {
        done += pass();
        let elapsed = start.elapsed();
        if elapsed >= duration {
            return done / elapsed.as_secs_f64();
        }
    }
}
