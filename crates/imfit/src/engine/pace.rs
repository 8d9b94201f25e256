//! As much help as trains fastest, here and now.
//!
//! The threads of a step read what the others have just written. Where their cores share a cache that
//! is quick; where they don't, where others want these cores as well, or where a batch has too few rows
//! for everybody, steps can take longer with all threads than with some of them or with one. No table
//! knows that beforehand, and it changes while a training goes on. So all *ways* to take steps are tried,
//! briefly, and the best goes on. The results are the same.

use std::time::Duration;

/// How long another way is tried.
const TRIAL: Duration = Duration::from_millis(5);
/// How long it is tried once more where it took about as long as the best one: up to [`CLOSE`] times that. A moment in
/// which somebody else had a core is a few percent of a trial.
const SECOND_TRIAL: Duration = Duration::from_millis(20);
const CLOSE: f64 = 1.1;
/// How long threads train before it counts, where some of them didn't so far. The system may wake two of them on
/// one core, and notices at one of its next ticks: until then they take twice as long as one alone.
const WARM_UP: Duration = Duration::from_millis(15);
/// How long the best way goes on until another one is tried: at first, and at most. It is doubled each time
/// that the best way turns out the same.
const FIRST_STRETCH: Duration = Duration::from_millis(100);
const LONGEST_STRETCH: Duration = Duration::from_secs(2);
/// The part of a stretch that trials are compared with is the last of this length: the cores may have been further
/// from each other before.
const RECENT: Duration = FIRST_STRETCH;

/// How steps are taken, and for how long.
#[derive(Debug, Clone, Copy)]
pub(super) struct Turn {
    /// The number of the way: with all the help there is, with less of it, and at last alone.
    pub(super) way: usize,
    /// What doesn't count yet.
    pub(super) warm_up: Duration,
    /// What counts, after that.
    pub(super) time: Duration,
}

/// Which way steps are taken, and for how long still.
#[derive(Debug)]
pub(super) struct Pace {
    /// The way that is taken, and whether it is only tried.
    way: usize,
    trial: bool,
    /// What is left of the time on it: what doesn't count, and what does.
    warm_up: Duration,
    left: Duration,
    /// Rows, and time, on it since that was last noted.
    rows: usize,
    spent: Duration,
    /// Seconds a row when each way was last taken.
    seconds: Vec<Option<f64>>,
    /// The way of the last stretch.
    best: Option<usize>,
    stretch: Duration,
    /// The way that was last tried.
    tried: usize,
    /// Whether this is its second trial.
    second: bool,
}

impl Pace {
    /// Begins with trials of all ways.
    pub(super) fn new(ways: usize) -> Pace {
        Pace {
            way: 0,
            trial: true,
            warm_up: WARM_UP,
            left: TRIAL,
            rows: 0,
            spent: Duration::ZERO,
            seconds: vec![None; ways],
            best: None,
            stretch: FIRST_STRETCH,
            tried: 0,
            second: false,
        }
    }

    /// How many ways there are.
    pub(super) fn ways(&self) -> usize {
        self.seconds.len()
    }

    /// How to take the next steps, and for how long.
    pub(super) fn now(&self) -> Turn {
        Turn { way: self.way, warm_up: self.warm_up, time: self.left.min(RECENT) }
    }

    /// Takes note of `rows` rows that took `spent` on the present way, after `warm_up`.
    pub(super) fn saw(&mut self, warm_up: Duration, (rows, spent): (usize, Duration)) {
        self.warm_up = self.warm_up.saturating_sub(warm_up);
        self.rows += rows;
        self.spent += spent;
        self.left = self.left.saturating_sub(spent);
        let is_over = self.left.is_zero();
        if self.rows == 0 || !(is_over || self.spent >= RECENT) {
            return;
        }
        // The short rest of a stretch says less than what was noted before.
        if self.trial || self.spent * 2 >= RECENT {
            self.seconds[self.way] = Some(self.spent.as_secs_f64() / self.rows as f64);
        }
        (self.rows, self.spent) = (0, Duration::ZERO);
        if is_over {
            self.choose();
        }
    }

