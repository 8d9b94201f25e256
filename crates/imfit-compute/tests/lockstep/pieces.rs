//! Threads take pieces: the same numbers whoever comes, late or never, and an end for all when one fails.

use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use imfit_compute::lockstep::{COPIES, Changed, Divided, Lead, Read, Steps, Work, Written, run};

use super::STEPS;
use super::plan::{Count, Plan};
use super::threads::{start, start_after};

const LENGTH: usize = 3;
const HEAD: Range<usize> = 1..3;

/// Numbers that depend on the order of everything: a step that is lost, done twice or with weights of
/// another step changes them all.
struct Arithmetic {
    /// Called at the beginning of each piece of phase 1 with the step's number.
    on_piece: Box<dyn Fn(usize) + Sync>,
    /// What parts have to be told of whether other threads read the weights, where that is looked at.
    shared: Option<bool>,
}

impl Default for Arithmetic {
    fn default() -> Self {
        Arithmetic { on_piece: Box::new(|_| {}), shared: None }
    }
}

impl Steps for Arithmetic {
    type Plan = Plan;
    type Part = usize;

    fn records(&self, plan: &Plan) -> usize {
        plan.records
    }

    fn write_records(
        &self,
        plan: &Plan,
        first: usize,
        records: &mut [f32],
        Read { weights, copies }: Read<'_>,
        scratch: &mut [f32],
    ) {
        (self.on_piece)(plan.number);
        scratch.fill(first as f32);
        let sum: f32 = weights.iter().chain(copies.into_iter().flatten()).sum();
        for (index, record) in records.chunks_exact_mut(LENGTH).enumerate() {
            let number = (first + index) as f32 + 1.0;
            record.fill((sum * number * 0.37 + plan.number as f32) % 1.0);
        }
        // Would have changed if another thread had the same one.
        assert!(scratch.iter().all(|value| *value == first as f32));
    }

    fn change_weights(
        &self,
        plan: &Plan,
        records: Written<'_>,
        Changed { weights, copies, part, shared, next }: Changed<'_, usize>,
        scratch: &mut [f32],
    ) {
        assert!(self.shared.is_none_or(|expected| shared == expected));
        assert!(shared || next == 0, "nobody else has read what comes next");
        *part += 1;
        // Would change in the middle if another thread had the same one.
        scratch.fill(records.whole().iter().sum());
        for (index, weight) in weights.iter_mut().enumerate() {
            *weight = *weight * 0.5 + scratch[0] * plan.factor / (index + 1) as f32;
        }
        for (index, copy) in copies.into_iter().enumerate() {
            copy.fill(weights.iter().sum::<f32>() / (index + 2) as f32);
        }
    }
}

/// All that steps work on.
#[derive(Clone, Debug, PartialEq)]
struct State {
    records: Vec<f32>,
    weights: Vec<f32>,
    bounds: Vec<usize>,
    parts: Vec<usize>,
    /// One that is cut like the weights, and one of two values a part.
    copies: [(Vec<f32>, Vec<usize>); COPIES],
    piece_records: usize,
}

type Scratch = [f32; 1];

/// One for each thread.
fn scratches(threads: usize) -> Vec<Scratch> {
    vec![Scratch::default(); threads]
}

impl State {
    fn new(records: usize, bounds: &[usize]) -> State {
        let weights = *bounds.last().unwrap() + 2;
        State {
            records: vec![0.0; records * LENGTH],
            weights: (0..weights).map(|i| (i * 7 % 5) as f32).collect(),
            bounds: bounds.to_vec(),
            parts: vec![0; bounds.len() - 1],
            copies: [
                (vec![1.0; weights], bounds.to_vec()),
                (vec![2.0; 2 * bounds.len()], (0..bounds.len()).map(|part| part * 2 + 1).collect()),
            ],
            piece_records: 2,
        }
    }

    /// 13 records in 7 pieces, 5 parts of which one is empty and one is large.
    fn usual() -> State {
        State::new(13, &[1, 3, 4, 4, 12, 14])
    }

    /// All that there is, for as many threads as there are scratches.
    fn work<'a>(&'a mut self, scratch: &'a mut [Scratch]) -> Work<'a, usize> {
        Work {
            records: &mut self.records,
            record_length: LENGTH,
            piece_records: self.piece_records,
            head: HEAD,
            segments: &[],
            weights: &mut self.weights,
            bounds: &self.bounds,
            parts: &mut self.parts,
            copies: self.copies.each_mut().map(|(values, bounds)| Divided { values, bounds }),
            scratch: scratch.iter_mut().map(|scratch| &mut scratch[..]).collect(),
        }
    }

