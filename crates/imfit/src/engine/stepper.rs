//! The two kinds of training steps, behind one face.

use imfit_compute::{Bf16, Isa};

use super::conductor::Conductor;
use super::layout::Counts;
use super::network::Network;
use super::staged::StagedStep;
use super::step::{Task, TrainStep};
use crate::error::{Error, Result};

/// How the steps of a training are taken, with its buffers. Made once for a fit.
pub(crate) enum Stepper {
    /// Rows of data go there and back on their own.
    TwoPhases(Box<TrainStep>),
    /// Rows wait for the whole batch at each batch normalisation that isn't frozen.
    Staged(Box<StagedStep>),
}

/// A batch has more rows than can be kept, where all of them have to be.
pub(crate) struct TooManyRows {
    /// Rows that can be.
    pub(super) most: u64,
}

impl TooManyRows {
    /// The error, for the argument that asks for batches of `rows` rows.
    pub(crate) fn of(self, argument: &str, rows: usize) -> Error {
        let allowed = format!(
            "at most {} rows for this model: it normalises batches, and what all its layers make of \
             one has to fit into 4 GiB",
            self.most
        );
        Error::argument(argument, rows, allowed)
    }
}

impl Stepper {
    /// Steps on batches of up to `batch_rows` rows; products are of bf16 where `bf16`
    /// is given.
    ///
    /// # Errors
    /// A batch that is too large to be kept as a whole, where it has to be.
    pub(crate) fn new(
        network: &Network,
        batch_rows: usize,
        counts: Counts,
        isa: Isa,
        bf16: Option<Bf16>,
    ) -> std::result::Result<Stepper, TooManyRows> {
        if StagedStep::takes(network) {
            let step = StagedStep::new(network, batch_rows, counts, isa, bf16)?;
            return Ok(Stepper::Staged(Box::new(step)));
        }
        let step = TrainStep::new(network, batch_rows, counts, isa, bf16);
        Ok(Stepper::TwoPhases(Box::new(step)))
    }

    /// Rows that are worked on between two looks at the clock, at most.
    pub(crate) fn chunk_rows(&self) -> usize {
        match self {
            Stepper::TwoPhases(step) => step.chunk_rows(),
            Stepper::Staged(step) => step.chunk_rows(),
        }
    }

    /// Takes steps until the conductor has no more batches.
    pub(crate) fn run<'a>(
        &mut self,
        network: &mut Network,
        task: &Task<'_, '_>,
        conductor: &mut impl Conductor<'a>,
    ) -> Result<()> {
        match self {
            Stepper::TwoPhases(step) => step.run(network, task, conductor),
            Stepper::Staged(step) => step.run(network, task, conductor),
        }
    }
}
