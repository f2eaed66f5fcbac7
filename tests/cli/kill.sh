#!/bin/sh
# An import that is killed at any moment leaves the database as it was: it opens, it is
# whole, and it holds none or all of the file; then the import succeeds. PARETOP_KILLS says
# how often (200 for a thorough run); moments come from a fixed sequence.
. "${top_srcdir:?is set by make check}/tests/lib.sh"

[ -z "${PARETOP_WRAPPER:-}" ] || skip_all 'kills a process, not its wrapper'
kills=${PARETOP_KILLS:-10}
rows=6000
awk -v rows=$rows 'BEGIN {
    print "model,task,accuracy,latency_ms,cost,note"
    for (i = 0; i < rows; i++)
        printf "m%d,t%d,0.%04d,%d.5,0.%03d,\"a, b\"\n", i, i % 7, i, i % 97, i % 991
}' > big.csv
printf 'model,accuracy\nfirst,0.5\n' > first.csv

answer() { # DB SQL
    paretop sql -d "$1" --format csv "$2" 2>&1 | tail -n 1
}

# Moments reach from the start to a little after the end of one import, in milliseconds.
began=$(date +%s%3N)
paretop import -d k.db big.csv > import.out 2>&1
range=$(( ($(date +%s%3N) - began) * 5 / 4 + 1))
seed=7
torn=0 broken=0 early=0 late=0
i=0
while [ $i -lt "$kills" ]; do
    rm -f k.db k.db-journal
    paretop import -d k.db first.csv > import.out 2>&1 || broken=$((broken + 1))
    seed=$(((seed * 1103 + 12345) % 65521))
    "$top_builddir/paretop" import -d k.db big.csv > import.out 2>&1 &
    pid=$!
    moment=$((seed % range))
    sleep "$((moment / 1000)).$(printf '%03d' $((moment % 1000)))"
    kill -9 $pid 2>/dev/null
    wait $pid 2>/dev/null
    [ "$(answer k.db 'SELECT integrity_check FROM pragma_integrity_check')" = ok ] ||
        broken=$((broken + 1))
    sources=$(answer k.db 'SELECT count(*) AS n FROM source')
    records=$(answer k.db 'SELECT sum(records) AS n FROM source')
    case $sources,$records in
    1,1) early=$((early + 1)) ;;
    2,$((rows + 1))) late=$((late + 1)) ;;
    *) torn=$((torn + 1)); echo "# after kill $i: $sources sources, $records records" ;;
    esac
    paretop import -d k.db big.csv > import.out 2>&1 || broken=$((broken + 1))
    [ "$(answer k.db 'SELECT sum(records) AS n FROM source')" = $((rows + 1)) ] ||
        broken=$((broken + 1))
    i=$((i + 1))
done
echo "# $kills kills: $early before the end, $late after it"
is "$torn" 0 'none or all of the file is there'
is "$broken" 0 'the database opens, is whole, and takes the import again'
finish
