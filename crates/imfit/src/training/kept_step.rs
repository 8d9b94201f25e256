//! What a step on a batch leaves for the next one.

use std::fmt;

use crate::engine::{Counts, Stepper};

/// Rows of a batch whose buffers are kept, at most: beside a step on more it takes little to make them, and they may be
/// large.
const MOST_ROWS: usize = 1 << 14;

/// The buffers of the last step on a batch that the host brought itself: to make them takes longer than a short step.
/// A copy of a model makes its own.
#[derive(Default)]
pub(crate) struct KeptStep(Option<(Identity, Stepper)>);

/// What buffers are made for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Identity {
    /// That of the model: its layers, and what it is compiled with.
    pub(super) revision: u64,
    pub(super) batch_size: usize,
    pub(super) counts: Counts,
}

impl KeptStep {
    /// Takes the buffers out, if they are made for the same; others are let go.
    pub(super) fn take(&mut self, identity: Identity) -> Option<Stepper> {
        self.0.take().filter(|(kept, _)| *kept == identity).map(|(_, step)| step)
    }

    /// Keeps the buffers, unless they are too large for that.
    pub(super) fn keep(&mut self, identity: Identity, step: Stepper) {
        self.0 = (identity.batch_size <= MOST_ROWS).then_some((identity, step));
    }
}

impl Clone for KeptStep {
    fn clone(&self) -> KeptStep {
        KeptStep::default()
    }
}

impl fmt::Debug for KeptStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "KeptStep(..)" } else { "KeptStep" })
    }
}
