//! Weights that training leaves as they are for now.

use super::network::Network;
use crate::optimizers::{Slot, State};

impl Network {
    /// Says which arrays are trained, out of those that an operation has for that. What the optimizer
    /// keeps for those that stay trained goes on; `average` is the slot that begins as the weights are.
    pub(crate) fn set_trained(
        &mut self,
        trained: &[bool],
        slots: &[Slot],
        states: impl Fn(usize) -> Vec<State>,
        average: Option<usize>,
    ) {
        for (array, trained) in trained.iter().enumerate() {
            if self.arrays()[array].trained == *trained {
                continue;
            }
            self.array_mut(array).trained = *trained;
            if let Some(kept) = self.states.get_mut(array) {
                *kept = if *trained { states(array) } else { Vec::new() };
            }
            let parts: Vec<usize> = self.rows_of(array).map(|(part, _)| part).collect();
            for index in parts {
                self.set_frozen(index, !trained, slots, average);
            }
        }
    }

    fn set_frozen(&mut self, index: usize, frozen: bool, slots: &[Slot], average: Option<usize>) {
        let bounds = self.bounds[index]..self.bounds[index + 1];
        let part = &mut self.parts[index];
        if part.frozen == frozen {
            return;
        }
        part.frozen = frozen;
        part.reset_slots(slots);
        if let (Some(average), false) = (average, frozen) {
            part.slots[average].copy_from_slice(&self.weights[bounds]);
        }
    }

    /// For each operation, whether it has weights that are trained now.
    pub(crate) fn trains(&self) -> Vec<bool> {
        let mut trains = vec![false; self.operations.len()];
        self.parts
            .iter()
            .filter(|part| !part.frozen)
            .for_each(|part| trains[part.operation] = true);
        trains
    }
}
