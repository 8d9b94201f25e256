# The border between R and Rust: no input ends the process, and each failure is a classed condition.

failure <- function(code) {
  tryCatch(
    {
      code
      NULL
    },
    error = identity
  )
}

test_that("a failure is a condition with all its classes", {
  error <- failure(probe_fail("no such thing", FALSE))
  expect_identical(
    class(error),
    c("imfit_value_error", "imfit_error", "error", "condition")
  )
  expect_identical(conditionMessage(error), "no such thing")
})

test_that("a panic is reported as a bug and prints nothing", {
  code <- 'imfitr:::probe_panic("on %s purpose")'
  output <- callr::rscript(
    write_script(code), show = FALSE, fail_on_status = FALSE, stderr = "2>&1"
  )$stdout
  expect_match(output, "^Error in imfitr:::probe_panic")
  expect_match(output, "this is a bug in imfit: on %s purpose (src/probe.rs:", fixed = TRUE)
  expect_no_match(output, "panicked")

  expect_error(probe_panic("once more"), class = "imfit_bug_error")
  expect_identical(probe_echo("alive", "text"), "alive")
})

test_that("a message is text, not a format", {
  for (message in c("%s%s%s%n", "100 %", "%%", "%d\n%s")) {
    expect_identical(conditionMessage(failure(probe_fail(message, FALSE))), message)
    expect_match(conditionMessage(failure(probe_panic(message))), message, fixed = TRUE)
  }
})

test_that("text beyond ASCII arrives whole, in whichever encoding it was", {
  text <- "schn\u00e4ppi \u5bff\u53f8 \U0001f426"
  expect_identical(conditionMessage(failure(probe_fail(text, FALSE))), text)
  expect_match(conditionMessage(failure(probe_panic(text))), text, fixed = TRUE)
  latin <- iconv("caf\u00e9", "UTF-8", "latin1")
  expect_identical(Encoding(latin), "latin1")
  expect_identical(probe_echo(latin, "text"), "caf\u00e9")
  broken <- "caf\xe9"
  Encoding(broken) <- "UTF-8"
  expect_error(probe_echo(broken, "text"), "not valid UTF-8", class = "imfit_value_error")
})

test_that("a NUL in a message does not cut it", {
  expect_identical(conditionMessage(failure(probe_fail("head", TRUE))), "head\ufffdtail")
})

test_that("an argument of the wrong type is named, with what was given", {
  wrong <- function(value, kind, message) {
    expect_error(probe_echo(value, kind), message, fixed = TRUE, class = "imfit_type_error")
  }
  wrong(1, "text", "`value` must be a single string, not a double vector of length 1")
  wrong(c("a", "b"), "text", "not a character vector of length 2")
  wrong(character(), "text", "not a character vector of length 0")
  wrong(NA_character_, "text", "not a missing value (character)")
  wrong(quote(a), "text", "not an expression")
  wrong(NULL, "flag", "`value` must be TRUE or FALSE, not NULL")
  wrong(NA, "flag", "not a missing value (logical)")
  wrong("1", "number", "`value` must be a single number, not a character vector of length 1")
  wrong(NA_integer_, "number", "not a missing value (integer)")
  wrong(factor("a"), "number", "not a factor vector of length 1")
  wrong(sum, "number", "not a function")
  wrong(globalenv(), "whole", "not an environment")
  wrong(1:3, "bytes", "`value` must be a raw vector, not an integer vector of length 3")
  wrong(list(1), "table", "`value` must be a numeric matrix, not a list of length 1")
  wrong(matrix("a"), "table", "not a character array of 1 x 1")
  wrong(array(1, c(2, 3, 4)), "table", "not a double array of 2 x 3 x 4")
  wrong(mtcars, "table", "not a list of length 11")
  wrong(1, structure(1, class = "x"), "`kind` must be a single string")
})

test_that("values arrive as they are", {
  expect_identical(probe_echo(TRUE, "flag"), TRUE)
  expect_identical(probe_echo(7L, "number"), 7)
  expect_identical(probe_echo(-Inf, "number"), -Inf)
  expect_identical(probe_echo(2^53 - 1, "whole"), 2^53 - 1)
  expect_identical(probe_echo(as.raw(0:255), "bytes"), as.raw(0:255))
  for (bad in c(-1, 0.5, 2^53, Inf, NaN)) {
    expect_error(probe_echo(bad, "whole"), class = "imfit_error")
  }
})

test_that("a matrix is read by rows, whatever its type", {
  whole <- matrix(1:6, 2, dimnames = list(NULL, c("x", "y", "z")))
  rows <- list(data = c(1, 3, 5, 2, 4, 6), rows = 2L, columns = 3L)
  expect_identical(probe_echo(whole, "table"), rows)
  expect_identical(probe_echo(whole + 0, "table"), rows)
  expect_identical(probe_echo(whole > 2, "table")$data, c(0, 1, 1, 0, 1, 1))
  expect_identical(probe_echo(c(2.5, 1), "table"), list(data = c(2.5, 1), rows = 2L, columns = 1L))
  expect_identical(probe_echo(matrix(0, 0, 3), "table")$columns, 3L)
  expect_identical(probe_echo(array(1:2, 2), "table")$rows, 2L)
  expect_identical(probe_echo(c(1L, NA), "table")$data, c(1, NaN))
  expect_identical(probe_echo(c(TRUE, NA), "table")$data, c(1, NaN))
})

test_that("values become JSON", {
  json <- function(value) probe_echo(value, "json")
  expect_identical(json(NULL), "null")
  expect_identical(json(TRUE), "true")
  expect_identical(json(3), "3")
  expect_identical(json(3L), "3")
  expect_identical(json(0.1), "0.1")
  expect_identical(json("a\u00e9"), "\"a\u00e9\"")
  expect_identical(json(c("a", "b")), "[\"a\",\"b\"]")
  expect_identical(json(list(1, "a", NULL)), "[1,\"a\",null]")
  expect_identical(json(list(a = 1, b = list(c = 1:2))), "{\"a\":1,\"b\":{\"c\":[1,2]}}")
  expect_identical(json(structure(list(), names = character())), "{}")
  expect_identical(json(sum), "\"<function>\"")
  for (bad in list(NA, NA_real_, NaN, Inf, NA_character_, NA_integer_, factor("a"), 1i)) {
    expect_error(json(bad), class = "imfit_type_error")
  }
})

test_that("the call of an error is the one that the user wrote", {
  model <- small_model()
  error <- failure(model$set_weights(list()))
  expect_identical(conditionCall(error), quote(model$set_weights(list())))
  error <- failure(layer_dense(units = -1))
  expect_identical(conditionCall(error), quote(layer_dense(units = -1)))
})

test_that("the package and its native code have one version", {
  expect_identical(imfit_version(), as.character(packageVersion("imfitr")))
})
