//! The arguments of the command. The comments are what `--help` shows.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use clap_complete::Shell;

/// Fits small neural networks to images.
///
/// A picture is a function from position to colour. imfit trains a network to be that function, and
/// draws it again at any size.
#[derive(Debug, Parser)]
#[command(
    name = "imfit",
    bin_name = "imfit",
    version,
    max_term_width = 100,
    arg_required_else_help = true,
    after_help = "\
Examples:
  imfit fit photo.jpg -o photo.safetensors     learn a photograph
  imfit render photo.safetensors -o photo.png  draw it as large as it was
  imfit kernel install                         a notebook kernel for Jupyter"
)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Learn a picture, and write the model to a file.
    ///
    /// Ctrl-C (or SIGTERM) stops the training and keeps what was learnt until then: the model is
    /// written as it is, and the exit status is 130 (143). A second Ctrl-C gives it up. Where not even
    /// one batch was learnt, nothing is written.
    #[command(after_help = "\
Examples:
  imfit fit photo.jpg -o photo.safetensors
  imfit fit photo.jpg -o photo.safetensors --width 320 --epochs 20 --seed 7
  imfit fit photo.jpg -o photo.safetensors --recipe post-deep --coordinates centered
  imfit fit photo.jpg -o photo.safetensors --recipe mine.toml --json > result.json
  curl -s https://example.org/photo.jpg | imfit fit - -o photo.safetensors

Recipes are shown by `imfit recipes`.")]
    Fit(FitArgs),

    /// Draw what a model has learnt.
    #[command(after_help = "\
Examples:
  imfit render photo.safetensors -o out.png
  imfit render photo.safetensors -o out.png --scale 4
  imfit render photo.safetensors -o out.jpg --width 1920
  imfit render photo.safetensors -o - --format webp > out.webp
  imfit render arrays.safetensors -o out.png --width 640 --height 480 --coordinates unit")]
    Render(RenderArgs),

    /// Tell what a model file holds.
    #[command(after_help = "\
Examples:
  imfit info photo.safetensors
  imfit info photo.safetensors --json | jq .loss")]
    Info(InfoArgs),

    /// Measure how much two pictures differ: PSNR in dB, and SSIM.
    #[command(after_help = "\
Examples:
  imfit compare photo.jpg out.png
  imfit render photo.safetensors -o - | imfit compare photo.jpg -
  imfit compare photo.jpg out.png --json

PSNR is infinite, in JSON null, for equal pictures; 30 dB is a fair copy, 40 a good one. SSIM is 1 for
equal pictures; it takes pictures of at least 11 x 11 pixels, and is null in JSON for smaller ones.")]
    Compare(CompareArgs),

    /// Show the recipes that `fit` knows, or one of them.
    #[command(after_help = "\
Examples:
  imfit recipes
  imfit recipes post-deep > mine.json     and then: imfit fit photo.jpg --recipe mine.json ..")]
    Recipes(RecipesArgs),

    /// Register the notebook kernel with Jupyter, or run it.
    #[command(after_help = "\
Examples:
  imfit kernel install                    for this user
  imfit kernel install --sys-prefix       for the active environment
  imfit kernel uninstall")]
    Kernel {
        #[command(subcommand)]
        command: KernelCommand,
    },

    /// Write the completions of a shell to standard output.
    #[command(after_help = "\
Examples:
  imfit completions bash > ~/.local/share/bash-completion/completions/imfit
  imfit completions zsh > ~/.zfunc/_imfit
  imfit completions fish > ~/.config/fish/completions/imfit.fish")]
    Completions {
        /// The shell.
        #[arg(value_enum)]
        shell: Shell,
    },
}

#[derive(Debug, Args)]
pub struct FitArgs {
    /// The picture: PNG, JPEG, WebP, TIFF, BMP or GIF; `-` for standard input. May be left out where
    /// the recipe names one.
    pub photo: Option<PathBuf>,

    /// The file for the model; `-` for standard output.
    #[arg(short, long, value_name = "MODEL")]
    pub output: PathBuf,

    /// A recipe's name, or a file in TOML or JSON that holds one.
    #[arg(short, long, value_name = "NAME|FILE", default_value = crate::recipes::DEFAULT)]
    pub recipe: String,

    #[command(flatten)]
    pub overrides: Overrides,

    /// Threads to train on; the result doesn't depend on it.
    #[arg(long, value_name = "N")]
    pub threads: Option<usize>,

