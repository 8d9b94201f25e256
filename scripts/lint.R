# Fails on any lint in the R package and in the scripts beside this file. Run in the root folder.

lints <- c(lintr::lint_package("rpkg"), lintr::lint_dir("scripts"))
for (lint in lints) print(lint)
cat(length(lints), "lints\n")
quit(status = as.integer(length(lints) > 0))
