"""Writes the golden cases: what Keras 3 computes for each entry of `table`.

    python make_vectors.py                  # every case
    python make_vectors.py no_bias one_output

The case files hold what TensorFlow computes in float32. The same cases are run in
float64 and on JAX as well, and how far those answers lie from the first says how far
a correct trainer may: see README.md.
"""

import argparse
import json
import math
import os
import pickle
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from table import CASES, Case

HERE = Path(__file__).parent
FACTOR = 4
ULPS = 16
# A whole number of rows over all rows may be a float32 or a double: this covers both.
QUOTIENT = 1e-6
FLOAT32_ULP = float(np.finfo(np.float32).eps)

# The environment of a run: CPU only, and nothing that lets the order of a sum vary.
ENVIRONMENT = {
    "CUDA_VISIBLE_DEVICES": "",
    "JAX_PLATFORMS": "cpu",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "TF_ENABLE_ONEDNN_OPTS": "0",
}


def main() -> None:
    """Runs Keras three times on the named cases and writes their files."""
    arguments = parse_arguments()
    if arguments.run is not None:
        run_here(arguments.names, *arguments.run)
        return
    names = arguments.names or list(CASES)
    reference = run("tensorflow", "float32", names)
    # Float64 on TensorFlow and not on JAX: TensorFlow makes float32 numbers of Adam's
    # betas on the way, and so takes the same steps as every float32 run of Keras.
    others = [run("tensorflow", "float64", names), run("jax", "float32", names)]
    variants = run("tensorflow", "float32", [v for name in names for v in variants_of(name)])
    (HERE / "cases").mkdir(exist_ok=True)
    alike = []
    for name in names:
        answer = reference["cases"][name]
        tolerance = tolerances(answer, [o["cases"][name] for o in others])
        for variant in variants_of(name):
            if not differ(answer, variants["cases"][variant], tolerance):
                alike.append(variant)
        write(name, CASES[name], answer, tolerance, reference["made_with"])
    if not arguments.names:
        remove_strangers()
    if alike:
        sys.exit(f"these cases catch nothing, the numbers are the same: {', '.join(alike)}")


def parse_arguments() -> argparse.Namespace:
    """The command line, its names checked."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="case", help="default: every case")
    # How the script calls itself, also with names of variants: Keras fixes its backend for a
    # process's whole life.
    parser.add_argument("--run", nargs=2, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    unknown = [name for name in arguments.names if name not in CASES]
    if unknown and arguments.run is None:
        parser.error(f"no case named {', '.join(unknown)} among {', '.join(CASES)}")
    return arguments


def remove_strangers() -> None:
    """Deletes the files of cases that are no longer in the table."""
    for path in (HERE / "cases").glob("*.json"):
        if path.stem not in CASES:
            path.unlink()


# Variants -----------------------------------------------------------------------------


def variants_of(name: str) -> dict[str, Case]:
    """The case without each of the things that have to matter in it, by name."""
    variants = CASES[name].variants()
    return {f"{name} without {thing}": case for thing, case in variants.items()}


def find(name: str) -> Case:
    """A case of the table, or a variant of one."""
    case, _, _ = name.partition(" without ")
    return {case: CASES[case], **variants_of(case)}[name]


def differ(answer: dict, other: dict, tolerance: dict) -> bool:
    """Whether a trainer with the other answer would fail the case."""
    if shapes(answer) != shapes(other):
        return True
    distances = {
        "loss": relative(losses(answer), losses(other)),
        "accuracy": absolute(accuracies(answer), accuracies(other)),
        "weights": absolute(flat_weights(answer), flat_weights(other)),
        "predictions": absolute(answer["predictions"], other["predictions"]),
    }
    return any(distances[part] > allowed for part, allowed in tolerance.items())


def shapes(answer: dict) -> list:
    """What has to be the same before numbers can be compared, also where logs are empty."""
    logs = [(name, np.isnan(values).tolist()) for name, values in answer["history"].items()]
    return [*sorted(logs), *(weight.shape for weight in answer["final_weights"])]


# Running Keras ------------------------------------------------------------------------


def run(backend: str, precision: str, names: list[str]) -> dict:
    """What Keras computes for the cases, from a process of its own."""
    if not names:  # and none of those have variants
        return {"cases": {}}
    with tempfile.TemporaryDirectory() as folder:
        results = Path(folder, "results.pickle")
        # An empty KERAS_HOME: a keras.json of the user's must not change the cases.
        environment = {
            **os.environ,
            **ENVIRONMENT,
            "KERAS_BACKEND": backend,
            "KERAS_HOME": folder,
        }
        command = [sys.executable, __file__, "--run", precision, str(results), *names]
        subprocess.run(command, env=environment, check=True)
        return pickle.loads(results.read_bytes())


def run_here(names: list[str], precision: str, results: str) -> None:
    """Trains the cases on this process's backend and leaves a pickle of the results."""
    import keras

    keras.config.set_floatx(precision)
    made_with = {
        "keras": keras.__version__,
        "backend": keras.backend.backend(),
        "numpy": np.__version__,
    }
    if keras.backend.backend() == "tensorflow":
        import tensorflow as tf

        tf.config.experimental.enable_op_determinism()
        tf.config.threading.set_intra_op_parallelism_threads(1)
        tf.config.threading.set_inter_op_parallelism_threads(1)
        # Each case is a new function to TensorFlow, which warns of that now and then.
        tf.get_logger().setLevel("ERROR")
        made_with["tensorflow"] = tf.__version__
        # It knows float32 only, and Keras hands it whatever it computes in.
        in_top_k = tf.math.in_top_k
        tf.math.in_top_k = lambda y, p, k: in_top_k(y, tf.cast(p, tf.float32), k)
    from run_keras import train

    answers = {}
    for name in names:
        case = find(name)
        keras.utils.set_random_seed(case.seed)
        answers[name] = train(case)
        keras.backend.clear_session()
    Path(results).write_bytes(pickle.dumps({"made_with": made_with, "cases": answers}))


