//! Threads that go through the two phases of a training step together.
//!
//! In the first phase the records are written, in pieces, and the weights are read by all; in the
//! second the weights are written, in parts, and the records are read by all. Whoever finishes the
//! last piece of a phase begins the next one, so that a step costs two meetings and nothing else.
//!
//! Every thread has pieces of its own, the same ones in every step, so that they stay in its cache.
//! When it is through, it takes what others haven't begun: a thread that is late, or never comes
//! because the machine is busy, is not waited for. Which thread does a piece doesn't change its result.

use std::cell::UnsafeCell;
use std::marker::PhantomData;
use std::ops::Range;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, PoisonError};

/// Copies of the weights in other forms, at most.
pub const COPIES: usize = 2;

/// What is done in the two phases.
pub trait Steps: Sync {
    /// What a step is about; made by [`Lead`].
    type Plan: Copy + Send + Sync;
    /// What belongs to a part of the weights and changes with it.
    type Part: Send + Sync;

    /// The number of records that take part in the step. Asked once for each phase.
    fn records(&self, plan: &Self::Plan) -> usize;
    /// Phase 1: writes some records, those from number `first` on. `scratch` is the thread's own in
    /// both phases, and holds what was last left there.
    fn write_records(
        &self,
        plan: &Self::Plan,
        first: usize,
        records: &mut [f32],
        weights: Read<'_>,
        scratch: &mut [f32],
    );
    /// Phase 2: changes one part of the weights, and of their copies.
    fn change_weights(
        &self,
        plan: &Self::Plan,
        records: &[f32],
        part: Changed<'_, Self::Part>,
        scratch: &mut [f32],
    );
}

/// All weights, while nobody changes them.
#[derive(Debug, Clone, Copy)]
pub struct Read<'a> {
    /// The weights.
    pub weights: &'a [f32],
    /// Their copies in other forms.
    pub copies: [&'a [f32]; COPIES],
}

/// A part of the weights that is changed, with all that changes along with it.
#[derive(Debug)]
pub struct Changed<'a, Part> {
    /// The weights.
    pub weights: &'a mut [f32],
    /// The same part of each copy.
    pub copies: [&'a mut [f32]; COPIES],
    /// What belongs to them.
    pub part: &'a mut Part,
}

/// Who says what comes next, while nobody works.
pub trait Lead<Plan>: Send {
    /// The next step, or nothing if that was all.
    fn next(&mut self) -> Option<Plan>;
    /// Looks at the records after phase 1. The plan for phase 2, or nothing to stop before it.
    fn between(&mut self, plan: Plan, records: &[f32]) -> Option<Plan>;
}

/// The numbers that the steps work on.
#[derive(Debug)]
pub struct Work<'a, Part> {
    /// Records, one after the other.
    pub records: &'a mut [f32],
    /// Values in a record.
    pub record_length: usize,
    /// Records in a piece.
    pub piece_records: usize,
    /// The weights.
    pub weights: &'a mut [f32],
    /// Where each part begins in the weights, and at last where the last one ends.
    pub bounds: &'a [usize],
    /// One for each part.
    pub parts: &'a mut [Part],
    /// Copies of the weights in other forms, cut into as many parts; empty where there are none.
    pub copies: [Divided<'a>; COPIES],
    /// Room to work in, for each thread its own.
    pub scratch: Vec<&'a mut [f32]>,
}

/// Values that are cut into parts.
#[derive(Debug)]
pub struct Divided<'a> {
    /// The values of all parts, one after the other.
    pub values: &'a mut [f32],
    /// Where each part begins, and at last where the last one ends.
    pub bounds: &'a [usize],
}

impl Divided<'_> {
    fn check(&self, parts: usize) {
        assert!(self.bounds.len() == parts + 1, "there is a bound on each side of a part");
        assert!(self.bounds.is_sorted() && self.bounds[parts] <= self.values.len());
    }
}

