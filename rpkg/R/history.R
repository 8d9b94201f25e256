#' The losses and metrics of a training
#'
#' What [fit()][fit.imfit_model] returns: `list(params, metrics, epoch)`, where `metrics` has a
#' vector for each loss and metric with one value for each epoch, and `epoch` the epochs' numbers
#' from 1. `plot()` shows them with ggplot2 where it is installed: points, and from ten epochs on a
#' smooth line. `as.data.frame()` has a row for each value, with the columns epoch, value, metric
#' and data (training or validation). With broom's or generics' `tidy()` the same comes as a tibble,
#' and `glance()` gives the last epoch in one row.
#'
#' @param x A history.
#' @param y Not used.
#' @param metrics The names of what to show, as "loss"; all if NULL.
#' @param method "ggplot2", "base", or "auto": ggplot2 where it is installed.
#' @param smooth Whether to draw a smooth line from ten epochs on.
#' @param row.names,optional Not used.
#' @param ... Not used.
#' @return `plot()` returns the ggplot2 plot, or with base graphics the history, invisibly;
#'   `as.data.frame()` a data frame.
#' @name keras_training_history
#' @examples
#' x <- matrix(runif(40), 20)
#' model <- keras_model_sequential(seed = 7) %>% layer_dense(1, input_shape = 2)
#' model %>% compile(loss = "mse", optimizer = optimizer_adam(0.1))
#' history <- model %>% fit(x, x[, 1], epochs = 12, validation_split = 0.2, verbose = 0)
#' history
#' head(as.data.frame(history))
#' plot(history)
NULL

#' Makes a history of `list(epoch, metrics)`.
#' @noRd
new_history <- function(params, told) {
  structure(
    list(params = params, metrics = told$metrics, epoch = told$epoch),
    class = "keras_training_history"
  )
}

#' @export
print.keras_training_history <- function(x, ...) {
  big <- function(number) formatC(number, big.mark = ",", format = "d")
  params <- x$params
  if (!is.null(params$samples)) {
    cat("Trained on ", big(params$samples), " samples", sep = "")
    if (isTRUE(params$validation_samples > 0)) {
      cat(", validated on", big(params$validation_samples), "samples")
    }
    cat(" (batch_size=", big(params$batch_size), ", epochs=", big(params$epochs), ")\n", sep = "")
  } else {
    cat("Trained for", big(length(x$epoch)), "epochs\n")
  }
  if (length(x$epoch) > 0) {
    cat("Final epoch (plot to see history):\n")
    values <- vapply(x$metrics, function(values) format(values[length(values)], digits = 4), "")
    cat(paste0(formatC(names(x$metrics), width = max(nchar(names(x$metrics)))), ": ", values),
      sep = "\n"
    )
  }
  invisible(x)
}

#' @rdname keras_training_history
#' @export
as.data.frame.keras_training_history <- function(x, row.names = NULL, # nolint: object_name_linter.
                                                 optional = FALSE, ...) {
  names <- rep(names(x$metrics), each = length(x$epoch))
  metric <- sub("^val_", "", names)
  data <- ifelse(names == metric, "training", "validation")
  data.frame(
    epoch = rep(as.integer(x$epoch), length(x$metrics)),
    value = as.double(unlist(x$metrics, use.names = FALSE)),
    metric = factor(metric, levels = unique(metric)),
    data = factor(data, levels = intersect(c("training", "validation"), data))
  )
}

#' @rdname keras_training_history
#' @export
plot.keras_training_history <- function(x, y, metrics = NULL, method = c("auto", "ggplot2", "base"),
                                        smooth = TRUE, ...) {
  method <- match.arg(method)
  values <- as.data.frame(x)
  if (!is.null(metrics)) {
    known <- levels(values$metric)
    unknown <- setdiff(metrics, known)
    if (length(unknown) > 0) {
      known <- paste(known, collapse = ", ")
      fail("value", sprintf("no metric '%s'; there are: %s", unknown[1], known))
    }
    values <- droplevels(values[values$metric %in% metrics, ])
  }
  if (nrow(values) == 0) {
    fail("state", "there is nothing to plot: no epoch was finished")
  }
  smooth <- isTRUE(smooth) && length(x$epoch) >= 10
  if (method == "ggplot2" || (method == "auto" && requireNamespace("ggplot2", quietly = TRUE))) {
    plot_with_ggplot2(values, smooth)
  } else {
    plot_with_base(values, smooth)
    invisible(x)
  }
}

plot_with_ggplot2 <- function(values, smooth) {
  validated <- nlevels(values$data) > 1
  aes <- if (validated) {
    ggplot2::aes(.data$epoch, .data$value, colour = .data$data, fill = .data$data)
  } else {
    ggplot2::aes(.data$epoch, .data$value)
  }
  breaks <- function(limits) {
    ticks <- pretty(limits, 5)
    ticks[ticks == round(ticks)]
  }
  plot <- ggplot2::ggplot(values, aes) +
    ggplot2::geom_point(shape = 21, na.rm = TRUE) +
    ggplot2::facet_grid(metric ~ ., switch = "y", scales = "free_y") +
    ggplot2::scale_x_continuous(breaks = breaks) +
    ggplot2::labs(x = "epoch", y = NULL, colour = "data", fill = "data") +
    ggplot2::theme(
      strip.placement = "outside", strip.background = ggplot2::element_blank(),
      strip.text = ggplot2::element_text(colour = "black", size = 11)
    )
  if (smooth) {
    plot <- plot +
      ggplot2::geom_smooth(method = "loess", formula = y ~ x, se = FALSE, na.rm = TRUE)
  }
  plot
}

plot_with_base <- function(values, smooth) {
  panels <- split(values, values$metric)
  old <- graphics::par(mfrow = c(length(panels), 1), mar = c(4, 4, 1, 1))
  on.exit(graphics::par(old))
  for (name in names(panels)) {
    panel <- panels[[name]]
    colours <- as.integer(panel$data)
    graphics::plot(panel$epoch, panel$value, col = colours, xlab = "epoch", ylab = name)
    for (data in split(panel, panel$data)) {
      if (smooth && sum(is.finite(data$value)) >= 10) {
        line <- stats::lowess(data$epoch[is.finite(data$value)], data$value[is.finite(data$value)])
        graphics::lines(line, col = as.integer(data$data[1]))
      }
    }
    if (nlevels(values$data) > 1) {
      graphics::legend("topright", levels(values$data), col = 1:2, pch = 1, bty = "n")
    }
  }
}

#' @exportS3Method ggplot2::autoplot
autoplot.keras_training_history <- function(object, ...) { # nolint: object_name_linter.
  plot.keras_training_history(object, ..., method = "ggplot2")
}

#' @importFrom generics tidy
#' @export
tidy.keras_training_history <- function(x, ...) { # nolint: object_name_linter.
  as_tibble_if_there(as.data.frame(x))
}

#' @importFrom generics glance
#' @export
glance.keras_training_history <- function(x, ...) { # nolint: object_name_linter.
  last <- lapply(x$metrics, function(values) values[length(values)])
  as_tibble_if_there(data.frame(epochs = length(x$epoch), last))
}

as_tibble_if_there <- function(frame) {
  if (requireNamespace("tibble", quietly = TRUE)) tibble::as_tibble(frame) else frame
}
