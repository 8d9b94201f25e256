//! Records that end in segments of a gradient: weights may change before all records are whole, and the
//! numbers are the same.

use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use imfit_compute::lockstep::{COPIES, Changed, Divided, Lead, Read, Steps, Work, Written, run};

use super::STEPS;
use super::plan::{Count, Plan};
use super::threads::start;

/// How long a record is late, if nothing happens meanwhile. The interpreter's clock runs fast.
const PATIENCE: Duration = Duration::from_millis(if cfg!(miri) { 500 } else { 5 });
/// Six parts, of which one is empty; the first weight and the last one belong to none.
const BOUNDS: [usize; 7] = [1, 3, 4, 4, 12, 14, 15];
const WEIGHTS: usize = 16;
const SEGMENTS: [Range<usize>; 4] = [0..1, 1..3, 3..5, 5..6];
/// After the gradient.
const HEAD: Range<usize> = 16..18;
const LENGTH: usize = 19;
const MOST_RECORDS: usize = 7;

/// Numbers that depend on the order of everything: a step that is lost, done twice, begun too early or with
/// weights of another step changes them all.
struct Arithmetic<F> {
    /// Called before a segment is written, with the number of changes so far, and those of the
    /// step, the record and the segment.
    on_segment: F,
    /// The change of a part that panics, counted from 0.
    fails: usize,
    /// Parts whose change has begun.
    changed: AtomicUsize,
}

impl<F: Fn(&AtomicUsize, [usize; 3]) + Sync> Arithmetic<F> {
    fn new(on_segment: F) -> Self {
        Arithmetic { on_segment, fails: usize::MAX, changed: AtomicUsize::new(0) }
    }
}

impl<F: Fn(&AtomicUsize, [usize; 3]) + Sync> Steps for Arithmetic<F> {
    type Plan = Plan;
    type Part = usize;

    fn records(&self, plan: &Plan) -> usize {
        plan.records
    }

    fn write_records(
        &self,
        plan: &Plan,
        first: usize,
        record: &mut [f32],
        Read { weights, .. }: Read<'_>,
        scratch: &mut [f32],
    ) {
        assert_eq!(record.len(), LENGTH, "a piece is a record");
        let sum: f32 = weights.iter().sum();
        let value = (sum * (first + 1) as f32 * 0.37 + plan.number as f32) % 1.0;
        scratch.fill(value);
        record.fill(-1.0);
        record[HEAD].fill(value);
    }

    fn write_segment(
        &self,
        plan: &Plan,
        record: usize,
        segment: usize,
        values: &mut [f32],
        scratch: &mut [f32],
    ) {
        (self.on_segment)(&self.changed, [plan.number, record, segment]);
        let parts = &SEGMENTS[segment];
        assert_eq!(values.len(), BOUNDS[parts.end] - BOUNDS[parts.start]);
        for (index, value) in values.iter_mut().enumerate() {
            *value = scratch[0] * (segment * 10 + index) as f32;
        }
    }

