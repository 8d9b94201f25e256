//! Whether all threads come that a pipeline needs.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// How long threads wait for the others: those may have begun something else, and wait there for these.
const PATIENCE: Duration = Duration::from_millis(5);
/// More threads than there are: somebody waited too long.
const GIVEN_UP: usize = usize::MAX / 2;

/// Where threads wait until all of them have come.
pub(super) struct Muster {
    wanted: usize,
    here: AtomicUsize,
}

impl Muster {
    pub(super) fn new(wanted: usize) -> Muster {
        Muster { wanted, here: AtomicUsize::new(0) }
    }

    /// Waits for the others. Returns whether all have come, the same for all.
    pub(super) fn all_come(&self) -> bool {
        self.here.fetch_add(1, Ordering::AcqRel);
        let began = Instant::now();
        loop {
            let here = self.here.load(Ordering::Acquire);
            if here >= self.wanted {
                return here < GIVEN_UP;
            }
            if began.elapsed() > PATIENCE {
                let given_up = (Ordering::AcqRel, Ordering::Acquire);
                let _ = self.here.compare_exchange(here, GIVEN_UP, given_up.0, given_up.1);
            }
            // Where there are fewer cores than threads, one of the others may be waiting for this one's.
            std::thread::yield_now();
        }
    }

    /// Whether all have come, once all are through.
    pub(super) fn came(&self) -> bool {
        (self.wanted..GIVEN_UP).contains(&self.here.load(Ordering::Acquire))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_come_or_all_give_up() {
        let muster = Muster::new(3);
        std::thread::scope(|scope| {
            let come: Vec<_> = (0..3).map(|_| scope.spawn(|| muster.all_come())).collect();
            let come: Vec<bool> = come.into_iter().map(|one| one.join().unwrap()).collect();
            // On a machine so busy that a thread waits too long, none may go on.
            assert!(come.iter().all(|one| *one == muster.came()), "{come:?}");
        });
    }

    #[test]
    fn who_comes_late_finds_nobody() {
        let muster = Muster::new(2);
        assert!(!muster.all_come());
        assert!(!muster.all_come());
        assert!(!muster.came());
    }
}
