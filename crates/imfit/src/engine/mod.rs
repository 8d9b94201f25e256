//! The machine that runs a model: weights laid out for the kernels, one mini-batch through all
//! layers while it is in cache, and the two phases of a training step.

mod block;
mod forward;
mod network;
mod parameter;
mod step;

pub(crate) use forward::{EVALUATED_ROWS, Evaluation, Scored, predict_rows};
pub(crate) use network::Network;
pub(crate) use parameter::Parameter;
pub(crate) use step::{Batch, TrainStep};

use std::sync::OnceLock;

use imfit_compute::Isa;

use crate::error::{Error, Result};

/// The instruction set to use: the best there is, or the one that `IMFIT_ISA` names.
pub(crate) fn isa() -> Result<Isa> {
    static CHOSEN: OnceLock<std::result::Result<Isa, String>> = OnceLock::new();
    let chosen = CHOSEN.get_or_init(|| match std::env::var("IMFIT_ISA") {
        Ok(name) => Isa::by_name(&name).map_err(|error| error.known.join(", ")),
        Err(_) => Ok(Isa::detect()),
    });
    chosen.clone().map_err(|known| {
        let given = std::env::var("IMFIT_ISA").unwrap_or_default();
        Error::argument("IMFIT_ISA", format!("'{given}'"), format!("one of {known}"))
    })
}

/// Rows that go through all layers together. Results don't depend on it.
pub(crate) const BLOCK_ROWS: usize = 32;
/// Rows whose gradients are summed before the sum is added to the batch's: it keeps `f32` sums over
/// very large batches exact, bounds the memory, and is where a training can be interrupted.
pub(crate) const CHUNK_ROWS: usize = 1024;
/// Below this many multiplications, handing work to other threads costs more than it saves.
pub(crate) const PARALLEL_WORK: usize = 200_000;
