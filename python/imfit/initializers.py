"""How weights begin.

Written by generate.py from the core's declarations: don't edit.
"""

from typing import Any

from ._component import Initializer
from ._component import get as _get

__all__ = [
    "Constant",
    "GlorotNormal",
    "GlorotUniform",
    "HeNormal",
    "HeUniform",
    "Identity",
    "LecunNormal",
    "LecunUniform",
    "Ones",
    "Orthogonal",
    "RandomNormal",
    "RandomUniform",
    "TruncatedNormal",
    "VarianceScaling",
    "Zeros",
    "get",
]


class Zeros(Initializer):
    """All weights 0.

    By name: "zeros" or "zero".

    See https://keras.io/api/layers/initializers/
    """

    def __init__(self) -> None:
        super().__init__()


class Ones(Initializer):
    """All weights 1.

    By name: "ones" or "one".

    See https://keras.io/api/layers/initializers/
    """

    def __init__(self) -> None:
        super().__init__()


class Constant(Initializer):
    """All weights the same.

    By name: "constant".

    Args:
        value: The value of every weight. A finite number.

    See https://keras.io/api/layers/initializers/
    """

    def __init__(
        self,
        value: float = 0.0,
    ) -> None:
        super().__init__(
            value=value,
        )


class RandomUniform(Initializer):
    """Weights spread evenly between two bounds.

    By name: "random_uniform" or "uniform".

    Args:
        minval: The lower bound. A finite number.
        maxval: The upper bound. A finite number.
        seed: A seed of its own; the model's seed if not given. A whole number from 0 to
            9007199254740991, or None.

    See https://keras.io/api/layers/initializers/#randomuniform-class
    """

    def __init__(
        self,
        minval: float = -0.05,
        maxval: float = 0.05,
        seed: int | None = None,
    ) -> None:
        super().__init__(
            minval=minval,
            maxval=maxval,
            seed=seed,
        )


class RandomNormal(Initializer):
    """Normally distributed weights.

    By name: "random_normal" or "normal".

    Args:
        mean: The mean. A finite number.
        stddev: The standard deviation, before anything is cut off. A number of at least 0.
        seed: A seed of its own; the model's seed if not given. A whole number from 0 to
            9007199254740991, or None.

    See https://keras.io/api/layers/initializers/#randomnormal-class
    """

    def __init__(
        self,
        mean: float = 0.0,
        stddev: float = 0.05,
        seed: int | None = None,
    ) -> None:
        super().__init__(
            mean=mean,
            stddev=stddev,
            seed=seed,
        )


class TruncatedNormal(Initializer):
    """Normally distributed weights, none more than two standard deviations off.

    By name: "truncated_normal".

    Args:
        mean: The mean. A finite number.
        stddev: The standard deviation, before anything is cut off. A number of at least 0.
        seed: A seed of its own; the model's seed if not given. A whole number from 0 to
            9007199254740991, or None.

    See https://keras.io/api/layers/initializers/#truncatednormal-class
    """

    def __init__(
        self,
        mean: float = 0.0,
        stddev: float = 0.05,
        seed: int | None = None,
    ) -> None:
        super().__init__(
            mean=mean,
            stddev=stddev,
            seed=seed,
        )


class VarianceScaling(Initializer):
    """Weights whose variance is `scale` over the width of the layer.

    By name: "variance_scaling".

    Args:
        scale: The variance times the width. A number above 0.
        mode: The width: the layer's inputs, its outputs, or the mean of both. One of fan_in,
            fan_out, fan_avg.
        distribution: How the weights are distributed. One of truncated_normal, untruncated_normal,
            uniform, normal.
        seed: A seed of its own; the model's seed if not given. A whole number from 0 to
            9007199254740991, or None.

    See https://keras.io/api/layers/initializers/#variancescaling-class
    """

    def __init__(
        self,
        scale: float = 1.0,
        mode: str = "fan_in",
        distribution: str = "truncated_normal",
        seed: int | None = None,
    ) -> None:
        super().__init__(
            scale=scale,
            mode=mode,
            distribution=distribution,
            seed=seed,
        )


class GlorotUniform(Initializer):
    """Uniform in ±√(6 / (inputs + outputs)) (Glorot and Bengio, 2010).

    By name: "glorot_uniform".

    Args:
        seed: A seed of its own; the model's seed if not given. A whole number from 0 to
            9007199254740991, or None.

    See https://keras.io/api/layers/initializers/
    """

    def __init__(
        self,
        seed: int | None = None,
    ) -> None:
        super().__init__(
            seed=seed,
        )


class GlorotNormal(Initializer):
    """Truncated normal of variance 2 / (inputs + outputs) (Glorot and Bengio, 2010).

    By name: "glorot_normal".

    Args:
        seed: A seed of its own; the model's seed if not given. A whole number from 0 to
            9007199254740991, or None.

    See https://keras.io/api/layers/initializers/
    """

    def __init__(
        self,
        seed: int | None = None,
    ) -> None:
        super().__init__(
            seed=seed,
        )


