//! All threads or one: whichever trains faster, here and now.
//!
//! The threads of a step read what the others have just written. Where their cores share a cache that
//! is quick; where they don't, or where another process wants one of the cores, steps of few rows can
//! take longer with all threads than with one. No table knows that beforehand, and it changes while a
//! training goes on. So both are tried, briefly, and the better one goes on. The results are the same.

use std::time::Duration;

/// How long the other way is tried.
const TRIAL: Duration = Duration::from_millis(5);
/// How long all threads train before it counts, where only one did so far. The system may wake two of them on
/// one core, and notices at one of its next ticks: until then they take twice as long as one alone.
const WARM_UP: Duration = Duration::from_millis(15);
/// How long the better way goes on until the other one is tried again: at first, and at most. It is
/// doubled each time that the better way turns out the same.
const FIRST_STRETCH: Duration = Duration::from_millis(100);
const LONGEST_STRETCH: Duration = Duration::from_secs(2);

/// The two ways to take steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    All,
    One,
}

impl Way {
    fn other(self) -> Way {
        match self {
            Way::All => Way::One,
            Way::One => Way::All,
        }
    }
}

/// How steps are taken, and for how long.
#[derive(Debug, Clone, Copy)]
pub(super) struct Turn {
    pub(super) way: Way,
    /// What doesn't count yet.
    pub(super) warm_up: Duration,
    /// What counts, after that.
    pub(super) time: Duration,
}

/// Which way steps are taken, and for how long still.
#[derive(Debug)]
pub(super) struct Pace {
    way: Way,
    /// Whether this way is only tried.
    trial: bool,
    /// What is left of the time on this way: what doesn't count, and what does.
    warm_up: Duration,
    left: Duration,
    /// Rows, and time, on this way so far.
    rows: usize,
    spent: Duration,
    /// Seconds a row when each way was last taken: all threads, one.
    seconds: [Option<f64>; 2],
    /// The way of the last stretch.
    better: Way,
    stretch: Duration,
}

impl Pace {
    /// Begins with trials of both.
    pub(super) fn new() -> Pace {
        Pace {
            way: Way::All,
            trial: true,
            warm_up: WARM_UP,
            left: TRIAL,
            rows: 0,
            spent: Duration::ZERO,
            seconds: [None; 2],
            better: Way::All,
            stretch: FIRST_STRETCH,
        }
    }

    /// How to take the next steps, and for how long.
    pub(super) fn now(&self) -> Turn {
        Turn { way: self.way, warm_up: self.warm_up, time: self.left }
    }

    /// Takes note of `rows` rows that took `spent` on the present way, after `warm_up`.
    pub(super) fn saw(&mut self, warm_up: Duration, (rows, spent): (usize, Duration)) {
        self.warm_up = self.warm_up.saturating_sub(warm_up);
        self.rows += rows;
        self.spent += spent;
        self.left = self.left.saturating_sub(spent);
        if self.left.is_zero() && self.rows > 0 {
            self.seconds[self.way as usize] = Some(self.spent.as_secs_f64() / self.rows as f64);
            self.choose();
        }
    }

    fn choose(&mut self) {
        match self.seconds {
            [Some(all), Some(one)] if self.trial => {
                self.go_on(if one < all { Way::One } else { Way::All });
            }
            _ => self.begin(self.way.other(), true, TRIAL),
        }
    }

    /// After a trial: a stretch of the better way.
    fn go_on(&mut self, better: Way) {
        let same = better == self.better;
        self.stretch = if same { LONGEST_STRETCH.min(self.stretch * 2) } else { FIRST_STRETCH };
        self.better = better;
        self.begin(better, false, self.stretch);
    }

    fn begin(&mut self, way: Way, trial: bool, left: Duration) {
        let wakes = way == Way::All && self.way == Way::One;
        self.warm_up = if wakes { WARM_UP } else { Duration::ZERO };
        (self.way, self.trial, self.left) = (way, trial, left);
        (self.rows, self.spent) = (0, Duration::ZERO);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STEP: Duration = Duration::from_millis(1);

    /// Lets `pace` go on for `time`, at so many rows a millisecond with all threads and with one.
    /// Returns the share of the time that all threads had.
    fn share_of_all(pace: &mut Pace, time: Duration, all: usize, one: usize) -> f64 {
        let (mut left, mut with_all) = (time, Duration::ZERO);
        while !left.is_zero() {
            let Turn { way, warm_up, time } = pace.now();
            let spent = STEP.min(if warm_up.is_zero() { time } else { warm_up });
            with_all += if way == Way::All { spent } else { Duration::ZERO };
            if warm_up.is_zero() {
                pace.saw(Duration::ZERO, (if way == Way::All { all } else { one }, spent));
            } else {
                pace.saw(spent, (0, Duration::ZERO));
            }
            left = left.saturating_sub(spent);
        }
        with_all.as_secs_f64() / time.as_secs_f64()
    }

    #[test]
    fn the_faster_way_has_nearly_all_of_the_time() {
        let time = Duration::from_secs(20);
        assert!(share_of_all(&mut Pace::new(), time, 20, 11) > 0.99);
        assert!(share_of_all(&mut Pace::new(), time, 10, 11) < 0.02);
    }

    #[test]
    fn a_change_is_noticed() {
        let mut pace = Pace::new();
        let long = Duration::from_secs(20);
        share_of_all(&mut pace, long, 20, 11);
        share_of_all(&mut pace, LONGEST_STRETCH * 2, 5, 11);
        assert!(share_of_all(&mut pace, long, 5, 11) < 0.02);
        share_of_all(&mut pace, LONGEST_STRETCH * 2, 20, 11);
        assert!(share_of_all(&mut pace, long, 20, 11) > 0.99);
    }

    /// The first rows after a wake-up may take as long as they like.
    #[test]
    fn a_slow_start_is_no_reason_to_give_threads_up() {
        let mut pace = Pace::new();
        let mut woken = Duration::ZERO;
        for _ in 0..10_000 {
            let Turn { way, warm_up, .. } = pace.now();
            woken = if way == Way::All { woken + STEP } else { Duration::ZERO };
            let rows = if way == Way::One || woken < WARM_UP { 11 } else { 20 };
            match warm_up.is_zero() {
                true => pace.saw(Duration::ZERO, (rows, STEP)),
                false => pace.saw(STEP, (0, Duration::ZERO)),
            }
            assert_eq!(pace.better, Way::All);
        }
    }

    /// A host that looks all the time sees steps one by one, and some visits without any.
    #[test]
    fn visits_may_be_short() {
        let mut pace = Pace::new();
        for _ in 0..1000 {
            pace.saw(pace.now().warm_up / 2, (0, TRIAL));
            pace.saw(Duration::from_micros(100), (100, Duration::from_micros(10)));
        }
        assert!(pace.seconds.iter().all(Option::is_some));
    }
}
