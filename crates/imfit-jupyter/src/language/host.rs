//! What the functions of a cell reach: the outputs of the cell, and the interrupt.

use std::rc::Rc;
use std::time::Duration;

use imfit::Error;
use rhai::EvalAltResult;

use crate::display::Output;

/// How long a piece of work may take before the interrupt is looked at.
pub(super) const BUDGET: Duration = Duration::from_millis(20);

/// The kernel, as the functions see it.
#[derive(Clone)]
pub(crate) struct Host {
    pub(crate) output: Rc<Output>,
}

/// Why a function didn't return a value.
pub(crate) enum Stopped {
    /// Something is wrong.
    Failed(Error),
    /// A function of the cell failed.
    Raised(Box<EvalAltResult>),
    /// The user interrupted it; what has become of the work, in words.
    Interrupted(String),
}

impl From<Error> for Stopped {
    fn from(error: Error) -> Stopped {
        Stopped::Failed(error)
    }
}

impl Host {
    /// Calls `piece` until it returns something; stops when the user interrupts.
    pub(super) fn finish<T>(
        &self,
        mut piece: impl FnMut() -> Result<Option<T>, Stopped>,
    ) -> Result<T, Stopped> {
        loop {
            if let Some(done) = piece()? {
                return Ok(done);
            }
            if self.output.is_interrupted() {
                return Err(Stopped::Interrupted("interrupted".to_owned()));
            }
        }
    }
}
