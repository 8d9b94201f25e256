//! The elementary functions: their errors in units in the last place, and their values at the edges.
//!
//! `examples/accuracy.rs` looks at all 2³² arguments; here it is some four million of them.

use imfit_compute::{Function, Isa, LANE_GROUP, reference};

/// The largest error over all arguments in units in the last place, from `docs/accuracy.md`, rounded up: on
/// the instruction sets that fuse, and on the portable path.
fn measured(function: Function) -> (f64, f64) {
    match function {
        Function::Exp => (1.04, 1.01),
        Function::Expm1 => (1.52, 1.65),
        Function::Log => (0.84, 0.84),
        Function::Softplus => (1.73, 1.9),
        Function::Sigmoid => (1.75, 1.77),
        Function::Tanh => (1.84, 1.95),
        Function::Sin => (1.76, 1.76),
        Function::Cos => (1.78, 1.80),
    }
}

fn allowed(function: Function, isa: Isa) -> f64 {
    let (fused, portable) = measured(function);
    if isa.name() == "portable" { portable } else { fused }
}

fn apply(function: Function, isa: Isa, arguments: &[f32]) -> Vec<f32> {
    let mut values = arguments.to_vec();
    values.resize(values.len().next_multiple_of(LANE_GROUP), 0.0);
    function.apply(isa, &mut values);
    values.truncate(arguments.len());
    values
}

fn assert_accurate(function: Function, arguments: &[f32]) {
    let exact: Vec<f64> = arguments.iter().map(|x| reference::function(function, *x)).collect();
    for isa in Isa::available() {
        let values = apply(function, isa, arguments);
        for ((x, value), exact) in arguments.iter().zip(&values).zip(&exact) {
            let off = reference::ulps(*value, *exact);
            assert!(
                off <= allowed(function, isa),
                "{function:?}({x:e}) on {isa:?}: {value:e} is {off} ulp from {exact:e}"
            );
        }
    }
}

#[test]
fn errors_stay_within_what_was_measured_over_the_whole_range() {
    // A prime number of bit patterns apart: every exponent, both signs, infinities, NaNs, denormals.
    let patterns: Vec<u32> = (0..=u32::MAX).step_by(1021).collect();
    for function in Function::ALL {
        for block in patterns.chunks(4096) {
            let arguments: Vec<f32> = block.iter().map(|bits| f32::from_bits(*bits)).collect();
            assert_accurate(function, &arguments);
        }
    }
}

#[test]
fn sine_and_cosine_keep_their_accuracy_around_their_zeros() {
    // The neighbours of multiples of π / 2, from the first up to where `f32` has only whole numbers...
    let mut angles: Vec<f32> = (1..200_000u32)
        .flat_map(|k| {
            let nearest = (f64::from(k) * std::f64::consts::FRAC_PI_2) as f32;
            [nearest.next_down(), nearest, nearest.next_up()]
        })
        .collect();
    // ... and 16367173 · 2⁷², the `f32` that is nearest of all to such a multiple.
    angles.extend([16_367_173.0 * 2f32.powi(72), -16_367_173.0 * 2f32.powi(72)]);
    for function in [Function::Sin, Function::Cos] {
        assert_accurate(function, &angles);
    }
}

#[test]
fn the_border_between_the_two_reductions_of_an_angle_does_not_show() {
    let border = 131_072.0f32.to_bits();
    let angles: Vec<f32> = (border - 5000..border + 5000).map(f32::from_bits).collect();
    for function in [Function::Sin, Function::Cos] {
        assert_accurate(function, &angles);
    }
}

