//! An optimizer's state, in the order in which Keras numbers its variables.

use super::hdf5::{Array, Store, Tree};
use crate::error::{Error, Result};
use crate::layers::shortest;
use crate::model::{Sequential, dimensions};
use crate::optimizers::{ACCUMULATOR, AVERAGE, LearningRate, Optimizer};

/// The group that holds it.
const VARIABLES: &str = "optimizer/vars";

/// One variable of Keras's.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Variable {
    /// Batches that were trained on.
    Iterations,
    /// The learning rate, where it is a number.
    LearningRate(f64),
    /// A slot of a weight array, both by number.
    Slot { array: usize, slot: usize },
    /// Nadam's running product, which imfit computes from the number of steps.
    Product(f32),
}

/// Keras's variables of a compiled model; nothing where imfit keeps something else than Keras.
pub(super) fn variables(model: &Sequential) -> Option<Vec<Variable>> {
    let optimizer = model.optimizer()?;
    let names = model.slot_names();
    let slots = |chosen: &dyn Fn(&str) -> bool| -> Vec<usize> {
        (0..names.len()).filter(|slot| chosen(names[*slot])).collect()
    };
    let mut all = vec![Variable::Iterations];
    if let LearningRate::Constant(rate) = &optimizer.common().learning_rate {
        all.push(Variable::LearningRate(*rate));
    }
    let arrays = model.trainable_arrays();
    let mut add = |group: Vec<usize>| {
        for array in &arrays {
            all.extend(group.iter().map(|slot| Variable::Slot { array: *array, slot: *slot }));
        }
    };
    add(slots(&|name| name == AVERAGE));
    add(slots(&|name| name == ACCUMULATOR));
    for group in groups(optimizer)? {
        add(slots(&|name| group.contains(&name)));
    }
    if let Some(product) = product(model, optimizer) {
        all.push(Variable::Product(product));
    }
    Some(all)
}

/// The rule's slots: those of a group alternate within a weight array.
fn groups(optimizer: &Optimizer) -> Option<&'static [&'static [&'static str]]> {
    Some(match optimizer.class_name() {
        "SGD" | "Lion" => &[&["momentum"]],
        "RMSprop" => &[&["velocity"], &["momentum"], &["average_gradient"]],
        "Adam" | "AdamW" => &[&["momentum", "velocity"], &["velocity_hat"]],
        "Nadam" => &[&["momentum", "velocity"]],
        "Adamax" => &[&["momentum", "norm"]],
        "Adagrad" => &[&["accumulator"]],
        "Adadelta" => &[&["accumulated_grad", "accumulated_delta_var"]],
        "Ftrl" => &[&["accumulator", "linear"]],
        _ => return None,
    })
}

fn product(model: &Sequential, optimizer: &Optimizer) -> Option<f32> {
    let Optimizer::Nadam(nadam) = optimizer else { return None };
    let steps = nadam.common.gradient_accumulation_steps.unwrap_or(1);
    Some(nadam.product(model.iterations() / steps) as f32)
}

/// The group of a file that holds the state; nothing before `compile`, or where Keras keeps something else.
pub(super) fn to_tree(model: &Sequential) -> Result<Option<Tree>> {
    let (Some(variables), Some(optimizer)) = (variables(model), model.optimizer()) else {
        return Ok(None);
    };
    let Ok(network) = model.network() else { return Ok(None) };
    let shapes = model.weight_shapes();
    let arrays = variables.into_iter().map(|variable| match variable {
        Variable::Iterations => Array::whole(model.iterations() as i64),
        Variable::LearningRate(rate) => Array::real(&[], vec![rate as f32]),
        Variable::Product(product) => Array::real(&[], vec![product]),
        Variable::Slot { array, slot } => {
            Array::real(&dimensions(&shapes[array].1), network.slot(array, slot))
        }
    });
    let name = optimizer.class_name().to_lowercase();
    Ok(Some(Tree::of_variables(&name, arrays.collect())))
}

/// What a file says of the state.
#[derive(Debug, Default)]
pub(super) struct State {
    pub(super) iterations: u64,
    /// The learning rate, where it is a number.
    pub(super) learning_rate: Option<f32>,
    /// Number of the array, number of the slot, values.
    pub(super) slots: Vec<(usize, usize, Vec<f32>)>,
}

/// Reads the whole state; nothing where the file has another number of arrays than the model's optimizer. As
/// Keras, which then leaves the optimizer as it is.
pub(super) fn read(
    model: &Sequential,
    store: &Store,
) -> std::result::Result<Option<State>, String> {
    let paths = (0..store.arrays(VARIABLES)).map(|number| format!("{VARIABLES}/{number}"));
    read_from(model, store, &paths.collect::<Vec<_>>())
}

/// The same from arrays by their paths.
pub(super) fn read_from(
    model: &Sequential,
    store: &Store,
    paths: &[String],
) -> std::result::Result<Option<State>, String> {
    let Some(variables) = variables(model) else { return Ok(None) };
    if variables.len() != paths.len() {
        // Keras had taken no step yet, or has another state.
        return Ok(None);
    }
    let mut state = State::default();
    let shapes = model.weight_shapes();
    for (variable, path) in variables.iter().zip(paths) {
        match variable {
            Variable::Iterations => {
                let steps = store.whole(path)?;
                let refusal = |_| format!("array '{path}' is {steps}, and counts steps");
                state.iterations = steps.try_into().map_err(refusal)?;
            }
            Variable::LearningRate(_) => {
                state.learning_rate = store.real(path, &[])?.first().copied();
            }
            Variable::Slot { array, slot } => {
                let values = store.real(path, &dimensions(&shapes[*array].1))?;
                state.slots.push((*array, *slot, values));
            }
            Variable::Product(_) => {}
        }
    }
    Ok(Some(state))
}

/// Puts a state into a model, the learning rate too, as Keras does; or leaves the model as it is.
pub(super) fn set(model: &mut Sequential, state: State) -> Result<()> {
    model.network()?;
    let own = model.optimizer().map(|optimizer| &optimizer.common().learning_rate);
    if let (Some(LearningRate::Constant(own)), Some(rate)) = (own, state.learning_rate)
        // A file has it in single precision: what is the same there stays.
        && *own as f32 != rate
    {
        model.set_learning_rate(shortest(rate))?;
    }
    let network = model.network_mut().ok_or(Error::NotBuilt)?;
    for (array, slot, values) in state.slots {
        network.set_slot(array, slot, &values);
    }
    model.set_iterations(state.iterations);
    Ok(())
}
