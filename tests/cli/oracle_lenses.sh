#!/bin/sh
# Lenses on the data that others computed the same figures from, through the program: tables of
# runtimes, fits and denoised trials, beliefs, pairs of models. Neither the data nor those figures
# are part of this repository.
. "$top_srcdir/tests/lib.sh"

[ -n "${PARETOP_SHARED:-}" ] || skip_all 'PARETOP_SHARED is not set'
command -v python3 >/dev/null || skip_all 'python3 is not there'

for lenses in lens_originals compare_originals; do
    while IFS= read -r line; do
        ok "${line%% *}" "${line#* }"
    done <<END
$(python3 "$top_srcdir/tests/oracle/$lenses.py" "$top_builddir/paretop" "$PARETOP_SHARED" 2>"$err" ||
    echo '1 the comparison ends')
END
done
finish
