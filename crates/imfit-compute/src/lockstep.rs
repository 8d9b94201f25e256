//! Threads that go through the two phases of a training step together.
//!
//! In the first phase the records are written, in pieces, and the weights are read by all; in the
//! second the weights are written, in parts, and the records are read by all. Whoever finishes the
//! last piece of a phase begins the next one, so that a step costs two meetings and nothing else.
//!
//! Every thread has pieces of its own, the same ones in every step, so that they stay in its cache.
//! When it is through, it takes what others haven't begun: a thread that is late, or never comes
//! because the machine is busy, is not waited for. Which thread does a piece doesn't change its result.
//!
//! Records may hold a gradient, a value for each weight, that is written in *segments* once the weights are
//! no longer needed. Then a thread that is through with the first phase needn't wait for the others: it
//! changes those weights whose segments all have written.

mod phase;
mod steps;
mod work;
mod written;

use std::cell::UnsafeCell;
use std::marker::PhantomData;
use std::ops::Range;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use phase::Phase;
pub use steps::{COPIES, Changed, Lead, Read, Steps};
pub use work::{Divided, Work};
pub use written::Written;

use crate::Apart;
use crate::bed::{Bed, LOOKS};

/// Takes steps until `lead` says that it is enough, with as many threads as there are scratches.
///
/// `start` calls its argument once for each of them, or some of them, with numbers from 0 on, each
/// on a thread of its own, and returns when all of them have. Threads that come late, or not at all,
/// are not needed: one is enough.
///
/// # Panics
/// Panics if the bounds don't fit the weights, or the head and the segments the records, or there is no
/// thread. A panic in a step or in `lead` ends the run for all threads and comes out of the call in which it
/// happened: `start` must pass it on, as thread pools and scopes do, and the records and weights are what the
/// steps before it left, or half-way on.
pub fn run<T: Steps, L: Lead<T::Plan>>(
    steps: &T,
    lead: &mut L,
    work: Work<'_, T::Part>,
    start: impl FnOnce(&(dyn Fn(usize) + Sync)),
) {
    work.check();
    let shared = Shared::new(steps, lead, work);
    // SAFETY: nobody works yet.
    let first = unsafe { shared.begin(Phase::NONE) };
    shared.count(first, 1);
    start(&|member| shared.take_part(member));
}

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
    /// Used by who begins a phase or looks between two, and by nobody else.
    lead: UnsafeCell<&'a mut L>,
    /// For each of two phases. Written by who begins it or looks between two; read by who holds a piece.
    plans: [UnsafeCell<Option<Planned<T::Plan>>>; 2],
    head: Range<usize>,
    segments: &'a [Range<usize>],
    /// The segment of each part, where there are some.
    part_segments: Vec<usize>,
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
    /// For each of two phases, the pieces that are done, and one for its beginning.
    done: [Apart<AtomicUsize>; 2],
    /// Records whose heads are written.
    heads: Apart<AtomicUsize>,
    /// Records of which each segment is written.
    written: Apart<Vec<AtomicUsize>>,
    /// The number of the last phase that changes weights and has a plan.
    planned: Apart<AtomicU64>,
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
// does so after all pieces of the one before are done. A part of the weights may be changed before that:
// once its segment of each record is written, which is after the last look at any weights.
unsafe impl<T: Steps, L: Send> Sync for Shared<'_, T, L> {}

