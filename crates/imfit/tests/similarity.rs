//! The structural similarity, against scikit-image 0.26: `structural_similarity(a, b, data_range=1,
//! channel_axis=2, gaussian_weights=True, use_sample_covariance=False, sigma=1.5)`.

use imfit::Image;
use ndarray::Array3;

type Size = (usize, usize, usize);

/// A pattern that repeats every 17 values; `disturbance` changes its texture.
fn texture((width, height, channels): Size, disturbance: usize) -> Image {
    let value = |(y, x, c): Size| (x * (c + 1) + y * 3 + disturbance * (x * y % 5)) % 17;
    Image::new(Array3::from_shape_fn((height, width, channels), |at| value(at) as f32 / 16.0))
        .unwrap()
}

/// A plane that rises to the right and down.
fn plane((width, height, channels): Size, slope: usize) -> Image {
    let value = |(y, x, c): Size| x * (c + 2) + y * slope;
    Image::new(Array3::from_shape_fn((height, width, channels), |at| value(at) as f32 / 256.0))
        .unwrap()
}

#[test]
fn similarity_is_that_of_scikit_image() {
    let expected = [
        ((24, 16, 3), 0.5351280928342298, 0.8719769028642931, 0.009085341137428324),
        ((11, 11, 1), 0.3551769705333521, 0.8034839428417592, -0.0005283759448092164),
        ((40, 13, 4), 0.5414910756020639, 0.9116148260991521, 0.008638303505154064),
        ((17, 30, 2), 0.5613801344724294, 0.7724662735447354, 0.009866612637037017),
    ];
    let close = |found: f64, expected: f64| {
        assert!((found - expected).abs() < 1e-9, "{found} instead of {expected}");
    };
    for (size, textures, planes, mixed) in expected {
        close(texture(size, 0).ssim(&texture(size, 1)).unwrap(), textures);
        close(plane(size, 1).ssim(&plane(size, 3)).unwrap(), planes);
        close(texture(size, 0).ssim(&plane(size, 2)).unwrap(), mixed);
        assert_eq!(texture(size, 0).ssim(&texture(size, 0)).unwrap(), 1.0);
    }
}

#[test]
fn pictures_that_cannot_be_compared_say_why() {
    let refused = |a: Size, b: Size| texture(a, 0).ssim(&texture(b, 0)).unwrap_err().to_string();
    let error = refused((10, 40, 3), (10, 40, 3));
    assert_eq!(
        error,
        "the structural similarity takes pictures of at least 11 x 11 pixels, not 10 x 40"
    );
    let error = refused((20, 20, 3), (20, 20, 4));
    assert!(error.contains("20 x 20 with 3 channels and 20 x 20 with 4 channels"), "{error}");
}
