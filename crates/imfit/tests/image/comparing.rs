//! The distance between pictures.

use imfit::error::Result;
use imfit::image::Image;

use crate::fixtures::image_of;

#[test]
fn psnr_is_in_db_of_a_peak_of_1() -> Result<()> {
    let image = image_of(3);
    assert_eq!(image.psnr(&image)?, f64::INFINITY);
    let off = Image::new(image.view().mapv(|v| v + 0.01))?;
    assert!((image.psnr(&off)? - 40.0).abs() < 1e-3);
    let told = image.psnr(&image_of(1)).unwrap_err().to_string();
    assert!(told.contains("5 x 4 with 3 channels and 5 x 4 with 1 channels"), "{told}");
    Ok(())
}
