#!/bin/sh
# The lens "variance", through the program, on tables whose figures others computed: seeds,
# checkpoints, decisions, items and abilities. Of the own table always, of the full ones and
# their data, which are not part of this repository, where they are.
. "$top_srcdir/tests/lib.sh"

command -v python3 >/dev/null || skip_all 'python3 is not there'

judge python3 -B "$top_srcdir/tests/oracle/variance_originals.py" "$top_builddir/paretop" \
    "$top_srcdir/tests/oracle/variance.json" ${PARETOP_SHARED:+"$PARETOP_SHARED"}
finish
