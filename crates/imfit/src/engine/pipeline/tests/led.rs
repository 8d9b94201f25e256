//! Steps that a test leads through: a section's thread that panics ends all of them, and which epochs are worth a
//! pipeline.

use std::panic::{AssertUnwindSafe, catch_unwind};

use imfit_compute::Isa;
use ndarray::Array2;

use super::{dense, network_of};
use crate::Data;
use crate::engine::PIPELINE_BATCHES;
use crate::engine::conductor::{Batch, Conductor, Outcome};
use crate::engine::layout::Counts;
use crate::engine::read_ahead::Upcoming;
use crate::engine::step::forced::{on, with};
use crate::engine::step::{Task, TrainStep, Way};
use crate::layers::Layer;
use crate::losses::{Loss, Targets};
use crate::panel::Lanes;

const ROWS: usize = 640;
const BATCH_ROWS: usize = 64;
const TWO_SECTIONS: Way = Way { threads: 2, pipeline: true };

/// Leads through the batches of an epoch, and may panic after one of them.
struct Lead<'a> {
    order: &'a [u32],
    place: usize,
    /// The batch after whose scores it panics.
    panics_after: Option<u64>,
}

impl<'a> Conductor<'a> for Lead<'a> {
    fn next(&mut self) -> Option<Batch<'a>> {
        let (place, rest) = (self.place, &self.order[self.place..]);
        let rows = &rest[..BATCH_ROWS.min(rest.len())];
        self.place += rows.len();
        let number = (place / BATCH_ROWS) as u64;
        let (ahead, batch_rows) = (&rest[rows.len()..], rows.len());
        let batch = Batch {
            rows,
            place,
            ahead,
            batch_rows,
            epoch: 1,
            number,
            first: true,
            last: true,
            step: None,
        };
        (!rows.is_empty()).then_some(batch)
    }

    fn upcoming(&self) -> Option<Upcoming<'a>> {
        let &Lead { order, place, .. } = self;
        Some(Upcoming { order, place, batch_rows: BATCH_ROWS })
    }

    fn scored(&mut self, batch: &Batch<'a>, scores: &mut dyn Iterator<Item = &[Lanes]>) -> Outcome {
        assert_eq!(scores.count(), BATCH_ROWS.div_ceil(crate::panel::PANEL_ROWS));
        assert!(self.panics_after != Some(batch.number), "no good");
        Outcome::GoOn
    }
}

/// Takes the steps of an epoch with each of these orders, one after the other. Returns which of them ended well.
fn epochs(orders: &[(&[u32], Option<u64>)]) -> Vec<bool> {
    let (x, y) = (Array2::zeros((ROWS, 2)), Array2::zeros((ROWS, 3)));
    let data = Data::new(x.view(), y.view());
    let targets = Targets { outputs: 3, width: 3, binary: false };
    let task = Task {
        data: &data,
        loss: Loss::MeanSquaredError.of(targets),
        loss_scale: 1.0,
        metrics: &[],
    };
    let mut layers: Vec<Layer> = (0..5).map(|_| dense(64, "relu")).collect();
    layers.push(dense(3, "linear"));
    let (mut network, counts) = (network_of(&layers), Counts { targets: 3, scores: 1 });
    let mut step = TrainStep::new(&network, BATCH_ROWS, counts, Isa::detect(), None);
    let mut epoch = |(order, panics_after)| {
        let mut lead = Lead { order, place: 0, panics_after };
        let run = || step.run(&mut network, &task, &mut lead).unwrap();
        let ended_well = catch_unwind(AssertUnwindSafe(run)).is_ok();
        ended_well && lead.place == order.len()
    };
    orders.iter().map(|order| epoch(*order)).collect()
}

#[test]
fn a_panic_in_any_section_ends_all_threads() {
    let good: Vec<u32> = (0..ROWS as u32).collect();
    // The first section is the first to look for a row that isn't there: in the middle of a batch, and at once.
    let [mut missing, mut missing_first] = [good.clone(), good.clone()];
    missing[5 * BATCH_ROWS + 40] = u32::MAX;
    missing_first[0] = u32::MAX;
    let orders = [
        (&good[..], None),
        (&missing[..], None),
        (&good[..], None),
        // The last section is the one that leads.
        (&good[..], Some(3)),
        (&good[..], Some(0)),
        (&missing_first[..], None),
        (&good[..], None),
    ];
    // Where the other thread has something else to do, rows are shared, and a panic ends that as well.
    let all_in_pipelines = (0..100).any(|_| {
        let (ended_well, pipelines) = on(TWO_SECTIONS, || epochs(&orders));
        assert_eq!(ended_well, [true, false, true, false, false, false, true]);
        pipelines >= 3
    });
    assert!(all_in_pipelines, "the epochs that ended well were no pipelines");
}

/// Its buffers take longer to make than some steps take.
#[test]
fn a_few_batches_are_not_worth_a_pipeline() {
    let rows: Vec<u32> = (0..ROWS as u32).collect();
    let pipelines = |batches: usize| {
        let (ended_well, pipelines) = with(2, || epochs(&[(&rows[..batches * BATCH_ROWS], None)]));
        assert_eq!(ended_well, [true]);
        pipelines
    };
    assert_eq!(pipelines(PIPELINE_BATCHES - 1), 0);
    // It is the first way that is tried, unless the other thread has something else to do.
    assert!((0..100).any(|_| pipelines(PIPELINE_BATCHES) > 0));
}
