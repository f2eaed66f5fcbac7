#!/bin/sh
# The same tasks by R's emoa or moocore, on the same kinds of data, where they are installed:
# to be read beside the table that the other benchmarks print.
if ! command -v Rscript >/dev/null; then
    echo 'peers: skipped (no R)'
    exit 0
fi
Rscript -e '
row <- function(task, n, d, f) {
    f(); ms <- sort(replicate(5, system.time(f())[["elapsed"]] * 1e3))[3]
    cat(sprintf("%-13s %8d x %d  %-12s %9.3f ms\n", task, n, d, "sphere", ms))
}
sphere <- function(n, d) { x <- matrix(abs(rnorm(n * d)), n); x / sqrt(rowSums(x^2)) }
set.seed(1)
if (requireNamespace("emoa", quietly = TRUE)) {
    for (s in list(c(100000, 2), c(100000, 3), c(1000, 4))) {
        x <- t(sphere(s[1], s[2]))
        row("emoa volume", s[1], s[2],
            function() emoa::dominated_hypervolume(x, rep(1.1, s[2])))
    }
} else cat("peers: skipped (no emoa)\n")
if (requireNamespace("moocore", quietly = TRUE)) {
    for (s in list(c(100000, 2), c(100000, 3), c(1000, 4), c(1000, 5))) {
        x <- sphere(s[1], s[2])
        row("moocore volume", s[1], s[2],
            function() moocore::hypervolume(x, reference = rep(1.1, s[2])))
    }
    for (s in list(c(1000000, 2), c(1000000, 3), c(100000, 5), c(100000, 9))) {
        x <- sphere(s[1], s[2])
        row("moocore filter", s[1], s[2], function() moocore::is_nondominated(x))
    }
} else cat("peers: skipped (no moocore)\n")
'
