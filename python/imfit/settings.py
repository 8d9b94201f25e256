"""Settings that belong to no model."""

from . import _native


def set_random_seed(seed: int) -> None:
    """Lets models that are made without a seed draw theirs from this one.

    Args:
        seed: A whole number from 0 to 2^53 - 1.
    """
    checked = _native.check_arguments("set_random_seed", {"seed": seed})
    _native.set_random_seed(checked["seed"])


def set_num_threads(num_threads: int | None) -> None:
    """Sets how many threads train and predict. The results don't depend on it.

    Args:
        num_threads: How many, from 1 to 1024; None for the environment variable IMFIT_NUM_THREADS,
            or else one for each processor core.
    """
    checked = _native.check_arguments("set_num_threads", {"num_threads": num_threads})
    _native.set_num_threads(checked["num_threads"])


def num_threads() -> int:
    """The number of threads that train and predict."""
    return _native.num_threads()


def instruction_set() -> str:
    """The instruction set that the arithmetic uses: avx512, avx2, neon or portable."""
    return _native.instruction_set()
