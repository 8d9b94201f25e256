//! Functions in words: their signatures, and a line for each argument.

use imfit::declare::{Argument, Declaration, Default, Values};

use super::functions::{FUNCTIONS, Function, Receiver};

/// All functions and methods of a name, described; nothing where there is none.
pub(super) fn functions(name: &str) -> Option<String> {
    let found = FUNCTIONS.iter().filter(|function| function.name == name);
    let all: Vec<String> = found.map(function).collect();
    (!all.is_empty()).then(|| all.join("\n\n"))
}

fn function(function: &Function) -> String {
    let declaration = function.declaration;
    let on = match function.on {
        Receiver::Nothing => "",
        Receiver::Model => "model.",
        Receiver::Picture => "picture.",
        Receiver::Losses => "history.",
    };
    let mut text = format!("{on}{}\n\n{}", signature(&function.name, declaration), declaration.doc);
    if !declaration.arguments.is_empty() {
        text += "\n\nArguments, in this order, or by name in a map at the end, as #{name: value}:";
    }
    for argument in declaration.arguments {
        text += &format!("\n  {}: {}\n      {}", argument.name, allowed(argument), argument.doc);
    }
    if !declaration.source.is_empty() {
        text += &format!("\n\n{}", declaration.source);
    }
    text
}

/// `dense(units, #{activation: (), use_bias: true})`
fn signature(name: &str, declaration: &Declaration) -> String {
    let is_required = |argument: &&Argument| matches!(argument.default, Default::Required);
    let (required, optional): (Vec<&Argument>, Vec<&Argument>) =
        declaration.arguments.iter().partition(is_required);
    let mut parts: Vec<String> = required.iter().map(|argument| argument.name.to_owned()).collect();
    if !optional.is_empty() {
        let named =
            optional.iter().map(|argument| format!("{}: {}", argument.name, default(argument)));
        parts.push(format!("#{{{}}}", named.collect::<Vec<_>>().join(", ")));
    }
    format!("{name}({})", parts.join(", "))
}

fn default(argument: &Argument) -> String {
    match argument.default.to_json() {
        None | Some(serde_json::Value::Null) => "()".to_owned(),
        Some(value) => value.to_string(),
    }
}

fn allowed(argument: &Argument) -> String {
    let words = match argument.values {
        Values::Host(words) => words.to_owned(),
        values => values.in_words(),
    };
    if argument.optional { format!("{words}, or nothing") } else { words }
}
