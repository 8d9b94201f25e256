//! What is shown of a training, on standard error.

use std::io::{self, Write};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use imfit::{EpochEnd, Grid, Logs, Progress, Sequential};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::preview;
use crate::terminal::{self, Colours};

/// How often the terminal is drawn anew, in a second.
const REDRAWS: u8 = 4;
/// How often the preview is.
const PREVIEW_EVERY: Duration = Duration::from_millis(500);

/// Shows how far a training has come: in a bar, in a line for each epoch, or not at all.
pub enum Display {
    /// Nothing is shown.
    Silent,
    /// A line for each epoch, for logs.
    Lines,
    /// A bar, and perhaps the picture above it.
    Bar { bar: ProgressBar, preview: Option<Preview> },
}

/// The picture as it is learnt.
pub struct Preview {
    text: Arc<Mutex<String>>,
    grid: Grid,
    size: (usize, usize),
    colours: Colours,
    drawn: Option<Instant>,
}

impl Display {
    /// A display for a training on the pixels of `grid`, if they can be rendered.
    pub fn new(quiet: bool, with_preview: bool, grid: Option<Grid>) -> Display {
        if quiet {
            return Display::Silent;
        }
        if !terminal::can_redraw() {
            return Display::Lines;
        }
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr_with_hz(REDRAWS));
        let preview = grid.filter(|_| with_preview).and_then(Preview::new);
        let text = preview.as_ref().map(|preview| preview.text.clone()).unwrap_or_default();
        bar.set_style(style(text));
        Display::Bar { bar, preview }
    }

    /// Shows how far an epoch has come.
    pub fn update(&mut self, progress: &Progress, model: &Sequential) {
        if let Display::Bar { bar, preview } = self {
            if let Some(preview) = preview {
                preview.update(model, false);
            }
            show(bar, progress.epoch, progress.epochs, progress.batches, progress.batch);
            bar.set_message(in_words(&progress.logs));
        }
    }

    /// Shows what an epoch came to.
    pub fn end_epoch(&mut self, end: &EpochEnd, model: &Sequential) {
        match self {
            Display::Silent => {}
            Display::Lines => say(&end.line()),
            Display::Bar { bar, preview } => {
                if let Some(preview) = preview {
                    preview.update(model, end.epoch == end.epochs);
                }
                show(bar, end.epoch, end.epochs, end.batches, end.batches);
                bar.set_message(in_words(&end.logs));
            }
        }
    }

    /// Says what a callback has to say.
    pub fn say(&mut self, text: &str) {
        match self {
            Display::Silent => {}
            Display::Lines => say(text),
            Display::Bar { bar, .. } => bar.println(text),
        }
    }

    /// Leaves what stands there, and begins a new line.
    pub fn close(&mut self) {
        if let Display::Bar { bar, .. } = self {
            bar.abandon();
        }
    }
}

/// Writes a line to standard error. One that can't be written is no reason to stop.
pub fn say(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}

impl Preview {
    /// Nothing where the terminal has no colours, or no room.
    fn new(grid: Grid) -> Option<Preview> {
        let colours = terminal::colours()?;
        let (columns, lines) = terminal::size()?;
        // The bar, and a line above and below, are to stay in sight.
        let size = preview::size(grid.width(), grid.height(), columns, lines.checked_sub(3)?);
        Some(Preview { text: Arc::default(), grid, size, colours, drawn: None })
    }

    fn update(&mut self, model: &Sequential, last: bool) {
        if !last && self.drawn.is_some_and(|drawn| drawn.elapsed() < PREVIEW_EVERY) {
            return;
        }
        if let Some(text) = preview::draw(model, &self.grid, self.size, self.colours) {
            *self.text.lock().unwrap_or_else(|poison| poison.into_inner()) = text;
        }
        self.drawn = Some(Instant::now());
    }
}

/// The picture, if there is one, over one line of progress.
fn style(picture: Arc<Mutex<String>>) -> ProgressStyle {
    let template = "{picture}epoch {prefix} [{bar:24}] {eta} left{msg}";
    let style = ProgressStyle::with_template(template).expect("the template is right");
    style.progress_chars("=>-").with_key(
        "picture",
        move |_: &indicatif::ProgressState, out: &mut dyn std::fmt::Write| {
            let text = picture.lock().unwrap_or_else(|poison| poison.into_inner());
            let _ = out.write_str(&text);
        },
    )
}

/// Moves the bar to a batch of an epoch; epochs count from 1.
fn show(bar: &ProgressBar, epoch: usize, epochs: usize, batches: usize, batch: usize) {
    bar.set_prefix(format!("{epoch}/{epochs}"));
    bar.set_length((epochs * batches) as u64);
    bar.set_position(((epoch - 1) * batches + batch) as u64);
}

/// ` - loss: 0.0123 - accuracy: 0.8912`
fn in_words(logs: &Logs) -> String {
    logs.iter().map(|(name, value)| format!(" - {name}: {value:.4}")).collect()
}
