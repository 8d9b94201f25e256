# What a training shows while it runs.

#' Decides what to show, and where.
#' @noRd
new_progress <- function(verbose) {
  if (identical(verbose, "auto")) verbose <- getOption("imfitr.verbose", "auto")
  redraws <- can_redraw()
  kind <- verbosity(verbose, redraws)
  # A bar that cannot be drawn over itself would fill a file.
  if (kind == "bar" && !redraws) kind <- "lines"
  progress <- new.env(parent = emptyenv())
  progress$kind <- kind
  progress$width <- line_width(kind)
  progress$pause <- if (in_notebook()) 0.25 else 0.09
  progress$drawn <- 0
  progress$time <- -Inf
  progress
}

#' Shows a step of a training: a bar that is drawn over itself, then the epoch's line in its place.
#' @noRd
show_progress <- function(progress, step) {
  if (step$event == "message") {
    close_progress(progress)
    cat(step$line, "\n", sep = "")
    return(utils::flush.console())
  }
  ended <- step$event == "epoch"
  if (progress$kind == "lines" && ended) {
    cat(step$line, "\n", sep = "")
  } else if (progress$kind == "bar") {
    now <- proc.time()[["elapsed"]]
    if (!ended && now - progress$time < progress$pause) {
      return(invisible())
    }
    # A line that wraps could not be drawn over.
    line <- if (ended) step$line else substr(step$line, 1, progress$width - 1)
    cat("\r", formatC(line, width = -progress$drawn), if (ended) "\n", sep = "")
    progress$drawn <- if (ended) 0 else nchar(line)
    progress$time <- now
  }
  utils::flush.console()
}

#' Ends the line that a bar was drawn on.
#' @noRd
close_progress <- function(progress) {
  if (progress$drawn > 0) {
    cat("\n")
    utils::flush.console()
    progress$drawn <- 0
  }
}

#' Whether output goes where a line can be drawn over: a console or a notebook, not a file, nor what
#' captures output.
#' @noRd
can_redraw <- function() {
  if (isTRUE(getOption("knitr.in.progress"))) {
    return(FALSE)
  }
  in_notebook() || (sink.number() == 0 && (interactive() || isatty(stdout())))
}

#' Whether this is a Jupyter kernel.
#' @noRd
in_notebook <- function() {
  isTRUE(getOption("jupyter.in_kernel"))
}

#' How many letters fit on a line.
#' @noRd
line_width <- function(kind) {
  if (kind != "bar" || in_notebook()) {
    return(.Machine$integer.max)
  }
  width <- NA_integer_
  if (isatty(stdout()) && nzchar(Sys.which("stty"))) {
    size <- suppressWarnings(tryCatch(
      system("stty size < /dev/tty 2> /dev/null", intern = TRUE),
      error = function(condition) character()
    ))
    width <- suppressWarnings(as.integer(sub(".* ", "", c(size, "")[1])))
  }
  if (is.na(width) || width < 20) getOption("width") else width
}
