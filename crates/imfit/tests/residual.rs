//! Residual blocks: what they compute, what they train, where they are refused.

mod bf16;
mod bytes;
mod slopes;

use bf16::last_losses;
use bytes::assert_same_bytes;
use imfit::layers::{Activation, Dense, Layer, Residual};
use imfit::optimizers::Adam;
use imfit::{Fit, Loss, Recipe, Sequential};
use serde_json::json;
use slopes::{assert_slopes, data, plain, tanh};

fn dense(units: usize, activation: Activation) -> Layer {
    Dense::new(units).activation(activation).into()
}

fn block<const N: usize>(layers: [Layer; N]) -> Layer {
    Residual::new(layers).into()
}

/// Blocks in every place: first, nested, without weights, with activations at both ends, last.
fn networks() -> Vec<Vec<Layer>> {
    vec![
        vec![plain(8), block([dense(9, Activation::Tanh), plain(8)]), plain(3)],
        vec![block([dense(9, Activation::Tanh), plain(2)]), plain(3)],
        vec![block([tanh()]), plain(3)],
        vec![block([tanh(), block([plain(2), tanh()])]), block([tanh()]), plain(3)],
        vec![plain(3), block([tanh(), plain(7), tanh(), plain(3)])],
        vec![
            dense(8, Activation::Tanh),
            block([
                dense(5, Activation::Gelu),
                block([dense(4, Activation::Tanh), block([tanh(), plain(4)]), plain(5)]),
                plain(8),
            ]),
            tanh(),
            block([plain(8)]),
            dense(3, Activation::Sigmoid),
        ],
    ]
}

#[test]
fn a_block_adds_its_input_to_what_its_layers_make_of_it() {
    let (x, ..) = data(37);
    let stack = [dense(9, Activation::Tanh), plain(2)];
    let alone = slopes::model(&stack, 1.0);
    let around = slopes::model(&[block(stack)], 1.0);
    assert_eq!(alone.get_weights(), around.get_weights());
    let expected = alone.predict(x.view()).unwrap() + &x;
    let actual = around.predict(x.view()).unwrap();
    assert!((&actual - &expected).iter().all(|off| off.abs() < 1e-6), "{actual} {expected}");
}

#[test]
fn gradients_are_finite_differences_of_the_loss() {
    for layers in networks() {
        assert_slopes(&layers, 40, 1000, |_| true);
    }
}

/// So many rows that they go through in portions.
#[test]
fn gradients_of_large_batches_are_finite_differences_too() {
    let inner = block([dense(30, Activation::Tanh), block([tanh(), plain(30)]), plain(20)]);
    let layers = [plain(40), block([tanh(), plain(20), inner, plain(40)]), plain(3)];
    assert_slopes(&layers, 300, 60, |_| true);
}

/// Twenty layers in pairs, with a way around each pair or without.
fn deep(residual: bool) -> Vec<Layer> {
    let pair = || [dense(16, Activation::Sigmoid), plain(16)];
    let pairs = (0..10).flat_map(|_| match residual {
        true => vec![block(pair())],
        false => pair().to_vec(),
    });
    [plain(16)].into_iter().chain(pairs).chain([plain(3)]).collect()
}

#[test]
fn a_deep_network_trains_with_blocks_and_does_not_without() {
    let (x, y, _) = data(200);
    let mean = y.mean().unwrap();
    let spread = f64::from(y.mapv(|value| (value - mean).powi(2)).mean().unwrap());
    let last_loss = |residual| {
        let mut model = slopes::model(&deep(residual), 1.0);
        model.compile(Adam::new(0.01), Loss::MeanSquaredError, []).unwrap();
        let fit = Fit { batch_size: 50, epochs: 150, ..Fit::default() };
        let history = model.fit(x.view(), y.view(), &fit).unwrap();
        *history.get("loss").unwrap().last().unwrap()
    };
    let (with, without) = (last_loss(true), last_loss(false));
    assert!(with < 0.1 * spread, "{with} with blocks, {spread} in the data");
    assert!(without > 0.5 * spread, "{without} without blocks, {spread} in the data");
}

/// A network whose steps are worth several threads, and an optimizer that needs the whole gradient.
fn wide() -> Sequential {
    let inner = block([dense(60, Activation::Relu), plain(70)]);
    let layers = [plain(70), block([tanh(), inner, plain(70)]), plain(3)];
    let mut model = slopes::model(&layers, 1.0);
    let compile = json!({"optimizer": {"class_name": "Adam", "config": {"clipnorm": 0.1}}});
    model.compile_map(compile.as_object().unwrap()).unwrap();
    model
}

#[test]
fn the_bytes_depend_neither_on_threads_nor_on_interruptions() {
    let (x, y, _) = data(700);
    for batch_size in [60, 300] {
        assert_same_bytes(wide, (&x, &y), batch_size);
    }
}

