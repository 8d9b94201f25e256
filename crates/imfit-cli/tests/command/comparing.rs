//! `imfit compare`.

use super::*;

#[test]
fn pictures_are_compared_by_the_core() {
    let folder = Folder::new();
    let turned = picture(16, 24, 3).resize(24, 16, imfit::Filter::Nearest).unwrap();
    turned.save(folder.path("b.png")).unwrap();
    let [a, b] = ["photo.png", "b.png"].map(|name| Image::open(folder.path(name)).unwrap());
    let json = folder.run(["compare", "photo.png", "b.png", "--json"]).json();
    assert_eq!(json["psnr"].as_f64(), Some(a.psnr(&b).unwrap()));
    assert_eq!(json["ssim"].as_f64(), Some(a.ssim(&b).unwrap()));
    assert_eq!(json["identical"], false);
    let text = folder.run(["compare", "photo.png", "b.png"]).succeeds();
    let (psnr, ssim) = (a.psnr(&b).unwrap(), a.ssim(&b).unwrap());
    assert_eq!(text, format!("PSNR  {psnr:.2} dB\nSSIM  {ssim:.4}\n"));
}

#[test]
fn equal_and_small_pictures_have_no_number() {
    let folder = Folder::new();
    let json = folder.run(["compare", "photo.png", "photo.png", "--json"]).json();
    assert_eq!(json, serde_json::json!({"psnr": null, "ssim": 1.0, "identical": true}));
    let text = folder.run(["compare", "photo.png", "photo.png"]).succeeds();
    assert_eq!(text, "PSNR  inf dB\nSSIM  1.0000\n");
    picture(10, 30, 1).save(folder.path("small.png")).unwrap();
    let json = folder.run(["compare", "small.png", "small.png", "--json"]).json();
    assert_eq!(json["ssim"], Value::Null);
}

#[test]
fn pictures_that_differ_in_size_are_refused() {
    let folder = Folder::new();
    picture(10, 30, 1).save(folder.path("small.png")).unwrap();
    let message = folder.run(["compare", "photo.png", "small.png"]).fails(1);
    assert!(message.contains("24 x 16 with 3 channels and 10 x 30 with 1 channels"), "{message}");
    let message = folder.run(["compare", "-", "-"]).fails(2);
    assert!(message.contains("only one of the pictures"), "{message}");
}
