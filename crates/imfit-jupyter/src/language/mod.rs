//! The language of the cells: Rhai, with imfit's functions.

mod arrays;
mod callbacks;
mod declared;
mod describe;
mod engine;
mod failure;
mod functions;
mod given;
mod host;
mod models;
mod pictures;
mod recipe;
mod settings;
mod shown;
mod training;
mod values;

use std::collections::BTreeMap;
use std::rc::Rc;

use rhai::{AST, Dynamic, Engine, LexError, ParseErrorType, Scope};

use crate::display::{self, Output};
use failure::Source;
use functions::{FIELDS, FUNCTIONS, Receiver};
use host::Host;

pub(crate) use failure::{CoreError, Failure};
pub(crate) use functions::function;
pub(crate) use values::{Component, Losses, Matrix, Model, Picture, type_in_words};

/// The words of Rhai that can be completed.
pub(crate) const KEYWORDS: &[&str] = &[
    "break", "catch", "const", "continue", "do", "else", "false", "fn", "for", "if", "in", "let",
    "loop", "print", "return", "switch", "throw", "true", "try", "until", "while",
];

/// What a piece of code is, on its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Parsed {
    /// A cell that can be run.
    Complete,
    /// The beginning of one.
    Incomplete,
    /// Wrong, whatever may follow.
    Invalid,
}

/// A running language: variables and functions last from one cell to the next.
pub(crate) struct Language {
    host: Host,
    engine: Engine,
    scope: Scope<'static>,
    /// The functions that cells have defined.
    functions: AST,
    /// Where each of them was defined: the number of its cell, and the cell.
    defined: BTreeMap<String, (usize, Rc<str>)>,
}

impl Language {
    /// A language without variables, whose output goes to `output`.
    pub(crate) fn new(output: Rc<Output>) -> Language {
        let host = Host { output };
        Language {
            engine: engine::engine(&host),
            host,
            scope: Scope::new(),
            functions: AST::empty(),
            defined: BTreeMap::new(),
        }
    }

    /// Runs a cell, and returns the value of its last expression.
    pub(crate) fn run(&mut self, cell: usize, code: &str) -> Result<Dynamic, Failure> {
        if let Some(cell) = recipe::Cell::parse(code) {
            let done = cell.run(&self.host, &mut self.scope);
            return done.map(Dynamic::from).map_err(Failure::from);
        }
        let source = Source { cell, code };
        let compiled = self.engine.compile_with_scope(&self.scope, code);
        let ast = compiled.map_err(|error| Failure::of_syntax(&error, &source))?;
        self.remember(cell, code, &ast);
        let whole = self.functions.merge(&ast);
        let done = self.engine.eval_ast_with_scope::<Dynamic>(&mut self.scope, &whole);
        // What a cell has defined before it failed stays, as in other notebooks. What a later `let`
        // hides is forgotten: it may be a model of many megabytes.
        self.scope = self.scope.clone_visible();
        self.functions = whole;
        self.functions.clear_statements();
        done.map_err(|error| {
            Failure::of_run(&error, source, |name| {
                self.defined.get(name).map(|(cell, code)| Source { cell: *cell, code })
            })
        })
    }

    fn remember(&mut self, cell: usize, code: &str, ast: &AST) {
        let code: Rc<str> = code.into();
        for function in ast.iter_functions() {
            self.defined.insert(function.name.to_owned(), (cell, code.clone()));
        }
    }

    /// Whether a piece of code can be run.
    pub(crate) fn parse(&self, code: &str) -> Parsed {
        if let Some(cell) = recipe::Cell::parse(code) {
            // An empty line ends it, as in other consoles.
            let ended = code.ends_with("\n\n") && !cell.is_open();
            return if ended { Parsed::Complete } else { Parsed::Incomplete };
        }
        let Err(error) = self.engine.compile(code) else {
            let open = self.ends_in_a_comment(code);
            return if open { Parsed::Incomplete } else { Parsed::Complete };
        };
        // Rhai says where it stopped to understand: at the end, more may come.
        let at_the_end = match (error.position().line(), error.position().position()) {
            (Some(line), column) => {
                let lines: Vec<&str> = code.trim_end().lines().collect();
                let last = lines.last().map_or(0, |last| last.chars().count());
                line > lines.len() || (line == lines.len() && column.unwrap_or(0) > last)
            }
            (None, _) => true,
        };
        match error.err_type() {
            ParseErrorType::UnexpectedEOF
            | ParseErrorType::BadInput(LexError::UnterminatedString) => Parsed::Incomplete,
            _ if at_the_end => Parsed::Incomplete,
            _ => Parsed::Invalid,
        }
    }

    /// Whether code that Rhai takes ends in a comment that isn't closed, which Rhai takes too.
    fn ends_in_a_comment(&self, code: &str) -> bool {
        // A bracket that closes nothing is an error anywhere but in a comment.
        code.contains("/*") && self.engine.compile(format!("{code}\n)")).is_ok()
    }

    /// The names of functions and variables.
    pub(crate) fn names(&self) -> Vec<String> {
        let own = FUNCTIONS.iter().filter(|function| function.on == Receiver::Nothing);
        let mut names: Vec<String> = own.map(|function| function.name.clone()).collect();
        names.extend(self.scope.iter().map(|(name, ..)| name.to_owned()));
        let defined = self.defined.keys().filter(|name| !name.starts_with("anon$"));
        names.extend(defined.cloned());
        names
    }

    /// The methods and fields of a variable; those of all types where it isn't known.
    pub(crate) fn members(&self, variable: &str) -> Vec<String> {
        let value = self.scope.get(variable);
        let receiver = value.and_then(receiver_of);
        let is_wanted = |on: Receiver| match (value, receiver) {
            (None, _) => on != Receiver::Nothing,
            (Some(_), receiver) => Some(on) == receiver,
        };
        let methods = FUNCTIONS.iter().filter(|function| is_wanted(function.on));
        let mut names: Vec<String> = methods.map(|function| function.name.clone()).collect();
        let type_name = value.map(|value| self.engine.map_type_name(value.type_name()));
        let fields = FIELDS.iter().filter(|(name, _)| type_name.is_none_or(|own| own == *name));
        names.extend(fields.flat_map(|(_, fields)| fields.iter().map(|name| (*name).to_owned())));
        if let Some(map) = value.and_then(|value| value.read_lock::<rhai::Map>()) {
            names.extend(map.keys().map(ToString::to_string));
        }
        if let Some(losses) = value.and_then(|value| value.read_lock::<Losses>()) {
            names.extend(losses.0.metrics.iter().map(|series| series.name.clone()));
        }
        names
    }

    /// What a name is, in words.
    pub(crate) fn describe(&self, name: &str) -> Option<String> {
        if let Some(value) = self.scope.get(name) {
            return Some(format!("{name}: {}\n\n{}", type_in_words(value), display::text(value)));
        }
        let own = self.functions.iter_functions().filter(|function| function.name == name);
        let own: Vec<String> = own.map(|function| function.to_string()).collect();
        if !own.is_empty() {
            let cell = self.defined.get(name).map_or(0, |(cell, _)| *cell);
            return Some(format!("{}\n\nDefined in cell {cell}.", own.join("\n")));
        }
        describe::functions(name)
    }
}

fn receiver_of(value: &Dynamic) -> Option<Receiver> {
    if value.is::<Model>() {
        Some(Receiver::Model)
    } else if value.is::<Picture>() {
        Some(Receiver::Picture)
    } else if value.is::<Losses>() {
        Some(Receiver::Losses)
    } else {
        None
    }
}
