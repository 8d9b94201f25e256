//! Prints the instruction sets that this processor has, best first: what `IMFIT_ISA` may name.

use std::io::{Write, stdout};

fn main() -> std::io::Result<()> {
    for name in imfit::instruction_sets() {
        writeln!(stdout(), "{name}")?;
    }
    Ok(())
}
