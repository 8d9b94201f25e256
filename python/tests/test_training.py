"""Training from the outside: progress, Ctrl-C, threads, processes, memory."""

import io
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import redirect_stdout

import numpy as np
import pytest
from conftest import ELSEWHERE, python, small_model

import imfit
from imfit import _progress, layers


class Terminal(io.StringIO):
    """A terminal of 60 columns, as far as anyone can tell."""

    def isatty(self):
        return True


@pytest.fixture
def terminal(monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "60")
    return Terminal()


def deep_model(units=100):
    """One that takes a while."""
    hidden = [layers.Dense(units, "tanh") for _ in range(4)]
    model = imfit.Sequential([*hidden, layers.Dense(3, "sigmoid")], input_shape=2, seed=7)
    model.compile("adam", "mse", ["accuracy"])
    return model


def random_pixels(rows):
    random = np.random.default_rng(1)
    return random.random((rows, 2), np.float32), random.random((rows, 3), np.float32)


# Progress


def test_lines_where_nothing_can_be_redrawn(pixels, capsys):
    small_model().fit(*pixels, epochs=2, validation_split=0.5)
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith("Epoch 1/2  6/6  ") and second.startswith("Epoch 2/2  6/6  ")
    assert first.count(" - ") == 4 and "val_accuracy: " in first


def test_silence(pixels, capsys):
    for verbose in (0, False):
        small_model().fit(*pixels, verbose=verbose)
    assert capsys.readouterr().out == ""


def test_a_bar_in_a_terminal(terminal):
    with redirect_stdout(terminal):
        deep_model().fit(*random_pixels(200_000), epochs=2)
    text = terminal.getvalue()
    assert text.count("\n") == 2 and text.endswith("\n")
    for line in text.split("\n"):
        *drawn, last = line.split("\r")
        assert all(len(part) < 60 for part in drawn)
        assert not last or last.startswith("Epoch ")
        assert not drawn or any("[==" in part for part in drawn)


def test_what_is_drawn_covers_what_was_there(terminal):
    with redirect_stdout(terminal), _progress.Progress("auto") as progress:
        progress.update("a long line")
        progress.update("short")
        progress.end_epoch("end")
        progress.update("open")
    assert terminal.getvalue() == "\ra long line\rshort      \rend  \n\ropen\n"


def test_a_long_line_is_cut_to_the_terminal(terminal):
    with redirect_stdout(terminal), _progress.Progress(1) as progress:
        progress.update("x" * 100)
        progress.update("y")
    assert terminal.getvalue() == "\r" + "x" * 59 + "\ry" + " " * 58 + "\n"