impl<'a, T: Steps, L: Lead<T::Plan>> Shared<'a, T, L> {
    fn new(steps: &'a T, lead: &'a mut L, work: Work<'a, T::Part>) -> Shared<'a, T, L> {
        let threads = work.scratch.len();
        Shared {
            steps,
            lead: UnsafeCell::new(lead),
            plans: [UnsafeCell::new(None), UnsafeCell::new(None)],
            head: work.head,
            segments: work.segments,
            part_segments: part_segments(work.segments),
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
            done: [Apart(AtomicUsize::new(0)), Apart(AtomicUsize::new(0))],
            heads: Apart(AtomicUsize::new(0)),
            written: Apart(work.segments.iter().map(|_| AtomicUsize::new(0)).collect()),
            planned: Apart(AtomicU64::new(0)),
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
        let mut phase = self.wait_for_change(Phase::NONE);
        while phase != Phase::END {
            let done = self.do_pieces(member, phase, &mut scratch, |_| true);
            self.count(phase, done);
            phase = self.wait(member, phase, &mut scratch);
        }
        std::mem::forget(alarm);
    }

    /// Does pieces of a phase that nobody has begun, the thread's own first, as long as they `may` be done.
    /// Returns how many.
    fn do_pieces(
        &self,
        member: usize,
        phase: Phase,
        scratch: &mut [f32],
        may: impl Fn(usize) -> bool,
    ) -> usize {
        let mut done = 0;
        for owner in 0..self.taken.len() {
            let owner = (member + owner) % self.taken.len();
            while let Some(piece) = self.take(owner, phase, &may) {
                // SAFETY: the piece was taken by this thread, in this phase.
                unsafe { self.do_piece(member, piece, phase, scratch) };
                done += 1;
            }
        }
        done
    }

    /// Counts pieces of a phase as done. With the last of them, and its beginning, the next phase begins.
    fn count(&self, mut phase: Phase, mut done: usize) {
        while done > 0 && phase != Phase::END {
            let before = self.done[phase.place()].0.fetch_add(done, Ordering::AcqRel);
            if before + done <= phase.pieces() {
                return;
            }
            // SAFETY: all pieces are done, and only one thread sees the last of them done.
            phase = unsafe { self.begin(phase) };
            done = 1;
        }
    }

    /// Waits for the next phase. Where that changes weights, does those parts of it meanwhile whose segments
    /// are there.
    fn wait(&self, member: usize, phase: Phase, scratch: &mut [f32]) -> Phase {
        if !phase.writes_records() || self.segments.is_empty() {
            return self.wait_for_change(phase);
        }
        let next = Phase::new(phase.number() + 1, self.part_segments.len());
        for _ in 0..LOOKS {
            let now = Phase(self.phase.0.load(Ordering::Acquire));
            if now != phase {
                return now;
            }
            if self.planned.0.load(Ordering::Acquire) == next.number() {
                let is_there = |part: usize| {
                    let written = &self.written.0[self.part_segments[part]];
                    written.load(Ordering::Acquire) == phase.pieces()
                };
                let done = self.do_pieces(member, next, scratch, is_there);
                self.count(next, done);
            }
            std::hint::spin_loop();
        }
        Phase(self.bed.sleep(&self.phase.0, |now| now != phase.0))
    }

    /// The phase after the one that was `seen`, once there is one.
    fn wait_for_change(&self, seen: Phase) -> Phase {
        Phase(self.bed.wait(&self.phase.0, |now| now != seen.0))
    }

    /// Takes the next piece that belongs to `owner` and that nobody has begun, if there is one left and it
    /// `may` be done.
    ///
    /// A thread that is still in an earlier phase gets nothing: all its pieces are taken.
    fn take(&self, owner: usize, phase: Phase, may: impl Fn(usize) -> bool) -> Option<usize> {
        let own = self.own_pieces(owner, phase);
        let taken = &self.taken[owner].0;
        let mut seen = taken.load(Ordering::Relaxed);
        loop {
            let before = match Phase(seen).number().cmp(&phase.number()) {
                std::cmp::Ordering::Less => 0,
                std::cmp::Ordering::Equal => Phase(seen).pieces(),
                std::cmp::Ordering::Greater => return None,
            };
            if before >= own.len() || !may(own.start + before) {
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
    unsafe fn do_piece(&self, member: usize, piece: usize, phase: Phase, scratch: &mut [f32]) {
        // SAFETY: the plan is only written before anybody can take a piece, and this one isn't done.
        let planned = unsafe { (*self.plans[phase.place()].get()).as_ref() };
        let planned = planned.expect("a phase has a plan");
        // SAFETY: the caller's promise.
        unsafe {
            if phase.writes_records() {
                self.write_records(piece, planned, scratch);
                if !self.segments.is_empty() {
                    self.write_segments(member, (piece, phase), planned, scratch);
                }
            } else {
                self.change_weights(piece, planned, scratch);
            }
        }
    }

    /// # Safety
    /// The piece must belong to this thread.
    unsafe fn write_records(&self, piece: usize, planned: &Planned<T::Plan>, scratch: &mut [f32]) {
        let first = piece * self.piece_records;
        let count = self.piece_records.min(planned.records - first);
        let length = self.record_length;
        // SAFETY: these records belong to this piece alone, and nobody writes the weights or
        // their copies now: that takes a segment of this piece, or its end.
        unsafe {
            let records = self.records.add(first * length);
            let records = std::slice::from_raw_parts_mut(records, count * length);
            let weights = std::slice::from_raw_parts(self.weights, self.weights_length);
            let copies = self.copies.each_ref();
            let copies = copies.map(|c| std::slice::from_raw_parts(c.values, c.length));
            let read = Read { weights, copies };
            self.steps.write_records(&planned.plan, first, records, read, scratch);
        }
    }

    /// Writes the segments of a record, last those that the thread's own parts need. Who writes the last head
    /// looks between the phases.
    ///
    /// # Safety
    /// The piece, a record, must belong to this thread, and be written but for its segments.
    unsafe fn write_segments(
        &self,
        member: usize,
        (record, phase): (usize, Phase),
        planned: &Planned<T::Plan>,
        scratch: &mut [f32],
    ) {
        if self.heads.0.fetch_add(1, Ordering::AcqRel) + 1 == phase.pieces() {
            // SAFETY: all heads are written, and only one thread sees that. This piece isn't done, so that
            // nobody begins a phase.
            unsafe { self.look_between(phase, planned) };
        }
        let first = self.first_segment_of_others(member);
        for segment in 0..self.segments.len() {
            let segment = (first + segment) % self.segments.len();
            let parts = &self.segments[segment];
            let places = self.bounds[parts.start]..self.bounds[parts.end];
            // SAFETY: the segment lies in the record, which is this thread's, and nobody looks at it before
            // it is counted.
            let values = unsafe {
                let start = self.records.add(record * self.record_length + places.start);
                std::slice::from_raw_parts_mut(start, places.len())
            };
            self.steps.write_segment(&planned.plan, record, segment, values, scratch);
            self.written.0[segment].fetch_add(1, Ordering::Release);
        }
    }

    /// The segment of the first part that belongs to the next thread.
    fn first_segment_of_others(&self, member: usize) -> usize {
        let next = &self.own_parts[(member + 1) % self.own_parts.len()];
        self.part_segments.get(next.start).copied().unwrap_or(0)
    }

    /// # Safety
    /// The part must belong to this thread, and all of its segment be written.
    unsafe fn change_weights(&self, part: usize, planned: &Planned<T::Plan>, scratch: &mut [f32]) {
        let (start, end) = (self.bounds[part], self.bounds[part + 1]);
        let seen = if self.segments.is_empty() { 0..self.record_length } else { start..end };
        let next = self.next_of_same(part);
        // SAFETY: these weights, this part of each copy and this part belong to this piece alone,
        // and nobody writes the places of the records that are seen now.
        unsafe {
            let written = self.written(planned.records, seen);
            let weights = std::slice::from_raw_parts_mut(self.weights.add(start), end - start);
            let copies = self.copies.each_ref().map(|c| c.part(part));
            let (part, shared) = (&mut *self.parts.add(part), self.taken.len() > 1);
            let part = Changed { weights, copies, part, shared, next };
            self.steps.change_weights(&planned.plan, written, part, scratch);
        }
    }

    /// Places of the part after this one, if it belongs to the same of several threads.
    fn next_of_same(&self, part: usize) -> usize {
        let next = part + 1;
        let same = |own: &Range<usize>| own.contains(&part) && own.contains(&next);
        let is_same = self.own_parts.len() > 1 && self.own_parts.iter().any(same);
        if is_same { self.bounds[next + 1] - self.bounds[next] } else { 0 }
    }

    /// # Safety
    /// As long as the result lives, nobody may write these places of the records.
    unsafe fn written<'w>(&self, records: usize, seen: Range<usize>) -> Written<'w> {
        // SAFETY: there are as many records, and the places were held against their length.
        unsafe { Written::from_raw(self.records, (records, self.record_length), seen) }
    }

    /// Lets the lead look at the heads, and plan the next phase.
    ///
    /// # Safety
    /// All heads must be written, no other thread may be here or in [`begin`](Shared::begin), and none have a
    /// piece of the next phase.
    unsafe fn look_between(&self, phase: Phase, planned: &Planned<T::Plan>) {
        // SAFETY: the caller's promise.
        let (lead, next) =
            unsafe { (&mut *self.lead.get(), &mut *self.plans[1 - phase.place()].get()) };
        // SAFETY: nobody writes the heads until the next phase but one.
        let heads = unsafe { self.written(planned.records, self.head.clone()) };
        *next = lead.between(planned.plan, heads).map(|plan| self.plan(plan));
        if next.is_some() {
            self.planned.0.store(phase.number() + 1, Ordering::Release);
        }
    }

    fn plan(&self, plan: T::Plan) -> Planned<T::Plan> {
        let records = self.steps.records(&plan);
        assert!((1..=self.records_count).contains(&records), "a plan for records there aren't");
        Planned { plan, records }
    }

    /// Begins the phase after `last`, or the end. Returns it; the beginning is yet to be counted.
    ///
    /// # Safety
    /// No piece of `last` may be in work, and no other thread may be here.
    unsafe fn begin(&self, last: Phase) -> Phase {
        let [old, new] = [last.place(), 1 - last.place()];
        // For the phase after this one, some of whose pieces may be done before it begins.
        self.done[old].0.store(0, Ordering::Relaxed);
        if last.writes_records() {
            if self.segments.is_empty() {
                // SAFETY: nobody works now.
                unsafe {
                    let planned = (*self.plans[old].get()).as_ref();
                    self.look_between(last, planned.expect("a phase has a plan"));
                }
            }
        } else {
            self.heads.0.store(0, Ordering::Relaxed);
            self.written.0.iter().for_each(|count| count.store(0, Ordering::Relaxed));
            // SAFETY: nobody works now.
            unsafe {
                let next = (*self.lead.get()).next();
                *self.plans[new].get() = next.map(|plan| self.plan(plan));
            }
        }
        // SAFETY: who has a piece of the next phase only reads its plan.
        let plan = unsafe { (*self.plans[new].get()).as_ref() };
        let phase = plan.map_or(Phase::END, |next| {
            let pieces = match last.writes_records() {
                true => self.bounds.len() - 1,
                false => next.records.div_ceil(self.piece_records),
            };
            Phase::new(last.number() + 1, pieces)
        });
        // Unless all is over: a thread may have panicked in a part that it changed early.
        let begun =
            self.phase.0.compare_exchange(last.0, phase.0, Ordering::SeqCst, Ordering::SeqCst);
        self.bed.wake();
        if begun.is_ok() { phase } else { Phase::END }
    }
}

/// The segment of each part.
fn part_segments(segments: &[Range<usize>]) -> Vec<usize> {
    let segments = segments.iter().enumerate();
    segments.flat_map(|(segment, parts)| parts.clone().map(move |_| segment)).collect()
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
