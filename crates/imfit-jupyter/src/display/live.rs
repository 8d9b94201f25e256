//! A training, shown while it goes on: a line that says how far it is, and the picture that the model
//! has become, both redrawn in place.

use std::time::{Duration, Instant};

use imfit::{Coordinates, Event, Grid, Image, Sequential, Verbosity};
use jupyter_protocol::{Media, MediaType};

use super::{Output, picture};

/// Time between two drawings, at least.
const INTERVAL: Duration = Duration::from_millis(500);

/// A drawing is followed by this many times its own duration of training: it costs less than 5%.
const TRAINING_PER_DRAWING: u32 = 20;

/// Pixels along the longer side of the picture that is drawn.
const LONGER_SIDE: usize = 256;

/// What is shown of a training.
pub(crate) struct Live<'a> {
    output: &'a Output,
    verbosity: Verbosity,
    /// The pixels that are drawn; nothing if it isn't a picture that is learnt.
    grid: Option<Grid>,
    line: Option<String>,
    line_id: Option<String>,
    picture_id: Option<String>,
    next: Instant,
}

impl<'a> Live<'a> {
    /// Begins; nothing is shown yet.
    pub(crate) fn new(
        output: &'a Output,
        verbosity: Verbosity,
        picture: Option<(&Image, Coordinates)>,
    ) -> Live<'a> {
        let is_drawn = verbosity == Verbosity::Bar;
        let grid = picture.filter(|_| is_drawn).and_then(|(image, kind)| preview(image, kind));
        Live {
            output,
            verbosity,
            grid,
            line: None,
            line_id: None,
            picture_id: None,
            next: Instant::now() + INTERVAL,
        }
    }

    /// Shows what happened, if it is time to.
    pub(crate) fn show(&mut self, event: &Event, model: &Sequential) {
        let line = match event {
            Event::Progress(progress) => progress.line(),
            Event::EpochEnd(end) => end.line(),
            Event::Message(text) => return self.output.print(&format!("{text}\n")),
            Event::Call(_) | Event::Question | Event::Done => return,
        };
        if self.verbosity == Verbosity::Lines && matches!(event, Event::EpochEnd(_)) {
            self.output.print(&format!("{line}\n"));
        }
        self.output.flush_if_old();
        self.line = Some(line);
        let now = Instant::now();
        if self.verbosity == Verbosity::Bar && now >= self.next {
            self.draw(model);
            self.next = Instant::now() + INTERVAL.max(now.elapsed() * TRAINING_PER_DRAWING);
        }
    }

    /// Shows the final state.
    pub(crate) fn finish(&mut self, model: &Sequential) {
        if self.verbosity == Verbosity::Bar {
            self.draw(model);
        }
        self.output.flush();
    }

    fn draw(&mut self, model: &Sequential) {
        if let Some(line) = &self.line {
            let media = Media::new(vec![MediaType::Plain(line.clone())]);
            show_or_redraw(self.output, &mut self.line_id, media);
        }
        // A model that doesn't draw pictures, of three inputs for one, is no error here.
        if let Some(image) = self.grid.and_then(|grid| model.render_on(&grid).ok()) {
            show_or_redraw(self.output, &mut self.picture_id, picture::media(&image));
        }
    }
}

fn show_or_redraw(output: &Output, id: &mut Option<String>, media: Media) {
    match id {
        Some(id) => output.redraw(id, media),
        None => *id = Some(output.display_redrawn(media)),
    }
}

/// Pixels across the whole picture, fewer than it has if it is large.
fn preview(image: &Image, coordinates: Coordinates) -> Option<Grid> {
    let (width, height) = (image.width(), image.height());
    let longer = width.max(height);
    let side = |pixels: usize| (pixels * LONGER_SIDE.min(longer) / longer).max(1);
    let grid = Grid::new(side(width), side(height), coordinates).ok()?;
    grid.of(width, height).ok()
}
