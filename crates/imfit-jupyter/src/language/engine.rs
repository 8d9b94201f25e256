//! Rhai with imfit's functions, and with limits.

use std::any::TypeId;
use std::rc::Rc;

use imfit::declare::Kind;
use rhai::{Dynamic, Engine, EvalAltResult, ImmutableString, NativeCallContext, Position};

use super::failure::CoreError;
use super::functions::{FUNCTIONS, Function, Receiver, Work};
use super::given::Given;
use super::host::{Host, Stopped};
use super::values::{Component, Losses, Matrix, Model, Picture};
use crate::display;

/// Statements and calls that a cell may do: some minutes of them. What imfit does counts as one.
const MOST_OPERATIONS: u64 = 10_000_000_000;
/// Functions that call functions.
const DEEPEST_CALLS: usize = 64;
/// Brackets in brackets, at top level and in functions.
const DEEPEST_EXPRESSIONS: (usize, usize) = (64, 64);
/// Bytes of a text: more than a cell of ten million has.
const LONGEST_TEXT: usize = 32 << 20;
/// Values in a list, those in lists within it included.
const LONGEST_LIST: usize = 1_000_000;
/// Entries of a map, those in maps within it included.
const LARGEST_MAP: usize = 100_000;
/// Functions, variables.
const MOST_NAMES: usize = 10_000;

/// Operations between two looks at what waits to be printed.
const OPERATIONS_BETWEEN_FLUSHES: u64 = 1 << 16;

type Answer<T> = Result<T, Box<EvalAltResult>>;

/// The engine that runs the cells.
pub(super) fn engine(host: &Host) -> Engine {
    let mut engine = Engine::new();
    engine
        .set_max_operations(MOST_OPERATIONS)
        .set_max_call_levels(DEEPEST_CALLS)
        .set_max_expr_depths(DEEPEST_EXPRESSIONS.0, DEEPEST_EXPRESSIONS.1)
        .set_max_string_size(LONGEST_TEXT)
        .set_max_array_size(LONGEST_LIST)
        .set_max_map_size(LARGEST_MAP)
        .set_max_functions(MOST_NAMES)
        .set_max_variables(MOST_NAMES);
    connect(&mut engine, host);
    register_types(&mut engine);
    for function in FUNCTIONS.iter() {
        register(&mut engine, function, host);
    }
    engine
}

/// Where output goes, and where the interrupt comes from.
fn connect(engine: &mut Engine, host: &Host) {
    let output = host.output.clone();
    engine.on_print(move |text| output.print(&format!("{text}\n")));
    let output = host.output.clone();
    engine.on_debug(move |text, _, position| match position.line() {
        Some(line) => output.print_error(&format!("line {line}: {text}\n")),
        None => output.print_error(&format!("{text}\n")),
    });
    let output = host.output.clone();
    engine.on_progress(move |operations| {
        if operations % OPERATIONS_BETWEEN_FLUSHES == 0 {
            output.flush_if_old();
        }
        output.is_interrupted().then(|| Dynamic::from("interrupted"))
    });
}

/// The names, texts, fields and items of imfit's values.
fn register_types(engine: &mut Engine) {
    engine
        .register_type_with_name::<Model>("model")
        .register_type_with_name::<Picture>("picture")
        .register_type_with_name::<Matrix>("matrix")
        .register_type_with_name::<Losses>("history")
        .register_type_with_name::<Component>("component")
        .register_type_with_name::<CoreError>("error");
    engine
        .register_fn("to_string", |value: &mut Model| display::text(&Dynamic::from(value.clone())))
        .register_fn("to_string", |value: &mut Picture| {
            display::text(&Dynamic::from(value.clone()))
        })
        .register_fn("to_string", |value: &mut Matrix| display::text(&Dynamic::from(value.clone())))
        .register_fn("to_string", |value: &mut Losses| display::text(&Dynamic::from(value.clone())))
        .register_fn("to_string", |value: &mut Component| {
            display::text(&Dynamic::from(value.clone()))
        })
        .register_fn("to_string", |value: &mut CoreError| value.message().to_owned());
    engine
        .register_get("name", |model: &mut Model| model.0.borrow().name().to_owned())
        .register_get("seed", |model: &mut Model| model.0.borrow().seed() as i64)
        .register_get("inputs", |model: &mut Model| optional(model.0.borrow().inputs()))
        .register_get("outputs", |model: &mut Model| optional(model.0.borrow().outputs()))
        .register_get("built", |model: &mut Model| model.0.borrow().is_built())
        .register_get_set(
            "stop_training",
            |model: &mut Model| model.0.borrow().stop().is_set(),
            |model: &mut Model, stop: bool| model.0.borrow().stop().set(stop),
        )
        .register_get("learning_rate", |model: &mut Model| {
            model.0.borrow().learning_rate().map_err(raise)
        })
        .register_set("learning_rate", |model: &mut Model, rate: Dynamic| {
            let rate = super::given::learning_rate(&rate).map_err(raise)?;
            model.0.borrow_mut().set_learning_rate(rate).map_err(raise)
        });
    engine
        .register_get("width", |picture: &mut Picture| picture.0.width() as i64)
        .register_get("height", |picture: &mut Picture| picture.0.height() as i64)
        .register_get("channels", |picture: &mut Picture| picture.0.channels() as i64);
    register_losses(engine);
    register_matrix(engine);
}

