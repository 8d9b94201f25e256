//! Threads to go in lockstep.

use std::thread;

/// Starts as many threads.
pub(crate) fn start(threads: usize) -> impl FnOnce(&(dyn Fn(usize) + Sync)) {
    start_after(threads, |_| {})
}

/// The same, and calls `before` on each before it joins in.
pub(crate) fn start_after(
    threads: usize,
    before: impl Fn(usize) + Sync,
) -> impl FnOnce(&(dyn Fn(usize) + Sync)) {
    move |member| {
        thread::scope(|scope| {
            for number in 0..threads {
                let before = &before;
                scope.spawn(move || {
                    before(number);
                    member(number);
                });
            }
        });
    }
}