    fn choose(&mut self) {
        let unknown = self.seconds.iter().position(Option::is_none);
        match (unknown, self.best) {
            (Some(way), _) => self.begin(way, true, TRIAL),
            (None, None) => self.begin_with(self.quickest(0..self.ways())),
            (None, Some(best)) if self.trial && !self.second && self.is_close(best) => {
                (self.second, self.left) = (true, SECOND_TRIAL);
            }
            (None, Some(best)) if self.trial => self.go_on(self.quickest([best, self.way])),
            (None, Some(best)) => self.try_another(best),
        }
    }

    /// Whether this way took about as long as the best one.
    fn is_close(&self, best: usize) -> bool {
        let [this, best] = [self.way, best].map(|way| self.seconds[way].unwrap_or(f64::INFINITY));
        this < best * CLOSE && best < this * CLOSE
    }

    /// Of some ways the one that took the least time when it was last taken.
    fn quickest(&self, ways: impl IntoIterator<Item = usize>) -> usize {
        let seconds = |way: &usize| self.seconds[*way].unwrap_or(f64::INFINITY);
        ways.into_iter().min_by(|one, other| seconds(one).total_cmp(&seconds(other))).unwrap_or(0)
    }

    /// After trials of all ways: a stretch of the best one.
    fn begin_with(&mut self, best: usize) {
        self.try_next(self.quickest((0..self.ways()).filter(|way| *way != best)));
        self.go_on(best);
    }

    /// After trials: a stretch of the best way. Where that is another one than before, the one before is the next to
    /// be tried: somebody may have disturbed it.
    fn go_on(&mut self, best: usize) {
        let same = self.best == Some(best);
        if let Some(before) = self.best.filter(|_| !same) {
            self.try_next(before);
        }
        self.stretch = if same { LONGEST_STRETCH.min(self.stretch * 2) } else { FIRST_STRETCH };
        self.best = Some(best);
        self.begin(best, false, self.stretch);
    }

    /// Makes a way the next one to be tried.
    fn try_next(&mut self, way: usize) {
        self.tried = (way + self.ways() - 1) % self.ways();
    }

    /// After a stretch: a trial of the next other way.
    fn try_another(&mut self, best: usize) {
        let next = |way: usize| (way + 1) % self.ways();
        let other = next(self.tried);
        self.tried = if other == best { next(other) } else { other };
        self.begin(self.tried, true, TRIAL);
    }

