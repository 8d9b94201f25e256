//! Functions of the cell that a training calls.

use std::cell::RefCell;
use std::rc::Rc;

use imfit::callbacks::{Call, Hook};
use imfit::{Error, Sequential};
use rhai::{Dynamic, FnPtr, NativeCallContext};
use serde_json::Value;

use super::host::Stopped;
use super::values::{Component, Matrix, Model, type_in_words};

/// The callbacks that `fit` was given, with their functions.
#[derive(Default)]
pub(super) struct Callbacks<'a> {
    /// In whose name functions are called; without it there are none.
    context: Option<&'a NativeCallContext<'a>>,
    all: Vec<Component>,
}

impl<'a> Callbacks<'a> {
    /// Reads a callback, or a list of them, that the core has checked.
    pub(super) fn new(context: &'a NativeCallContext<'a>, given: Option<Dynamic>) -> Callbacks<'a> {
        let one = |value: &Dynamic| value.read_lock::<Component>().map(|one| one.clone());
        let all = match &given {
            None => Vec::new(),
            Some(value) => match value.read_lock::<rhai::Array>() {
                // One that is named or described has no functions.
                Some(list) => list.iter().map(|value| one(value).unwrap_or_else(nothing)).collect(),
                None => one(value).into_iter().collect(),
            },
        };
        Callbacks { context: Some(context), all }
    }

    /// Calls the function that is due, with the model as `this`: the variable that holds it is locked by the
    /// call of `fit`. The function's value is of no consequence, but for that of a schedule.
    pub(super) fn call(&self, call: Call, model: &Rc<RefCell<Sequential>>) -> Result<(), Stopped> {
        self.call_with(call, model, None)
    }

    /// The same, with the outputs of a batch among the logs.
    pub(super) fn call_with(
        &self,
        call: Call,
        model: &Rc<RefCell<Sequential>>,
        outputs: Option<Matrix>,
    ) -> Result<(), Stopped> {
        let function =
            self.all.get(call.callback).and_then(|one| one.functions.get(call.hook.name()));
        let (Some(context), Some(function)) = (self.context, function) else {
            let allowed =
                "made with their functions, as lambda_callback(#{on_epoch_end: |epoch, logs| ..})";
            return Err(Error::argument("callbacks", "descriptions of functions", allowed).into());
        };
        if call.hook == Hook::Schedule {
            let rate = run(context, function, (model, &call), call.logs[0].1.into())?;
            let rate = number(&rate).map_or_else(|| type_in_words(&rate).into(), Value::from);
            return Ok(model.borrow_mut().set_scheduled_rate(&rate)?);
        }
        let logs = call.logs.iter().map(|(name, value)| (name.into(), (*value).into()));
        let mut logs: rhai::Map = logs.collect();
        if let Some(outputs) = outputs {
            logs.insert("outputs".into(), Dynamic::from(outputs));
        }
        run(context, function, (model, &call), logs.into()).map(drop)
    }
}

fn run(
    context: &NativeCallContext<'_>,
    function: &FnPtr,
    (model, call): (&Rc<RefCell<Sequential>>, &Call),
    last: Dynamic,
) -> Result<Dynamic, Stopped> {
    let index = call.index.map(|index| Dynamic::from_int(index as i64));
    let arguments: Vec<Dynamic> = index.into_iter().chain([last]).collect();
    let mut this = Dynamic::from(Model(model.clone()));
    function.call_raw(context, Some(&mut this), arguments).map_err(Stopped::Raised)
}

fn number(value: &Dynamic) -> Option<f64> {
    value.as_float().ok().or_else(|| value.as_int().ok().map(|whole| whole as f64))
}

/// In the place of a callback without functions.
fn nothing() -> Component {
    Component {
        kind: imfit::declare::Kind::Callback,
        declaration: imfit::declare::Kind::Callback.declarations()[0],
        given: Rc::default(),
        functions: Rc::default(),
    }
}