/// Takes steps until `lead` says that it is enough, with as many threads as there are scratches.
///
/// `start` calls its argument once for each of them, or some of them, with numbers from 0 on, each
/// on a thread of its own, and returns when all of them have. Threads that come late, or not at all,
/// are not needed: one is enough.
///
/// # Panics
/// Panics if the bounds don't fit the weights, or there is no thread. A panic in a step or in `lead` ends
/// the run for all threads and comes out of the call in which it happened: `start` must pass it on, as
/// thread pools and scopes do, and the records and weights are what the steps before it left, or half-way
/// on.
pub fn run<T: Steps, L: Lead<T::Plan>>(
    steps: &T,
    lead: &mut L,
    work: Work<'_, T::Part>,
    start: impl FnOnce(&(dyn Fn(usize) + Sync)),
) {
    assert!(work.record_length > 0 && work.piece_records > 0 && !work.scratch.is_empty());
    assert!(work.bounds.len() == work.parts.len() + 1, "there is a bound on each side of a part");
    assert!(work.bounds.is_sorted() && work.bounds[work.parts.len()] <= work.weights.len());
    work.copies.iter().for_each(|copy| copy.check(work.parts.len()));
    let shared = Shared::new(steps, lead, work);
    // SAFETY: nobody works yet.
    unsafe { shared.begin(Phase::NONE) };
    start(&|member| shared.take_part(member));
}

/// A phase: its number, and how many pieces it has, in one word. Odd phases write records.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Phase(u64);

const PIECE_BITS: u32 = 24;
const MOST_PIECES: u64 = (1 << PIECE_BITS) - 1;

impl Phase {
    const NONE: Phase = Phase(0);
    const END: Phase = Phase(u64::MAX);

    fn new(number: u64, pieces: usize) -> Phase {
        assert!(pieces as u64 <= MOST_PIECES, "too many pieces");
        Phase(number << PIECE_BITS | pieces as u64)
    }

    fn number(self) -> u64 {
        self.0 >> PIECE_BITS
    }

    fn pieces(self) -> usize {
        (self.0 & MOST_PIECES) as usize
    }

    fn writes_records(self) -> bool {
        self.number() % 2 == 1
    }
}

/// A value on cache lines of its own, so that threads don't slow each other down beside it.
#[repr(align(128))]
struct Apart<T>(T);

/// What a phase is about. The number of records was held against those there are: what
/// [`Steps::records`] says another time is not to be relied on, it may be anybody's code.
#[derive(Clone, Copy)]
struct Planned<Plan> {
    plan: Plan,
    records: usize,
}

/// A copy of the weights: its values, their number, and where its parts begin and end.
struct Form<'a> {
    values: *mut f32,
    length: usize,
    bounds: &'a [usize],
}

struct Shared<'a, T: Steps, L> {
    steps: &'a T,
    /// Used by who begins a phase, and by nobody else.
    lead: UnsafeCell<&'a mut L>,
    /// Written by who begins a phase; read by who holds a piece of it.
    plan: UnsafeCell<Option<Planned<T::Plan>>>,
    records: *mut f32,
    records_count: usize,
    record_length: usize,
    piece_records: usize,
    weights: *mut f32,
    weights_length: usize,
    bounds: &'a [usize],
    parts: *mut T::Part,
    copies: [Form<'a>; COPIES],
    /// The parts of the weights that belong to each thread.
    own_parts: Vec<Range<usize>>,
    /// For each thread, how many of its pieces are taken, and in which phase.
    taken: Vec<Apart<AtomicU64>>,
    phase: Apart<AtomicU64>,
    done: Apart<AtomicUsize>,
    bed: Bed,
    /// For each thread. A lock that nobody else ever wants.
    scratch: Vec<Mutex<&'a mut [f32]>>,
    /// The borrows of `Work`.
    lifetime: PhantomData<&'a mut T::Part>,
}

impl<'a> Form<'a> {
    /// # Safety
    /// The part must belong to the caller alone.
    unsafe fn part(&self, piece: usize) -> &'a mut [f32] {
        let (start, end) = (self.bounds[piece], self.bounds[piece + 1]);
        // SAFETY: the bounds were held against the values; the rest is the caller's promise.
        unsafe { std::slice::from_raw_parts_mut(self.values.add(start), end - start) }
    }
}

// SAFETY: the pointers are those of `Work`, whose borrows last as long as `'a`. A piece is handed to
// one thread (`take`), a phase writes one of the two sets and reads the other, and who begins a phase
// does so after all pieces of the one before are done.
unsafe impl<T: Steps, L: Send> Sync for Shared<'_, T, L> {}

