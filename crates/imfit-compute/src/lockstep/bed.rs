//! Where threads wait for each other.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, PoisonError};

use super::phase::Phase;

/// Where threads wait: awake for as long as a meeting of threads takes, and then asleep, so that
/// whoever else needs the processor gets it.
#[derive(Default)]
pub(super) struct Bed {
    sleepers: AtomicUsize,
    lock: Mutex<()>,
    alarm: Condvar,
}

/// Looks at the phase before going to sleep: some hundred microseconds. To wake a thread takes some tens, and
/// what one thread is later than another with a phase of a millisecond is often more.
pub(super) const LOOKS: usize = 12_000;

impl Bed {
    /// The phase after the one that was `seen`, once there is one.
    pub(super) fn wait_for_change(&self, phase: &AtomicU64, seen: Phase) -> Phase {
        for _ in 0..LOOKS {
            let now = Phase(phase.load(Ordering::Acquire));
            if now != seen {
                return now;
            }
            std::hint::spin_loop();
        }
        self.sleep(phase, seen)
    }

    /// The same without looking for long.
    pub(super) fn sleep(&self, phase: &AtomicU64, seen: Phase) -> Phase {
        let mut guard = self.lock.lock().unwrap_or_else(PoisonError::into_inner);
        self.sleepers.fetch_add(1, Ordering::SeqCst);
        let mut now = Phase(phase.load(Ordering::SeqCst));
        while now == seen {
            guard = self.alarm.wait(guard).unwrap_or_else(PoisonError::into_inner);
            now = Phase(phase.load(Ordering::SeqCst));
        }
        self.sleepers.fetch_sub(1, Ordering::SeqCst);
        now
    }

    /// Wakes all sleepers. The phase must have changed before.
    pub(super) fn wake(&self) {
        if self.sleepers.load(Ordering::SeqCst) > 0 {
            let _guard = self.lock.lock().unwrap_or_else(PoisonError::into_inner);
            self.alarm.notify_all();
        }
    }
}
