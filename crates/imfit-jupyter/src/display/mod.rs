//! Values as a notebook shows them: text always, and HTML or a picture where that says more.

mod curve;
mod history;
mod live;
mod model;
mod output;
mod page;
mod picture;
mod plain;

use imfit::History;
use jupyter_protocol::{Media, MediaType};
use rhai::Dynamic;
use std::rc::Rc;

use crate::language::{Losses, Model, Picture};

pub(crate) use live::Live;
pub(crate) use model::summary;
pub(crate) use output::Output;
pub(crate) use plain::text;

/// All forms of a value.
pub(crate) fn media(value: &Dynamic) -> Media {
    if let Some(picture) = value.read_lock::<Picture>() {
        return picture::media(&picture.0);
    }
    if let Some(model) = value.read_lock::<Model>() {
        return summary(&model.0.borrow().summary(), None);
    }
    if let Some(losses) = value.read_lock::<Losses>() {
        return history::media(&losses.0);
    }
    Media::new(vec![MediaType::Plain(text(value))])
}

/// Several histories in one drawing.
pub(crate) fn histories(named: &[(String, Rc<History>)]) -> Media {
    history::together(named)
}