# Tolerances ---------------------------------------------------------------------------


def tolerances(answer: dict, others: list[dict]) -> dict[str, float]:
    """How far a correct float32 trainer may lie from `answer`.

    `FACTOR` times the largest distance to another run, and at least `ULPS` units in the
    last place of the largest value. Accuracy moves in steps of one row: it may be off
    by the rows that stood within the predictions' tolerance of the other side.
    """
    allowed = {
        "loss": allow(losses, relative, answer, others),
        "weights": allow(flat_weights, absolute, answer, others),
        "predictions": allow(lambda a: a["predictions"], absolute, answer, others),
    }
    undecided = max(
        np.mean((gap > 0) & (gap <= 2 * allowed["predictions"])) for gap in answer["gaps"]
    )
    seen = max(absolute(accuracies(answer), accuracies(o)) for o in others)
    allowed["accuracy"] = round_up(max(undecided, seen) + QUOTIENT)
    return {k: allowed[k] for k in ("loss", "accuracy", "weights", "predictions")}


def allow(part, distance, answer: dict, others: list[dict]) -> float:
    """The tolerance of one part of the answer, by one measure of distance."""
    own = part(answer)
    seen = max(distance(own, part(other)) for other in others)
    size = 1.0 if distance is relative else float(np.max(np.abs(own)))
    return round_up(max(FACTOR * seen, ULPS * FLOAT32_ULP * size))


def relative(a: np.ndarray, b: np.ndarray) -> float:
    """The largest difference as a share of `a`; of two zeros, 0."""
    off = np.abs(a - b)
    return float(np.max(np.divide(off, np.abs(a), out=np.zeros_like(off), where=off > 0)))


def absolute(a: np.ndarray, b: np.ndarray) -> float:
    """The largest difference, 0 where there is nothing to compare."""
    return float(np.max(np.abs(a - b), initial=0))


def losses(answer: dict) -> np.ndarray:
    """Every loss and error of the answer, of the epochs and of `evaluate`."""
    return logged(answer, lambda key: not key.endswith("accuracy"))


def accuracies(answer: dict) -> np.ndarray:
    """Every accuracy of the answer, of the epochs and of `evaluate`."""
    return logged(answer, lambda key: key.endswith("accuracy"))


