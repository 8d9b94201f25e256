//! Functions for the tests of the border: they fail in every way there is.
#![forbid(unsafe_code)]

use std::time::{Duration, Instant};

use extendr_api::prelude::*;

use crate::failure::{Failure, Outcome};
use crate::guard::guard;
use crate::{convert, handle};

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
            "table" => {
                let table = convert::table(&value, "value")?;
                let data: Vec<f64> = table.data.iter().copied().map(f64::from).collect();
                list!(data = data, rows = table.rows as i32, columns = table.columns as i32).into()
            }
            other => return Err(Failure::value(format!("No kind {other:?}"))),
        })
    })
}

/// Keeps the processor busy for some milliseconds.
#[extendr]
fn probe_spin(milliseconds: Robj) -> Robj {
    guard(|| {
        let limit = Duration::from_millis(convert::whole(&milliseconds, "milliseconds")?);
        let start = Instant::now();
        while start.elapsed() < limit {
            std::hint::spin_loop();
        }
        Ok(())
    })
}

/// A native value with as little in it as can be saved.
struct Tally {
    count: u64,
}

/// A tally that starts at `count`.
#[extendr]
fn tally_new(count: Robj) -> Robj {
    guard(|| {
        let count = convert::whole(&count, "count")?;
        Ok(handle::give(Tally { count }))
    })
}

/// Adds to a tally.
#[extendr]
fn tally_add(tally: Robj, by: Robj) -> Robj {
    guard(|| {
        let by = convert::whole(&by, "by")?;
        handle::change::<Tally>(&tally, "tally")?.count += by;
        Ok(())
    })
}

/// What a tally has come to.
#[extendr]
fn tally_count(tally: Robj) -> Robj {
    guard(|| Ok(handle::look::<Tally>(&tally, "tally")?.count as f64))
}

/// A tally as bytes.
#[extendr]
fn tally_to_bytes(tally: Robj) -> Robj {
    guard(|| {
        let count = handle::look::<Tally>(&tally, "tally")?.count;
        Ok(Raw::from_bytes(&count.to_le_bytes()))
    })
}

/// A tally from its bytes.
#[extendr]
fn tally_from_bytes(bytes: Robj) -> Robj {
    guard(|| {
        let bytes = convert::bytes(&bytes, "bytes")?;
        let bytes = bytes.try_into().map_err(|_| Failure::value("Not the bytes of a tally"))?;
        Ok(handle::give(Tally { count: u64::from_le_bytes(bytes) }))
    })
}

extendr_module! {
    mod probe;
    fn probe_panic;
    fn probe_fail;
    fn probe_echo;
    fn probe_spin;
    fn tally_new;
    fn tally_add;
    fn tally_count;
    fn tally_to_bytes;
    fn tally_from_bytes;
}
