//! Who says what comes next, in all tests.

use imfit_compute::lockstep::{Lead, Written};

/// A step, how many records are in it, and the factor that `between` finds.
#[derive(Clone, Copy)]
pub(crate) struct Plan {
    pub(crate) number: usize,
    pub(crate) records: usize,
    pub(crate) factor: f32,
}

/// Takes `steps` steps on up to `most` records, and may stop in the middle of one.
pub(crate) struct Count {
    steps: usize,
    most: usize,
    next: usize,
    /// The number of the step that ends after phase 1.
    stop_between: usize,
}

impl Count {
    pub(crate) fn new(steps: usize, most: usize) -> Count {
        Count { steps, most, next: 0, stop_between: usize::MAX }
    }

    /// The same, but for the step of a number, which ends after phase 1 and is the last.
    pub(crate) fn stopping_in(self, stop_between: usize) -> Count {
        Count { stop_between, ..self }
    }
}

impl Lead<Plan> for Count {
    fn next(&mut self) -> Option<Plan> {
        let number = self.next;
        self.next += 1;
        // Batches of all sizes, among them ones with fewer pieces than threads.
        let records = self.most - number * 5 % self.most;
        (number < self.steps).then_some(Plan { number, records, factor: 0.0 })
    }

    fn between(&mut self, plan: Plan, heads: Written<'_>) -> Option<Plan> {
        assert_eq!(heads.records(), plan.records);
        assert!(heads.iter().all(|head| head.len() == 2), "the heads here are two places");
        let factor = 1.0 + heads.iter().flatten().sum::<f32>() / 16.0;
        (plan.number != self.stop_between).then_some(Plan { factor, ..plan })
    }
}
