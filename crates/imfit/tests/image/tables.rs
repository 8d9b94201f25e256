//! Pictures from tables of pixels.

use imfit::image::Image;
use ndarray::{Array2, Array3};
use proptest::prelude::*;

fn table_error(xs: &[f64], ys: &[f64]) -> String {
    Image::from_table(xs, ys, Array2::zeros((xs.len(), 3)).view()).unwrap_err().to_string()
}

#[test]
fn tables_that_make_no_picture_say_why() {
    for bad in [0.0, -1.0, 1.5, f64::NAN, f64::INFINITY, 1e300] {
        let told = table_error(&[1.0, bad], &[1.0, 1.0]);
        assert!(told.starts_with("`x` must be a whole number from 1 in every row, not"), "{told}");
        assert!(told.ends_with("in row 2"), "{told}");
        assert!(table_error(&[1.0], &[bad]).starts_with("`y` must be"));
    }
    let told = table_error(&[1.0, 2.0, 1.0, 2.0], &[1.0, 1.0, 2.0, 1.0]);
    assert_eq!(told, "the pixel x = 2, y = 1 is in the table twice, in rows 2 and 4");
    let told = table_error(&[1.0, 2.0, 2.0], &[1.0, 1.0, 2.0]);
    assert!(told.starts_with("pixels are missing from the table, x = 1, y = 2 for one"), "{told}");
    let told = table_error(&[1.0, 9e15], &[1.0, 9e15]);
    assert!(told.contains("the largest x is 9000000000000000 (row 2)"), "{told}");
    assert!(table_error(&[], &[]).contains("at least one"));
    let colours = Array2::zeros((3, 3));
    assert!(Image::from_table(&[1.0, 2.0], &[1.0, 1.0], colours.view()).is_err());
    assert!(Image::from_table(&[1.0], &[1.0], Array2::zeros((1, 5)).view()).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn tables_may_come_in_any_order(
        (width, height, channels, order) in (1..8_usize, 1..8_usize, 1..5_usize)
            .prop_flat_map(|(w, h, c)| {
                (Just(w), Just(h), Just(c), Just((0..w * h).collect::<Vec<_>>()).prop_shuffle())
            })
    ) {
        let colours = Array3::from_shape_fn((height, width, channels), |(y, x, c)| {
            (y * 100 + x * 10 + c) as f32
        });
        let image = Image::new(colours).unwrap();
        let xs: Vec<f64> = order.iter().map(|i| (i % width + 1) as f64).collect();
        let ys: Vec<f64> = order.iter().map(|i| (i / width + 1) as f64).collect();
        let shuffled = image.colours().select(ndarray::Axis(0), &order);
        prop_assert_eq!(Image::from_table(&xs, &ys, shuffled.view()).unwrap(), image);
    }
}