impl<'a, T: Steps, L: Lead<T::Plan>> Shared<'a, T, L> {
    fn new(steps: &'a T, lead: &'a mut L, work: Work<'a, T::Part>) -> Shared<'a, T, L> {
        let threads = work.scratch.len();
        Shared {
            steps,
            lead: UnsafeCell::new(lead),
            plan: UnsafeCell::new(None),
            records_count: work.records.len() / work.record_length,
            records: work.records.as_mut_ptr(),
            record_length: work.record_length,
            piece_records: work.piece_records,
            weights_length: work.weights.len(),
            weights: work.weights.as_mut_ptr(),
            bounds: work.bounds,
            parts: work.parts.as_mut_ptr(),
            copies: work.copies.map(|copy| Form {
                length: copy.values.len(),
                values: copy.values.as_mut_ptr(),
                bounds: copy.bounds,
            }),
            own_parts: even_ranges(work.bounds, threads),
            taken: (0..threads).map(|_| Apart(AtomicU64::new(0))).collect(),
            phase: Apart(AtomicU64::new(Phase::NONE.0)),
            done: Apart(AtomicUsize::new(0)),
            bed: Bed::default(),
            scratch: work.scratch.into_iter().map(Mutex::new).collect(),
            lifetime: PhantomData,
        }
    }

    /// What one thread does: pieces of one phase after the other, until the end.
    fn take_part(&self, member: usize) {
        // One thread too many: there is nothing for it.
        let Some(scratch) = self.scratch.get(member) else { return };
        let mut scratch = scratch.lock().unwrap_or_else(PoisonError::into_inner);
        let alarm = Alarm(self);
        let mut phase = self.bed.wait_for_change(&self.phase.0, Phase::NONE);
        while phase != Phase::END {
            let mut done = 0;
            for owner in 0..self.taken.len() {
                let owner = (member + owner) % self.taken.len();
                while let Some(piece) = self.take(owner, phase) {
                    // SAFETY: the piece was taken by this thread, in this phase.
                    unsafe { self.do_piece(piece, phase, &mut scratch) };
                    done += 1;
                }
            }
            if done > 0 && self.done.0.fetch_add(done, Ordering::AcqRel) + done == phase.pieces() {
                // SAFETY: all pieces are done, and only one thread sees the last of them done.
                unsafe { self.begin(phase) };
            }
            phase = self.bed.wait_for_change(&self.phase.0, phase);
        }
        std::mem::forget(alarm);
    }

    /// Takes a piece that belongs to `owner`, if there is one left that nobody has begun.
    ///
    /// A thread that is still in an earlier phase gets nothing: all its pieces are taken.
    fn take(&self, owner: usize, phase: Phase) -> Option<usize> {
        let own = self.own_pieces(owner, phase);
        let taken = &self.taken[owner].0;
        let mut seen = taken.load(Ordering::Relaxed);
        loop {
            let before = match Phase(seen).number().cmp(&phase.number()) {
                std::cmp::Ordering::Less => 0,
                std::cmp::Ordering::Equal => Phase(seen).pieces(),
                std::cmp::Ordering::Greater => return None,
            };
            if before >= own.len() {
                return None;
            }
            let after = Phase::new(phase.number(), before + 1).0;
            match taken.compare_exchange_weak(seen, after, Ordering::Relaxed, Ordering::Relaxed) {
                Ok(_) => return Some(own.start + before),
                Err(other) => seen = other,
            }
        }
    }

    fn own_pieces(&self, owner: usize, phase: Phase) -> Range<usize> {
        if phase.writes_records() {
            let (pieces, owners) = (phase.pieces(), self.taken.len());
            pieces * owner / owners..pieces * (owner + 1) / owners
        } else {
            self.own_parts[owner].clone()
        }
    }

    /// # Safety
    /// The piece must have been taken by this thread, in this phase.
    unsafe fn do_piece(&self, piece: usize, phase: Phase, scratch: &mut [f32]) {
        // SAFETY: the plan is only written between phases, and this one isn't over.
        let planned = unsafe { (*self.plan.get()).as_ref() }.expect("a phase has a plan");
        let (plan, active) = (&planned.plan, planned.records);
        if phase.writes_records() {
            let first = piece * self.piece_records;
            let count = self.piece_records.min(active - first);
            let length = self.record_length;
            // SAFETY: these records belong to this piece alone, and nobody writes the weights or
            // their copies now.
            unsafe {
                let records = self.records.add(first * length);
                let records = std::slice::from_raw_parts_mut(records, count * length);
                let weights = std::slice::from_raw_parts(self.weights, self.weights_length);
                let copies = self.copies.each_ref();
                let copies = copies.map(|c| std::slice::from_raw_parts(c.values, c.length));
                let read = Read { weights, copies };
                self.steps.write_records(plan, first, records, read, scratch);
            }
        } else {
            let (start, end) = (self.bounds[piece], self.bounds[piece + 1]);
            // SAFETY: these weights, this part of each copy and this part belong to this piece alone,
            // and nobody writes the records now.
            unsafe {
                let records = std::slice::from_raw_parts(self.records, active * self.record_length);
                let weights = std::slice::from_raw_parts_mut(self.weights.add(start), end - start);
                let copies = self.copies.each_ref().map(|c| c.part(piece));
                let part = &mut *self.parts.add(piece);
                let part = Changed { weights, copies, part };
                self.steps.change_weights(plan, records, part, scratch);
            }
        }
    }

    /// Begins the phase after `last`, or the end.
    ///
    /// # Safety
    /// No piece may be in work, and no other thread may be here.
    unsafe fn begin(&self, last: Phase) {
        // SAFETY: the caller's promise; nobody else looks at these two now.
        let (lead, plan) = unsafe { (&mut *self.lead.get(), &mut *self.plan.get()) };
        self.done.0.store(0, Ordering::Relaxed);
        let next = if last.writes_records() {
            plan.take().and_then(|last| {
                let values = last.records * self.record_length;
                // SAFETY: there are as many records, and nobody writes them now.
                let records = unsafe { std::slice::from_raw_parts(self.records, values) };
                lead.between(last.plan, records)
            })
        } else {
            lead.next()
        };
        *plan = next.map(|plan| Planned { plan, records: self.steps.records(&plan) });
        let phase = plan.as_ref().map_or(Phase::END, |next| {
            let active = next.records;
            assert!((1..=self.records_count).contains(&active), "a plan for records there aren't");
            let parts = self.bounds.len() - 1;
            let pieces =
                if last.writes_records() { parts } else { active.div_ceil(self.piece_records) };
            Phase::new(last.number() + 1, pieces)
        });
        self.phase.0.store(phase.0, Ordering::SeqCst);
        self.bed.wake();
        if phase != Phase::END && phase.pieces() == 0 {
            // SAFETY: the phase has no piece that anybody could work on.
            unsafe { self.begin(phase) };
        }
    }
}

/// Cuts the parts into ranges of about the same number of weights, one for each thread.
fn even_ranges(bounds: &[usize], threads: usize) -> Vec<Range<usize>> {
    let (first, last) = (bounds[0], bounds[bounds.len() - 1]);
    let cut = |thread: usize| {
        let goal = first + (last - first) * thread / threads;
        bounds[..bounds.len() - 1].partition_point(|bound| *bound < goal)
    };
    let parts = bounds.len() - 1;
    (0..threads)
        .map(|thread| cut(thread)..if thread + 1 == threads { parts } else { cut(thread + 1) })
        .collect()
}

/// Ends everything if a thread panics, so that the others don't wait for ever.
struct Alarm<'a, 'b, T: Steps, L>(&'a Shared<'b, T, L>);

impl<T: Steps, L> Drop for Alarm<'_, '_, T, L> {
    fn drop(&mut self) {
        self.0.phase.0.store(Phase::END.0, Ordering::SeqCst);
        self.0.bed.wake();
    }
}

/// Where threads wait: awake for as long as a meeting of threads takes, and then asleep, so that
/// whoever else needs the processor gets it.
#[derive(Default)]
struct Bed {
    sleepers: AtomicUsize,
    lock: Mutex<()>,
    alarm: Condvar,
}

/// Looks at the phase before going to sleep: some hundred microseconds. To wake a thread takes some tens, and
/// what one thread is later than another with a phase of a millisecond is often more.
const LOOKS: usize = 12_000;

impl Bed {
    fn wait_for_change(&self, phase: &AtomicU64, seen: Phase) -> Phase {
        for _ in 0..LOOKS {
            let now = Phase(phase.load(Ordering::Acquire));
            if now != seen {
                return now;
            }
            std::hint::spin_loop();
        }
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
    fn wake(&self) {
        if self.sleepers.load(Ordering::SeqCst) > 0 {
            let _guard = self.lock.lock().unwrap_or_else(PoisonError::into_inner);
            self.alarm.notify_all();
        }
    }
}
