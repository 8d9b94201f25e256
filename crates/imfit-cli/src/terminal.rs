//! What the terminal behind standard error can do.

use std::io::{self, IsTerminal};

/// How colours can be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colours {
    /// Any red, green and blue of 8 bits.
    True,
    /// The cube of 6 x 6 x 6 of a palette of 256.
    Cube,
}

/// Whether standard error is a terminal whose last line can be drawn anew.
pub fn can_redraw() -> bool {
    io::stderr().is_terminal() && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
}

/// The columns and lines of the terminal behind standard error.
pub fn size() -> Option<(usize, usize)> {
    let (width, height) = terminal_size::terminal_size_of(io::stderr())?;
    Some((width.0.into(), height.0.into()))
}

/// The columns of the terminal behind standard output.
pub fn columns() -> Option<usize> {
    terminal_size::terminal_size_of(io::stdout()).map(|(width, _)| width.0.into())
}

/// The colours of the terminal; nothing where it has few, or none are wanted.
pub fn colours() -> Option<Colours> {
    let variable = |name| std::env::var(name).unwrap_or_default();
    colours_of(can_redraw(), &variable("NO_COLOR"), &variable("COLORTERM"), &variable("TERM"))
}

fn colours_of(can_redraw: bool, no_color: &str, colorterm: &str, term: &str) -> Option<Colours> {
    if !can_redraw || !no_color.is_empty() {
        return None;
    }
    match colorterm {
        "truecolor" | "24bit" => Some(Colours::True),
        _ if term.contains("direct") => Some(Colours::True),
        _ => term.contains("256color").then_some(Colours::Cube),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_environment_tells_the_colours() {
        assert_eq!(colours_of(true, "", "truecolor", "xterm"), Some(Colours::True));
        assert_eq!(colours_of(true, "", "", "xterm-direct"), Some(Colours::True));
        assert_eq!(colours_of(true, "", "", "screen-256color"), Some(Colours::Cube));
        assert_eq!(colours_of(true, "", "", "xterm"), None);
        assert_eq!(colours_of(true, "1", "truecolor", "xterm-256color"), None);
        assert_eq!(colours_of(false, "", "truecolor", "xterm-256color"), None);
    }
}
