//! Standard input and output, and files that are replaced only whole.

use super::*;

#[test]
fn a_dash_is_standard_input_or_output() {
    let folder = Folder::with_model();
    let expected = read(folder.path("photo.safetensors"));
    let fit = ["fit", "-", "-o", "-", "-q", "--seed", "7", QUICK[0], QUICK[1]];
    let ran = folder.run_with(&read(folder.path("photo.png")), fit);
    assert_eq!((ran.status, &ran.stdout), (Some(0), &expected), "{}", ran.stderr);

    let rendered = folder.run_with(&expected, ["render", "-", "-o", "-"]);
    folder.run(["render", "photo.safetensors", "-o", "out.png"]).succeeds();
    assert_eq!(rendered.stdout, read(folder.path("out.png")));

    let compared = folder.run_with(&rendered.stdout, ["compare", "out.png", "-", "--json"]);
    assert_eq!(compared.json()["identical"], true);
    let info = folder.run_with(&expected, ["info", "-", "--json"]).json();
    assert_eq!(info, folder.run(["info", "photo.safetensors", "--json"]).json());

    let message = folder.run_with(b"nothing", ["info", "-"]).fails(1);
    assert!(message.starts_with("error: standard input is not a model"), "{message}");
    let message = folder.run_with(b"", ["compare", "-", "out.png"]).fails(1);
    assert!(message.starts_with("error: standard input: "), "{message}");
    let message = folder.run(["fit", "photo.png", "-o", "-", "--json"]).fails(2);
    assert!(message.contains("can't both go to standard output"), "{message}");
}

/// As in `imfit completions bash | head -n 1`: no message, and no failure.
#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let folder = Folder::with_model();
    for arguments in [&["completions", "bash"][..], &["info", "photo.safetensors"], &["--help"]] {
        let mut command = folder.command(arguments);
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let output = command.stdout(writer).stderr(Stdio::piped()).output().unwrap();
        assert_eq!(
            (output.status.code(), output.stderr.as_slice()),
            (Some(0), &b""[..]),
            "{arguments:?}"
        );
    }
}

#[cfg(unix)]
#[test]
fn files_are_replaced_only_whole_and_keep_their_permissions() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::with_model();
    let out = folder.path("out.png");
    std::fs::write(&out, "before").unwrap();
    std::fs::set_permissions(&out, std::fs::Permissions::from_mode(0o640)).unwrap();
    folder.run(["render", "photo.safetensors", "-o", "out.png"]).succeeds();
    assert!(read(&out).starts_with(b"\x89PNG"));
    assert_eq!(std::fs::metadata(&out).unwrap().permissions().mode() & 0o777, 0o640);
    assert_eq!(folder.names(), ["out.png", "photo.png", "photo.safetensors"]);
}
