//! Where threads wait for each other.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, PoisonError};

/// Where threads wait for a word of memory to change: awake for as long as a meeting of threads takes, and then
/// asleep, so that whoever else needs the processor gets it.
#[derive(Debug, Default)]
pub(crate) struct Bed {
    sleepers: AtomicUsize,
    lock: Mutex<()>,
    alarm: Condvar,
}

/// Looks at the word before going to sleep: some hundred microseconds. To wake a thread takes some tens, and
/// what one thread is later than another with a phase of a millisecond is often more.
pub(crate) const LOOKS: usize = 12_000;

impl Bed {
    /// What the word is, once that is `ready`.
    pub(crate) fn wait(&self, word: &AtomicU64, ready: impl Fn(u64) -> bool) -> u64 {
        for _ in 0..LOOKS {
            let now = word.load(Ordering::Acquire);
            if ready(now) {
                return now;
            }
            std::hint::spin_loop();
        }
        self.sleep(word, ready)
    }

    /// The same without looking for long.
    pub(crate) fn sleep(&self, word: &AtomicU64, ready: impl Fn(u64) -> bool) -> u64 {
        let mut guard = self.lock.lock().unwrap_or_else(PoisonError::into_inner);
        self.sleepers.fetch_add(1, Ordering::SeqCst);
        let mut now = word.load(Ordering::SeqCst);
        while !ready(now) {
            guard = self.alarm.wait(guard).unwrap_or_else(PoisonError::into_inner);
            now = word.load(Ordering::SeqCst);
        }
        self.sleepers.fetch_sub(1, Ordering::SeqCst);
        now
    }

    /// Wakes all sleepers. The word must have changed before, in an order that all threads agree on (`SeqCst`).
    pub(crate) fn wake(&self) {
        if self.sleepers.load(Ordering::SeqCst) > 0 {
            let _guard = self.lock.lock().unwrap_or_else(PoisonError::into_inner);
            self.alarm.notify_all();
        }
    }
}
