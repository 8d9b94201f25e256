"""Pictures from addresses."""

import http.client
import re
import urllib.request
from urllib.error import HTTPError, URLError

from . import _native
from .errors import ImfitOSError, wrong

SECONDS = 30  # without an answer
PIECE = 1 << 18  # bytes between two looks for Ctrl-C


def is_address(text: str) -> bool:
    """Whether a text is an address, and not a path. Only http and https will do."""
    scheme = re.match(r"([a-z][a-z0-9+.-]+)://", text, re.IGNORECASE)
    if scheme is None:
        return False
    if scheme[1].lower() not in ("http", "https"):
        raise wrong("path", repr(text), "a path, or an address with http:// or https://")
    return True


def fetch(address: str, max_pixels: int) -> bytes:
    """What is found at an address."""
    most = _native.max_bytes(max_pixels)
    request = urllib.request.Request(
        address, headers={"User-Agent": f"imfit/{_native.version()}", "Accept": "image/*, */*"}
    )
    found = bytearray()
    try:
        with _opener().open(request, timeout=SECONDS) as response:
            while piece := response.read(PIECE):
                found += piece
                if len(found) > most:
                    raise ImfitOSError(f"{address}: more than {most} bytes; raise `max_pixels`")
    except HTTPError as error:
        raise ImfitOSError(f"can't read {address}: {error.code} {error.reason}") from error
    except URLError as error:
        raise ImfitOSError(f"can't read {address}: {error.reason}") from error
    except ImfitOSError:
        raise
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise ImfitOSError(f"can't read {address}: {error}") from error
    return bytes(found)


def _opener() -> urllib.request.OpenerDirector:
    """One that never leaves http and https, wherever it is sent on to."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler,
        urllib.request.UnknownHandler,
        urllib.request.HTTPHandler,
        urllib.request.HTTPSHandler,
        urllib.request.HTTPDefaultErrorHandler,
        urllib.request.HTTPRedirectHandler,
        urllib.request.HTTPErrorProcessor,
    ):
        opener.add_handler(handler())
    return opener
