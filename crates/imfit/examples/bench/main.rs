//! imfit's own part of `make bench`: does one piece of work after the other and says how long each
//! took.
//!
//! `bench PICTURE` reads a case a line from its standard input, as JSON, and answers each with a line
//! of JSON: seconds, or `{"error": "..."}`. Before the first it says what it is. Every peer has a
//! program like this one (`scripts/bench/peers`), so that `scripts/bench` can give all of them the
//! same work, one at a time, while the machine is quiet. By hand:
//!
//! ```sh
//! echo '{"what": "train", "layers": [[100, "tanh"], [3, "relu1"]], "batch": 128, "repeat": 5}' |
//!     cargo run --release -p imfit --example bench -- notebooks/images/godwit.png
//! ```

mod case;
mod memory;
mod network;
mod pixels;
mod prediction;
mod training;

use std::error::Error;
use std::io::{BufRead, Write, stdin, stdout};

use imfit::Image;
use serde_json::{Value, json};

use case::Case;

fn main() -> Result<(), Box<dyn Error>> {
    let picture = std::env::args().nth(1).ok_or("usage: bench PICTURE")?;
    let picture = Image::open(picture)?;
    say(&json!({
        "peer": "imfit",
        "versions": { "imfit": imfit::VERSION },
        "isa": imfit::instruction_set()?,
        "threads": imfit::num_threads()?,
    }))?;
    for line in stdin().lock().lines() {
        let answer = answer(&line?, &picture);
        say(&answer.unwrap_or_else(|error| json!({ "error": error.to_string() })))?;
    }
    Ok(())
}

fn answer(line: &str, picture: &Image) -> Result<Value, Box<dyn Error>> {
    let case: Case = serde_json::from_str(line)?;
    Ok(match case {
        Case::Train(case) => training::train(&case, picture)?,
        Case::Compare(case) => training::compare(&case, picture)?,
        Case::Predict(case) => prediction::predict(&case, picture)?,
        Case::Render(case) => prediction::render(&case)?,
        Case::Memory(case) => memory::train(&case)?,
    })
}

/// A line, at once: whoever asked waits for it.
fn say(line: &Value) -> std::io::Result<()> {
    let mut out = stdout().lock();
    writeln!(out, "{line}")?;
    out.flush()
}
