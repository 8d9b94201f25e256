//! What went wrong in a cell: a name, a message, and where.

use imfit::ErrorKind;
use rhai::{EvalAltResult, ParseError, Position};

use super::host::Stopped;

/// An error as Jupyter shows it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Failure {
    /// `ValueError`, `SyntaxError`, ..
    pub(crate) ename: String,
    pub(crate) evalue: String,
    /// What frontends print.
    pub(crate) traceback: Vec<String>,
}

/// An error of the core, on its way through Rhai.
#[derive(Debug, Clone)]
pub(crate) struct CoreError {
    kind: ErrorKind,
    message: String,
}

impl From<imfit::Error> for CoreError {
    fn from(error: imfit::Error) -> CoreError {
        CoreError { kind: error.kind(), message: error.to_string() }
    }
}

impl From<Stopped> for Failure {
    fn from(stopped: Stopped) -> Failure {
        match stopped {
            Stopped::Failed(error) => Failure::new(core_name(error.kind()), error.to_string()),
            Stopped::Raised(error) => {
                let (ename, evalue) = name_and_message(&error);
                Failure::new(ename, evalue)
            }
            Stopped::Interrupted(how_far) => Failure::new("Interrupted", how_far),
        }
    }
}

impl CoreError {
    /// What is wrong, in words.
    pub(crate) fn message(&self) -> &str {
        &self.message
    }
}

/// The code that an error may point into.
pub(super) struct Source<'a> {
    /// The number of its cell.
    pub(super) cell: usize,
    pub(super) code: &'a str,
}

impl Failure {
    /// An error that is nowhere in particular.
    pub(crate) fn new(ename: &str, evalue: String) -> Failure {
        let traceback = vec![format!("{ename}: {evalue}")];
        Failure { ename: ename.to_owned(), evalue, traceback }
    }

    /// A cell that isn't Rhai.
    pub(super) fn of_syntax(error: &ParseError, source: &Source<'_>) -> Failure {
        let mut failure = Failure::new("SyntaxError", error.err_type().to_string());
        failure.point(error.position(), source);
        failure
    }

    /// A cell that stopped. `function` finds the source of a function by its name.
    pub(super) fn of_run<'a>(
        error: &EvalAltResult,
        source: Source<'a>,
        function: impl Fn(&str) -> Option<Source<'a>>,
    ) -> Failure {
        // From the cell inwards: each call that is on the way, and where.
        let (mut error, mut source, mut calls) = (error, source, Vec::new());
        while let EvalAltResult::ErrorInFunctionCall(name, _, inner, position) = error {
            calls.push((name.clone(), *position, source.cell));
            source = function(name).unwrap_or(source);
            error = inner;
        }
        let (ename, evalue) = name_and_message(error);
        let mut failure = Failure::new(ename, evalue);
        failure.point(error.position(), &source);
        for (name, position, cell) in calls.iter().rev() {
            let name = if name.starts_with("anon$") { "a function" } else { name };
            failure.traceback.push(format!("in {name}, called {}", place(*position, *cell)));
        }
        failure
    }

    /// Adds the place, and the line with a mark under it.
    fn point(&mut self, position: Position, source: &Source<'_>) {
        if position.is_none() {
            return;
        }
        self.traceback.push(format!("at {}", place(position, source.cell)));
        let line = position.line().and_then(|line| source.code.lines().nth(line - 1));
        if let (Some(line), Some(column)) = (line, position.position()) {
            let (line, column) = around(line, column);
            self.traceback.push(format!("    {line}"));
            self.traceback.push(format!("    {}^", " ".repeat(column - 1)));
        }
    }
}

/// Characters of a line that are shown.
const LINE: usize = 100;

/// A part of a long line around a column, and where the column is in it; both count from 1.
fn around(line: &str, column: usize) -> (String, usize) {
    let skip = if line.chars().count() > LINE { column.saturating_sub(LINE / 2) } else { 0 };
    let part: String = line.chars().skip(skip).take(LINE).collect();
    (part.replace('\t', " "), column - skip)
}

fn place(position: Position, cell: usize) -> String {
    match (position.line(), position.position()) {
        (Some(line), Some(column)) => format!("line {line}, column {column} of cell {cell}"),
        (Some(line), None) => format!("line {line} of cell {cell}"),
        _ => format!("an unknown place of cell {cell}"),
    }
}

fn name_and_message(error: &EvalAltResult) -> (&'static str, String) {
    match error {
        EvalAltResult::ErrorRuntime(value, _) => match value.read_lock::<CoreError>() {
            Some(error) => (core_name(error.kind), error.message.clone()),
            None if value.is_unit() => ("Error", "thrown without a message".to_owned()),
            None => ("Error", value.to_string()),
        },
        EvalAltResult::ErrorTerminated(how_far, _) => ("Interrupted", how_far.to_string()),
        EvalAltResult::ErrorParsing(error, _) => ("SyntaxError", error.to_string()),
        EvalAltResult::ErrorVariableNotFound(name, _) => {
            ("NameError", format!("there is no variable `{name}`"))
        }
        EvalAltResult::ErrorFunctionNotFound(signature, _) => {
            ("NameError", format!("there is no function {signature}"))
        }
        EvalAltResult::ErrorDotExpr(message, _) => ("NameError", message.clone()),
        EvalAltResult::ErrorDataRace(name, _) => {
            let this = "a function that `fit` calls sees the model as `this`";
            ("Error", format!("`{name}` is in use already; {this}"))
        }
        EvalAltResult::ErrorMismatchDataType(..) | EvalAltResult::ErrorMismatchOutputType(..) => {
            ("TypeError", message_alone(error))
        }
        EvalAltResult::ErrorTooManyOperations(_)
        | EvalAltResult::ErrorTooManyVariables(_)
        | EvalAltResult::ErrorStackOverflow(_)
        | EvalAltResult::ErrorDataTooLarge(..) => ("LimitError", message_alone(error)),
        _ => ("Error", message_alone(error)),
    }
}

/// The message without the position that Rhai puts behind it.
fn message_alone(error: &EvalAltResult) -> String {
    let text = error.to_string();
    let place = format!(" ({})", error.position());
    text.strip_suffix(&place).map_or(text.clone(), str::to_owned)
}

fn core_name(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::Value => "ValueError",
        ErrorKind::Type => "TypeError",
        ErrorKind::Io => "OSError",
        ErrorKind::State => "StateError",
    }
}