class HeUniform(Initializer):
    """Uniform in ±√(6 / inputs) (He et al., 2015).

    By name: "he_uniform".

    Args:
        seed: A seed of its own; the model's seed if not given. A whole number from 0 to
            9007199254740991, or None.

    See https://keras.io/api/layers/initializers/
    """

    def __init__(
        self,
        seed: int | None = None,
    ) -> None:
        super().__init__(
            seed=seed,
        )


class HeNormal(Initializer):
    """Truncated normal of variance 2 / inputs (He et al., 2015).

    By name: "he_normal".

    Args:
        seed: A seed of its own; the model's seed if not given. A whole number from 0 to
            9007199254740991, or None.

    See https://keras.io/api/layers/initializers/
    """

    def __init__(
        self,
        seed: int | None = None,
    ) -> None:
        super().__init__(
            seed=seed,
        )


class LecunUniform(Initializer):
    """Uniform in ±√(3 / inputs) (LeCun et al., 1998).

    By name: "lecun_uniform".

    Args:
        seed: A seed of its own; the model's seed if not given. A whole number from 0 to
            9007199254740991, or None.

    See https://keras.io/api/layers/initializers/
    """

    def __init__(
        self,
        seed: int | None = None,
    ) -> None:
        super().__init__(
            seed=seed,
        )


class LecunNormal(Initializer):
    """Truncated normal of variance 1 / inputs (LeCun et al., 1998).

    By name: "lecun_normal".

    Args:
        seed: A seed of its own; the model's seed if not given. A whole number from 0 to
            9007199254740991, or None.

    See https://keras.io/api/layers/initializers/
    """

    def __init__(
        self,
        seed: int | None = None,
    ) -> None:
        super().__init__(
            seed=seed,
        )


class Orthogonal(Initializer):
    """An orthogonal matrix times a gain (Saxe et al., 2014).

    By name: "orthogonal" or "OrthogonalInitializer".

    Args:
        gain: What the orthogonal matrix is multiplied by. A finite number.
        seed: A seed of its own; the model's seed if not given. A whole number from 0 to
            9007199254740991, or None.

    See https://keras.io/api/layers/initializers/#orthogonal-class
    """

    def __init__(
        self,
        gain: float = 1.0,
        seed: int | None = None,
    ) -> None:
        super().__init__(
            gain=gain,
            seed=seed,
        )


class Identity(Initializer):
    """The identity matrix times a gain; the rest of a matrix that isn't square is 0.

    By name: "identity" or "IdentityInitializer".

    Args:
        gain: The value on the diagonal. A finite number.

    See https://keras.io/api/layers/initializers/
    """

    def __init__(
        self,
        gain: float = 1.0,
    ) -> None:
        super().__init__(
            gain=gain,
        )


zeros = Zeros
ones = Ones
constant = Constant
random_uniform = RandomUniform
random_normal = RandomNormal
truncated_normal = TruncatedNormal
variance_scaling = VarianceScaling
glorot_uniform = GlorotUniform
glorot_normal = GlorotNormal
he_uniform = HeUniform
he_normal = HeNormal
lecun_uniform = LecunUniform
lecun_normal = LecunNormal
orthogonal = Orthogonal
identity = Identity


_BY_NAME: dict[str, type[Initializer]] = {
    "Zeros": Zeros,
    "zeros": Zeros,
    "zero": Zeros,
    "Ones": Ones,
    "ones": Ones,
    "one": Ones,
    "Constant": Constant,
    "constant": Constant,
    "RandomUniform": RandomUniform,
    "random_uniform": RandomUniform,
    "uniform": RandomUniform,
    "RandomNormal": RandomNormal,
    "random_normal": RandomNormal,
    "normal": RandomNormal,
    "TruncatedNormal": TruncatedNormal,
    "truncated_normal": TruncatedNormal,
    "VarianceScaling": VarianceScaling,
    "variance_scaling": VarianceScaling,
    "GlorotUniform": GlorotUniform,
    "glorot_uniform": GlorotUniform,
    "GlorotNormal": GlorotNormal,
    "glorot_normal": GlorotNormal,
    "HeUniform": HeUniform,
    "he_uniform": HeUniform,
    "HeNormal": HeNormal,
    "he_normal": HeNormal,
    "LecunUniform": LecunUniform,
    "lecun_uniform": LecunUniform,
    "LecunNormal": LecunNormal,
    "lecun_normal": LecunNormal,
    "Orthogonal": Orthogonal,
    "orthogonal": Orthogonal,
    "OrthogonalInitializer": Orthogonal,
    "Identity": Identity,
    "identity": Identity,
    "IdentityInitializer": Identity,
}


def get(identifier: Any) -> Initializer:
    """The one that `identifier` means: one itself, its class, its name or its description."""
    return _get(Initializer, _BY_NAME, identifier)
