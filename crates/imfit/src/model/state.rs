//! What a training reads and changes in a model.

use super::compiled::Compiled;
use super::sequential::Sequential;
use crate::engine::Network;
use crate::error::{Error, Result};
use crate::image::Grid;
use crate::optimizers::Optimizer;
use crate::training::{History, Logs};

/// The parts of a model that a training step works on, borrowed one by one.
pub(crate) struct TrainingParts<'a> {
    pub(crate) network: &'a mut Network,
    pub(crate) optimizer: &'a Optimizer,
    pub(crate) iterations: &'a mut u64,
}

impl Sequential {
    pub(crate) fn network(&self) -> Result<&Network> {
        self.network.as_ref().ok_or(Error::NotBuilt)
    }

    pub(crate) fn compiled(&self) -> Result<&Compiled> {
        self.compiled.as_ref().ok_or(Error::NotCompiled)
    }

    pub(crate) fn training_parts(&mut self) -> Result<TrainingParts<'_>> {
        let network = self.network.as_mut().ok_or(Error::NotBuilt)?;
        let compiled = self.compiled.as_mut().ok_or(Error::NotCompiled)?;
        Ok(TrainingParts {
            network,
            optimizer: &compiled.optimizer,
            iterations: &mut compiled.iterations,
        })
    }

    pub(crate) fn network_mut(&mut self) -> Option<&mut Network> {
        self.network.as_mut()
    }

    /// The names of the values that the optimizer keeps for each weight; none before `compile`.
    pub(crate) fn slot_names(&self) -> Vec<&'static str> {
        let slots = self.compiled.as_ref().map(|compiled| compiled.optimizer.slots());
        slots.unwrap_or_default().iter().map(|slot| slot.name).collect()
    }

    /// The optimizer; nothing before `compile`.
    pub(crate) fn optimizer(&self) -> Option<&Optimizer> {
        self.compiled.as_ref().map(|compiled| &compiled.optimizer)
    }

    /// The numbers of the weight arrays that training changes.
    pub(crate) fn trainable_arrays(&self) -> Vec<usize> {
        let shapes = self.weight_shapes();
        (0..shapes.len()).filter(|array| shapes[*array].1.trained).collect()
    }

    /// Lets the optimizer count on from another number of steps.
    pub(crate) fn set_iterations(&mut self, iterations: u64) {
        if let Some(compiled) = &mut self.compiled {
            compiled.iterations = iterations;
        }
    }

    /// Steps that the optimizer has taken.
    pub(crate) fn iterations(&self) -> u64 {
        self.compiled.as_ref().map_or(0, |compiled| compiled.iterations)
    }

    /// Epochs that were ever begun.
    pub(crate) fn epochs_begun(&self) -> u64 {
        self.epochs_begun
    }

    /// Goes on where a saved model was.
    pub(crate) fn resume(
        &mut self,
        iterations: u64,
        epochs_begun: u64,
        history: History,
        learnt: Option<Grid>,
    ) {
        if let Some(compiled) = &mut self.compiled {
            compiled.iterations = iterations;
        }
        self.epochs_begun = epochs_begun;
        self.history = history;
        self.learnt = learnt;
    }

    /// Counts a training, and returns its number.
    pub(crate) fn begin_fit(&mut self) -> u64 {
        self.fits += 1;
        self.fits
    }

    /// The number of the training that was begun last.
    pub(crate) fn fits(&self) -> u64 {
        self.fits
    }

    pub(crate) fn revision(&self) -> u64 {
        self.revision
    }

    /// Counts an epoch on the pixels of `grid`, if they are a picture's, and returns what its order is
    /// drawn from: the seed, and the epoch's number.
    pub(crate) fn begin_epoch(&mut self, grid: Option<Grid>) -> (u64, u64) {
        self.epochs_begun += 1;
        self.learnt = grid;
        (self.seed, self.epochs_begun - 1)
    }

    /// After the last epoch of a training: weights become their running mean, if there is one.
    pub(crate) fn finish_training(&mut self) {
        let (Some(network), Some(compiled)) = (&mut self.network, &self.compiled) else { return };
        if let Some(average) = compiled.optimizer.average_slot()
            && compiled.iterations > 0
        {
            network.become_slot(average);
        }
    }

    /// Adds an epoch to the model's history.
    pub(crate) fn record(&mut self, epoch: usize, logs: &Logs) {
        self.history.push(epoch, logs);
    }

    /// Replaces the model's history.
    pub(crate) fn set_history(&mut self, history: History) {
        self.history = history;
    }

    /// Weights and optimizer state, to go back to.
    pub(crate) fn state(&self) -> Option<(Network, u64)> {
        Some((self.network.clone()?, self.compiled.as_ref()?.iterations))
    }

    /// Goes back to an earlier state of the same layers and compilation.
    pub(crate) fn restore(&mut self, (network, iterations): (Network, u64)) {
        self.network = Some(network);
        if let Some(compiled) = &mut self.compiled {
            compiled.iterations = iterations;
        }
    }
}
