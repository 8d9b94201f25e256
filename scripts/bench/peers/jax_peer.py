"""JAX at its strongest: a whole epoch is one compiled function that scans over the batches.

The state is donated, so that it is updated in place; the permutation is drawn by numpy, which is
quicker than JAX's own by a factor of ten and more.
"""

from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
from protocol import BETA_1, BETA_2, EPSILON, LEARNING_RATE, glorot, serve, timed

ACTIVATIONS = {
    "sigmoid": jax.nn.sigmoid,
    "tanh": jnp.tanh,
    "relu": jax.nn.relu,
    "relu1": lambda x: jnp.clip(x, 0, 1),
    "sin": jnp.sin,
}
#: rows that a prediction takes at a time, in its second form
PIECE = 4096


def forward(functions, weights, x):
    for function, (kernel, bias) in zip(functions, weights, strict=True):
        x = function(x @ kernel + bias)
    return x


def step(functions, state, batch):
    """One step of Adam, and the sums of the loss and of the rows that are right."""
    weights, first, second, count, loss_sum, right_sum = state
    x, y = batch

    def loss_of(weights):
        output = forward(functions, weights, x)
        return jnp.mean((output - y) ** 2), output

    (loss, output), gradient = jax.value_and_grad(loss_of, has_aux=True)(weights)
    count += 1
    rate = LEARNING_RATE * jnp.sqrt(1 - BETA_2**count) / (1 - BETA_1**count)
    first = jax.tree.map(lambda m, g: m + (g - m) * (1 - BETA_1), first, gradient)
    second = jax.tree.map(lambda v, g: v + (g * g - v) * (1 - BETA_2), second, gradient)
    weights = jax.tree.map(
        lambda w, m, v: w - rate * m / (jnp.sqrt(v) + EPSILON), weights, first, second
    )
    right = jnp.sum(jnp.argmax(output, 1) == jnp.argmax(y, 1))
    return (weights, first, second, count, loss_sum + loss * len(x), right_sum + right), None


def epoch_function(functions, rows, batch):
    """A compiled function: state, order, x and y to the state after an epoch, loss and accuracy."""
    whole = rows // batch
    rest = rows - whole * batch

    @partial(jax.jit, donate_argnums=0)
    def epoch(state, order, x, y):
        x, y = x[order], y[order]
        state = (*state, jnp.float32(0), jnp.int32(0))
        one_step = partial(step, functions)
        if whole == 1:
            state, _ = one_step(state, (x[:batch], y[:batch]))
        else:
            batches = [a[: whole * batch].reshape(whole, batch, -1) for a in (x, y)]
            state, _ = jax.lax.scan(one_step, state, batches)
        if rest:
            state, _ = one_step(state, (x[-rest:], y[-rest:]))
        *state, loss, right = state
        return tuple(state), loss / rows, right / rows

    return epoch


def train(case, x, y):
    functions = [ACTIVATIONS[name] for _, name in case["layers"]]
    epoch = epoch_function(functions, len(x), min(case["batch"], len(x)))
    weights = jax.tree.map(jnp.array, glorot(case["layers"]))
    state = (
        weights,
        jax.tree.map(jnp.zeros_like, weights),
        jax.tree.map(jnp.zeros_like, weights),
        jnp.float32(0),
    )
    x, y = jax.device_put(x), jax.device_put(y)
    random = np.random.default_rng(1)

    def one_epoch():
        nonlocal state
        order = random.permutation(len(x)).astype(np.int32)
        state, loss, right = epoch(state, order, x, y)
        return float(loss), float(right)

    return timed(case["repeat"], one_epoch)


def predict(case, x):
    """All rows at once, or in pieces that stay in the cache."""
    functions = [ACTIVATIONS[name] for _, name in case["layers"]]
    weights = jax.tree.map(jnp.array, glorot(case["layers"]))
    x = jax.device_put(x)

    @jax.jit
    def whole(weights, x):
        return forward(functions, weights, x)

    @jax.jit
    def pieces(weights, x):
        fitting = len(x) // PIECE * PIECE
        parts = x[:fitting].reshape(-1, PIECE, x.shape[1])
        output = jax.lax.map(lambda part: forward(functions, weights, part), parts)
        rest = forward(functions, weights, x[fitting:])
        return jnp.concatenate([output.reshape(fitting, -1), rest])

    function = {"whole": whole, "pieces": pieces}[case["form"]]
    return timed(case["repeat"], lambda: function(weights, x).block_until_ready())


if __name__ == "__main__":
    serve("jax", {"jax": jax.__version__, "numpy": np.__version__}, train, predict)