    /// The same steps in two plain loops.
    fn expected(mut self, mut lead: Count) -> State {
        let steps = Arithmetic::default();
        while let Some(plan) = lead.next() {
            let active = plan.records * LENGTH;
            let copies = self.copies.each_ref().map(|(values, _)| values.as_slice());
            let read = Read { weights: &self.weights, copies };
            steps.write_records(&plan, 0, &mut self.records[..active], read, &mut [0.0; 4]);
            let heads = Written::new(&self.records[..active], LENGTH, HEAD);
            let Some(plan) = lead.between(plan, heads) else { break };
            for part in 0..self.parts.len() {
                let weights = &mut self.weights[self.bounds[part]..self.bounds[part + 1]];
                let records = Written::new(&self.records[..active], LENGTH, 0..LENGTH);
                let copies = self
                    .copies
                    .each_mut()
                    .map(|(values, bounds)| &mut values[bounds[part]..bounds[part + 1]]);
                let part = &mut self.parts[part];
                let changed = Changed { weights, copies, part, shared: false, next: 0 };
                steps.change_weights(&plan, records, changed, &mut Scratch::default());
            }
        }
        self
    }

    /// The steps in lockstep, with threads that `start` starts.
    fn after(
        mut self,
        mut lead: Count,
        threads: usize,
        start: impl FnOnce(&(dyn Fn(usize) + Sync)),
    ) -> State {
        let steps = Arithmetic { shared: Some(threads > 1), ..Arithmetic::default() };
        run(&steps, &mut lead, self.work(&mut scratches(threads)), start);
        self
    }
}

#[test]
fn any_number_of_threads_gives_the_same_numbers() {
    let lead = || Count::new(STEPS, 13);
    let expected = State::usual().expected(lead());
    assert_eq!(expected.parts, [STEPS; 5]);
    for threads in 1..=if cfg!(miri) { 3 } else { 8 } {
        let actual = State::usual().after(lead(), threads, start(threads));
        assert_eq!(actual, expected, "{threads} threads");
    }
}

#[test]
fn one_thread_is_enough_whichever_it_is() {
    let lead = || Count::new(STEPS, 13);
    let expected = State::usual().expected(lead());
    for number in 0..4 {
        let actual = State::usual().after(lead(), 4, |member| member(number));
        assert_eq!(actual, expected, "only number {number}");
    }
}

/// They come in the middle of a phase, or when all is over.
#[test]
fn threads_may_come_late() {
    let lead = || Count::new(STEPS, 13);
    let expected = State::usual().expected(lead());
    for pause in [Duration::from_micros(50), Duration::from_millis(20)] {
        let late = move |number: usize| thread::sleep(pause * number as u32);
        assert_eq!(State::usual().after(lead(), 4, start_after(4, late)), expected, "{pause:?}");
    }
}

/// A thread sleeps in its piece until the others have nothing more to do and sleep as well.
#[test]
fn threads_that_sleep_are_woken() {
    let steps = Arithmetic {
        on_piece: Box::new(|number| {
            if number % 3 == 1 {
                thread::sleep(Duration::from_millis(3));
            }
        }),
        ..Arithmetic::default()
    };
    let steps_taken = STEPS.min(20);
    let expected = State::usual().expected(Count::new(steps_taken, 13));
    let mut state = State::usual();
    let mut lead = Count::new(steps_taken, 13);
    run(&steps, &mut lead, state.work(&mut scratches(3)), start(3));
    assert_eq!(state, expected);
}

#[test]
fn there_may_be_more_threads_than_pieces() {
    let state = || State::new(1, &[0, 4]);
    let expected = state().expected(Count::new(STEPS, 1));
    assert_eq!(state().after(Count::new(STEPS, 1), 6, start(6)), expected);
}

#[test]
fn there_may_be_more_threads_than_scratches() {
    let expected = State::usual().expected(Count::new(STEPS, 13));
    let actual = State::usual().after(Count::new(STEPS, 13), 2, start(4));
    assert_eq!(actual, expected);
}

#[test]
fn there_may_be_no_parts() {
    let state = || State::new(5, &[0]);
    let expected = state().expected(Count::new(STEPS, 5));
    assert!(expected.records.iter().any(|value| *value != 0.0));
    for threads in [1, 3] {
        let lead = Count::new(STEPS, 5);
        assert_eq!(state().after(lead, threads, start(threads)), expected);
    }
}

#[test]
fn the_lead_may_stop_at_once() {
    let actual = State::usual().after(Count::new(0, 13), 3, start(3));
    assert_eq!(actual, State::usual());
}

/// Records are written, weights are not.
#[test]
fn the_lead_may_stop_between_the_phases() {
    let lead = || Count::new(STEPS, 13).stopping_in(4);
    let expected = State::usual().expected(lead());
    assert_eq!(expected.parts, [4; 5]);
    for threads in [1, 3] {
        let actual = State::usual().after(lead(), threads, start(threads));
        assert_eq!(actual, expected, "{threads} threads");
    }
}

