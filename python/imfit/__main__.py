"""`python -m imfit` is the command `imfit`."""

from imfit_command import main

main()
