//! The learning rate of a compiled model, to be read and changed between two steps.

use serde_json::Value;

use super::sequential::Sequential;
use crate::error::{Error, Result};
use crate::optimizers::LearningRate;

impl Sequential {
    /// The learning rate of the next step: a number that was given, or what a schedule says.
    ///
    /// # Errors
    /// [`Error::NotCompiled`].
    pub fn learning_rate(&self) -> Result<f64> {
        let compiled = self.compiled()?;
        Ok(compiled.optimizer.common().learning_rate.at(compiled.iterations))
    }

    /// Gives the optimizer another learning rate, from the next step on. It goes on otherwise; a saved model
    /// has the new one.
    ///
    /// # Errors
    /// A number that isn't finite and above 0, a number where the optimizer has a schedule, as in Keras, and
    /// [`Error::NotCompiled`].
    ///
    /// # Example
    /// ```
    /// use imfit::{Loss, Sequential, optimizers::Adam};
    ///
    /// let mut model = Sequential::with_seed(7)?;
    /// model.compile(Adam::new(0.01), Loss::MeanSquaredError, [])?;
    /// model.set_learning_rate(0.001)?;
    /// assert_eq!(model.learning_rate()?, 0.001);
    /// # Ok::<(), imfit::Error>(())
    /// ```
    pub fn set_learning_rate(&mut self, rate: impl Into<LearningRate>) -> Result<()> {
        let rate = rate.into();
        if let LearningRate::Constant(number) = rate
            && !(number.is_finite() && number > 0.0)
        {
            return Err(Error::argument("learning_rate", number, "a number above 0"));
        }
        let compiled = self.compiled.as_mut().ok_or(Error::NotCompiled)?;
        let mut optimizer = compiled.optimizer.clone();
        optimizer.set_learning_rate(rate)?;
        compiled.optimizer = optimizer;
        Ok(())
    }

    /// Gives the optimizer the learning rate that a function of the host's has returned, for
    /// [`LearningRateScheduler`](crate::callbacks::LearningRateScheduler).
    ///
    /// # Errors
    /// What isn't a number above 0, and as [`set_learning_rate`](Sequential::set_learning_rate).
    pub fn set_scheduled_rate(&mut self, returned: &Value) -> Result<()> {
        let rate = returned.as_f64().filter(|rate| rate.is_finite() && *rate > 0.0);
        let allowed = "a function that returns a number above 0, the learning rate";
        let rate = rate.ok_or_else(|| Error::wrong_type("schedule", returned, allowed))?;
        self.set_learning_rate(rate)
    }

    /// Refuses a callback that sets the learning rate, where there is a schedule.
    pub(crate) fn check_settable(&self, argument: &str) -> Result<()> {
        let optimizer = &self.compiled()?.optimizer;
        optimizer.check_settable(&LearningRate::Constant(self.learning_rate()?), argument)
    }
}
