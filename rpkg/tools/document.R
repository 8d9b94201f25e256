# The R half of document.sh: document.R <library with the native code>, in the package's folder.

#' Writes one R function for each function of the native library.
#'
#' extendr writes `f <- function(x) .Call(wrap__f, x)`; here `native()` stands in for `.Call()`, so
#' that no call can be made without looking at its outcome.
write_wrappers <- function(path, file) {
  loaded <- dyn.load(path)
  on.exit(dyn.unload(path))
  routines <- getDLLRegisteredRoutines(loaded)$.Call
  text <- .Call(routines[["wrap__make_imfitr_wrappers"]], TRUE, "imfitr")
  text <- gsub("^\n+|\n+$", "", text)
  text <- gsub(") .Call(", ") native(", text, fixed = TRUE)
  stopifnot(!grepl(".Call", text, fixed = TRUE))
  # The functions are internal: their comments are no help pages.
  text <- gsub("(^|\n)#'", "\\1#", text)
  head <- "# Written by tools/document.sh. Change src/rust/src instead.\n"
  writeLines(c(head, text), file, useBytes = TRUE)
}

arguments <- commandArgs(trailingOnly = TRUE)
path <- file.path(arguments[1], "imfitr", "libs", paste0("imfitr", .Platform$dynlib.ext))
write_wrappers(path, "R/extendr-wrappers.R")
# Sourcing is enough to document, and needs no second installation.
roxygen2::roxygenise(load_code = roxygen2::load_source)
