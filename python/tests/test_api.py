"""Names, arguments and defaults are those that the core declares."""

import ast
import inspect
import json
from pathlib import Path

import pytest
from conftest import ROOT, python

import imfit
from imfit import _native

PACKAGE = ROOT / "python" / "imfit"
KINDS = [
    "layers",
    "activations",
    "losses",
    "metrics",
    "optimizers",
    "schedules",
    "initializers",
    "regularizers",
    "constraints",
    "callbacks",
]

# Where each declared method stands, and what Python adds to its arguments.
METHODS = {
    "Sequential": (imfit.Sequential, []),
    "compile": (imfit.Sequential.compile, []),
    "fit": (imfit.Sequential.fit, []),
    "evaluate": (imfit.Sequential.evaluate, ["return_dict"]),
    "predict": (imfit.Sequential.predict, []),
    "train_on_batch": (imfit.Sequential.train_on_batch, ["return_dict"]),
    "test_on_batch": (imfit.Sequential.test_on_batch, ["return_dict"]),
    "predict_on_batch": (imfit.Sequential.predict_on_batch, []),
    "render": (imfit.Sequential.render, []),
    "summary": (imfit.Sequential.summary, ["print_fn"]),
    "save": (imfit.Sequential.save, []),
    "load_model": (imfit.load_model, []),
    "save_weights": (imfit.Sequential.save_weights, []),
    "load_weights": (imfit.Sequential.load_weights, []),
    "export": (imfit.Sequential.export, []),
    "set_num_threads": (imfit.set_num_threads, []),
    "set_random_seed": (imfit.set_random_seed, []),
    "load_image": (imfit.load_image, []),
    "pixels": (imfit.Image.pixels, []),
    "coordinates": (imfit.coordinates, []),
    "resize": (imfit.Image.resize, []),
    "append": (imfit.append_images, []),
    "adapt": (imfit.layers.Normalization.adapt, []),
    "to_categorical": (imfit.utils.to_categorical, []),
    "get_layer": (imfit.Sequential.get_layer, []),
}


def assert_signature(function, declaration, added=()):
    parameters = dict(inspect.signature(function).parameters)
    parameters.pop("self", None)
    declared = declaration["arguments"]
    assert list(parameters) == [argument["name"] for argument in declared] + list(added)
    for argument in declared:
        default = parameters[argument["name"]].default
        if argument["required"]:
            assert default is inspect.Parameter.empty, argument["name"]
        else:
            assert default == argument["default"], argument["name"]
            assert type(default) is type(argument["default"]), argument["name"]


def test_declarations_are_those_of_the_core(api):
    assert _native.declarations() == api


@pytest.mark.parametrize("kind", KINDS)
def test_components_are_as_declared(api, kind):
    module = imfit.optimizers.schedules if kind == "schedules" else getattr(imfit, kind)
    assert {d["class_name"] for d in api[kind]} <= set(module.__all__)
    for declaration in api[kind]:
        made = getattr(module, declaration["class_name"])
        assert_signature(made, declaration)
        assert declaration["doc"].split()[0] in made.__doc__


def test_methods_are_as_declared(api):
    assert sorted(METHODS) == sorted(d["class_name"] for d in api["methods"])
    for declaration in api["methods"]:
        function, added = METHODS[declaration["class_name"]]
        assert_signature(function, declaration, added)
    append = next(d for d in api["methods"] if d["class_name"] == "append")
    assert_signature(imfit.Image.append, append)


def test_generated_files_are_up_to_date():
    code = "import generate, json; print(json.dumps(generate.modules()))"
    for name, text in json.loads(python(code, cwd=ROOT / "python").stdout).items():
        committed = (PACKAGE / f"{name}.py").read_text(encoding="utf-8")
        assert committed == text, f"{name}.py is out of date: run python/generate.py"


def stub_arguments(function):
    arguments = function.args.posonlyargs + function.args.args
    return [argument.arg for argument in arguments if argument.arg not in ("self", "cls")]


def real_arguments(function):
    names = inspect.signature(function).parameters
    return [name for name in names if name not in ("self", "cls")]


def public(names):
    return {name for name in names if not name.startswith("_")}


def test_stubs_describe_the_native_module():
    tree = ast.parse((PACKAGE / "_native.pyi").read_text(encoding="utf-8"))
    stubs = {n.name: n for n in tree.body if isinstance(n, (ast.ClassDef, ast.FunctionDef))}
    constants = {n.target.id for n in tree.body if isinstance(n, ast.AnnAssign)}
    assert set(stubs) | constants == public(vars(_native))
    for name, stub in stubs.items():
        real = getattr(_native, name)
        if isinstance(stub, ast.FunctionDef):
            assert stub_arguments(stub) == real_arguments(real), name
            continue
        methods = {n.name: n for n in stub.body if isinstance(n, ast.FunctionDef)}
        assert public(methods) == public(vars(real)), name
        assert stub_arguments(methods["__new__"]) == real_arguments(real), name
        for method in public(methods):
            if not methods[method].decorator_list or inspect.isroutine(getattr(real, method)):
                found = real_arguments(getattr(real, method))
                assert stub_arguments(methods[method]) == found, f"{name}.{method}"


def test_everything_public_is_documented():
    for name in imfit.__all__:
        thing = getattr(imfit, name)
        assert name == "__version__" or inspect.getdoc(thing), name
        if inspect.isclass(thing):
            for method, value in vars(thing).items():
                if not method.startswith("_") and callable(value):
                    assert inspect.getdoc(value), f"{name}.{method}"


def test_the_package_is_typed_and_has_one_version():
    assert (Path(imfit.__file__).parent / "py.typed").is_file()
    cargo = (ROOT / "Cargo.toml").read_text(encoding="utf-8")
    assert f'version = "{imfit.__version__}"' in cargo


def test_numpy_is_the_only_requirement():
    code = "import sys, imfit; print(*{m.split('.')[0] for m in sys.modules})"
    loaded = set(python(code).stdout.split())
    assert "numpy" in loaded and not {"matplotlib", "PIL", "IPython", "pandas"} & loaded
