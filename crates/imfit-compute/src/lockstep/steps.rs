//! What is done in lockstep, and who says what comes next.

use super::Written;

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
    /// The rest of phase 1, where there are segments: writes the `values` of one of a record, after
    /// [`write_records`](Steps::write_records) for that record and on the same thread. Others may be
    /// changing weights already.
    fn write_segment(
        &self,
        plan: &Self::Plan,
        record: usize,
        segment: usize,
        values: &mut [f32],
        scratch: &mut [f32],
    ) {
        let _ = (plan, record, values, scratch);
        unreachable!("nobody says how segment {segment} is written");
    }
    /// Phase 2: changes one part of the weights, and of their copies. It is shown the part's gradient of
    /// each record, and whole records where there are no segments.
    fn change_weights(
        &self,
        plan: &Self::Plan,
        written: Written<'_>,
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
    /// Whether other threads have read the weights.
    pub shared: bool,
    /// Places of the part after this one, where the same thread is to change that next, and others have read it.
    pub next: usize,
}

/// Who says what comes next, while nobody works.
pub trait Lead<Plan>: Send {
    /// The next step, or nothing if that was all.
    fn next(&mut self) -> Option<Plan>;
    /// Looks at the head of each record once all are written. The plan for phase 2, or nothing to stop
    /// before any weight changes.
    fn between(&mut self, plan: Plan, heads: Written<'_>) -> Option<Plan>;
}
