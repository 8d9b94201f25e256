//! The machine that runs a model: its weights as the kernels want them, rows of data in panels, and
//! the two phases of a training step.
//!
//! Rows of data travel in *records*: all that the layers make of sixteen rows stands side by side
//! (`layout.rs`), so that a few records stay in a core's cache from the first layer to the last and
//! back. `operations` holds what layers do; `pass.rs` sends records through them; `division.rs` cuts a
//! batch into what threads can share, and `room.rs` has the buffers for that; `step.rs` and `phases.rs`
//! put passes and updates together for threads that share rows, `pipeline` for threads that share layers.
//! `read_ahead.rs` brings the rows of small networks, and `staged` has the steps where batches are normalised.

mod bf16;
mod care;
mod conducted;
mod conductor;
mod division;
mod forward;
mod frozen;
mod layout;
mod network;
mod operations;
mod pace;
mod part;
mod pass;
mod phases;
mod pipeline;
mod read_ahead;
mod room;
mod rows;
mod staged;
mod step;
mod stepper;
mod sums;
mod whole;

pub(crate) use conductor::{Batch, Conductor, Outcome};
pub(crate) use forward::{EVALUATED_ROWS, Evaluation, Inputs, Scored, predict_rows};
pub(crate) use layout::Counts;
pub(crate) use network::Network;
pub(crate) use read_ahead::{Aside, Upcoming};
pub(crate) use step::Task;
pub(crate) use stepper::Stepper;
pub(crate) use sums::Sums;

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

/// Records that go through all layers together: more would leave the fastest cache.
pub(crate) const MOST_TOGETHER: usize = 4;
/// Where records are short, they are as many as hold this many values.
const PIECE_VALUES: usize = 8 << 10;
/// Below this many multiplications, handing work to other threads costs more than it saves.
pub(crate) const PARALLEL_WORK: usize = 50_000;
/// Batches between two looks at the clock, at most.
const MOST_UNSEEN: usize = 16;
/// For epochs of fewer batches, the buffers of a pipeline aren't worth their making.
const PIPELINE_BATCHES: usize = 4;
/// For fewer rows, a thread that reads ahead isn't worth its beginning.
const READ_AHEAD_ROWS: usize = 16 << 10;

/// Records of `length` values that go through all layers together.
fn records_together(length: usize) -> usize {
    MOST_TOGETHER.max(PIECE_VALUES / length)
}
