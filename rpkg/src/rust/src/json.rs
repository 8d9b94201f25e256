//! R values to JSON and back: the form in which the core takes and gives descriptions.
#![forbid(unsafe_code)]

use extendr_api::prelude::*;
use imfit::declare::FUNCTION;
use serde_json::{Map, Number, Value};

use crate::failure::{Failure, Outcome};

/// Reads arguments by name: a list whose elements all have names.
pub fn map(robj: &Robj, argument: &str) -> Outcome<Map<String, Value>> {
    match value(robj, argument)? {
        Value::Object(map) => Ok(map),
        Value::Array(empty) if empty.is_empty() => Ok(Map::new()),
        _ => Err(Failure::wrong_type(argument, "a named list", robj)),
    }
}

/// Reads a value. A vector of one element is that element, a longer one an array, a list with names
/// an object, a function the core's mark of one.
pub fn value(robj: &Robj, argument: &str) -> Outcome<Value> {
    let wrong = || Failure::wrong_type(argument, "a number, a text, TRUE, FALSE or a list", robj);
    match robj.rtype() {
        Rtype::Null => Ok(Value::Null),
        Rtype::List => list(robj, argument),
        _ if robj.inherits("factor") => Err(wrong()),
        Rtype::Logicals => vector(robj.as_logical_slice(), |&flag: &Rbool| {
            (!flag.is_na()).then(|| Value::Bool(flag.is_true()))
        })
        .ok_or_else(wrong),
        Rtype::Integers => vector(robj.as_integer_slice(), |&whole: &i32| {
            (whole != i32::MIN).then(|| Value::from(whole))
        })
        .ok_or_else(wrong),
        Rtype::Doubles => vector(robj.as_real_slice(), |&real: &f64| number(real))
            .ok_or_else(|| Failure::wrong_type(argument, "finite", robj)),
        Rtype::Strings => {
            let texts = robj.as_str_vector();
            vector(texts.as_deref(), |text: &&str| (!text.is_na()).then(|| Value::from(*text)))
                .ok_or_else(wrong)
        }
        _ if robj.is_function() => Ok(FUNCTION.into()),
        _ => Err(wrong()),
    }
}

/// The value as R has it: an array of numbers or of texts as a vector, another as a list.
pub fn to_robj(value: &Value) -> Robj {
    match value {
        Value::Null => ().into(),
        Value::Bool(flag) => (*flag).into(),
        Value::Number(number) => number.as_f64().unwrap_or(f64::NAN).into(),
        Value::String(text) => text.as_str().into(),
        Value::Array(values) => array(values),
        Value::Object(map) => {
            let names: Vec<&str> = map.keys().map(String::as_str).collect();
            let values: Vec<Robj> = map.values().map(to_robj).collect();
            named_list(&names, values)
        }
    }
}

/// A list with names; also an empty one has them.
pub fn named_list(names: &[&str], values: Vec<Robj>) -> Robj {
    let mut list: Robj = List::from_values(values).into();
    // Cannot fail: there are as many names as values.
    let _ = list.set_attrib("names", names);
    list
}

fn list(robj: &Robj, argument: &str) -> Outcome<Value> {
    let list = robj.as_list().unwrap_or_default();
    let names = robj.names().map(|names| names.map(str::to_owned).collect::<Vec<_>>());
    let Some(names) = names else {
        let values: Outcome<Vec<Value>> = list.values().map(|v| value(&v, argument)).collect();
        return Ok(Value::Array(values?));
    };
    let mut object = Map::new();
    for (name, element) in names.into_iter().zip(list.values()) {
        let element = value(&element, &name)?;
        object.insert(name, element);
    }
    Ok(Value::Object(object))
}

fn vector<T>(values: Option<&[T]>, convert: impl Fn(&T) -> Option<Value>) -> Option<Value> {
    match values? {
        [single] => convert(single),
        many => Some(Value::Array(many.iter().map(convert).collect::<Option<Vec<Value>>>()?)),
    }
}

/// A whole number as such, so that messages show it as it was written.
fn number(real: f64) -> Option<Value> {
    if real.fract() == 0.0 && real.abs() <= 9_007_199_254_740_992.0 {
        Some(Value::from(real as i64))
    } else {
        Number::from_f64(real).map(Value::Number)
    }
}

fn array(values: &[Value]) -> Robj {
    let numbers: Option<Vec<f64>> = values.iter().map(Value::as_f64).collect();
    let texts: Option<Vec<&str>> = values.iter().map(Value::as_str).collect();
    match (numbers, texts) {
        _ if values.is_empty() => List::new(0).into(),
        (Some(numbers), _) => numbers.into(),
        (_, Some(texts)) => texts.into(),
        _ => List::from_values(values.iter().map(to_robj)).into(),
    }
}