    fn change_weights(
        &self,
        plan: &Plan,
        written: Written<'_>,
        Changed { weights, part, .. }: Changed<'_, usize>,
        scratch: &mut [f32],
    ) {
        let before = self.changed.fetch_add(1, Ordering::SeqCst);
        assert!(before != self.fails, "a part that fails");
        *part += 1;
        assert_eq!(written.records(), plan.records);
        for (index, weight) in weights.iter_mut().enumerate() {
            // Would change in the middle if another thread had the same one.
            scratch[0] = written.iter().map(|gradient| gradient[index]).sum();
            *weight = *weight * 0.5 + scratch[0] * plan.factor / 64.0;
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
struct State {
    records: Vec<f32>,
    weights: Vec<f32>,
    parts: Vec<usize>,
}

impl State {
    fn new() -> State {
        State {
            records: vec![0.0; MOST_RECORDS * LENGTH],
            weights: (0..WEIGHTS).map(|i| (i * 7 % 5) as f32).collect(),
            parts: vec![0; BOUNDS.len() - 1],
        }
    }

    fn work<'a>(&'a mut self, scratch: &'a mut [[f32; 1]]) -> Work<'a, usize> {
        Work {
            records: &mut self.records,
            record_length: LENGTH,
            piece_records: 1,
            head: HEAD,
            segments: &SEGMENTS,
            weights: &mut self.weights,
            bounds: &BOUNDS,
            parts: &mut self.parts,
            copies: [(); COPIES].map(|()| Divided { values: &mut [], bounds: &[0; 7] }),
            scratch: scratch.iter_mut().map(|scratch| &mut scratch[..]).collect(),
        }
    }

    /// The same steps in plain loops.
    fn expected(lead: &mut Count) -> State {
        let mut state = State::new();
        let steps = Arithmetic::new(|_, _| ());
        let scratch = &mut [0.0];
        while let Some(plan) = lead.next() {
            let copies = [&[][..]; COPIES];
            for (number, record) in state.records.chunks_mut(LENGTH).take(plan.records).enumerate()
            {
                let read = Read { weights: &state.weights, copies };
                steps.write_records(&plan, number, record, read, scratch);
                for (segment, parts) in SEGMENTS.iter().enumerate() {
                    let values = &mut record[BOUNDS[parts.start]..BOUNDS[parts.end]];
                    steps.write_segment(&plan, number, segment, values, scratch);
                }
            }
            let records = &state.records[..plan.records * LENGTH];
            let Some(plan) = lead.between(plan, Written::new(records, LENGTH, HEAD)) else { break };
            for (part, bounds) in BOUNDS.windows(2).enumerate() {
                let places = bounds[0]..bounds[1];
                let written = Written::new(records, LENGTH, places.clone());
                let copies = [(); COPIES].map(|()| &mut [][..]);
                let (weights, part) = (&mut state.weights[places], &mut state.parts[part]);
                let changed = Changed { weights, copies, part, shared: false, next: 0 };
                steps.change_weights(&plan, written, changed, scratch);
            }
        }
        state
    }

    /// The steps in lockstep, with as many threads.
    fn after<F: Fn(&AtomicUsize, [usize; 3]) + Sync>(
        steps: &Arithmetic<F>,
        lead: &mut Count,
        threads: usize,
    ) -> State {
        let (mut state, mut scratch) = (State::new(), vec![[0.0]; threads]);
        run(steps, lead, state.work(&mut scratch), start(threads));
        state
    }
}

#[test]
fn any_number_of_threads_gives_the_same_numbers() {
    let expected = State::expected(&mut Count::new(STEPS, MOST_RECORDS));
    assert_eq!(expected.parts, [STEPS; 6]);
    for threads in 1..=if cfg!(miri) { 3 } else { 8 } {
        let steps = Arithmetic::new(|_, _| ());
        let actual = State::after(&steps, &mut Count::new(STEPS, MOST_RECORDS), threads);
        assert_eq!(actual, expected, "{threads} threads");
    }
}

/// What makes one record of a step late with one of its segments, until a part changes or patience ends.
/// `early` becomes the last step in which a part did change, counted from 1.
fn late(early: &AtomicUsize) -> impl Fn(&AtomicUsize, [usize; 3]) + Sync {
    let parts = BOUNDS.len() - 1;
    move |changed, [number, record, segment]| {
        let began = Instant::now();
        let late = record == 0 && segment == number % SEGMENTS.len();
        while late && began.elapsed() < PATIENCE {
            if changed.load(Ordering::SeqCst) > number * parts {
                early.fetch_max(number + 1, Ordering::SeqCst);
                // For a panic to come before the end of the record.
                thread::sleep(Duration::from_millis(2));
                break;
            }
            thread::yield_now();
        }
    }
}

#[test]
fn weights_change_before_the_last_segment_is_written() {
    let (steps, early) = (STEPS.min(40), AtomicUsize::new(0));
    let expected = State::expected(&mut Count::new(steps, MOST_RECORDS));
    for threads in [2, 3] {
        let mut lead = Count::new(steps, MOST_RECORDS);
        let state = State::after(&Arithmetic::new(late(&early)), &mut lead, threads);
        assert_eq!(state, expected, "{threads} threads");
    }
    assert!(early.into_inner() > 0, "nothing was ever changed early");
}

/// Also where threads are late at random, sleep, and are woken.
#[test]
fn threads_may_be_late_with_any_segment() {
    let steps = STEPS.min(60);
    let expected = State::expected(&mut Count::new(steps, MOST_RECORDS));
    for threads in [2, 4] {
        let arithmetic =
            Arithmetic::new(|_: &AtomicUsize, [number, record, segment]: [usize; 3]| {
                match (number * 31 + record * 17 + segment * 7) % 23 {
                    0 => thread::sleep(Duration::from_millis(2)),
                    1..5 => thread::yield_now(),
                    _ => (),
                }
            });
        let actual = State::after(&arithmetic, &mut Count::new(steps, MOST_RECORDS), threads);
        assert_eq!(actual, expected, "{threads} threads");
    }
}

/// Nothing has changed when the lead looks at the heads: it may still stop.
#[test]
fn the_lead_may_stop_before_any_weight_changes() {
    let lead = || Count::new(STEPS, MOST_RECORDS).stopping_in(4);
    let expected = State::expected(&mut lead());
    assert_eq!(expected.parts, [4; 6]);
    for threads in [1, 3] {
        let steps = Arithmetic::new(|_, _| ());
        assert_eq!(State::after(&steps, &mut lead(), threads), expected, "{threads} threads");
    }
}

#[test]
fn a_panic_in_a_segment_ends_the_run() {
    for threads in [1, 2, 4] {
        let steps = Arithmetic::new(|_: &AtomicUsize, place: [usize; 3]| {
            assert!(place != [3, 0, 2], "a segment that fails");
        });
        let (mut state, mut scratch) = (State::new(), vec![[0.0]; threads]);
        let mut lead = Count::new(STEPS, MOST_RECORDS);
        let work = state.work(&mut scratch);
        let run = || run(&steps, &mut lead, work, start(threads));
        assert!(catch_unwind(AssertUnwindSafe(run)).is_err(), "{threads} threads");
        // The parts of that segment wait for it; others may have changed.
        assert_eq!(state.parts[3..5], [3; 2]);
        assert!(state.parts.iter().all(|steps| (3..5).contains(steps)), "{:?}", state.parts);
    }
}

/// The late one finishes phase 1 after the panic, and must not begin another phase: nobody would end it.
#[test]
fn a_panic_in_a_part_that_changes_early_ends_the_run() {
    for number in (0..5).cycle().take(40) {
        let early = AtomicUsize::new(0);
        // The first part of a step.
        let fails = number * (BOUNDS.len() - 1);
        let steps = Arithmetic { fails, ..Arithmetic::new(late(&early)) };
        let mut lead = Count::new(STEPS, MOST_RECORDS);
        let run = || State::after(&steps, &mut lead, 2);
        assert!(catch_unwind(AssertUnwindSafe(run)).is_err());
        if early.load(Ordering::SeqCst) == number + 1 {
            return;
        }
    }
    panic!("the part was never changed early");
}

#[test]
fn segments_that_dont_fit_are_refused() {
    let refused = |change: fn(&mut Work<'_, usize>)| {
        let (mut state, mut scratch) = (State::new(), [[0.0]]);
        let mut work = state.work(&mut scratch);
        change(&mut work);
        let steps = Arithmetic::new(|_, _| ());
        let run = || run(&steps, &mut Count::new(1, MOST_RECORDS), work, |member| member(0));
        let panic = catch_unwind(AssertUnwindSafe(run)).unwrap_err();
        panic.downcast_ref::<&str>().unwrap().to_string()
    };
    assert_eq!(refused(|work| work.head = 18..20), "the head leaves its record");
    assert_eq!(refused(|work| work.head = 14..16), "the head is in a segment");
    assert_eq!(refused(|work| work.segments = &SEGMENTS[1..]), "each part belongs to a segment");
    assert_eq!(refused(|work| work.segments = &SEGMENTS[..3]), "each part belongs to a segment");
    let message = "a piece of several records has no segments";
    assert_eq!(refused(|work| work.piece_records = 2), message);
    assert_eq!(
        refused(|work| (work.record_length, work.head) = (10, 0..1)),
        "a segment leaves its record"
    );
}
