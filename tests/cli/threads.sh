#!/bin/sh
# Every lens that draws random numbers says the same on one processor as on two.
. "$top_srcdir/tests/lib.sh"

taskset -c 0 true 2>"$scratch/err" || skip_all 'taskset is not there'
taskset -c 0,1 true 2>"$scratch/err" || skip_all 'there is one processor'

# Enough items that replicates are given to several threads.
awk 'BEGIN {
    print "model,item,topic,right,grade,cost_usd"
    state = 7
    for (i = 0; i < 400; i++)
        for (m = 0; m < 4; m++) {
            state = (state * 16807) % 2147483647
            u = state / 2147483647
            printf "m%d,q%03d,t%d,%d,%.4f,%.4f\n", m, i, i % 50, (u < 0.6 + 0.02 * m), u,
                0.5 + 0.1 * m + u / 3
        } }' >items.csv
awk 'BEGIN {
    print "model,task,seed,score,score_stderr"
    state = 11
    for (m = 0; m < 3; m++)
        for (t = 0; t < 3; t++)
            for (s = 0; s < 12; s++) {
                state = (state * 16807) % 2147483647
                printf "m%d,t%d,%d,%.4f,0.02\n", m, t, s, 0.5 + 0.02 * m + state / 2147483647 / 5
            } }' >runs.csv
awk 'BEGIN {
    print "model,dataset,cheap_accuracy,full_accuracy"
    state = 13
    for (d = 0; d < 6; d++)
        for (m = 0; m < 8; m++) {
            state = (state * 16807) % 2147483647
            u = state / 2147483647
            printf "m%d,%d,%.4f,%.4f\n", m, d, u, u / 2 + (m * d) % 5 / 10
        } }' >sets.csv
awk 'BEGIN {
    print "model,accuracy,accuracy_stderr,cost_usd,cost_usd_stderr,n"
    for (m = 0; m < 60; m++)
        printf "m%d,%.4f,%.4f,%.4f,%.4f,500\n", m, 0.5 + (m * 37) % 60 / 200, 0.01 + m % 3 / 100,
            1 + (m * 11) % 60, 0.2 } ' >errors.csv

awk 'BEGIN {
    print "model,item,seed,grade"
    state = 17
    for (i = 0; i < 250; i++)
        for (m = 0; m < 2; m++)
            for (s = 0; s < 3; s++) {
                state = (state * 16807) % 2147483647
                printf "m%d,q%d,%d,%.4f\n", m, i, s, state / 2147483647
            } }' >samples.csv

same() {
    what=$1
    shift
    for processors in 0 0,1; do
        taskset -c "$processors" "$top_builddir/paretop" "$@" --format json >"on.$processors" \
            2>"err.$processors"
        is "$?" 0 "$what: succeeds on processors $processors"
    done
    cmp -s on.0 on.0,1
    ok $? "$what: the same bytes"
}
same 'frontier, items' frontier items.csv --map item=item -o max:grade,min:cost_usd --pairs --ellipses --b 999
same 'frontier, clusters' frontier items.csv --map item=item --map cluster=topic -o max:right,min:cost_usd --b 999
same 'frontier, errors' frontier errors.csv -o max:accuracy,min:cost_usd
for interval in percentile basic bca; do
    same "compare, $interval" compare items.csv --map item=item -o max:grade,min:cost_usd \
        --b 999 --interval "$interval" --test sign-flip --own-interval boot
done
same 'compare, shares' compare items.csv --map item=item -o max:right,min:cost_usd --interval bca --b 999
same 'compare, clusters' compare items.csv --map item=item --map cluster=topic -o max:right \
    --interval bca --test sign-flip --b 999
same 'compare, samples' compare samples.csv --map item=item -o max:grade --interval bca --b 999
same 'compare, runs' compare runs.csv --b 999
same variance variance runs.csv
same 'decide, items' decide items.csv --map item=item -o max:right
same 'decide, errors' decide errors.csv -o max:accuracy
same risk risk sets.csv -o max:full_accuracy --estimators cheap_accuracy --runs dataset
same indicators indicators errors.csv -o max:accuracy,min:cost_usd --exact-s 0 --samples 4096
finish