def test_where_lines_can_be_redrawn(monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    notebook = type("OutStream", (io.StringIO,), {"__module__": "ipykernel.iostream"})()
    assert _progress.can_redraw(notebook)
    assert _progress.can_redraw(Terminal())
    assert not _progress.can_redraw(io.StringIO())
    assert not _progress.can_redraw(None)
    monkeypatch.setenv("TERM", "dumb")
    assert not _progress.can_redraw(Terminal())


def test_no_standard_output_is_no_reason_to_fail(pixels, monkeypatch):
    monkeypatch.setattr(sys, "stdout", None)
    assert len(small_model().fit(*pixels, verbose=2)) == 1


# Ctrl-C

INTERRUPTED = """
import sys, time
import numpy as np
import imfit
from imfit import layers

hidden = [layers.Dense(100, "tanh") for _ in range(4)]
model = imfit.Sequential([*hidden, layers.Dense(3)], input_shape=2, seed=7)
model.compile("adam", "mse")
x = np.random.default_rng(1).random((300_000, 2), np.float32)
y = np.ones((len(x), 3), np.float32)
before = [w.copy() for w in model.get_weights()]
model.fit(x[:1000], y[:1000], verbose=0)
print("ready", flush=True)
try:
    while True:
        WORK
except KeyboardInterrupt:
    caught = time.time()
assert np.isfinite(model.predict(x[:100])).all()
assert any((a != b).any() for a, b in zip(before, model.get_weights()))
epochs = model.history.epoch
assert epochs == [0, *range(len(epochs) - 1)], epochs  # those that were finished
model.fit(x[:1000], y[:1000], verbose=0)
print("\\ncaught", caught)
"""


@pytest.mark.parametrize(
    "work",
    [
        "model.fit(x, y, epochs=9999, verbose=1, batch_size=128)",
        "model.fit(x, y, epochs=9999, verbose=0, batch_size=len(x))",
        "model.fit(x[:9], y[:9], epochs=1, initial_epoch=1), model.predict(x)",
        "model.evaluate(x, y)",
    ],
)
def test_ctrl_c_is_quick_and_keeps_the_model(work):
    process = subprocess.Popen(
        [sys.executable, "-c", INTERRUPTED.replace("WORK", work)],
        cwd=ELSEWHERE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout.readline() == b"ready\n"
    time.sleep(0.7)
    sent = time.time()
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    *shown, last = out.decode().split("\n")[:-1]
    took = float(last.removeprefix("caught ")) - sent
    print(f"{work}: {took * 1000:.0f} ms")
    assert took < 0.5
    if "verbose=1" in work:
        assert "[" in "".join(shown)  # there was a bar, and
        assert shown[-1] == ""  # its line was ended


# Threads


def test_other_threads_run_while_a_model_trains():
    model, (x, y) = deep_model(), random_pixels(30_000)
    stop, gaps = threading.Event(), []

    def watch():
        last = time.perf_counter()
        while not stop.is_set():
            time.sleep(0.001)
            gaps.append(time.perf_counter() - last)
            last = time.perf_counter()

    watcher = threading.Thread(target=watch)
    watcher.start()
    started = time.perf_counter()
    model.fit(x, y, epochs=20, verbose=0)
    took = time.perf_counter() - started
    stop.set()
    watcher.join()
    assert took > 0.05, "too short to tell"
    assert len(gaps) > took / 0.05, (len(gaps), took)


def test_models_are_trained_in_threads_of_their_own(pixels):
    def train(models, place):
        models[place] = small_model(place)
        models[place].fit(*pixels, epochs=5, verbose=0)

    models = {}
    threads = [threading.Thread(target=train, args=(models, place)) for place in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for place, model in models.items():
        alone = small_model(place)
        alone.fit(*pixels, epochs=5, verbose=0)
        assert model.to_bytes() == alone.to_bytes()


def test_a_model_is_asked_while_it_trains():
    model, (x, y) = deep_model(), random_pixels(30_000)
    thread = threading.Thread(target=lambda: model.fit(x, y, epochs=40, verbose=0))
    thread.start()
    asked = 0
    while thread.is_alive():
        assert np.isfinite(model.predict(x[:10])).all()
        assert model.count_params() == sum(w.size for w in model.get_weights())
        asked += 1
    thread.join()
    assert asked > 1, "the first answer came before the training ended"
    assert model.history.epoch == list(range(40))


def test_a_model_that_changes_while_it_trains_says_so():
    model, (x, y) = deep_model(), random_pixels(50_000)
    caught = []

    def train():
        try:
            model.fit(x, y, epochs=100, verbose=0)
        except imfit.ImfitError as error:
            caught.append(error)

    thread = threading.Thread(target=train)
    thread.start()
    time.sleep(0.1)
    model.compile("adam")
    thread.join(30)
    assert "changed while it was being trained" in str(caught[0])


TRAIN = """
import sys
import numpy as np
import imfit
from imfit import layers

if sys.argv[1] != "-":
    imfit.set_num_threads(int(sys.argv[1]))
random = np.random.default_rng(1)
x, y = random.random((1000, 2), np.float32), random.random((1000, 3), np.float32)
# Large enough that all threads have something to do.
hidden = [layers.Dense(100, "tanh"), layers.Dense(100, "relu")]
model = imfit.Sequential([*hidden, layers.Dense(3, "sigmoid")], seed=7)
model.compile("adam", "mse", ["accuracy"])
model.fit(x, y, batch_size=300, epochs=3, validation_split=0.1, verbose=0)
model.save(sys.argv[2])
np.save(sys.argv[3], model.predict(x))
print(imfit.num_threads())
"""


def test_same_bytes_whatever_the_number_of_threads(tmp_path):
    files = []
    for threads in (1, 2, 4):
        for way, given in (("variable", "-"), ("call", threads)):
            saved, predicted = (tmp_path / f"{way}-{threads}.{e}" for e in ("imfit", "npy"))
            environment = {**os.environ, "IMFIT_NUM_THREADS": str(threads)}
            if way == "call":
                environment["IMFIT_NUM_THREADS"] = "3"
            said = python(TRAIN, given, saved, predicted, env=environment).stdout
            assert int(said) == threads
            files.append(saved.read_bytes() + predicted.read_bytes())
    assert len(set(files)) == 1


def test_the_number_of_threads_can_be_set_and_forgotten():
    usual = imfit.num_threads()
    imfit.set_num_threads(3)
    assert imfit.num_threads() == 3
    imfit.set_num_threads(None)
    assert imfit.num_threads() == usual


# Processes


def _trained_on_all_threads(pixels):
    hidden = [layers.Dense(100, "tanh"), layers.Dense(100, "relu")]
    model = imfit.Sequential([*hidden, layers.Dense(3, "sigmoid")], input_shape=2, seed=7)
    model.compile("adam", "mse", ["accuracy"])
    model.fit(*pixels, epochs=2, verbose=0)
    return model.to_bytes()


def _train_in_child(pixels, pipe):
    pipe.send_bytes(_trained_on_all_threads(pixels))


@pytest.mark.parametrize("method", ["fork", "spawn"])
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_child_process_trains_too(pixels, method):
    here = _trained_on_all_threads(pixels)
    context = multiprocessing.get_context(method)
    receiving, sending = context.Pipe(duplex=False)
    child = context.Process(target=_train_in_child, args=(pixels, sending))
    child.start()
    try:
        assert receiving.poll(60), "the child hangs"
        assert receiving.recv_bytes() == here
        child.join(30)
        assert child.exitcode == 0
    finally:
        child.kill()


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_pool_of_forked_workers_trains(pixels):
    here = _trained_on_all_threads(pixels)
    with multiprocessing.get_context("fork").Pool(3) as pool:
        there = pool.map_async(_trained_on_all_threads, [pixels] * 6).get(timeout=100)
    assert there == [here] * 6


ON_ONE_CORE = """
import os
import sys

os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
sys.argv[1:1] = [os.environ["THREADS"]]
"""


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="only Linux can be told")
@pytest.mark.parametrize(("asked", "used"), [("-", 1), ("4", 4)])
def test_one_core(tmp_path, asked, used):
    free, bound = tmp_path / "free.imfit", tmp_path / "bound.imfit"
    python(TRAIN, "-", free, tmp_path / "x.npy")
    environment = {**os.environ, "THREADS": asked}
    said = python(ON_ONE_CORE + TRAIN, bound, tmp_path / "x.npy", env=environment).stdout
    assert int(said) == used
    assert bound.read_bytes() == free.read_bytes()


SAVE_FOREVER = """
import sys
import imfit

first, second = (imfit.load_model(path) for path in sys.argv[2:])
print("ready", flush=True)
while True:
    first.save(sys.argv[1])
    second.save(sys.argv[1])
"""


def test_a_kill_while_saving_leaves_the_old_file_or_the_new_one(tmp_path):
    models = []
    for seed in (1, 2):
        model = imfit.Sequential([layers.Dense(1000), layers.Dense(500)], input_shape=2, seed=seed)
        model.save(tmp_path / f"{seed}.imfit")
        models.append(model.to_bytes())
    saved = tmp_path / "saved.imfit"
    saved.write_bytes(models[0])
    for attempt in range(6):
        process = subprocess.Popen(
            [sys.executable, "-c", SAVE_FOREVER, saved, tmp_path / "1.imfit", tmp_path / "2.imfit"],
            cwd=ELSEWHERE,
            stdout=subprocess.PIPE,
        )
        assert process.stdout.readline() == b"ready\n"
        time.sleep(0.02 + 0.013 * attempt)
        process.kill()
        process.communicate()
        assert saved.read_bytes() in models


# Memory

MEMORY = """
import sys
import numpy as np
import imfit
from imfit import layers

def peak():
    for line in open("/proc/self/status"):
        if line.startswith("VmHWM"):
            return int(line.split()[1]) << 10

rows = 8_000_000
x = np.full((rows, 2), 0.5, np.float32)
y = np.full((rows, 1), 0.5, np.float32)
if sys.argv[1] == "strided":
    x, y = np.asfortranarray(x)[::-1], y[::-1]
model = imfit.Sequential([layers.Dense(1)], input_shape=2, seed=1)
model.compile()
model.fit(x[:9], y[:9], shuffle=False, verbose=0)
model.evaluate(x[:9], y[:9])
open("/proc/self/clear_refs", "w").write("5")
before = peak()
model.evaluate(x, y)
grown = peak() - before
assert grown < x.nbytes / 4, f"{grown >> 20} MiB more"
"""


@pytest.mark.parametrize("layout", ["rows", "strided"])
def test_float32_arrays_are_not_copied(layout):
    python(MEMORY, layout)


def test_arrays_are_kept_while_they_are_used():
    model, (x, y) = small_model(), random_pixels(1000)
    seen = sys.getrefcount(x)
    model.fit(x, y, verbose=0)
    assert sys.getrefcount(x) == seen
    assert x.flags.writeable
