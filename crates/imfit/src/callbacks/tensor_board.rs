//! Losses and metrics for TensorBoard.

use std::io;
use std::path::{Path, PathBuf};
use std::time::Instant;

use serde_json::{Map, Value};

use super::event_file::EventFile;
use super::hook::{Hook, Work};
use super::watch::{LEARNING_RATE, Moment, Watch};
use crate::declare::{Argument, Arguments, Component, Declaration, Default, Values};
use crate::error::{Error, Result};
use crate::training::Logs;

/// Writes losses and metrics to event files, in the folders `train` and `validation`, that TensorBoard shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TensorBoard {
    /// The folder for the files; it is made if it isn't there.
    pub log_dir: PathBuf,
    /// Whether to write how many batches a second are trained on.
    pub write_steps_per_second: bool,
    /// After how many batches to write as well; nothing for epochs only.
    pub update_freq: Option<usize>,
}

impl TensorBoard {
    /// One that writes after each epoch.
    pub fn new(log_dir: impl Into<PathBuf>) -> TensorBoard {
        TensorBoard { log_dir: log_dir.into(), write_steps_per_second: false, update_freq: None }
    }
}

impl Component for TensorBoard {
    const DECLARATION: Declaration = Declaration {
        class_name: "TensorBoard",
        aliases: &["tensorboard"],
        doc: "Writes losses and metrics to event files, in the folders train and validation, that TensorBoard shows.",
        arguments: &[
            Argument {
                name: "log_dir",
                values: Values::Text,
                optional: false,
                default: Default::Text("logs"),
                doc: "The folder for the files; it is made if it isn't there.",
            },
            Argument {
                name: "write_steps_per_second",
                values: Values::Flag,
                optional: false,
                default: Default::Flag(false),
                doc: "Whether to write how many batches a second are trained on.",
            },
            Argument {
                name: "update_freq",
                values: Values::EpochOrBatches,
                optional: false,
                default: Default::Text("epoch"),
                doc: "When to write: \"epoch\", after each epoch, or also after each so many batches.",
            },
        ],
        source: "https://keras.io/api/callbacks/tensorboard/",
    };

    fn from_arguments(arguments: &Arguments) -> Result<Self> {
        Ok(TensorBoard {
            log_dir: arguments.optional_text("log_dir").unwrap_or_default().into(),
            write_steps_per_second: arguments.flag("write_steps_per_second"),
            update_freq: arguments.optional_whole("update_freq").map(|batches| batches as usize),
        })
    }

    fn arguments(&self) -> Map<String, Value> {
        let update_freq = self.update_freq.map_or("epoch".into(), Value::from);
        Map::from_iter([
            ("log_dir".to_owned(), self.log_dir.to_string_lossy().into()),
            ("write_steps_per_second".to_owned(), self.write_steps_per_second.into()),
            ("update_freq".to_owned(), update_freq),
        ])
    }
}

impl TensorBoard {
    pub(super) fn start(&self) -> Box<dyn Watch> {
        let now = Instant::now();
        Box::new(Writing {
            settings: self.clone(),
            train: None,
            validation: None,
            batches: 0,
            epoch_began: (now, 0),
            batch_began: now,
        })
    }
}

struct Writing {
    settings: TensorBoard,
    /// Made when there is something to write, as Keras does.
    train: Option<EventFile>,
    validation: Option<EventFile>,
    /// Batches of this training so far.
    batches: u64,
    /// When the epoch began, and how many steps the optimizer had taken.
    epoch_began: (Instant, u64),
    batch_began: Instant,
}

