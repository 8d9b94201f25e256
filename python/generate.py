"""Writes the modules of components (imfit/layers.py, ...) from the core's own declarations.

    python python/generate.py

reads tests/vectors/api.json. The written files are committed, so that help() and editors know every
argument; a test writes them anew and compares.
"""

import json
import textwrap
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent
API = FOLDER.parent / "tests" / "vectors" / "api.json"
WIDTH = 100

HEAD = '''"""{title}

Written by generate.py from the core's declarations: don't edit.
"""

'''

# The modules: what one is called, the class that its classes derive from, and its first line.
MODULES = {
    "layers": ("Layer", "Layers."),
    "activations": ("ActivationFunction", "Functions that layers apply to each of their outputs."),
    "losses": ("Loss", "What training makes small."),
    "metrics": ("Metric", "What is reported beside the loss."),
    "optimizers": ("Optimizer", "How weights follow their gradients."),
    "schedules": ("LearningRateSchedule", "Learning rates that change from step to step."),
    "initializers": ("Initializer", "How weights begin."),
    "regularizers": ("Regularizer", "Penalties that are added to the loss."),
    "constraints": ("Constraint", "What weights are held to after each step."),
    "callbacks": ("CoreCallback", "What happens beside a training."),
}

# What modules without a `get` have beside what is declared.
OTHERS = {"layers": ["Input", "InputLayer"], "callbacks": ["Callback", "History"]}

# The modules that stand inside of another one, or have some inside.
PLACES = {"optimizers": "optimizers/__init__", "schedules": "optimizers/schedules"}

TYPES = {
    "whole": "int",
    "real": "float",
    "flag": "bool",
    "text": "str",
    "axis": "int | Sequence[int]",
    "shape": "int | Sequence[int]",
    "activation": "str | ActivationFunction | Mapping[str, Any]",
    "initializer": "str | Initializer | Mapping[str, Any]",
    "regularizer": "str | Regularizer | Mapping[str, Any]",
    "constraint": "str | Constraint | Mapping[str, Any]",
    "axes": "int | Sequence[int]",
    "learning_rate": "float | LearningRateSchedule | Mapping[str, Any]",
    "layers": "Sequence[Layer | Mapping[str, Any]]",
    "wholes": "Sequence[int]",
    "reals": "Sequence[float]",
    "texts": "str | Sequence[str]",
    "epoch_or_batches": "str | int",
    "function": "Callable[..., Any]",
}

# The classes that derive from another one than the rest of their module.
BASES_OF_THEIR_OWN = {"Normalization": "AdaptableLayer"}

# The classes that annotations name.
BASES = (
    "ActivationFunction",
    "Constraint",
    "Initializer",
    "LearningRateSchedule",
    "Regularizer",
)

# The modules whose classes Keras has under their other names too: l2(0.01) is L2(0.01).
WITH_FUNCTIONS = ("initializers", "regularizers", "constraints")


def main() -> None:
    """Writes all modules."""
    for name, text in modules().items():
        path = FOLDER / "imfit" / f"{name}.py"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")


def modules() -> dict[str, str]:
    """The text of each module, by its place."""
    api = json.loads(API.read_text(encoding="utf-8"))
    return {PLACES.get(name, name): module(name, api[name]) for name in MODULES}


def module(name: str, declarations: list[dict[str, Any]]) -> str:
    """The text of one module."""
    base, title = MODULES[name]
    exported = [declaration["class_name"] for declaration in declarations]
    classes = "\n\n\n".join(
        component(BASES_OF_THEIR_OWN.get(declaration["class_name"], base), declaration)
        for declaration in declarations
    )
    parts = [HEAD.format(title=title) + imports(name, base, declarations)]
    if name in OTHERS:
        exported += OTHERS[name]
        parts += [all_names(exported), classes]
    else:
        exported += ["get", "schedules"] if name == "optimizers" else ["get"]
        parts += [all_names(exported), classes]
        if name in WITH_FUNCTIONS:
            parts.append(functions(declarations))
        parts.append(lookup(name, base, declarations))
    return "\n\n".join(parts[:2]) + "\n\n\n" + "\n\n\n".join(parts[2:]) + "\n"


