"""`make bench`: imfit beside its peers and beside what the machine can do at most."""
