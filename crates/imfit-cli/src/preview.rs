//! A small picture in a terminal, of characters whose upper half has one colour and whose lower half
//! another.

use std::fmt::Write;

use imfit::{Grid, Image, Sequential};

use crate::terminal::Colours;

/// The most characters across.
const COLUMNS: usize = 40;
/// The most lines.
const LINES: usize = 12;

/// The pixels of a preview of the picture that `grid` is of: no more than fit, in its proportions, with
/// an even number of lines.
pub fn size(width: usize, height: usize, columns: usize, lines: usize) -> (usize, usize) {
    let (most_across, most_down) = (columns.clamp(2, COLUMNS), 2 * lines.clamp(1, LINES));
    let scale = f64::min(most_across as f64 / width as f64, most_down as f64 / height as f64);
    let scaled = |side: usize, most: usize| ((side as f64 * scale).round() as usize).clamp(1, most);
    (scaled(width, most_across), scaled(height, most_down).next_multiple_of(2))
}

/// The picture that a model is by now, as text; nothing where the model can't be rendered.
pub fn draw(
    model: &Sequential,
    grid: &Grid,
    size: (usize, usize),
    colours: Colours,
) -> Option<String> {
    let pixels = Grid::new(size.0, size.1, grid.coordinates()).ok()?;
    let pixels = pixels.of(grid.width(), grid.height()).ok()?;
    Some(as_text(&model.render_on(&pixels).ok()?, colours))
}

/// A picture of an even number of lines as text, each line of it ending in a newline.
fn as_text(image: &Image, colours: Colours) -> String {
    let mut text = String::new();
    for line in (0..image.height()).step_by(2) {
        for column in 0..image.width() {
            let [upper, lower] = [line, line + 1].map(|line| colour(image, column, line));
            let _ = write!(text, "\x1b[38;{};48;{}m▀", code(upper, colours), code(lower, colours));
        }
        text.push_str("\x1b[0m\n");
    }
    text
}

/// A pixel's colour, laid on black where it is transparent.
fn colour(image: &Image, column: usize, line: usize) -> [u8; 3] {
    let view = image.view();
    let channel = |channel: usize| view[[line, column, channel]].clamp(0.0, 1.0);
    let alpha = if image.has_alpha() { channel(image.channels() - 1) } else { 1.0 };
    let places = if image.channels() > 2 { [0, 1, 2] } else { [0, 0, 0] };
    places.map(|place| (channel(place) * alpha * 255.0).round() as u8)
}

/// A colour in the words of the terminal.
fn code(colour: [u8; 3], colours: Colours) -> String {
    let [red, green, blue] = colour;
    match colours {
        Colours::True => format!("2;{red};{green};{blue}"),
        Colours::Cube => {
            let [red, green, blue] = colour.map(|value| (u16::from(value) * 5 + 127) / 255);
            format!("5;{}", 16 + 36 * red + 6 * green + blue)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn a_preview_keeps_the_proportions() {
        assert_eq!(size(640, 480, 80, 24), (32, 24));
        assert_eq!(size(4000, 100, 80, 24), (40, 2));
        assert_eq!(size(100, 4000, 80, 24), (1, 24));
        assert_eq!(size(640, 480, 10, 24), (10, 8));
        assert_eq!(size(1, 1, 80, 24), (24, 24));
    }

    #[test]
    fn two_pixels_are_one_character() {
        let image = Image::new(array![[[1.0, 0.0, 0.5]], [[0.0, 2.0, f32::NAN]]]).unwrap();
        assert_eq!(as_text(&image, Colours::True), "\x1b[38;2;255;0;128;48;2;0;255;0m▀\x1b[0m\n");
        assert_eq!(as_text(&image, Colours::Cube), "\x1b[38;5;199;48;5;46m▀\x1b[0m\n");
        let grey = Image::new(array![[[1.0, 0.5]], [[0.5, 1.0]]]).unwrap();
        assert_eq!(
            as_text(&grey, Colours::True),
            "\x1b[38;2;128;128;128;48;2;128;128;128m▀\x1b[0m\n"
        );
    }
}
