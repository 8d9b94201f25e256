//! What a training tells its host, and the line of text that every host shows of it.

use super::history::Logs;
use crate::callbacks::Call;

/// What happened in a call of [`Trainer::advance`](super::Trainer::advance).
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// The time was up, somewhere in an epoch.
    Progress(Progress),
    /// An epoch is over.
    EpochEnd(EpochEnd),
    /// A callback has something to say: a line of text.
    Message(String),
    /// A function of the host's is due: it may look at the model and change its weights, its learning rate
    /// and whether it is to stop. Then [`Trainer::advance`](super::Trainer::advance) goes on.
    Call(Call),
    /// A function of the host's that the model was compiled with is due:
    /// [`Trainer::question`](super::Trainer::question) has its arguments,
    /// [`Trainer::answer`](super::Trainer::answer) takes what it returns. Then
    /// [`Trainer::advance`](super::Trainer::advance) goes on.
    Question,
    /// All epochs are over.
    Done,
}

/// How far an epoch has come.
#[derive(Debug, Clone, PartialEq)]
pub struct Progress {
    /// The epoch, counted from 1.
    pub epoch: usize,
    /// The epoch to train up to.
    pub epochs: usize,
    /// Batches done.
    pub batch: usize,
    /// Batches of an epoch.
    pub batches: usize,
    /// Time since the epoch began.
    pub seconds: f64,
    /// Loss and metrics, over the rows so far. Empty before the first batch.
    pub logs: Logs,
}

/// What an epoch came to.
#[derive(Debug, Clone, PartialEq)]
pub struct EpochEnd {
    /// The epoch, counted from 1.
    pub epoch: usize,
    /// The epoch to train up to.
    pub epochs: usize,
    /// Batches of the epoch.
    pub batches: usize,
    /// Time since the epoch began, validation included.
    pub seconds: f64,
    /// Loss and metrics, then those of the validation.
    pub logs: Logs,
}

/// Characters across a bar.
const BAR: usize = 20;

impl Progress {
    /// One line with a bar, as `Epoch 3/20  1200/2400 [=========>----------]  1s - loss: 0.0123`.
    pub fn line(&self) -> String {
        let done = BAR * self.batch / self.batches.max(1);
        let bar: String = (0..BAR)
            .map(|place| match place.cmp(&done) {
                std::cmp::Ordering::Less => '=',
                std::cmp::Ordering::Equal => '>',
                std::cmp::Ordering::Greater => '-',
            })
            .collect();
        let left = match self.batch {
            0 => String::new(),
            batch => {
                let rest = self.seconds / batch as f64 * (self.batches - batch) as f64;
                format!("  {} left", duration(rest))
            }
        };
        let epoch = counted(self.epoch, self.epochs);
        let count = counted(self.batch, self.batches);
        format!("Epoch {epoch}  {count} [{bar}]{left}{}", logs_text(&self.logs))
    }
}

impl EpochEnd {
    /// One line, as `Epoch 3/20  2400/2400  2.1s - loss: 0.0123 - accuracy: 0.8912`.
    pub fn line(&self) -> String {
        let epoch = counted(self.epoch, self.epochs);
        let batches = counted(self.batches, self.batches);
        format!("Epoch {epoch}  {batches}  {}{}", duration(self.seconds), logs_text(&self.logs))
    }
}

/// `3/20`, with the first number as wide as the second.
fn counted(number: usize, total: usize) -> String {
    let width = total.to_string().len();
    format!("{number:>width$}/{total}")
}

fn duration(seconds: f64) -> String {
    match seconds {
        s if s < 1.0 => format!("{:.0}ms", s * 1000.0),
        s if s < 60.0 => format!("{s:.1}s"),
        s if s < 3600.0 => format!("{:.0}m{:02.0}s", (s / 60.0).floor(), s % 60.0),
        s => format!("{:.0}h{:02.0}m", (s / 3600.0).floor(), s % 3600.0 / 60.0),
    }
}

fn logs_text(logs: &Logs) -> String {
    logs.iter().map(|(name, value)| format!(" - {name}: {}", number(*value))).collect()
}

/// Four digits after the point, or in powers of ten where that would show zeros.
fn number(value: f64) -> String {
    if value == 0.0 || value.abs() > 1e-3 { format!("{value:.4}") } else { format!("{value:.4e}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_epoch_is_one_line() {
        let logs = vec![("loss".to_owned(), 0.012_345), ("accuracy".to_owned(), 0.9)];
        let end = EpochEnd { epoch: 3, epochs: 20, batches: 2400, seconds: 2.14, logs };
        assert_eq!(end.line(), "Epoch  3/20  2400/2400  2.1s - loss: 0.0123 - accuracy: 0.9000");
    }

    #[test]
    fn a_bar_grows() {
        let logs = vec![("loss".to_owned(), 1.2e-5)];
        let half = Progress { epoch: 1, epochs: 2, batch: 5, batches: 10, seconds: 90.0, logs };
        assert_eq!(
            half.line(),
            "Epoch 1/2   5/10 [==========>---------]  1m30s left - loss: 1.2000e-5"
        );
    }
}
