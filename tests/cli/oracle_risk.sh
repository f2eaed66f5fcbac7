#!/bin/sh
# The lens "risk" on the data that others computed the same figures from, through the program:
# every shortlist, ratio, portfolio, box and hull. Neither the data nor those figures are part of
# this repository.
. "$top_srcdir/tests/lib.sh"

[ -n "${PARETOP_SHARED:-}" ] || skip_all 'PARETOP_SHARED is not set'
command -v python3 >/dev/null || skip_all 'python3 is not there'

judge python3 -B "$top_srcdir/tests/oracle/risk_originals.py" "$top_builddir/paretop" "$PARETOP_SHARED"
finish
