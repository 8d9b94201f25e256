# The repository that these tests are part of: golden cases and declarations lie outside of the
# package. IMFIT_REPO names it where the tests run elsewhere. A test that needs it is skipped only
# where the package was taken out of the repository, as by CRAN.
repository <- function() {
  root <- Sys.getenv("IMFIT_REPO", unset = NA)
  if (!is.na(root)) {
    return(root)
  }
  folder <- normalizePath(".")
  while (dirname(folder) != folder) {
    if (file.exists(file.path(folder, "tests", "vectors", "api.json"))) {
      return(folder)
    }
    folder <- dirname(folder)
  }
  if (identical(Sys.getenv("NOT_CRAN"), "true")) {
    stop("the repository is not above ", normalizePath("."), ": set IMFIT_REPO")
  }
  testthat::skip("the package is tested outside of its repository")
}

vectors <- function(...) {
  folder <- Sys.getenv("IMFIT_VECTORS", unset = NA)
  if (is.na(folder)) folder <- file.path(repository(), "tests", "vectors")
  file.path(folder, ...)
}

read_api <- function() {
  jsonlite::read_json(vectors("api.json"))
}
