//! `imfit compare`: how much two pictures differ.

use imfit::image::SMALLEST_SSIM;
use serde_json::json;

use crate::args::CompareArgs;
use crate::failure::Failure;
use crate::files::{is_dash, read_image, write_json, write_stdout};

/// Compares two pictures.
pub fn run(arguments: &CompareArgs) -> Result<(), Failure> {
    if is_dash(&arguments.a) && is_dash(&arguments.b) {
        return Err(Failure::Usage("only one of the pictures can be standard input".into()));
    }
    let (a, b) = (read_image(&arguments.a)?, read_image(&arguments.b)?);
    let psnr = a.psnr(&b)?;
    let large_enough = a.width().min(a.height()) >= SMALLEST_SSIM;
    let ssim = if large_enough { Some(a.ssim(&b)?) } else { None };
    if arguments.json {
        return write_json(&json!({
            "psnr": psnr.is_finite().then_some(psnr),
            "ssim": ssim,
            "identical": a == b,
        }));
    }
    let ssim = ssim.map_or_else(|| "too small a picture".into(), |ssim| format!("{ssim:.4}"));
    write_stdout(format!("PSNR  {psnr:.2} dB\nSSIM  {ssim}\n").as_bytes())
}
