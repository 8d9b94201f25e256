# A file with a script for another R process.
write_script <- function(lines) {
  path <- tempfile(fileext = ".R")
  writeLines(lines, path)
  path
}