def imports(name: str, base: str, declarations: list[dict[str, Any]]) -> str:
    """The import statements, sorted as ruff sorts them."""
    types = " ".join(annotation(a) for d in declarations for a in d["arguments"])
    abstract = [word for word in ("Callable", "Mapping", "Sequence") if f"{word}[" in types]
    bases = {word for word in BASES if word in types}
    package = ".." if "/" in PLACES.get(name, name) else "."
    lines = []
    if abstract:
        lines.append(f"from collections.abc import {', '.join(abstract)}")
    if "Any]" in types or name not in OTHERS:
        lines.append("from typing import Any")
    lines.append("")
    if name == "layers":
        lines.append(f"from ._component import {', '.join(sorted(bases))}")
        lines.append("from ._layer import AdaptableLayer, Block, Input, InputLayer, Layer")
    elif name == "callbacks":
        lines.append("from ._callback import Callback, CoreCallback")
        lines.append("from .history import History")
    else:
        lines.append(f"from {package}_component import {', '.join(sorted({base} | bases))}")
        lines.append(f"from {package}_component import get as _get")
        if name == "optimizers":
            lines.append("from . import schedules")
    return "\n".join(lines)


def all_names(names: list[str]) -> str:
    """The module's __all__."""
    one_line = "__all__ = [" + ", ".join(f'"{name}"' for name in sorted(names)) + "]"
    if len(one_line) <= WIDTH:
        return one_line
    return "__all__ = [\n" + "".join(f'    "{name}",\n' for name in sorted(names)) + "]"


def component(base: str, declaration: dict[str, Any]) -> str:
    """One class."""
    arguments = declaration["arguments"]
    if any(argument["type"] == "layers" for argument in arguments):
        base = "Block"
    text = f"class {declaration['class_name']}({base}):\n"
    text += docstring(declaration)
    text += "\n\n    def __init__("
    if not arguments:
        return text + "self) -> None:\n        super().__init__()"
    text += "\n        self,\n"
    for argument in arguments:
        text += f"        {argument['name']}: {annotation(argument)}{default(argument)},\n"
    text += "    ) -> None:\n        super().__init__(\n"
    for argument in arguments:
        text += f"            {argument['name']}={argument['name']},\n"
    return text + "        )"


def annotation(argument: dict[str, Any]) -> str:
    """The type of an argument, as a hint."""
    return TYPES[argument["type"]] + (" | None" if argument["optional"] else "")


def default(argument: dict[str, Any]) -> str:
    """The default of an argument, as it stands in a signature."""
    if argument["required"]:
        return ""
    value = argument["default"]
    return " = " + (json.dumps(value) if isinstance(value, str) else repr(value))


def docstring(declaration: dict[str, Any]) -> str:
    """What help() says of a class."""
    lines = [*wrap(declaration["doc"], 4, first=7), ""]
    # A function of one's own can't be named without it.
    if declaration["aliases"] and declaration["class_name"] != "Function":
        names = " or ".join(f'"{alias}"' for alias in declaration["aliases"])
        lines += [*wrap(f"By name: {names}.", 4), ""]
    if declaration["arguments"]:
        lines.append("    Args:")
        for argument in declaration["arguments"]:
            lines += described(argument)
        lines.append("")
    if declaration["source"]:
        lines.append(f"    See {declaration['source']}")
    else:
        lines.pop()  # the empty line before it
    lines[0] = '    """' + lines[0].lstrip()
    return "\n".join([*lines, '    """'])


def described(argument: dict[str, Any]) -> list[str]:
    """The lines on one argument."""
    allowed = argument["allowed"] + (", or None" if argument["optional"] else "")
    allowed = allowed.replace("true or false", "True or False")
    text = f"{argument['name']}: {argument['doc']} {allowed[0].upper()}{allowed[1:]}."
    return wrap(text, 8, hang=4)


def wrap(text: str, indent: int, hang: int = 0, first: int | None = None) -> list[str]:
    """A text in lines that are indented, those after the first by `hang` more."""
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=" " * (indent if first is None else first),
        subsequent_indent=" " * (indent + hang),
    )


def functions(declarations: list[dict[str, Any]]) -> str:
    """The classes under their usual names."""
    return "\n".join(f"{d['aliases'][0]} = {d['class_name']}" for d in declarations)


def lookup(name: str, base: str, declarations: list[dict[str, Any]]) -> str:
    """The module's `get`, and the names that it knows."""
    names = [
        (alias, declaration["class_name"])
        for declaration in declarations
        for alias in [declaration["class_name"], *declaration["aliases"]]
    ]
    table = "".join(f'    "{alias}": {class_name},\n' for alias, class_name in names)
    return (
        f"_BY_NAME: dict[str, type[{base}]] = {{\n{table}}}\n\n\n"
        f"def get(identifier: Any) -> {base}:\n"
        f'    """The one that `identifier` means: one itself, its class, its name or its'
        ' description."""\n'
        f"    return _get({base}, _BY_NAME, identifier)"
    )


if __name__ == "__main__":
    main()