fn register_losses(engine: &mut Engine) {
    engine
        .register_get("epoch", |losses: &mut Losses| -> rhai::Array {
            losses.0.epoch.iter().map(|epoch| (*epoch as i64).into()).collect()
        })
        .register_get("names", |losses: &mut Losses| -> rhai::Array {
            losses.0.metrics.iter().map(|series| series.name.clone().into()).collect()
        })
        .register_indexer_get(|losses: &mut Losses, name: ImmutableString| series(losses, &name));
}

/// `history.loss`, `history["val_loss"]`
fn series(losses: &Losses, name: &str) -> Answer<rhai::Array> {
    let history = &losses.0;
    let values = history.get(name).ok_or_else(|| {
        let known = history.metrics.iter().map(|series| series.name.clone()).collect();
        let given = name.to_owned();
        raise(imfit::Error::UnknownName { kind: "loss or metric", given, known })
    })?;
    Ok(values.iter().map(|value| (*value).into()).collect())
}

fn register_matrix(engine: &mut Engine) {
    engine
        .register_get("rows", |matrix: &mut Matrix| matrix.0.nrows() as i64)
        .register_get("columns", |matrix: &mut Matrix| matrix.0.ncols() as i64)
        .register_indexer_get(|matrix: &mut Matrix, index: i64| -> Answer<rhai::Array> {
            let rows = matrix.0.nrows();
            let row = usize::try_from(index).ok().filter(|row| *row < rows).ok_or_else(|| {
                raise(imfit::Error::argument("row", index, format!("from 0 to below {rows}")))
            })?;
            Ok(matrix.row(row))
        });
    engine.register_iterator::<Matrix>();
}

impl IntoIterator for Matrix {
    type Item = Dynamic;
    type IntoIter = Box<dyn Iterator<Item = Dynamic>>;

    /// The rows, as lists of numbers.
    fn into_iter(self) -> Self::IntoIter {
        Box::new((0..self.0.nrows()).map(move |row| self.row(row).into()))
    }
}

fn optional(number: Option<usize>) -> Dynamic {
    number.map_or(Dynamic::UNIT, |number| (number as i64).into())
}

/// Registers a function for every number of arguments that may be given: those in their places, and a
/// map; and one more, so that too many is an error in imfit's words.
fn register(engine: &mut Engine, function: &'static Function, host: &Host) {
    let receiver = match function.on {
        Receiver::Nothing => None,
        Receiver::Model => Some(TypeId::of::<Model>()),
        Receiver::Picture => Some(TypeId::of::<Picture>()),
        Receiver::Losses => Some(TypeId::of::<Losses>()),
    };
    for count in 0..=function.declaration.arguments.len() + 2 {
        let mut types: Vec<TypeId> = receiver.into_iter().collect();
        types.extend(std::iter::repeat_n(TypeId::of::<Dynamic>(), count));
        let host = host.clone();
        let has_receiver = receiver.is_some();
        let call = move |context: NativeCallContext<'_>, arguments: &mut [&mut Dynamic]| {
            let mut values: Vec<Dynamic> =
                arguments.iter().map(|argument| argument.flatten_clone()).collect();
            let on = if has_receiver { values.remove(0) } else { Dynamic::UNIT };
            run(function, (&context, &host), &on, values)
        };
        engine.register_raw_fn(function.name.as_str(), &types, call);
    }
}

fn run(
    function: &'static Function,
    (context, host): (&NativeCallContext<'_>, &Host),
    on: &Dynamic,
    values: Vec<Dynamic>,
) -> Answer<Dynamic> {
    let given = Given::check(function.declaration, values).map_err(raise)?;
    let done = match function.work {
        Work::Call(call) => call(host, on, given),
        Work::CallBack(call) => call(context, host, on, given),
        Work::Component(kind) => component(kind, function, given).map_err(Stopped::from),
    };
    done.map_err(|stopped| match stopped {
        Stopped::Failed(error) => raise(error),
        Stopped::Raised(error) => error,
        Stopped::Interrupted(how_far) => {
            Box::new(EvalAltResult::ErrorTerminated(how_far.into(), Position::NONE))
        }
    })
}

/// Makes a component; what it makes of its arguments the core checks at once.
fn component(
    kind: Kind,
    function: &'static Function,
    given: Given,
) -> Result<Dynamic, imfit::Error> {
    let declaration = function.declaration;
    let functions = Rc::new(given.functions());
    let component = Component { kind, declaration, given: Rc::new(given.map), functions };
    kind.check(declaration.class_name, &component.given)?;
    Ok(Dynamic::from(component))
}

/// An error of the core, as Rhai carries it.
fn raise(error: imfit::Error) -> Box<EvalAltResult> {
    let error = Dynamic::from(CoreError::from(error));
    Box::new(EvalAltResult::ErrorRuntime(error, Position::NONE))
}
