//! A model's description as JSON: its layers, not its weights.

use serde_json::{Map, Value, json};

use super::compiled::Compiled;
use super::sequential::Sequential;
use crate::error::{Error, Result};
use crate::layers::Layer;

impl Sequential {
    /// The description: `{"class_name": "Sequential", "config": {"name", "seed", "input_shape", "layers"}}`.
    pub fn config(&self) -> Value {
        let layers: Vec<Value> = self.layers.iter().map(Layer::to_json).collect();
        json!({
            "class_name": "Sequential",
            "config": {
                "name": self.name,
                "seed": self.seed,
                "input_shape": self.input_shape.map(|inputs| vec![inputs]),
                "layers": layers,
            },
        })
    }

    /// The description as text.
    pub fn to_json(&self) -> String {
        self.config().to_string()
    }

    /// A model from its description, with new weights.
    ///
    /// # Errors
    /// A text that isn't JSON, or isn't the description of a model.
    pub fn from_json(text: &str) -> Result<Sequential> {
        let value: Value = serde_json::from_str(text)
            .map_err(|error| Error::argument("json", error, "the JSON description of a model"))?;
        Sequential::from_config(&value)
    }

    /// The same from JSON that has been read.
    ///
    /// # Errors
    /// As [`from_json`](Sequential::from_json).
    pub fn from_config(value: &Value) -> Result<Sequential> {
        let mut model = Sequential::described(value)?;
        model.lay_out()?;
        Ok(model)
    }

    /// The same without weights, which [`lay_out_with`](Sequential::lay_out_with) brings in: a file has its own, and
    /// what a damaged one describes may be larger than all memory.
    pub(crate) fn described(value: &Value) -> Result<Sequential> {
        let wrong = |given: &str| {
            let allowed = r#"of the form {"class_name": "Sequential", "config": {..}}"#;
            Error::argument("config", given, allowed)
        };
        match value.get("class_name").and_then(Value::as_str) {
            Some("Sequential") => {}
            Some(other) => return Err(wrong(other)),
            None => return Err(wrong("without a class_name")),
        }
        let mut config = match value.get("config") {
            Some(Value::Object(config)) => config.clone(),
            _ => return Err(wrong("without a config")),
        };
        let layers = config.remove("layers");
        let mut model = Sequential::from_map(&config)?;
        match layers {
            None | Some(Value::Null) => {}
            Some(Value::Array(layers)) => {
                for layer in &layers {
                    model.push(Layer::from_json(layer)?)?;
                }
            }
            Some(_) => return Err(wrong("with layers that aren't a list")),
        }
        Ok(model)
    }

    /// The arguments of `compile`; nothing before it.
    pub fn compile_config(&self) -> Option<Value> {
        self.compiled.as_ref().map(Compiled::to_json)
    }

    /// The layer of a class, from arguments by name, put on top.
    ///
    /// # Errors
    /// As [`Layer::from_arguments`] and [`add`](Sequential::add).
    pub fn add_map(&mut self, class_name: &str, given: &Map<String, Value>) -> Result<()> {
        self.add(Layer::from_arguments(class_name, given)?)
    }
}
