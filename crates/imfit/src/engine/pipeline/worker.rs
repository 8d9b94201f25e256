//! What the thread of a section does: whatever can be done next.

use imfit_compute::messages::{Reader, Receiver, Sender, Writer};

use super::at_work::{AtWork, Rows};
use crate::engine::conducted::Conducted;
use crate::engine::conductor::{Batch, Conductor};
use crate::panel::PANEL_ROWS;

/// Which batch comes next, or what has become of it now that it is scored; nothing when it is enough.
pub(super) type Note<'a> = Option<Batch<'a>>;

/// The thread of a section, and who is before and after it. A message is a panel.
pub(super) struct Worker<'w, 'a, 'd> {
    pub(super) section: AtWork<'w, 'd>,
    /// Outputs of the section before, and the gradient of the loss with respect to them.
    pub(super) before: Option<(Receiver<'w>, Sender<'w>)>,
    /// The section's own outputs, and the gradient with respect to them.
    pub(super) after: Option<(Sender<'w>, Receiver<'w>)>,
    pub(super) notes: Reader<'w, Note<'a>>,
}

/// What the last section has besides: it sees the scores of all rows, and tells the others what comes next.
pub(super) struct Leader<'w, 'c, 'a, C> {
    pub(super) lead: &'w mut Conducted<'c, C>,
    pub(super) notes: Writer<'w, Note<'a>>,
}

/// Another section's thread has gone, in a panic: nothing more will come of it.
struct Gone;

/// How many rows of a batch have gone on, and back, and of how many the gradient is summed.
#[derive(Default)]
struct Progress {
    on: usize,
    back: usize,
    summed: usize,
}

impl<'a, C: Conductor<'a>> Leader<'_, '_, 'a, C> {
    /// Plans the next batch.
    fn next(&mut self) -> Note<'a> {
        let next = self.lead.plan();
        self.notes.write(next);
        next
    }

    /// Looks at the scores of a batch, and plans its step.
    fn judge(&mut self, batch: Batch<'a>, section: &AtWork<'_, '_>) -> Note<'a> {
        let judged = self.lead.judge(batch, &mut section.scores(batch.rows.len()));
        self.notes.write(judged);
        judged
    }
}

impl<'a> Worker<'_, 'a, '_> {
    /// Whether no section is after this one.
    pub(super) fn is_last(&self) -> bool {
        self.after.is_none()
    }

