//! Showing things before a cell ends.

use std::rc::Rc;

use imfit::{Error, History};
use rhai::Dynamic;

use super::given::Given;
use super::host::{Host, Stopped};
use super::values::{Losses, Picture, type_in_words};
use crate::display;

type Outcome = Result<Dynamic, Stopped>;

pub(super) fn display(host: &Host, _: &Dynamic, mut given: Given) -> Outcome {
    host.output.display(display::media(&given.take("value").unwrap_or_default()));
    Ok(Dynamic::UNIT)
}

pub(super) fn plot(host: &Host, _: &Dynamic, mut given: Given) -> Outcome {
    let value = given.take("value").unwrap_or_default();
    let media = match value.read_lock::<rhai::Map>() {
        Some(map) => {
            let named = map.iter().map(|(name, value)| Ok((name.to_string(), history(value)?)));
            let mut named = named.collect::<Result<Vec<_>, Error>>()?;
            named.sort_by_key(|(name, _)| leading_number(name));
            display::histories(&named)
        }
        None if value.is::<Losses>() || value.is::<Picture>() => display::media(&value),
        None => return Err(not_plotted(&value).into()),
    };
    host.output.display(media);
    Ok(Dynamic::UNIT)
}

pub(super) fn clear_output(host: &Host, _: &Dynamic, given: Given) -> Outcome {
    host.output.clear(given.arguments.flag("wait"));
    Ok(Dynamic::UNIT)
}

/// The number that a name begins with, so that "8 units" comes before "16 units"; maps sort by letters.
fn leading_number(name: &str) -> Option<u64> {
    let digits = name.len() - name.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    name[..digits].parse().ok()
}

fn history(value: &Dynamic) -> Result<Rc<History>, Error> {
    let losses = value.read_lock::<Losses>().ok_or_else(|| not_plotted(value))?;
    Ok(losses.0.clone())
}

fn not_plotted(value: &Dynamic) -> Error {
    let allowed = "a history, a map of names and histories, or a picture";
    Error::wrong_type("value", type_in_words(value), allowed)
}
