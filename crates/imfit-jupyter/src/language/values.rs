//! The values of imfit that a cell's variables hold. A copy of one is the same thing: a model that is
//! handed to a function is trained for its owner as well.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use imfit::declare::{Declaration, Kind};
use imfit::{History, Image, Sequential};
use ndarray::Array2;
use rhai::{Dynamic, FnPtr};
use serde_json::{Map, Value, json};

use super::functions::component_name;

/// A model.
#[derive(Clone)]
pub(crate) struct Model(pub(crate) Rc<RefCell<Sequential>>);

impl Model {
    pub(crate) fn new(model: Sequential) -> Model {
        Model(Rc::new(RefCell::new(model)))
    }
}

/// A picture.
#[derive(Clone)]
pub(crate) struct Picture(pub(crate) Rc<Image>);

impl Picture {
    pub(crate) fn new(image: Image) -> Picture {
        Picture(Rc::new(image))
    }
}

/// A matrix of numbers: the rows of data, or the kernel of a layer.
#[derive(Clone)]
pub(crate) struct Matrix(pub(crate) Rc<Array2<f32>>);

impl Matrix {
    pub(crate) fn new(values: Array2<f32>) -> Matrix {
        Matrix(Rc::new(values))
    }

    /// A row as a list of numbers, counted from 0.
    pub(crate) fn row(&self, index: usize) -> rhai::Array {
        self.0.row(index).iter().map(|value| Dynamic::from_float(f64::from(*value))).collect()
    }
}

/// The losses and metrics of a training.
#[derive(Clone)]
pub(crate) struct Losses(pub(crate) Rc<History>);

impl Losses {
    pub(crate) fn new(history: History) -> Losses {
        Losses(Rc::new(history))
    }
}

/// A layer, an optimizer, an initializer, .., with the arguments that were given.
#[derive(Clone)]
pub(crate) struct Component {
    pub(crate) kind: Kind,
    pub(crate) declaration: &'static Declaration,
    pub(crate) given: Rc<Map<String, Value>>,
    /// The functions of the cell among them, for which `given` has [`imfit::declare::FUNCTION`].
    pub(crate) functions: Rc<BTreeMap<&'static str, FnPtr>>,
}

impl Component {
    /// The component where one of a kind is wanted: `relu(..)` is a layer, and an activation too.
    pub(crate) fn as_kind(&self, wanted: Option<Kind>) -> Value {
        let name = match wanted {
            Some(kind) if kind != self.kind => component_name(self.kind, self.declaration),
            _ => self.declaration.class_name.to_owned(),
        };
        json!({ "class_name": name, "config": *self.given })
    }

    /// The class, as `Dense`.
    pub(crate) fn class_name(&self) -> &'static str {
        self.declaration.class_name
    }
}

/// The type of a value, as users call it.
pub(crate) fn type_in_words(value: &Dynamic) -> String {
    let name = if value.is_unit() {
        "nothing"
    } else if value.is::<Model>() {
        "a model"
    } else if value.is::<Picture>() {
        "a picture"
    } else if value.is::<Matrix>() {
        "a matrix"
    } else if value.is::<Losses>() {
        "a history"
    } else if let Some(component) = value.read_lock::<Component>() {
        return format!("a {}", component.class_name());
    } else if value.is_fnptr() {
        "a function"
    } else if value.is_array() {
        "a list"
    } else if value.is_map() {
        "a map"
    } else {
        value.type_name()
    };
    name.to_owned()
}