def logged(answer: dict, wanted) -> np.ndarray:
    """The values under the wanted keys of history and `evaluate`, in one array."""
    values = [v for k, vs in answer["history"].items() if wanted(k) for v in vs]
    values += [v for k, v in answer["evaluate"].items() if wanted(k)]
    values = np.array(values, dtype=np.float32)
    return values[~np.isnan(values)]


def flat_weights(answer: dict) -> np.ndarray:
    """All final weights in one array."""
    return np.concatenate([w.ravel() for w in answer["final_weights"]])


def round_up(value: float) -> float:
    """The value to two significant digits, never smaller."""
    if value == 0:
        return 0.0
    digits = 1 - math.floor(math.log10(value))
    return float(f"{math.ceil(value * 10**digits) / 10**digits:.2g}")


# Writing ------------------------------------------------------------------------------


def write(name: str, case: Case, answer: dict, tolerance: dict, made_with: dict) -> None:
    """Writes one case file."""
    x, y = case.data
    validation = None
    if case.validation is not None:
        validation = {
            "x": tensor(case.validation[0]),
            "y": tensor(case.validation[1]),
            "sample_weight": case.validation_weight,
        }
    content = {
        "name": name,
        "about": case.about,
        "made_with": made_with,
        "model": answer["model"],
        "compile": {
            "optimizer": case.optimizer,
            "loss": case.loss,
            "metrics": list(case.metrics),
        },
        "fit": case.fit,
        "x": tensor(x),
        "y": tensor(y),
        "sample_weight": case.sample_weight,
        "validation_data": validation,
        "initial_weights": [tensor(w) for w in answer["initial_weights"]],
        "history": in_order(answer["history"], answer["metric_names"]),
        "evaluate": in_order(answer["evaluate"], answer["metric_names"]),
        "final_weights": [tensor(w) for w in answer["final_weights"]],
        "predictions": tensor(answer["predictions"]),
        "tolerance": tolerance,
    }
    path = HERE / "cases" / f"{name}.json"
    path.write_text(document(content), encoding="utf-8")
    print(f"{path.name}: {path.stat().st_size / 1000:.0f} kB, tolerance {tolerance}")


def in_order(logs: dict, metrics: list[str]) -> dict[str, np.ndarray]:
    """The logs as float32: loss, the metrics as named, then the same of validation.

    Keras 3 sorts its keys by the alphabet, which puts accuracy before loss.
    """
    names = ["loss", *metrics]
    keys = [*names, *(f"val_{name}" for name in names)]
    keys += [key for key in logs if key not in keys]  # the learning rate, of some callbacks
    return {key: np.float32(logs[key]) for key in keys if key in logs}


def tensor(values: np.ndarray) -> dict:
    """An array's shape and its values, row after row."""
    return {"shape": list(values.shape), "data": values.ravel()}


def document(content: dict) -> str:
    """A case as JSON: a line for each field, and for each object in a list of them."""
    lines = [f" {json.dumps(key)}: {line(value)}" for key, value in content.items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def line(value) -> str:
    """A field's value: on one line, unless it is a list of objects."""
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return "[\n" + ",\n".join(f"  {compact(v)}" for v in value) + "\n ]"
    return compact(value)


def compact(value) -> str:
    """JSON without a line break, float32 numbers at their shortest."""
    if isinstance(value, dict):
        pairs = (f"{json.dumps(k)}: {compact(v)}" for k, v in value.items())
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, np.float32):
        return number(value)
    if isinstance(value, np.ndarray):
        return "[" + ", ".join(map(number, value)) + "]"
    if isinstance(value, list):
        return "[" + ", ".join(map(compact, value)) + "]"
    return json.dumps(value)


def number(value: np.float32) -> str:
    """The fewest digits that read back to the same float32, by way of a double too.

    NaN, an epoch without validation, is null.
    """
    if np.isnan(value):
        return "null"
    text = str(value).removesuffix(".0")
    if not np.isfinite(value) or np.float32(float(text)) != value:
        raise ValueError(f"{value!r} cannot be written as a JSON number")
    return text


if __name__ == "__main__":
    main()