    /// Don't draw the picture as it is learnt. (It is where standard error is a terminal with colours,
    /// and NO_COLOR isn't set.)
    #[arg(long)]
    pub no_preview: bool,

    /// Show no progress.
    #[arg(short, long)]
    pub quiet: bool,

    /// Write what came of it to standard output, as JSON.
    #[arg(long)]
    pub json: bool,
}

/// What takes the place of something that the recipe says.
#[derive(Debug, Args)]
#[command(next_help_heading = "In place of what the recipe says")]
pub struct Overrides {
    /// How often every pixel is looked at.
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    pub epochs: Option<i64>,

    /// Pixels that are worked on together.
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    pub batch_size: Option<i64>,

    /// Governs initial weights and shuffling: the same seed gives the same model, to the byte.
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    pub seed: Option<i64>,

    /// Learn the picture at this width; alone, it keeps the proportions.
    #[arg(long, value_name = "PIXELS", allow_negative_numbers = true)]
    pub width: Option<i64>,

    /// Learn the picture at this height; alone, it keeps the proportions.
    #[arg(long, value_name = "PIXELS", allow_negative_numbers = true)]
    pub height: Option<i64>,

    /// How the picture is resized: nearest, triangle, catmull_rom, gaussian or lanczos3.
    #[arg(long)]
    pub filter: Option<String>,

    /// How positions are told: pixel, unit or centered.
    #[arg(long, value_name = "SYSTEM")]
    pub coordinates: Option<String>,

    /// How exact the products are: f32, or bf16 for speed on processors that have it.
    #[arg(long)]
    pub precision: Option<String>,
}

#[derive(Debug, Args)]
pub struct RenderArgs {
    /// The model file; `-` for standard input.
    pub model: PathBuf,

    /// The file for the picture; its name ends in .png, .jpg, .webp or .tif. `-` for standard output.
    #[arg(short, long, value_name = "PICTURE")]
    pub output: PathBuf,

    /// So many times as wide and high as the picture that was learnt.
    #[arg(long, value_name = "FACTOR", allow_negative_numbers = true, conflicts_with_all = ["width", "height"])]
    pub scale: Option<f64>,

    /// Pixels across; alone, it keeps the proportions.
    #[arg(long, value_name = "PIXELS", allow_negative_numbers = true)]
    pub width: Option<i64>,

    /// Pixels down; alone, it keeps the proportions.
    #[arg(long, value_name = "PIXELS", allow_negative_numbers = true)]
    pub height: Option<i64>,

    /// How positions are told: pixel, unit or centered. Only for models that have learnt arrays; others
    /// know it.
    #[arg(long, value_name = "SYSTEM")]
    pub coordinates: Option<String>,

    /// The picture's format, whatever the file's name ends in: png, jpeg, webp or tiff.
    #[arg(long)]
    pub format: Option<String>,

    /// Threads to work on.
    #[arg(long, value_name = "N")]
    pub threads: Option<usize>,

    /// Write the size of the picture to standard output, as JSON.
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct InfoArgs {
    /// The model file; `-` for standard input.
    pub model: PathBuf,

    /// Write JSON.
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct CompareArgs {
    /// A picture; `-` for standard input.
    pub a: PathBuf,

    /// Another of the same size; `-` for standard input.
    pub b: PathBuf,

    /// Write JSON.
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct RecipesArgs {
    /// The recipe to show, as JSON; all are listed if not given.
    pub name: Option<String>,

    /// Write all of them as JSON.
    #[arg(long, conflicts_with = "name")]
    pub json: bool,
}

#[derive(Debug, Subcommand)]
pub enum KernelCommand {
    /// Let Jupyter know of the kernel.
    Install {
        #[command(flatten)]
        place: Place,
    },
    /// Let Jupyter forget the kernel.
    Uninstall {
        #[command(flatten)]
        place: Place,
    },
    /// Run the kernel; Jupyter does that.
    Run {
        /// The connection file that Jupyter has written.
        #[arg(value_name = "CONNECTION_FILE")]
        connection_file: PathBuf,
    },
}

/// Where Jupyter looks for kernels.
#[derive(Debug, Args)]
#[group(multiple = false)]
pub struct Place {
    /// Where Jupyter looks for this user's kernels (the default).
    #[arg(long)]
    pub user: bool,

    /// Where it looks for those of the active Python or conda environment.
    #[arg(long)]
    pub sys_prefix: bool,

    /// Where a Jupyter that is installed under this folder looks: P/share/jupyter/kernels.
    #[arg(long, value_name = "P")]
    pub prefix: Option<PathBuf>,
}
