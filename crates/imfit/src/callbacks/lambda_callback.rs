//! Functions of the user's.

use serde_json::{Map, Value};

use super::hook::{Hook, Work};
use super::watch::{Moment, Watch};
use crate::declare::{Argument, Arguments, Component, Declaration, Default, FUNCTION, Values};
use crate::error::Result;

/// Functions of the host's: at the hooks that are set, [`Event::Call`](crate::Event::Call) comes.
#[derive(Debug, Clone, PartialEq, Eq, std::default::Default)]
pub struct LambdaCallback {
    /// The moments at which there is something to call.
    pub hooks: Vec<Hook>,
}

const fn function(name: &'static str, counted: bool, doc: &'static str) -> Argument {
    let words = if counted { COUNTED } else { "a function of the logs" };
    Argument { name, values: Values::Function(words), optional: true, default: Default::None, doc }
}

const COUNTED: &str = "a function of a number, counted from 0, and the logs";

impl Component for LambdaCallback {
    const DECLARATION: Declaration = Declaration {
        class_name: "LambdaCallback",
        aliases: &["lambda_callback"],
        doc: "Calls functions at moments of the training.",
        arguments: &[
            function("on_epoch_begin", true, "Called before each epoch."),
            function("on_epoch_end", true, "Called after each epoch and its validation."),
            function("on_train_begin", false, "Called before the first epoch."),
            function("on_train_end", false, "Called after the last epoch."),
            function("on_train_batch_begin", true, "Called before each batch."),
            function("on_train_batch_end", true, "Called after each batch."),
            function("on_test_begin", false, "Called before each validation or evaluation."),
            function("on_test_end", false, "Called after each validation or evaluation."),
            function("on_test_batch_begin", true, "Called before each batch of these."),
            function("on_test_batch_end", true, "Called after each batch of these."),
            function("on_predict_begin", false, "Called before each prediction."),
            function("on_predict_end", false, "Called after each prediction."),
            function("on_predict_batch_begin", true, "Called before each batch of a prediction."),
            function("on_predict_batch_end", true, "Called after each batch of a prediction."),
        ],
        source: "https://keras.io/api/callbacks/lambda_callback/",
    };

    fn from_arguments(arguments: &Arguments) -> Result<Self> {
        let given = |hook: &Hook| !arguments.get(hook.name()).is_null();
        Ok(LambdaCallback { hooks: Hook::ALL.into_iter().filter(given).collect() })
    }

    fn arguments(&self) -> Map<String, Value> {
        let names = self.hooks.iter().map(|hook| hook.name().to_owned());
        names.map(|name| (name, FUNCTION.into())).collect()
    }
}

impl Watch for LambdaCallback {
    fn at(&mut self, _: &mut Moment<'_>) -> Result<()> {
        Ok(())
    }

    fn asks(&self, hook: Hook) -> Option<Hook> {
        self.hooks.contains(&hook).then_some(hook)
    }

    fn wants_batches(&self, of: Work) -> bool {
        self.hooks.iter().any(|hook| hook.batches_of() == Some(of))
    }
}