    fn begin(&mut self, way: usize, trial: bool, left: Duration) {
        self.warm_up = if way < self.way { WARM_UP } else { Duration::ZERO };
        (self.way, self.trial, self.left, self.second) = (way, trial, left, false);
        (self.rows, self.spent) = (0, Duration::ZERO);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STEP: Duration = Duration::from_millis(1);

    /// Lets `pace` go on for `time`, at so many rows a millisecond on each way. Returns the share of the time
    /// that each way had.
    fn shares<const N: usize>(pace: &mut Pace, time: Duration, rows: [usize; N]) -> [f64; N] {
        let (mut left, mut had) = (time, [Duration::ZERO; N]);
        while !left.is_zero() {
            let Turn { way, warm_up, time } = pace.now();
            let spent = STEP.min(if warm_up.is_zero() { time } else { warm_up });
            had[way] += spent;
            match warm_up.is_zero() {
                true => pace.saw(Duration::ZERO, (rows[way], spent)),
                false => pace.saw(spent, (0, Duration::ZERO)),
            }
            left = left.saturating_sub(spent);
        }
        had.map(|had| had.as_secs_f64() / time.as_secs_f64())
    }

    #[test]
    fn the_fastest_way_has_nearly_all_of_the_time() {
        let time = Duration::from_secs(20);
        assert!(shares(&mut Pace::new(2), time, [20, 11])[0] > 0.99);
        // Ways that take about as long are looked at for longer.
        assert!(shares(&mut Pace::new(2), time, [10, 11])[1] > 0.97);
        assert!(shares(&mut Pace::new(4), time, [10, 12, 15, 14])[2] > 0.98);
    }

    #[test]
    fn a_change_is_noticed() {
        let mut pace = Pace::new(2);
        let long = Duration::from_secs(20);
        shares(&mut pace, long, [20, 11]);
        shares(&mut pace, LONGEST_STRETCH * 2, [5, 11]);
        assert!(shares(&mut pace, long, [5, 11])[1] > 0.98);
        shares(&mut pace, LONGEST_STRETCH * 2, [20, 11]);
        assert!(shares(&mut pace, long, [20, 11])[0] > 0.99);
    }

    /// Each way is tried again in its turn, so that none is forgotten.
    #[test]
    fn a_change_is_noticed_among_many_ways() {
        let (mut pace, rows) = (Pace::new(5), [10, 12, 15, 14, 9]);
        let long = Duration::from_secs(30);
        assert!(shares(&mut pace, long, rows)[2] > 0.97);
        for fastest in 0..rows.len() {
            let mut rows = rows;
            rows[fastest] = 30;
            shares(&mut pace, LONGEST_STRETCH * 6, rows);
            assert!(shares(&mut pace, long, rows)[fastest] > 0.97, "way {fastest}");
        }
    }

    /// The first milliseconds of a trial may be quicker than the rest of it.
    #[test]
    fn a_lucky_moment_is_looked_at_twice() {
        let (mut pace, mut tried) = (Pace::new(2), Duration::ZERO);
        for _ in 0..10_000 {
            let way = pace.now().way;
            tried = if way == 1 { tried + STEP } else { Duration::ZERO };
            let lucky = pace.best.is_some() && tried <= TRIAL;
            let rows = if way == 0 {
                200
            } else if lucky {
                205
            } else {
                190
            };
            match pace.now().warm_up.is_zero() {
                true => pace.saw(Duration::ZERO, (rows, STEP)),
                false => pace.saw(STEP, (0, Duration::ZERO)),
            }
            assert!(pace.best.is_none_or(|best| best == 0));
        }
    }

    #[test]
    fn the_second_best_is_tried_again_first() {
        let (mut pace, rows) = (Pace::new(4), [18, 12, 20, 11]);
        while pace.best.is_none() || !pace.trial {
            shares(&mut pace, STEP, rows);
        }
        assert_eq!((pace.best, pace.way), (Some(2), 0));
    }

    #[test]
    fn a_way_that_was_best_is_tried_again_first() {
        let mut pace = Pace::new(4);
        let usual = [20, 12, 17, 11];
        shares(&mut pace, Duration::from_secs(20), usual);
        // The next way in turn is number 1, and after that 2.
        while pace.trial || pace.tried != 3 {
            shares(&mut pace, STEP, usual);
        }
        while pace.best == Some(0) {
            shares(&mut pace, STEP, [5, 12, 17, 11]);
        }
        assert_eq!(pace.best, Some(1));
        while !pace.trial {
            shares(&mut pace, STEP, usual);
        }
        assert_eq!((pace.way, pace.trial), (0, true));
    }

    /// What the best way took a while ago says nothing about now.
    #[test]
    fn a_trial_is_compared_with_the_end_of_a_stretch() {
        let mut pace = Pace::new(2);
        shares(&mut pace, Duration::from_secs(20), [15, 14]);
        while pace.trial || pace.left > LONGEST_STRETCH / 2 {
            shares(&mut pace, STEP, [15, 14]);
        }
        // From now on everything is quicker.
        for _ in 0..5000 {
            shares(&mut pace, STEP, [20, 19]);
            assert_eq!(pace.best, Some(0));
        }
    }

    /// The first rows after a wake-up may take as long as they like.
    #[test]
    fn a_slow_start_is_no_reason_to_give_threads_up() {
        let mut pace = Pace::new(2);
        let mut woken = Duration::ZERO;
        for _ in 0..10_000 {
            let Turn { way, warm_up, .. } = pace.now();
            woken = if way == 0 { woken + STEP } else { Duration::ZERO };
            let rows = if way == 1 || woken < WARM_UP { 11 } else { 20 };
            match warm_up.is_zero() {
                true => pace.saw(Duration::ZERO, (rows, STEP)),
                false => pace.saw(STEP, (0, Duration::ZERO)),
            }
            assert!(pace.best.is_none_or(|best| best == 0));
        }
    }

    /// A host that looks all the time sees steps one by one, and some visits without any.
    #[test]
    fn visits_may_be_short() {
        let mut pace = Pace::new(3);
        for _ in 0..2000 {
            pace.saw(pace.now().warm_up / 2, (0, TRIAL));
            pace.saw(Duration::from_micros(100), (100, Duration::from_micros(10)));
        }
        assert!(pace.seconds.iter().all(Option::is_some));
    }
}
