//! The README's commands run as they stand there, and its recipe is one.

use imfit::Recipe;

use super::*;

/// The first block of the README in this language, after a heading.
fn block(language: &str, heading: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../README.md");
    let readme = String::from_utf8(read(path)).unwrap();
    let (_, section) = readme.split_once(&format!("\n## {heading}\n")).unwrap();
    let (_, block) = section.split_once(&format!("\n```{language}\n")).unwrap();
    block.split_once("\n```").unwrap().0.to_owned()
}

#[test]
fn the_commands_of_the_readme_work() {
    let folder = Folder::new();
    for name in ["photo.jpg", "copy.png"] {
        picture(24, 16, 3).save(folder.path(name)).unwrap();
    }
    let commands = block("sh", "As a command");
    assert_eq!(commands.lines().count(), 5);
    for line in commands.lines() {
        let command = line.split('#').next().unwrap();
        let mut words = command.split_whitespace();
        assert_eq!(words.next(), Some("imfit"));
        folder.run(words).succeeds();
    }
    let large = Image::open(folder.path("large.png")).unwrap();
    assert_eq!((large.width(), large.height()), (96, 64));
}

#[test]
fn the_recipe_of_the_readme_is_one() {
    let recipe = Recipe::from_toml(&block("toml", "As a command")).unwrap();
    assert_eq!(recipe.model(3).unwrap().count_params().unwrap(), 10_703);
    assert_eq!(recipe.fit().epochs, 20);
}