/// Two trainings on the same two threads, as in a pool: each thread begins with another one, and
/// comes to the second when the first is over.
#[test]
fn two_runs_may_share_their_threads() {
    let expected = State::usual().expected(Count::new(STEPS, 13));
    let (mut one, mut two) = (State::usual(), State::usual());
    let (mut lead_one, mut lead_two) = (Count::new(STEPS, 13), Count::new(STEPS, 13));
    let steps = Arithmetic::default();
    let (mut scratch_one, mut scratch_two) = (scratches(2), scratches(2));
    run(&steps, &mut lead_one, one.work(&mut scratch_one), |member_of_one| {
        run(&steps, &mut lead_two, two.work(&mut scratch_two), |member_of_two| {
            thread::scope(|scope| {
                scope.spawn(|| {
                    member_of_one(0);
                    member_of_two(0);
                });
                scope.spawn(|| {
                    member_of_two(1);
                    member_of_one(1);
                });
            });
        });
    });
    assert_eq!([one, two], [expected.clone(), expected]);
}

/// Who panics ends the run for all, also for those who have long gone to sleep; the panic comes out.
#[test]
fn a_panic_in_a_piece_ends_the_run() {
    for threads in [1, 2, 4] {
        let calls = AtomicUsize::new(0);
        let steps = Arithmetic {
            on_piece: Box::new(move |number| {
                if number == 3 && calls.fetch_add(1, Ordering::SeqCst) == 0 {
                    thread::sleep(Duration::from_millis(5));
                    panic!("a step that fails");
                }
            }),
            ..Arithmetic::default()
        };
        let (mut state, mut lead) = (State::usual(), Count::new(STEPS, 13));
        let start = start(threads);
        let run = || run(&steps, &mut lead, state.work(&mut scratches(threads)), start);
        assert!(catch_unwind(AssertUnwindSafe(run)).is_err(), "{threads} threads");
        assert_eq!(state.parts, [3; 5], "a weight changed after the step that failed");
    }
}

#[test]
fn a_panic_of_the_lead_ends_the_run() {
    struct Fails(Count);
    impl Lead<Plan> for Fails {
        fn next(&mut self) -> Option<Plan> {
            self.0.next()
        }
        fn between(&mut self, plan: Plan, _: Written<'_>) -> Option<Plan> {
            assert!(plan.number < 2, "a lead that fails");
            Some(plan)
        }
    }
    for threads in [1, 3] {
        let (mut state, mut lead) = (State::usual(), Fails(Count::new(STEPS, 13)));
        let caught = catch_unwind(AssertUnwindSafe(|| {
            run(
                &Arithmetic::default(),
                &mut lead,
                state.work(&mut scratches(threads)),
                start(threads),
            );
        }));
        assert!(caught.is_err(), "{threads} threads");
        assert_eq!(state.parts, [2; 5]);
    }
}

/// Code that contradicts itself gets wrong numbers, or a panic: never memory that isn't its own.
#[test]
fn the_number_of_records_is_taken_at_its_word_once() {
    struct Fickle(AtomicUsize);
    impl Steps for Fickle {
        type Plan = ();
        type Part = ();
        fn records(&self, (): &()) -> usize {
            let calls = self.0.fetch_add(1, Ordering::SeqCst);
            if calls < 2 { 4 } else { 1 << 40 }
        }
        fn write_records(
            &self,
            (): &(),
            first: usize,
            records: &mut [f32],
            _: Read<'_>,
            _: &mut [f32],
        ) {
            assert!(first + records.len() / LENGTH <= 4);
            records.fill(1.0);
        }
        fn change_weights(&self, (): &(), records: Written<'_>, _: Changed<'_, ()>, _: &mut [f32]) {
            assert_eq!(records.whole(), [1.0; 4 * LENGTH]);
        }
    }
    struct Forever;
    impl Lead<()> for Forever {
        fn next(&mut self) -> Option<()> {
            Some(())
        }
        fn between(&mut self, (): (), heads: Written<'_>) -> Option<()> {
            assert_eq!(heads.records(), 4);
            Some(())
        }
    }
    let (mut records, mut weights) = ([0.0; 4 * LENGTH], [0.0; 2]);
    let work = Work {
        records: &mut records,
        record_length: LENGTH,
        piece_records: 3,
        head: HEAD,
        segments: &[],
        weights: &mut weights,
        bounds: &[0, 2],
        parts: &mut [()],
        copies: [(); COPIES].map(|()| Divided { values: &mut [], bounds: &[0, 0] }),
        scratch: vec![&mut []],
    };
    let steps = Fickle(AtomicUsize::new(0));
    let run = || run(&steps, &mut Forever, work, |member| member(0));
    let panic = catch_unwind(AssertUnwindSafe(run)).unwrap_err();
    assert_eq!(panic.downcast_ref(), Some(&"a plan for records there aren't"));
}
