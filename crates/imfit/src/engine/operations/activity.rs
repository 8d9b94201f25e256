//! A penalty on what the operation before gives.

use imfit_compute::{Activation, Penalty, add};

use super::{Back, Operate, Turn};
use crate::engine::bf16::Forms;
use crate::panel::{PANEL_ROWS, lanes_mut};

/// Gives what it gets, and adds a penalty on it to the rows' losses.
#[derive(Debug, Clone)]
pub(crate) struct ActivityOperation {
    pub(super) penalty: Penalty,
    pub(super) width: usize,
    /// What the outputs of the operation before come from at last, and whether its derivative wants
    /// that operation's inputs. The loss may go through it.
    pub(super) function: Option<(Activation, bool)>,
}

impl Operate for ActivityOperation {
    fn width(&self) -> usize {
        self.width
    }

    fn penalizes(&self) -> bool {
        true
    }

    fn last_function(&self) -> Option<Activation> {
        self.function.map(|(function, _)| function)
    }

    /// Room for the penalty's gradient on its way through the function.
    fn terms(&self) -> usize {
        self.width
    }

    fn forward(&self, turn: Turn<'_>, records: &mut [f32], _: Forms<'_>) {
        let (from, to, places) = (turn.input(), turn.fields().output, self.width * PANEL_ROWS);
        for record in records.chunks_exact_mut(turn.length()) {
            record.copy_within(from..from + places, to);
            let Some(activity) = turn.pass.layout.activity else { continue };
            let [values, sums] = record
                .get_disjoint_mut([to..to + places, activity..activity + PANEL_ROWS])
                .expect("the fields of a record don't overlap");
            self.penalty.add_to_rows(turn.pass.isa, values, &mut lanes_mut(sums)[0]);
        }
    }

    fn backward(&self, turn: Turn<'_>, records: &mut [f32], _: Forms<'_>, back: Back) {
        let (fields, places, isa) = (turn.fields(), self.width * PANEL_ROWS, turn.pass.isa);
        let Penalty { l1, l2 } = self.penalty;
        let scaled = Penalty { l1: back.scale * l1, l2: back.scale * l2 };
        for (index, record) in records.chunks_exact_mut(turn.length()).enumerate() {
            let counted = back.rows.saturating_sub(index * PANEL_ROWS).min(PANEL_ROWS);
            let input = self
                .function
                .filter(|(_, of_inputs)| *of_inputs)
                .map_or(turn.input(), |_| turn.pass.layout.input_of(turn.index - 1));
            let (before, after) = record.split_at_mut(turn.pass.layout.deltas);
            let at = |place: usize| place - turn.pass.layout.deltas;
            let [delta, slopes] = after
                .get_disjoint_mut([
                    at(fields.delta)..at(fields.delta) + places,
                    at(fields.terms)..at(fields.terms) + places,
                ])
                .expect("the fields of a record don't overlap");
            let output = &before[fields.output..][..places];
            slopes.fill(0.0);
            scaled.add_gradient(isa, output, slopes);
            if counted < PANEL_ROWS {
                lanes_mut(slopes).iter_mut().for_each(|lanes| lanes[counted..].fill(0.0));
            }
            if let (true, Some((function, _))) = (back.through, self.function) {
                function.backward(isa, &before[input..][..places], output, slopes);
            }
            add(isa, delta, slopes);
        }
    }
}