/// Where a result is one number and no other.
#[test]
fn values_at_the_edges_are_exact() {
    let (inf, smallest) = (f32::INFINITY, f32::from_bits(1));
    let cases = [
        (Function::Exp, vec![(0.0, 1.0), (-0.0, 1.0), (inf, inf), (-inf, 0.0), (89.0, inf)]),
        (Function::Exp, vec![(-104.0, 0.0), (-103.5, smallest), (f32::MIN, 0.0)]),
        (Function::Expm1, vec![(0.0, 0.0), (inf, inf), (-inf, -1.0), (89.0, inf), (-30.0, -1.0)]),
        (Function::Expm1, vec![(smallest, smallest), (-smallest, -smallest)]),
        (Function::Log, vec![(1.0, 0.0), (0.0, -inf), (-0.0, -inf), (inf, inf)]),
        (Function::Softplus, vec![(inf, inf), (-inf, 0.0), (f32::MAX, f32::MAX), (-104.0, 0.0)]),
        (Function::Sigmoid, vec![(0.0, 0.5), (-0.0, 0.5), (inf, 1.0), (-inf, 0.0)]),
        (Function::Sigmoid, vec![(f32::MAX, 1.0), (f32::MIN, 0.0), (-103.5, smallest)]),
        (Function::Tanh, vec![(0.0, 0.0), (-0.0, -0.0), (inf, 1.0), (-inf, -1.0)]),
        (Function::Tanh, vec![(smallest, smallest), (-smallest, -smallest), (10.0, 1.0)]),
        (Function::Sin, vec![(0.0, 0.0), (-0.0, -0.0), (smallest, smallest)]),
        (Function::Sin, vec![(-smallest, -smallest), (-1e-30, -1e-30)]),
        (Function::Cos, vec![(0.0, 1.0), (-0.0, 1.0), (smallest, 1.0), (-1e-30, 1.0)]),
    ];
    for isa in Isa::available() {
        for (function, pairs) in &cases {
            for (x, expected) in pairs {
                let value = apply(*function, isa, &[*x])[0];
                let same = value.to_bits() == expected.to_bits();
                assert!(same, "{function:?}({x:e}) on {isa:?}: {value:e}, not {expected:e}");
            }
        }
    }
}

#[test]
fn sine_and_cosine_of_infinity_are_not_numbers() {
    for isa in Isa::available() {
        for function in [Function::Sin, Function::Cos] {
            let values = apply(function, isa, &[f32::INFINITY, f32::NEG_INFINITY]);
            assert!(
                values.iter().all(|value| value.is_nan()),
                "{function:?} on {isa:?}: {values:?}"
            );
        }
    }
}

/// A NaN, an infinite or a huge angle must not disturb the other lanes of its vector.
#[test]
fn lanes_do_not_disturb_each_other() {
    let ordinary = [0.3f32, -2.0, 1e-40, 77.0];
    let strange = [f32::NAN, f32::INFINITY, 1e30, -f32::MAX, -131_073.0];
    for isa in Isa::available() {
        for function in Function::ALL {
            for x in ordinary {
                let alone = apply(function, isa, &[x; LANE_GROUP])[0].to_bits();
                for (lane, y) in (0..LANE_GROUP).flat_map(|lane| strange.map(|y| (lane, y))) {
                    let mut arguments = [x; LANE_GROUP];
                    arguments[lane] = y;
                    let values = apply(function, isa, &arguments);
                    let others = values.iter().enumerate().filter(|(i, _)| *i != lane);
                    assert!(
                        others.clone().all(|(_, value)| value.to_bits() == alone),
                        "{function:?} on {isa:?}: {y:e} in lane {lane} beside {x:e}"
                    );
                    assert_eq!(values[lane].is_nan(), reference::function(function, y).is_nan());
                }
            }
        }
    }
}

#[test]
fn all_fusing_instruction_sets_give_the_same_bytes() {
    let fusing: Vec<Isa> =
        Isa::available().into_iter().filter(|isa| isa.name() != "portable").collect();
    let arguments: Vec<f32> =
        (0..=u32::MAX).step_by(65_521).map(f32::from_bits).filter(|x| x.is_finite()).collect();
    for function in Function::ALL {
        let results: Vec<Vec<u32>> = fusing
            .iter()
            .map(|isa| apply(function, *isa, &arguments).iter().map(|v| v.to_bits()).collect())
            .collect();
        assert!(results.windows(2).all(|pair| pair[0] == pair[1]), "{function:?}");
    }
}

#[test]
fn a_unit_in_the_last_place_is_the_step_to_the_next_number() {
    assert_eq!(reference::ulps(1.0f32.next_up(), 1.0), 1.0);
    assert_eq!(reference::ulps(1.0f32.next_down(), 1.0), 0.5);
    assert_eq!(reference::ulps(f32::from_bits(3), 0.0), 3.0);
    assert_eq!(reference::ulps(f32::MAX, 1e39), f64::INFINITY);
    assert_eq!(reference::ulps(f32::INFINITY, 1e39), 0.0);
    assert_eq!(reference::ulps(f32::NAN, 1.0), f64::INFINITY);
    assert_eq!(reference::ulps(1.0, f64::NAN), f64::INFINITY);
    assert_eq!(reference::ulps(f32::NAN, f64::NAN), 0.0);
}
