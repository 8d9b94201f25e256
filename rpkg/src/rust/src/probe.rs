//! Functions for the tests of the border: they fail in every way there is.
#![forbid(unsafe_code)]

use extendr_api::prelude::*;

use crate::failure::{Failure, Outcome};
use crate::guard::guard;
use crate::{convert, json};

/// Panics with a message.
#[extendr]
fn probe_panic(message: Robj) -> Robj {
    guard(|| -> Outcome<()> { panic!("{}", convert::text(&message, "message")?) })
}

/// Fails with a message, or with a NUL in the middle when `nul` is true.
#[extendr]
fn probe_fail(message: Robj, nul: Robj) -> Robj {
    guard(|| -> Outcome<()> {
        let message = convert::text(&message, "message")?;
        let tail = if convert::flag(&nul, "nul")? { "\0tail" } else { "" };
        Err(Failure::value(format!("{message}{tail}")))
    })
}

/// Returns a value as Rust understood it.
#[extendr]
fn probe_echo(value: Robj, kind: Robj) -> Robj {
    guard(|| {
        Ok(match convert::text(&kind, "kind")? {
            "text" => convert::text(&value, "value")?.into(),
            "flag" => convert::flag(&value, "value")?.into(),
            "number" => convert::number(&value, "value")?.into(),
            "whole" => (convert::whole(&value, "value")? as f64).into(),
            "bytes" => Robj::from(Raw::from_bytes(convert::bytes(&value, "value")?)),
            "json" => json::value(&value, "value")?.to_string().into(),
            "table" => {
                let table = convert::table(&value, "value")?;
                let (rows, columns) = table.dim();
                let data: Vec<f64> = table.into_iter().map(f64::from).collect();
                list!(data = data, rows = rows as i32, columns = columns as i32).into()
            }
            other => return Err(Failure::value(format!("No kind {other:?}"))),
        })
    })
}

extendr_module! {
    mod probe;
    fn probe_panic;
    fn probe_fail;
    fn probe_echo;
}
