"""`python -m imfit_command` is the command `imfit`."""

from . import main

main()