#[test]
fn bf16_comes_near() {
    let (x, y, _) = data(300);
    let fit = Fit { batch_size: 50, epochs: 20, ..Fit::default() };
    let Some([exact, near]) = last_losses(wide, (&x, &y), &fit) else { return };
    assert!((exact - near).abs() < 0.2 * exact, "{exact} in f32, {near} in bf16");
}

#[test]
fn names_are_the_models_and_weights_stand_depth_first() {
    let layers = [plain(4), block([plain(5), block([tanh(), plain(5)]), plain(4)]), plain(3)];
    let model = slopes::model(&layers, 1.0);
    let summary = model.summary().to_text(60);
    let rows = summary.lines().filter_map(|line| line.split_once(" (None"));
    let names: Vec<&str> = rows.map(|(name, _)| name.trim_end()).collect();
    let expected = [
        "dense (Dense)",
        "residual (Residual)",
        "  dense_1 (Dense)",
        "  residual_1 (Residual)",
        "    activation (Activation)",
        "    dense_2 (Dense)",
        "  dense_3 (Dense)",
        "dense_4 (Dense)",
    ];
    assert_eq!(names, expected);
    assert!(summary.contains("Total params: 106\n"), "{summary}");
    let range = |name| model.weight_range(name);
    assert_eq!((range("residual"), range("residual_1")), (2..8, 4..6));
    assert_eq!((range("dense_3"), range("activation"), range("nobody")), (6..8, 4..4, 0..0));
    let back = Sequential::from_bytes(&model.to_bytes().unwrap()).unwrap();
    assert_eq!((back.layers(), back.get_weights()), (model.layers(), model.get_weights()));
    assert_eq!(Sequential::from_json(&model.to_json()).unwrap().config(), model.config());
}

#[test]
fn what_does_not_fit_is_refused() {
    let words = |layers: Vec<Layer>| Sequential::new(layers).unwrap_err().to_string();
    let narrow = || Residual::new([plain(8), plain(5)]);
    let expected = "`layers` must be layers whose output is as wide as the block's input: the two \
                    are added, not a stack in block 'residual' that makes 5 values of 6";
    assert_eq!(words(vec![narrow().input_shape(6).into()]), expected);
    assert_eq!(words(vec![plain(6), narrow().into()]), expected);
    let inner = block([plain(9), narrow().into(), plain(6)]);
    assert!(words(vec![plain(6), inner]).ends_with("that makes 5 values of 9"));
    assert!(words(vec![block([])]).starts_with("`layers` must be a list of at least one layer"));
    let deep = (0..9).fold(tanh(), |layer, _| block([layer]));
    assert!(words(vec![deep]).contains("at most 8 deep"));
    let inner = Dense::new(6).input_shape(5).into();
    assert!(words(vec![plain(6), block([inner])]).starts_with("`input_shape` must be 6"));
    let named = |name: &str| {
        let config = json!({"class_name": "Dense", "config": {"units": 6, "name": name}});
        Layer::from_json(&config).unwrap()
    };
    let twice = vec![named("a"), block([named("b"), named("a")])];
    assert!(words(twice).starts_with("`name` must be a name without '/' that no other layer"));

    // Only when the width is known can it be seen.
    let mut model = Sequential::new([narrow().into()]).unwrap();
    assert!(model.build(6).unwrap_err().to_string().ends_with("that makes 5 values of 6"));
    assert!(!model.is_built());
    model.build(5).unwrap();
}

#[test]
fn descriptions_that_are_none_are_refused() {
    let words = |layers| {
        let config = json!({"class_name": "Residual", "config": {"layers": layers}});
        Layer::from_json(&config).unwrap_err().to_string()
    };
    assert!(words(json!(3)).starts_with("`layers` must be a list of layers"));
    assert!(words(json!([3])).starts_with("`layers` must be a list of layers"));
    assert!(words(json!([{"class_name": "Dens"}])).contains("Dens"));
    assert!(words(json!([{"class_name": "Dense"}])).contains("units"));
    // One layer needs no list.
    let config = json!({"layers": {"class_name": "Dense", "config": {"units": 2}}});
    let one = Layer::from_json(&json!({"class_name": "Residual", "config": config})).unwrap();
    assert_eq!(one.layers().len(), 1);
}

#[test]
fn the_last_dense_layer_of_a_recipe_may_stand_in_a_block() {
    let block = json!({"layers": [{"class_name": "Dense", "config": {"units": 8}}, "Dense"]});
    let layers = json!([
        {"class_name": "Dense", "config": {"units": 3, "activation": "tanh"}},
        {"class_name": "Residual", "config": block},
        {"class_name": "Activation", "config": {"activation": "sigmoid"}},
    ]);
    let recipe = Recipe::from_value(&json!({"model": {"layers": layers}})).unwrap();
    assert_eq!(recipe.model(3).unwrap().outputs(), Some(3));
    let refusal = recipe.model(1).unwrap_err().to_string();
    assert!(refusal.ends_with("that makes 1 values of 3"), "{refusal}");
}