impl Writing {
    fn end_epoch(&mut self, moment: &Moment<'_>) -> Result<()> {
        let (validated, mut trained): (Logs, Logs) =
            moment.logs.iter().cloned().partition(|(name, _)| name.starts_with("val_"));
        trained.retain(|(name, _)| name != LEARNING_RATE);
        trained.push((LEARNING_RATE.to_owned(), moment.learning_rate()?));
        if self.settings.write_steps_per_second {
            let (began, before) = self.epoch_began;
            let steps = moment.model.iterations().saturating_sub(before);
            let rate = steps as f64 / began.elapsed().as_secs_f64();
            trained.push(("steps_per_second".to_owned(), rate));
        }
        let step = moment.epoch as u64;
        let train = open(&mut self.train, &self.settings.log_dir, "train")?;
        write(train, step, trained.iter().map(|(name, value)| (format!("epoch_{name}"), *value)))?;
        if validated.is_empty() {
            return Ok(());
        }
        let validated = validated.iter().map(|(name, value)| {
            (format!("epoch_{}", name.strip_prefix("val_").unwrap_or(name)), *value)
        });
        write(open(&mut self.validation, &self.settings.log_dir, "validation")?, step, validated)
    }

    fn end_batch(&mut self, moment: &Moment<'_>) -> Result<()> {
        let Some(freq) = self.settings.update_freq else { return Ok(()) };
        if !self.batches.is_multiple_of(freq as u64) {
            return Ok(());
        }
        let mut logs: Vec<(String, f64)> = Vec::new();
        if self.settings.write_steps_per_second {
            let rate = 1.0 / self.batch_began.elapsed().as_secs_f64();
            logs.push(("batch_steps_per_second".to_owned(), rate));
        }
        logs.extend(moment.logs.iter().map(|(name, value)| (format!("batch_{name}"), *value)));
        let train = open(&mut self.train, &self.settings.log_dir, "train")?;
        write(train, self.batches, logs.into_iter())
    }

    fn end_test(&mut self, moment: &Moment<'_>) -> Result<()> {
        let logs = moment.logs.iter();
        let logs = logs.map(|(name, value)| (format!("evaluation_{name}_vs_iterations"), *value));
        let validation = open(&mut self.validation, &self.settings.log_dir, "validation")?;
        write(validation, moment.model.iterations(), logs)
    }
}

impl Watch for Writing {
    fn at(&mut self, moment: &mut Moment<'_>) -> Result<()> {
        match moment.hook {
            // A folder that can't be made is better known before the first epoch than after it.
            Hook::TrainBegin => make_folder(&self.settings.log_dir),
            Hook::EpochBegin => {
                self.epoch_began = (Instant::now(), moment.model.iterations());
                Ok(())
            }
            Hook::TrainBatchBegin => {
                self.batches += 1;
                self.batch_began = Instant::now();
                Ok(())
            }
            Hook::TrainBatchEnd => self.end_batch(moment),
            Hook::TestEnd => self.end_test(moment),
            Hook::EpochEnd => self.end_epoch(moment),
            _ => Ok(()),
        }
    }

    fn wants_batches(&self, of: Work) -> bool {
        of == Work::Training && self.settings.update_freq.is_some()
    }
}

fn make_folder(folder: &Path) -> Result<()> {
    std::fs::create_dir_all(folder).map_err(|source| failed(folder, source))
}

/// The file in a folder of this name, which is made where there is none yet.
fn open<'a>(
    file: &'a mut Option<EventFile>,
    log_dir: &Path,
    name: &str,
) -> Result<&'a mut EventFile> {
    if file.is_none() {
        let folder = log_dir.join(name);
        make_folder(&folder)?;
        *file = Some(EventFile::new(&folder).map_err(|source| failed(&folder, source))?);
    }
    Ok(file.as_mut().expect("it has just been made"))
}

/// Writes values at a step; what is in the file is whole then.
fn write(
    to: &mut EventFile,
    step: u64,
    mut values: impl Iterator<Item = (String, f64)>,
) -> Result<()> {
    values
        .try_for_each(|(tag, value)| to.scalar(step, tag, value as f32))
        .and_then(|()| to.flush())
        .map_err(|source| failed(to.path(), source))
}

fn failed(path: &Path, source: io::Error) -> Error {
    Error::File { action: "write", path: path.to_owned(), source }
}

#[cfg(test)]
mod tests {
    use ndarray::{Array2, Axis};

    use super::*;
    use crate::callbacks::event_file::scalars;
    use crate::layers::Dense;
    use crate::model::Sequential;
    use crate::{Fit, History, Loss, Metric, optimizers::SGD};

