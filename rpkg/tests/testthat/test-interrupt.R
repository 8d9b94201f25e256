test_that("Ctrl-C stops between two native calls, and nothing is lost", {
  skip_on_os("windows")
  ready <- tempfile()
  worker <- callr::r_bg(function(ready) {
    tally <- imfitr:::new_tally()
    left <- FALSE
    work <- function() {
      on.exit(left <<- TRUE)
      file.create(ready)
      tally$spin(steps = 200)
    }
    seen <- tryCatch(work(), interrupt = function(condition) class(condition))
    stopped <- Sys.time()
    loaded <- unserialize(serialize(tally, NULL))
    list(seen = seen, stopped = stopped, left = left, total = tally$total, saved = loaded$total)
  }, list(ready))
  on.exit(worker$kill())
  limit <- Sys.time() + 60
  while (!file.exists(ready) && Sys.time() < limit) Sys.sleep(0.01)
  Sys.sleep(0.4)
  sent <- Sys.time()
  worker$interrupt()
  worker$wait(10000)
  result <- worker$get_result()
  expect_true("interrupt" %in% result$seen)
  expect_true(result$left)
  expect_gt(result$total, 0)
  expect_lt(result$total, 200)
  expect_identical(result$saved, result$total)
  # 0.1 s on a machine with nothing else to do.
  expect_lt(as.numeric(result$stopped - sent, units = "secs"), 1)
})
