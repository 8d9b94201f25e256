//! The parts of a recipe, and the arguments that each may hold.

use crate::declare::{
    Argument, COMPILE, Declaration, Default, FILTER, FIT, SEQUENTIAL, Values, side,
};

/// A part of a recipe.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    /// The layers of the network, and its seed.
    Model,
    /// The optimizer, the loss, what is measured.
    Compile,
    /// The course of the training.
    Fit,
    /// The picture, and the size that it is learnt at.
    Image,
}

impl Section {
    /// All parts, in the order in which a recipe is written.
    pub const ALL: [Section; 4] = [Section::Model, Section::Compile, Section::Fit, Section::Image];

    /// `model`, `compile`, `fit` or `image`.
    pub fn name(self) -> &'static str {
        match self {
            Section::Model => "model",
            Section::Compile => "compile",
            Section::Fit => "fit",
            Section::Image => "image",
        }
    }

    /// The arguments that the part may hold, with their defaults, ranges and one line each.
    pub fn arguments(self) -> impl Iterator<Item = &'static Argument> {
        let all = self.declaration().arguments.iter();
        all.filter(move |argument| match (self, argument.values) {
            // The layers are data of a model, and the very thing that a recipe describes.
            (Section::Model, _) => true,
            (_, Values::Host(_) | Values::Verbosity) => false,
            _ => true,
        })
    }

    /// Where the arguments are declared, beside others that a recipe can't hold.
    pub(super) fn declaration(self) -> &'static Declaration {
        match self {
            Section::Model => &SEQUENTIAL,
            Section::Compile => &COMPILE,
            Section::Fit => &FIT,
            Section::Image => &IMAGE,
        }
    }
}

/// The arguments of a recipe's `image`.
const IMAGE: Declaration = Declaration {
    class_name: "image",
    aliases: &[],
    doc: "The picture, and the size that it is learnt at.",
    arguments: &[
        Argument {
            name: "path",
            values: Values::Text,
            optional: true,
            default: Default::None,
            doc: "The file of the picture, where nothing else names one.",
        },
        optional_side("width", "Pixels across; from `height` and the proportions if not given."),
        optional_side("height", "Pixels down; from `width` and the proportions if not given."),
        FILTER,
    ],
    source: "",
};

/// A side of a picture that need not be given.
const fn optional_side(name: &'static str, doc: &'static str) -> Argument {
    Argument { optional: true, default: Default::None, ..side(name, doc) }
}
