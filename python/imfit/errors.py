"""What imfit raises: each also one of Python's own exceptions, so that either can be caught."""


class ImfitError(Exception):
    """Any error that imfit raises."""


class ImfitValueError(ImfitError, ValueError):
    """A value outside of what is allowed, or arrays that don't fit."""


class ImfitTypeError(ImfitError, TypeError):
    """A value of the wrong type."""


class ImfitOSError(ImfitError, OSError):
    """A file or picture that can't be read or written."""


class ImfitFileNotFoundError(ImfitOSError, FileNotFoundError):
    """A file that isn't there."""


class ImfitStateError(ImfitError, RuntimeError):
    """A call that comes too early: before the model is compiled, or before its shape is known."""


class ImfitBugError(ImfitError, RuntimeError):
    """A mistake of imfit itself."""


class ImfitImportError(ImfitError, ImportError):
    """A package that only some functions need, and that isn't installed."""


def wrong(argument: str, given: object, allowed: str) -> ImfitValueError:
    """The error for a value outside of what is allowed, in the core's words."""
    return ImfitValueError(f"`{argument}` must be {allowed}, not {given}")


def wrong_type(argument: str, given: object, allowed: str) -> ImfitTypeError:
    """The error for a value of the wrong type, in the core's words."""
    what = "None" if given is None else f"an object of type {type(given).__qualname__}"
    return ImfitTypeError(f"`{argument}` must be {allowed}, not {what}")
