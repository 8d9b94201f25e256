"""Writes docs/reference.md: every component and function, with its name in each language.

    python docs/write_reference.py

reads what the core declares (tests/vectors/api.json), and R's names from the functions that are
generated from the same file. A test writes the page anew and compares.
"""

import json
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "reference.md"

HEAD = """# Reference

All components and functions, with their arguments, as the core declares them. Names, defaults and
ranges are the same in every language. `help()` in Python, `?` in R and in the notebook kernel, and
`cargo doc` say the same beside the code.

In R and in cells true and false are `TRUE`/`FALSE` and `true`/`false`, and nothing (None) is `NULL`
and `()`. In R a layer's function takes the model first, and puts the layer on top of it; in a cell
arguments go in their order, or by name in a map at the end: `dense(100, #{activation: "tanh"})`.

Written by write_reference.py: don't edit.
"""

#: title, and the module in Python, of each kind of component
KINDS = {
    "layers": ("Layers", "layers"),
    "activations": ("Activations", "activations"),
    "losses": ("Losses", "losses"),
    "metrics": ("Metrics", "metrics"),
    "optimizers": ("Optimizers", "optimizers"),
    "schedules": ("Learning rate schedules", "optimizers.schedules"),
    "initializers": ("Initializers", "initializers"),
    "regularizers": ("Regularizers", "regularizers"),
    "constraints": ("Constraints", "constraints"),
    "callbacks": ("Callbacks", "callbacks"),
}


def main() -> None:
    """Writes the page."""
    PAGE.write_text(page(), encoding="utf-8")


def page() -> str:
    """The text of the page."""
    api = json.loads((ROOT / "tests/vectors/api.json").read_text(encoding="utf-8"))
    in_r = r_names()
    parts = [HEAD]
    for kind, declarations in api.items():
        if kind == "methods":
            continue
        title, module = KINDS[kind]
        parts.append(f"## {title}\n")
        for declaration in declarations:
            names = component_names(kind, module, declaration, in_r)
            parts.append(section(declaration, names))
    parts.append("## Functions and methods\n")
    parts.append(
        "Under the core's names. R's functions have the same arguments, after the object that a"
        "\nmethod is called on.\n"
    )
    parts += [section(declaration, []) for declaration in api["methods"]]
    return "\n".join(parts)


def r_names() -> dict[str, str]:
    """R's function for each component, by `Kind: Class`, the title of its help page."""
    code = (ROOT / "rpkg/R/components.R").read_text(encoding="utf-8")
    pages = re.findall(r"^#' (\w+: \w+)$.*?^#' @export\n(\w+) <- function", code, re.M | re.S)
    return dict(pages)


def component_names(kind: str, module: str, declaration: dict, in_r: dict[str, str]) -> list[str]:
    """A component's names in Python, R and the cells, and its names as a text."""
    class_name, aliases = declaration["class_name"], declaration["aliases"]
    singular = "loss" if kind == "losses" else kind.removesuffix("s")
    cell = class_name.lower() if kind == "layers" else (aliases or [class_name])[0]
    if kind == "activations" and not declaration["arguments"]:
        cell = f'"{class_name}"'  # a function of numbers without arguments is its name
    names = [f"Python `{module}.{class_name}`"]
    r_name = in_r.get(f"{singular.capitalize()}: {class_name}")
    if r_name:
        names.append(f"R `{r_name}`")
    if class_name == "Function":  # one's own: it has no name, and cells have none
        return names
    names.append(f"cell `{cell}`")
    texts = [class_name] if kind == "activations" else []
    if texts or aliases:
        names.append("by name " + ", ".join(f'`"{alias}"`' for alias in [*texts, *aliases]))
    return names


def section(declaration: dict, names: list[str]) -> str:
    """What the page says of one component or function."""
    lines = [f"### {declaration['class_name']}\n", declaration["doc"]]
    if declaration["source"]:
        lines[-1] += f" See [Keras]({declaration['source']})."
    if names:
        lines.append("\n" + " · ".join(names))
    if declaration["arguments"]:
        lines.append("\n| Argument | Default | Allowed | |\n| --- | --- | --- | --- |")
        lines += [row(argument) for argument in declaration["arguments"]]
    return "\n".join(lines) + "\n"


def row(argument: dict) -> str:
    """An argument's line of the table."""
    default = "" if argument["required"] else f"`{argument['default']!r}`"
    allowed = argument["allowed"] + (", or nothing" if argument["optional"] else "")
    cells = [f"`{argument['name']}`", default, allowed, argument["doc"]]
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


if __name__ == "__main__":
    main()
