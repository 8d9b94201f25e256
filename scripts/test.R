# Runs the tests of the installed R package. A skipped or an empty test is a failure, as everything
# that a test may need is installed by setup.sh. Run in the repository's root.
# The sum is one line, `PASSED FAILED`, appended to the file that IMFIT_COUNTS names.

Sys.setenv(NOT_CRAN = "true", TESTTHAT_MAX_FAILS = "Inf")

results <- testthat::test_dir(
  "rpkg/tests/testthat",
  package = "imfitr",
  load_package = "installed",
  reporter = "progress",
  stop_on_failure = FALSE
)
table <- as.data.frame(results)
bad <- table$failed > 0 | table$error | table$skipped

for (result in results[table$skipped]) {
  reasons <- Filter(function(x) inherits(x, "expectation_skip"), result$results)
  cat("Skipped, which counts as a failure here:", result$file, "-", result$test, "\n")
  for (reason in reasons) cat("   ", conditionMessage(reason), "\n")
}
if (length(results) == 0) cat("There are no tests.\n")

counts <- Sys.getenv("IMFIT_COUNTS")
if (nzchar(counts)) cat(sum(!bad), sum(bad), "\n", file = counts, append = TRUE)
quit(status = as.integer(length(results) == 0 || any(bad)))
