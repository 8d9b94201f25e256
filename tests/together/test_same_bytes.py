"""Same seed, same bytes: Rust, Python and R train the same model and give the same weights.

Each language runs as its users run it, in a process of its own, with the picture that is in the
repository, at 1, 2 and 4 threads; and Rust on each set of instructions that the processor has. What
is compared is the whole model file: weights, optimizer state and history.
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PICTURE = ROOT / "notebooks" / "images" / "godwit.png"
THREADS = [1, 2, 4]

PYTHON = """
import sys
import imfit

picture, output = sys.argv[1:]
image = imfit.load_image(picture).resize(80, 60)
x, y = image.pixels("centered")
model = imfit.Sequential(seed=7)
model.add(imfit.layers.Dense(100, activation="tanh", input_shape=2))
model.add(imfit.layers.Dense(50, activation="relu"))
model.add(imfit.layers.Dense(3))
model.add(imfit.layers.ReLU(max_value=1.0))
model.compile("adam", "mean_squared_error", ["accuracy"])
model.fit(x, y, batch_size=100, epochs=3, verbose=0, validation_split=0.1)
model.save(output)
"""

R = """
library(imfitr)
args <- commandArgs(TRUE)
im <- resize_image(load_image(args[1]), 80, 60)
data <- pixels(im, "centered")
model <- keras_model_sequential(seed = 7)
model %>%
  layer_dense(100, activation = "tanh", input_shape = 2) %>%
  layer_dense(50, activation = "relu") %>%
  layer_dense(3) %>%
  layer_activation_relu(max_value = 1)
model %>% compile(loss = "mean_squared_error", optimizer = "adam", metrics = "accuracy")
model %>% fit(data$x, data$y, batch_size = 100, epochs = 3, verbose = 0, validation_split = 0.1)
save_model(model, args[2])
"""


def run(command, threads, **settings):
    """Runs a command with a number of threads; its output is in the message if it fails."""
    own = {"IMFIT_NUM_THREADS": str(threads), "R_LIBS": str(ROOT / ".rlib")}
    environment = os.environ | own | settings
    done = subprocess.run(command, env=environment, capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


def python(script, output, threads):
    script.write_text(PYTHON)
    run([sys.executable, script, PICTURE, output], threads)


def r(script, output, threads):
    script.write_text(R)
    run(["Rscript", "--vanilla", script, PICTURE, output], threads)


def test_rust_python_and_r_write_the_same_file(tmp_path, examples):
    files = {}
    for threads in THREADS:
        output = tmp_path / f"rust-{threads}.safetensors"
        run([examples / "same_bytes", PICTURE, output], threads)
        files["rust", threads] = output.read_bytes()
        for language in (python, r):
            output = tmp_path / f"{language.__name__}-{threads}.safetensors"
            language(tmp_path / f"{language.__name__}.script", output, threads)
            files[language.__name__, threads] = output.read_bytes()
    digests = {key: hashlib.sha256(data).hexdigest() for key, data in files.items()}
    assert len(set(digests.values())) == 1, digests
    assert len(files["rust", 1]) > 5300 * 3 * 4, "the file is too small to hold the model"


def test_instruction_sets_that_fuse_write_the_same_file(tmp_path, examples):
    """The portable path rounds twice where the others round once: its bytes are its own."""
    listed = subprocess.run(
        [examples / "instruction_sets"], check=True, capture_output=True, text=True
    )
    files = {}
    for name in listed.stdout.split():
        for threads in THREADS:
            output = tmp_path / f"{name}-{threads}.safetensors"
            run([examples / "same_bytes", PICTURE, output], threads, IMFIT_ISA=name)
            files[name, threads] = hashlib.sha256(output.read_bytes()).hexdigest()
    fusing = {digest for (name, _), digest in files.items() if name != "portable"}
    portable = {digest for (name, _), digest in files.items() if name == "portable"}
    assert len(fusing) <= 1, files
    assert len(portable) == 1, files
    assert not fusing & portable, "IMFIT_ISA changes nothing"
