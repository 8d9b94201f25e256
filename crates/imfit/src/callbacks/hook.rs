//! The moments of a training at which callbacks are called.

use crate::training::Logs;

/// A moment of a training, by Keras's names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hook {
    /// Before the first epoch.
    TrainBegin,
    /// After the last one.
    TrainEnd,
    /// Before an epoch.
    EpochBegin,
    /// After an epoch and its validation.
    EpochEnd,
    /// Before a batch.
    TrainBatchBegin,
    /// After a batch.
    TrainBatchEnd,
    /// Before a validation or an evaluation.
    TestBegin,
    /// After it.
    TestEnd,
    /// Before a batch of it.
    TestBatchBegin,
    /// After a batch of it.
    TestBatchEnd,
    /// Before a prediction.
    PredictBegin,
    /// After it.
    PredictEnd,
    /// Before a batch of it.
    PredictBatchBegin,
    /// After a batch of it.
    PredictBatchEnd,
    /// Before an epoch, for the learning rate: see [`LearningRateScheduler`](super::LearningRateScheduler).
    Schedule,
}

impl Hook {
    /// Those that a host's callback can ask for.
    pub(crate) const ALL: [Hook; 14] = [
        Hook::TrainBegin,
        Hook::TrainEnd,
        Hook::EpochBegin,
        Hook::EpochEnd,
        Hook::TrainBatchBegin,
        Hook::TrainBatchEnd,
        Hook::TestBegin,
        Hook::TestEnd,
        Hook::TestBatchBegin,
        Hook::TestBatchEnd,
        Hook::PredictBegin,
        Hook::PredictEnd,
        Hook::PredictBatchBegin,
        Hook::PredictBatchEnd,
    ];

    /// The name of the function that is called then: `on_epoch_end`, ..; `schedule`.
    pub fn name(self) -> &'static str {
        match self {
            Hook::TrainBegin => "on_train_begin",
            Hook::TrainEnd => "on_train_end",
            Hook::EpochBegin => "on_epoch_begin",
            Hook::EpochEnd => "on_epoch_end",
            Hook::TrainBatchBegin => "on_train_batch_begin",
            Hook::TrainBatchEnd => "on_train_batch_end",
            Hook::TestBegin => "on_test_begin",
            Hook::TestEnd => "on_test_end",
            Hook::TestBatchBegin => "on_test_batch_begin",
            Hook::TestBatchEnd => "on_test_batch_end",
            Hook::PredictBegin => "on_predict_begin",
            Hook::PredictEnd => "on_predict_end",
            Hook::PredictBatchBegin => "on_predict_batch_begin",
            Hook::PredictBatchEnd => "on_predict_batch_end",
            Hook::Schedule => "schedule",
        }
    }

    /// Whether the function takes a number before the logs: that of the epoch or the batch.
    pub(crate) fn is_counted(self) -> bool {
        let is_of_epochs = matches!(self, Hook::EpochBegin | Hook::EpochEnd | Hook::Schedule);
        is_of_epochs || self.batches_of().is_some()
    }

    /// Whose batches it is about; nothing where it isn't about batches.
    pub(crate) fn batches_of(self) -> Option<Work> {
        match self {
            Hook::TrainBatchBegin | Hook::TrainBatchEnd => Some(Work::Training),
            Hook::TestBatchBegin | Hook::TestBatchEnd => Some(Work::Test),
            Hook::PredictBatchBegin | Hook::PredictBatchEnd => Some(Work::Prediction),
            _ => None,
        }
    }
}

/// What is done in batches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Work {
    /// Steps of a training.
    Training,
    /// A validation or an evaluation.
    Test,
    /// A prediction.
    Prediction,
}

/// A function of the host's that is to be called before the training goes on.
#[derive(Debug, Clone, PartialEq)]
pub struct Call {
    /// The callback's place in the list that was given, counted from 0.
    pub callback: usize,
    /// Which of its functions.
    pub hook: Hook,
    /// The epoch, or the batch in its epoch, counted from 0; nothing where the function takes none.
    pub index: Option<usize>,
    /// The losses and metrics so far; for [`Hook::Schedule`] the learning rate.
    pub logs: Logs,
}
