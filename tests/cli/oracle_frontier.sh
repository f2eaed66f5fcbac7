#!/bin/sh
# Frontiers of real tables against those of reference implementations: membership, layers
# and counts, exactly. The tables are not part of this repository.
. "$top_srcdir/tests/lib.sh"

cases=${PARETOP_SHARED:-}/oracles/frontier
[ -n "${PARETOP_SHARED:-}" ] || skip_all 'PARETOP_SHARED is not set'
[ -r "$cases/INDEX.csv" ] || skip_all 'no frontier cases in PARETOP_SHARED'

csv_columns name objectives <"$cases/INDEX.csv" >index
while IFS=, read -r name objectives; do
    run paretop frontier "$cases/$name.input.csv" --by row --missing none --format csv \
        -o "$(printf '%s' "$objectives" | tr ' ' ',')"
    csv_columns row_id on_frontier layer dominated_by <"$out" >got
    csv_columns row_id on_front front_rank dominated_by <"$cases/$name.oracle.csv" >wanted
    same_file got wanted "$name"
done <index
finish
