//! The functions of the host's that a model was compiled with.

use super::compiled::Compiled;
use super::sequential::Sequential;
use crate::error::{Error, Result};
use crate::training::Function;

impl Sequential {
    /// The functions of the host's among loss and metrics, each with its name if it has one. A saved model
    /// knows their names, but not the functions.
    ///
    /// # Example
    /// ```
    /// # use imfit::{Function, Loss, Metric, Sequential, optimizers::Adam};
    /// let mut model = Sequential::new([])?;
    /// model.compile(Adam::default(), Loss::Function, [Metric::Psnr { max_val: 1.0 }])?;
    /// assert_eq!(model.functions(), [(Function::Loss, None)]);
    /// # Ok::<(), imfit::Error>(())
    /// ```
    pub fn functions(&self) -> Vec<(Function, Option<String>)> {
        let Ok(compiled) = self.compiled() else { return Vec::new() };
        let named = |function| {
            let name = compiled.name_of(&function).map(str::to_owned);
            (function, name)
        };
        compiled.functions().into_iter().map(named).collect()
    }

    /// Refuses functions among loss and metrics where there is no host that could be asked.
    ///
    /// # Errors
    /// [`Error::Argument`] with the argument that holds one.
    pub fn check_no_functions(&self) -> Result<()> {
        self.compiled().map_or(Ok(()), Compiled::check_no_functions)
    }

    /// What a host says that has a model, but not one of its functions.
    pub fn missing_function(&self, function: &Function) -> Error {
        let name = self.compiled().ok().and_then(|compiled| compiled.name_of(function));
        let what = match function {
            Function::Loss => "the loss",
            Function::Gradient => "the gradient of the loss",
            Function::Metric(_) => "the metric",
        };
        let name = name.map(|name| format!(" '{name}'")).unwrap_or_default();
        let allowed = "functions by the names that the model was compiled with; or compile it anew";
        Error::argument("custom_objects", format!("nothing for {what}{name}"), allowed)
    }
}
