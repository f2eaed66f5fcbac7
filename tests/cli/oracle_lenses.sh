#!/bin/sh
# Lenses on the data that others computed the same figures from, through the program: tables of
# runtimes, fits and denoised trials, beliefs, pairs of models. Neither the data nor those figures
# are part of this repository.
. "$top_srcdir/tests/lib.sh"

[ -n "${PARETOP_SHARED:-}" ] || skip_all 'PARETOP_SHARED is not set'
command -v python3 >/dev/null || skip_all 'python3 is not there'

for lenses in lens_originals compare_originals; do
    judge python3 -B "$top_srcdir/tests/oracle/$lenses.py" "$top_builddir/paretop" "$PARETOP_SHARED"
done
finish
