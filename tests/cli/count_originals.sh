#!/bin/sh
# What an import of original files keeps, against counts made without the program
# (tests/oracle/count_originals.py). The files are not part of this repository.
. "$top_srcdir/tests/lib.sh"

[ -n "${PARETOP_SHARED:-}" ] || skip_all 'PARETOP_SHARED is not set'
command -v python3 >/dev/null || skip_all 'python3 is not there'

python3 "$top_srcdir/tests/oracle/count_originals.py" "$PARETOP_SHARED/data" >wanted
ok $? 'files are counted'
[ -s wanted ] || skip_all 'no files in PARETOP_SHARED'
while read -r name _; do
    printf '%s\n' "$PARETOP_SHARED/data/$name"
done <wanted >names
xargs "$top_builddir/paretop" import -q -d all.db <names 2>"$err"
ok $? 'all of them are imported'
run paretop sql "SELECT name, (SELECT count(*) FROM run WHERE source = s.id) AS runs,
    (SELECT count(*) FROM score WHERE run IN (SELECT id FROM run WHERE source = s.id)) AS scores,
    (SELECT count(*) FROM item WHERE run IN (SELECT id FROM run WHERE source = s.id)) AS items,
    rejected FROM source s" -d all.db --format csv
sed -n "s|^$PARETOP_SHARED/data/||p" "$out" | tr , ' ' | LC_ALL=C sort >got
LC_ALL=C sort wanted >sorted
same_file got sorted 'runs, scores, items and rejected records are as counted'
finish
