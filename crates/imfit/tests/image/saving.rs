//! Files and folders around a picture that is saved.

use std::fs;
use std::path::Path;

use imfit::error::Error;
use imfit::image::{Format, Image};

use crate::fixtures::image_of;

fn names_in(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect()
}

#[test]
fn a_failed_save_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let error = image_of(3).save(folder.path().join("missing/a.png")).unwrap_err();
    assert!(error.to_string().contains("there is no folder"), "{error}");
    assert!(names_in(folder.path()).is_empty());

    fs::create_dir(folder.path().join("taken.png")).unwrap();
    let error = image_of(3).save(folder.path().join("taken.png")).unwrap_err();
    assert!(matches!(error, Error::File { action: "write", .. }), "{error}");
    assert_eq!(names_in(folder.path()), ["taken.png"]);
}

#[test]
fn a_read_only_file_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.png");
    fs::write(&path, b"kept").unwrap();
    let mut permissions = fs::metadata(&path).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&path, permissions).unwrap();
    assert!(image_of(3).save(&path).unwrap_err().to_string().contains("permission denied"));
    assert_eq!(fs::read(&path).unwrap(), b"kept");
    assert_eq!(names_in(folder.path()), ["a.png"]);
}

#[cfg(unix)]
#[test]
fn saved_files_have_ordinary_permissions_and_links_stay() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let folder = tempfile::tempdir().unwrap();
    let [plain, saved, link] = ["plain", "saved.png", "link.png"].map(|n| folder.path().join(n));
    fs::write(&plain, b"").unwrap();
    image_of(1).save(&saved).unwrap();
    assert_eq!(mode(&saved), mode(&plain));

    fs::set_permissions(&saved, fs::Permissions::from_mode(0o640)).unwrap();
    symlink(&saved, &link).unwrap();
    image_of(3).save(&link).unwrap();
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!((mode(&saved), Image::open(&saved).unwrap()), (0o640, image_of(3)));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told_and_a_device_stays_one() {
    use std::os::unix::fs::FileTypeExt;
    let error = image_of(3).save_as("/dev/full", Format::Png).unwrap_err();
    assert!(error.to_string().starts_with("can't write /dev/full: No space left"), "{error}");
    assert!(fs::metadata("/dev/full").unwrap().file_type().is_char_device());
}