    /// Takes steps until it is enough: those that it plans itself, or that the last section does. When it is through,
    /// nobody waits for it any more.
    pub(super) fn work<C: Conductor<'a>>(mut self, leader: Option<Leader<'_, '_, 'a, C>>) {
        self.section.fetch_weights();
        // The panic of another thread comes out of the pool.
        let _ = match leader {
            Some(leader) => self.lead(leader),
            None => self.follow(),
        };
        self.section.return_weights();
    }

    /// Takes the steps that the last section plans, until it is enough.
    fn follow(&mut self) -> Result<(), Gone> {
        while let Some(batch) = self.notes.read().ok_or(Gone)? {
            let progress = self.go_on_and_back(&batch)?;
            self.sum_the_rest(&batch, progress);
            let Some(batch) = self.notes.read().ok_or(Gone)? else { break };
            self.change_weights(&batch);
        }
        Ok(())
    }

    /// Plans steps and takes them, until it is enough.
    fn lead<C: Conductor<'a>>(&mut self, mut leader: Leader<'_, '_, 'a, C>) -> Result<(), Gone> {
        let mut next = leader.next();
        while let Some(batch) = next {
            let progress = self.go_on_and_back(&batch)?;
            let Some(batch) = leader.judge(batch, &self.section) else { break };
            // The first section is busy with this batch for a while, and then wants the next one.
            next = leader.next();
            self.sum_the_rest(&batch, progress);
            self.change_weights(&batch);
        }
        Ok(())
    }

    /// Sends all rows of a batch through the section and back. Others wait for what comes of that; for gradients
    /// nobody does, and they are summed where there is nothing else to do.
    fn go_on_and_back(&mut self, batch: &Batch<'a>) -> Result<Progress, Gone> {
        let (rows, mut progress) = (batch.rows.len(), Progress::default());
        while progress.back < rows {
            let on = progress.on < rows && self.can_go_on();
            let back = progress.back < progress.on && self.can_go_back();
            // What another core has written is better asked for than waited for, as long as there is something
            // else to do.
            if back && (self.was_asked() || !on) {
                progress.back = self.go_back(batch, progress.back);
            } else if on {
                progress.on = self.go_on(batch, progress.on);
            } else if !self.sum_next(batch, &mut progress) {
                self.wait(&progress)?;
            }
        }
        Ok(progress)
    }

    /// Whether the next panel's inputs are there.
    fn can_go_on(&mut self) -> bool {
        self.before.as_mut().is_none_or(|(inputs, _)| inputs.is_there())
    }

    /// Whether the gradient with respect to the outputs of the next panel on its way back is there.
    fn can_go_back(&mut self) -> bool {
        self.after.as_mut().is_none_or(|(_, deltas)| deltas.is_there())
    }

    /// Whether the lines of that were asked for, if they are another thread's.
    fn was_asked(&self) -> bool {
        self.after.as_ref().is_none_or(|(_, deltas)| deltas.was_asked())
    }

    /// Waits for one of these two.
    fn wait(&mut self, progress: &Progress) -> Result<(), Gone> {
        let comes = match (&mut self.before, &mut self.after) {
            // What has gone on comes back whether more goes on or not.
            (before, Some((_, deltas))) if progress.back < progress.on => {
                deltas.wait(|| before.as_mut().is_some_and(|(inputs, _)| inputs.is_there()))
            }
            (Some((inputs, _)), _) => inputs.wait(|| false),
            (None, _) => true,
        };
        if comes { Ok(()) } else { Err(Gone) }
    }

    /// Sends a panel through the section, whose first row is number `first` of the batch. Returns where it ends.
    fn go_on(&mut self, batch: &Batch<'a>, first: usize) -> usize {
        let rows = panel(batch, first);
        let (section, range) = (&mut self.section, &rows.range);
        match &mut self.before {
            None => section.load_inputs(&rows),
            Some((inputs, _)) => {
                inputs.receive(|values| section.input(range).copy_from_slice(values))
            }
        }
        match (&mut self.before, &mut self.after) {
            (_, Some((outputs, deltas))) => {
                section.go_on(&rows, deltas.peek());
                outputs.send(|values| values.copy_from_slice(section.output(range)));
            }
            (before, None) => {
                let ahead = before.as_mut().map_or(&[][..], |(inputs, _)| inputs.peek());
                section.load_targets(&rows);
                section.go_on(&rows, ahead);
                section.score(&rows);
            }
        }
        rows.range.end
    }

    /// The same for its way back.
    fn go_back(&mut self, batch: &Batch<'a>, first: usize) -> usize {
        let rows = panel(batch, first);
        let (section, range) = (&mut self.section, &rows.range);
        if let Some((_, deltas)) = &mut self.after {
            deltas.receive(|values| section.output_delta(range).copy_from_slice(values));
        }
        let is_last = self.after.is_none();
        section.go_back(&rows, is_last);
        if let Some((_, deltas)) = &mut self.before {
            deltas.send(|values| values.copy_from_slice(section.input_delta(range)));
        }
        rows.range.end
    }

    /// Sums the gradient of the next piece whose rows are all back. Returns whether there is one.
    fn sum_next(&mut self, batch: &Batch<'a>, progress: &mut Progress) -> bool {
        let piece = self.section.piece_after(progress.summed, batch.rows.len());
        let is_there = !piece.is_empty() && piece.end <= progress.back;
        if is_there {
            self.section.sum_gradient(&piece);
            progress.summed = piece.end;
        }
        is_there
    }

    /// Takes the optimizer's step, and asks for the first inputs of the next batch as soon as they are there.
    fn change_weights(&mut self, batch: &Batch<'a>) {
        let before = &mut self.before;
        self.section.change_weights(batch, || {
            if let Some((inputs, _)) = before {
                inputs.ask();
            }
        });
    }

    fn sum_the_rest(&mut self, batch: &Batch<'a>, mut progress: Progress) {
        while self.sum_next(batch, &mut progress) {}
    }
}

/// The panel of a batch that begins with row number `first`.
fn panel<'b, 'a>(batch: &'b Batch<'a>, first: usize) -> Rows<'b, 'a> {
    Rows { batch, range: first..batch.rows.len().min(first + PANEL_ROWS) }
}
