//! The arguments of what makes pictures and takes them apart.

use super::argument::{Argument, Default, Values};
use super::component::Declaration;
use crate::image::MAX_PIXELS;

const SYSTEM: Argument = Argument {
    name: "coordinates",
    values: Values::Choice(&["pixel", "unit", "centered"]),
    optional: false,
    default: Default::Text("pixel"),
    doc: "\"pixel\": from 1, x to the right, y down; \"unit\": 0 to 1; \"centered\": -1 to 1 along the longer side.",
};

/// `SYSTEM`, where there may be no picture.
pub(super) const POSITIONS: Argument = Argument {
    doc: "How the position of a picture's pixel is told: \"pixel\", \"unit\" or \"centered\"; of no consequence for a matrix.",
    ..SYSTEM
};

const OF: Argument = Argument {
    name: "of",
    values: Values::Size,
    optional: true,
    default: Default::None,
    doc: "The size of the picture that the pixels cover, to show it finer or coarser; their own if not given.",
};

/// A side of a picture, in pixels.
pub(crate) const fn side(name: &'static str, doc: &'static str) -> Argument {
    Argument {
        name,
        values: Values::Whole { least: 1, most: MAX_PIXELS },
        optional: false,
        default: Default::Required,
        doc,
    }
}

/// The arguments of `load_image`.
pub(super) const LOAD_IMAGE: Declaration = Declaration {
    class_name: "load_image",
    aliases: &[],
    doc: "Reads a picture: PNG, JPEG, WebP, TIFF, BMP or GIF.",
    arguments: &[
        Argument {
            name: "path",
            values: Values::Host("a path, or an address that begins with http:// or https://"),
            optional: false,
            default: Default::Required,
            doc: "The file, or the address of one.",
        },
        Argument {
            name: "max_pixels",
            values: Values::Whole { least: 1, most: 1 << 40 },
            optional: false,
            default: Default::Whole(MAX_PIXELS),
            doc: "The most pixels that a picture may have to be read.",
        },
    ],
    source: "",
};

/// The argument of an image's `pixels`.
pub(super) const PIXELS: Declaration = Declaration {
    class_name: "pixels",
    aliases: &[],
    doc: "Takes a picture apart: a row of coordinates and a row of colours for each pixel, x fastest.",
    arguments: &[SYSTEM],
    source: "",
};

/// The arguments of `coordinates`.
pub(super) const COORDINATES: Declaration = Declaration {
    class_name: "coordinates",
    aliases: &[],
    doc: "The coordinates of all pixels of a picture of this size, x fastest.",
    arguments: &[side("width", "Pixels across."), side("height", "Pixels down."), SYSTEM, OF],
    source: "",
};

/// How a picture is brought to another size.
pub(crate) const FILTER: Argument = Argument {
    name: "filter",
    values: Values::Choice(&["nearest", "triangle", "catmull_rom", "gaussian", "lanczos3"]),
    optional: false,
    default: Default::Text("lanczos3"),
    doc: "How new pixels are made of old ones.",
};

/// The arguments of an image's `resize`.
pub(super) const RESIZE: Declaration = Declaration {
    class_name: "resize",
    aliases: &[],
    doc: "Brings a picture to another size.",
    arguments: &[side("width", "Pixels across."), side("height", "Pixels down."), FILTER],
    source: "",
};

/// The arguments of `render`.
pub(super) const RENDER: Declaration = Declaration {
    class_name: "render",
    aliases: &[],
    doc: "Makes a picture of the model's outputs for the positions of its pixels.",
    arguments: &[side("width", "Pixels across."), side("height", "Pixels down."), SYSTEM, OF],
    source: "",
};

/// The arguments of `append`.
pub(super) const APPEND: Declaration = Declaration {
    class_name: "append",
    aliases: &[],
    doc: "Puts pictures beside each other.",
    arguments: &[
        Argument {
            name: "images",
            values: Values::Host("a list of pictures"),
            optional: false,
            default: Default::Required,
            doc: "The pictures, of one height (or, below each other, of one width).",
        },
        Argument {
            name: "axis",
            values: Values::Choice(&["x", "y"]),
            optional: false,
            default: Default::Text("x"),
            doc: "\"x\": from left to right; \"y\": from top to bottom.",
        },
    ],
    source: "",
};
