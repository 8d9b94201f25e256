//! The validation after an epoch.

use std::time::Instant;

use super::calls::When;
use super::history::Logs;
use super::progress::Event;
use super::rows::validation_rows;
use super::scorer::Stopped;
use super::trainer::{Phase, Trainer};
use crate::callbacks::Hook;
use crate::data::FitData;
use crate::error::Result;
use crate::model::Sequential;

impl Trainer {
    /// Goes on with the validation, where callbacks want it batch by batch.
    pub(super) fn validate(
        &mut self,
        model: &Sequential,
        data: &FitData<'_>,
        deadline: Instant,
    ) -> Result<Option<Event>> {
        let Phase::Validating(scorer) = &mut self.phase else { return Ok(None) };
        let (rows, _) = validation_rows(data, self.schedule.place.rows_total());
        let when = |batch| When { epoch: self.epoch, batch };
        match scorer.go_on(model, rows, deadline)? {
            Stopped::Asking => return Ok(Some(Event::Question)),
            Stopped::Paused => {}
            Stopped::BatchBegins(batch) => {
                self.calls.begin(Hook::TestBatchBegin, when(batch), &Logs::new());
            }
            Stopped::BatchEnded(batch) => {
                let logs = scorer.logs(model)?;
                self.calls.begin(Hook::TestBatchEnd, when(batch), &logs);
            }
            Stopped::Done => {
                let logs = scorer.logs(model)?;
                self.end_validation(logs);
            }
        }
        Ok(None)
    }

    fn end_validation(&mut self, logs: Logs) {
        self.calls.begin(Hook::TestEnd, self.when(), &logs);
        self.logs.extend(logs.into_iter().map(|(name, value)| (format!("val_{name}"), value)));
        self.phase = Phase::AfterValidation;
    }
}