    /// Three epochs of two batches, and a validation.
    fn fit(board: &TensorBoard) -> History {
        let x = Array2::from_shape_fn((20, 2), |(row, column)| ((row + column) % 7) as f32 / 7.0);
        let y = x.sum_axis(Axis(1)).insert_axis(Axis(1));
        let mut model = Sequential::with_seed(7).unwrap();
        model.add(Dense::new(1).input_shape(2)).unwrap();
        let metrics = [Metric::Loss(Loss::MeanAbsoluteError)];
        model.compile(SGD::default(), Loss::MeanSquaredError, metrics).unwrap();
        let callbacks = vec![board.clone().into()];
        let fit =
            Fit { epochs: 3, batch_size: 8, validation_split: 0.2, callbacks, ..Fit::default() };
        model.fit(x.view(), y.view(), &fit).unwrap()
    }

    /// The numbers of one name in the only file of a folder, by step.
    fn read(board: &TensorBoard, folder: &str, tag: &str) -> Vec<(i64, f32)> {
        let files = std::fs::read_dir(board.log_dir.join(folder)).unwrap();
        let files: Vec<_> = files.map(|file| file.unwrap().path()).collect();
        assert_eq!(files.len(), 1, "{files:?}");
        assert!(files[0].to_string_lossy().contains("tfevents"), "{files:?}");
        let all = scalars(&files[0]).into_iter();
        all.filter(|(_, name, _)| name == tag).map(|(step, _, value)| (step, value)).collect()
    }

    fn by_step(steps: &[i64], values: &[f64]) -> Vec<(i64, f32)> {
        steps.iter().zip(values).map(|(step, value)| (*step, *value as f32)).collect()
    }

    #[test]
    fn epochs_are_written_as_keras_does() {
        let folder = tempfile::tempdir().unwrap();
        let board = TensorBoard::new(folder.path().join("new/logs"));
        let history = fit(&board);
        for name in ["loss", "mean_absolute_error"] {
            let values = history.get(name).unwrap();
            let tag = format!("epoch_{name}");
            assert_eq!(read(&board, "train", &tag), by_step(&[0, 1, 2], values));
            let values = history.get(&format!("val_{name}")).unwrap();
            assert_eq!(read(&board, "validation", &tag), by_step(&[0, 1, 2], values));
            let tag = format!("evaluation_{name}_vs_iterations");
            assert_eq!(read(&board, "validation", &tag), by_step(&[2, 4, 6], values));
        }
        assert_eq!(read(&board, "train", "epoch_learning_rate"), by_step(&[0, 1, 2], &[0.01; 3]));
        for tag in ["batch_loss", "epoch_steps_per_second", "epoch_val_loss"] {
            assert_eq!(read(&board, "train", tag), []);
        }
        assert_eq!(read(&board, "validation", "epoch_learning_rate"), []);
    }

    #[test]
    fn batches_are_written_where_it_is_told_to() {
        let folder = tempfile::tempdir().unwrap();
        let board = TensorBoard { update_freq: Some(2), ..TensorBoard::new(folder.path()) };
        let history = fit(&board);
        // The loss after the last batch of an epoch is that of the epoch.
        let values = history.get("loss").unwrap();
        assert_eq!(read(&board, "train", "batch_loss"), by_step(&[2, 4, 6], values));
        assert_eq!(read(&board, "train", "batch_steps_per_second"), []);
    }

    #[test]
    fn steps_per_second_are_counted_with_batches_and_without() {
        for (update_freq, batches) in [(None, 0), (Some(1), 6)] {
            let folder = tempfile::tempdir().unwrap();
            let write_steps_per_second = true;
            let log_dir = folder.path().to_owned();
            let board = TensorBoard { log_dir, write_steps_per_second, update_freq };
            fit(&board);
            for (tag, count) in [("epoch_steps_per_second", 3), ("batch_steps_per_second", batches)]
            {
                let rates = read(&board, "train", tag);
                assert_eq!(rates.len(), count, "{tag}");
                assert!(rates.iter().all(|(_, rate)| *rate > 0.0), "{rates:?}");
            }
        }
    }
}
