//! Help, versions, completions, and arguments that make no sense.

use super::*;

const COMMANDS: [&str; 7] =
    ["fit", "render", "info", "compare", "recipes", "kernel", "completions"];

#[test]
fn help_goes_to_standard_output_with_examples() {
    let folder = Folder::new();
    for command in COMMANDS {
        let help = folder.run([command, "--help"]).succeeds();
        assert!(help.contains(&format!("Usage: imfit {command}")), "{help}");
        assert!(help.contains(&format!("Examples:\n  imfit {command}")), "{help}");
        assert!(help.lines().all(|line| line.chars().count() <= 100), "{help}");
    }
    let help = folder.run(["--help"]).succeeds();
    assert!(COMMANDS.iter().all(|command| help.contains(command)) && help.contains("Examples:"));
    assert_eq!(folder.run(["--version"]).succeeds(), format!("imfit {}\n", imfit::VERSION));
}

#[test]
fn arguments_that_make_no_sense_end_with_2() {
    let folder = Folder::new();
    for (arguments, words) in [
        (&[][..], "Usage: imfit <COMMAND>"),
        (&["learn"], "unrecognized subcommand 'learn'"),
        (&["fit", "photo.png"], "--output <MODEL>"),
        (
            &["fit", "photo.png", "-o", "m", "--epochs", "many"],
            "invalid value 'many' for '--epochs <N>'",
        ),
        (&["fit", "photo.png", "-o", "m", "--epoch", "3"], "--epochs"),
        (&["render", "m", "-o", "p.png", "--scale", "2", "--width", "3"], "cannot be used with"),
        (&["completions", "tcsh"], "possible values: bash"),
        (&["kernel"], "Usage: imfit kernel <COMMAND>"),
    ] {
        let message = folder.run(arguments).fails(2);
        assert!(message.contains(words), "{message}");
    }
}

#[test]
fn completions_name_every_command() {
    let folder = Folder::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = folder.run(["completions", shell]).succeeds();
        for word in COMMANDS.iter().chain(&["batch-size", "sys-prefix"]) {
            assert!(script.contains(word), "{shell}: {word}");
        }
    }
}
