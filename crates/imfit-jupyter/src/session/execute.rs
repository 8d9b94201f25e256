//! Running a cell.

use std::collections::HashMap;

use jupyter_protocol::{
    ErrorOutput, ExecuteInput, ExecuteReply, ExecuteRequest, ExecuteResult, ExpressionResult,
    JupyterMessage, Payload, ReplyError, ReplyStatus, Transient,
};

use super::{Session, inspect};
use crate::display;
use crate::language::Failure;

impl Session {
    /// Runs a cell, and tells what came of it.
    pub(super) fn execute(
        &mut self,
        request: &ExecuteRequest,
        message: &JupyterMessage,
    ) -> ExecuteReply {
        if !request.silent {
            self.count += 1;
            if request.store_history {
                self.inputs.push(self.count, &request.code);
            }
        }
        self.output.begin(message);
        if !request.silent {
            let input =
                ExecuteInput { code: request.code.clone(), execution_count: self.count.into() };
            self.output.publish(input);
        }
        let done = self.run(request);
        self.output.flush();
        match done {
            Ok(payload) => ExecuteReply {
                status: ReplyStatus::Ok,
                execution_count: self.count.into(),
                payload,
                user_expressions: Some(self.user_expressions(request)),
                error: None,
            },
            Err(failure) => self.failed(failure, request.silent),
        }
    }

    /// Runs the code, or answers `?name`. Returns what the pager shall show.
    fn run(&mut self, request: &ExecuteRequest) -> Result<Vec<Payload>, Failure> {
        if let Some(name) = inspect::question(&request.code) {
            let data = inspect::page(&self.language, name)?;
            return Ok(vec![Payload::Page { data, start: 0 }]);
        }
        let value = self.language.run(self.count, &request.code)?;
        if !request.silent && !value.is_unit() {
            let result = ExecuteResult {
                execution_count: self.count.into(),
                data: display::media(&value),
                metadata: serde_json::Map::new(),
                // Nothing would be sent as null, which the schema forbids.
                transient: Some(Transient::default()),
            };
            self.output.flush();
            self.output.publish(result);
        }
        Ok(Vec::new())
    }

    fn failed(&self, failure: Failure, silent: bool) -> ExecuteReply {
        let Failure { ename, evalue, traceback } = failure;
        let error = ReplyError {
            ename: ename.clone(),
            evalue: evalue.clone(),
            traceback: traceback.clone(),
        };
        if !silent {
            self.output.publish(ErrorOutput { ename, evalue, traceback });
        }
        ExecuteReply {
            status: ReplyStatus::Error,
            execution_count: self.count.into(),
            error: Some(Box::new(error)),
            ..ExecuteReply::default()
        }
    }

    /// The values of the expressions that came with a request, by their names.
    fn user_expressions(&mut self, request: &ExecuteRequest) -> HashMap<String, ExpressionResult> {
        let given = request.user_expressions.iter().flatten();
        given
            .map(|(name, code)| {
                let result = match self.language.run(self.count, code) {
                    Ok(value) => ExpressionResult::Ok {
                        data: display::media(&value),
                        metadata: serde_json::Map::new(),
                    },
                    Err(Failure { ename, evalue, traceback }) => {
                        ExpressionResult::Error { ename, evalue, traceback }
                    }
                };
                (name.clone(), result)
            })
            .collect()
    }
}
