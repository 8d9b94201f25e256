//! What a step on a batch leaves for the next one.

use std::fmt;

use crate::engine::{Counts, Stepper};

/// The buffers of the last step on a batch that the host brought itself: to make them takes longer than a short step.
/// A copy of a model makes its own.
#[derive(Default)]
pub(crate) struct KeptStep(Option<(Identity, Stepper)>);

/// What buffers are made for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Identity {
    /// That of the model: the numbers of layers, and what they are trained with.
    pub(super) revision: u64,
    pub(super) batch_size: usize,
    pub(super) counts: Counts,
}

impl KeptStep {
    /// Takes the buffers out, if they are made for the same; others are let go.
    pub(super) fn take(&mut self, identity: Identity) -> Option<Stepper> {
        self.0.take().filter(|(kept, _)| *kept == identity).map(|(_, step)| step)
    }

    pub(super) fn keep(&mut self, identity: Identity, step: Stepper) {
        self.0 = Some((identity, step));
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
