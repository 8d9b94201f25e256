//! Sixteen rows of data side by side: how losses and metrics see predictions and targets.

/// Rows of data in a panel.
pub(crate) const PANEL_ROWS: usize = imfit_compute::LANE_GROUP;

/// One number for each of the rows of a panel.
pub(crate) type Lanes = [f32; PANEL_ROWS];

/// A field of features as one [`Lanes`] for each feature.
pub(crate) fn lanes(field: &[f32]) -> &[Lanes] {
    field.as_chunks().0
}

/// As [`lanes`], to change.
pub(crate) fn lanes_mut(field: &mut [f32]) -> &mut [Lanes] {
    field.as_chunks_mut().0
}
