//! Class numbers as rows of zeros and a one.

use ndarray::{Array2, ArrayView1};
use serde_json::{Map, Value};

use crate::declare::check_call;
use crate::error::{Error, Result};

/// More values than this are no table that anybody wants.
const MOST_VALUES: usize = 1 << 30;
/// A column of 32-bit floats holds every whole number up to here.
const MOST_CLASSES: usize = 1 << 24;

/// The table of (rows, classes) that has a 1 in the column of each row's class, counted from 0, and 0
/// elsewhere: what the cross-entropy over categories takes as targets. `given` holds `num_classes`; one
/// more than the largest class if it isn't there.
///
/// # Errors
/// A class that isn't a whole number from 0 to `num_classes` - 1, no rows without `num_classes`, or a table
/// of more than 2^30 values.
///
/// # Example
/// ```
/// let classes = ndarray::array![0.0, 2.0, 1.0];
/// let table = imfit::to_categorical(classes.view(), &serde_json::Map::new())?;
/// assert_eq!(table.row(1).to_vec(), [0.0, 0.0, 1.0]);
/// # Ok::<(), imfit::Error>(())
/// ```
pub fn to_categorical(
    classes: ArrayView1<'_, f32>,
    given: &Map<String, Value>,
) -> Result<Array2<f32>> {
    let arguments = check_call("to_categorical", given)?;
    let known = arguments.optional_whole("num_classes").map(|count| count as usize);
    let most = known.unwrap_or(MOST_CLASSES);
    for (row, class) in classes.iter().enumerate() {
        let is_class = class.fract() == 0.0 && (0.0..most as f32).contains(class);
        if !is_class {
            let given = format!("{class} in row {}", row + 1);
            let allowed = format!("a whole number from 0 to {}, the number of a class", most - 1);
            return Err(Error::argument("x", given, allowed));
        }
    }
    let largest = classes.iter().copied().reduce(f32::max);
    let columns = known.or(largest.map(|class| class as usize + 1)).ok_or_else(|| {
        Error::argument("x", "empty", "not empty where `num_classes` isn't given")
    })?;
    if classes.len().saturating_mul(columns) > MOST_VALUES {
        let given = format!("{columns} for {} rows", classes.len());
        return Err(Error::argument(
            "num_classes",
            given,
            "so few that the table has at most 2^30 values",
        ));
    }
    let mut table = Array2::zeros((classes.len(), columns));
    for (mut row, class) in table.rows_mut().into_iter().zip(classes) {
        row[*class as usize] = 1.0;
    }
    Ok(table)
}
