//! A count that other threads wait for.

use std::sync::atomic::{AtomicU64, Ordering};

use crate::bed::Bed;

/// Set in a count when the thread that counts has gone.
const GONE: u64 = 1 << 63;

/// How often a thread has done something, and whether it is still there.
#[derive(Debug, Default)]
pub(super) struct Count {
    count: AtomicU64,
    bed: Bed,
}

impl Count {
    pub(super) fn now(&self) -> u64 {
        self.count.load(Ordering::Acquire) & !GONE
    }

    /// Counts to `count`, and wakes who waits.
    pub(super) fn set(&self, count: u64) {
        self.count.store(count, Ordering::SeqCst);
        self.bed.wake();
    }

    /// Says that the count won't change any more.
    pub(super) fn leave(&self) {
        self.count.fetch_or(GONE, Ordering::SeqCst);
        self.bed.wake();
    }

    /// Waits until it is more than `count`, or won't change any more. Returns whether it is more. Before it sleeps,
    /// it also returns when there is something `else_there`.
    pub(super) fn wait_for_more(&self, count: u64, mut else_there: impl FnMut() -> bool) -> bool {
        let ready = |now: u64| now & !GONE > count || now & GONE != 0;
        for _ in 0..crate::bed::LOOKS {
            if ready(self.count.load(Ordering::Acquire)) || else_there() {
                return self.now() > count;
            }
            std::hint::spin_loop();
        }
        self.bed.sleep(&self.count, ready) & !GONE > count
    }

    /// Whether it is `count` and stays it.
    pub(super) fn stays(&self, count: u64) -> bool {
        self.count.load(Ordering::Acquire) == count | GONE
    }
}
