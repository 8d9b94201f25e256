//! Layers, activations, losses, metrics, optimizers and initializers: checked by the core as soon as
//! they are made.
#![forbid(unsafe_code)]

use extendr_api::prelude::*;
use imfit::declare::{Kind, check_call, declarations_json};
use imfit::layers::Layer;

use crate::failure::Failure;
use crate::guard::guard;
use crate::{convert, json};

/// Checks a component's arguments and fills in the rest. Returns all of them.
#[extendr]
fn component_check(kind: Robj, class_name: Robj, config: Robj) -> Robj {
    guard(|| {
        let kind = convert::text(&kind, "kind")?;
        let kind = Kind::ALL
            .into_iter()
            .find(|known| known.name() == kind)
            .ok_or_else(|| Failure::value(format!("there is no kind '{kind}'")))?;
        let class_name = convert::text(&class_name, "class_name")?;
        let component = kind.check(class_name, &json::map(&config, "config")?)?;
        Ok(json::to_robj(&component["config"]))
    })
}

/// The arguments of a layer after a look at some rows of data.
#[extendr]
fn layer_adapt(class_name: Robj, config: Robj, data: Robj) -> Robj {
    guard(|| {
        let class_name = convert::text(&class_name, "class_name")?;
        let layer = Layer::from_arguments(class_name, &json::map(&config, "config")?)?;
        let adapted = layer.adapt(convert::table(&data, "data")?.view())?;
        Ok(json::to_robj(&adapted.to_json()["config"]))
    })
}

/// Checks the arguments of a function that are not data, and fills in the rest.
#[extendr]
fn call_check(method: Robj, given: Robj) -> Robj {
    guard(|| {
        let method = convert::text(&method, "method")?;
        let arguments = check_call(method, &json::map(&given, "arguments")?)?;
        Ok(json::to_robj(&arguments.to_json()))
    })
}

/// All that the core declares, as in tests/vectors/api.json.
#[extendr]
fn declarations() -> Robj {
    guard(|| Ok(declarations_json().to_string()))
}

extendr_module! {
    mod component;
    fn component_check;
    fn layer_adapt;
    fn call_check;
    fn declarations;
}
