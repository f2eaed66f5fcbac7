#!/bin/sh
# Counts and the words beside them: one is, two are. Everything that small data make the lenses
# say is looked through for a one with words of many.
. "$top_srcdir/tests/lib.sh"

said=$scratch/said
: >"$said"
say() { # COMMAND...: what it says goes to the others
    run paretop "$@"
    cat "$out" "$err" >>"$said"
    echo >>"$said"
}

printf 'model,acc,acc_stderr,cost\na,0.5,0.1,1\nb,0.7,0,3\nc,0.75,0.1,\nd,0.9,0.1,inf\n' >some.csv
printf 'model,acc,cost\na,0.5,0\nb,0.7,-1\nc,0.8,2\n' >free.csv
printf 'model,seed,acc,cost\na,1,0.5,1\na,2,0.5,1\nb,1,0.6,2\nb,2,0.7,2\n' >seeds.csv
printf 'model,precision,acc\na,bf16,0.5\nb,bf16,0.6\n' >scores.csv
printf 'model,gpu,latency_ms\na,H100,5\nb,H100,6\n' >speeds.csv
printf 'model,q,correct\na,1,1\nb,1,0\nb,2,1\n' >items.csv
printf 'model,gpu,latency_ms\na,H100,5\n' >one.csv
for lens in frontier compare indicators risk decide variance order; do
    for file in some.csv free.csv seeds.csv 'scores.csv speeds.csv' 'scores.csv one.csv'; do
        # shellcheck disable=SC2086
        say $lens $file
        # shellcheck disable=SC2086
        say $lens --missing none $file
    done
    say $lens -o max:correct --map item=q items.csv
done
say frontier -o max:acc,min:cost --constraints 'acc>=0.6' free.csv
say frontier -o max:acc --where "model = 'a'" free.csv
say frontier -o max:acc scores.csv one.csv
say indicators -o max:acc,min:cost --subset 1 --missing none free.csv
say frontier -o max:acc,min:cost --missing-as worst --limits some.csv
say compare -m a free.csv
say risk --runs seed -o max:acc,min:cost seeds.csv
say import -d study.db free.csv
say import -d study.db some.csv
say decide --values 1 --weights -1 some.csv
ok "$([ "$(wc -l <"$said")" -gt 300 ]; echo $?)" 'much is said'
is "$(grep -nE "(^|[^0-9.,])1 (of [0-9,]* )?[a-z]*[a-rt-z]s? ?(are|have|were|do|take|repeat|tell) " "$said")" '' \
    'one is, has and does'
is "$(grep -nE '(^|[^0-9.,/])1 (items|models|points|records|rows|values|pairs|clusters|runs|tasks|sets|blocks|measures|strategies|periods|notes|files|shared items)( |$|[,.;:])' \
    "$said")" '' 'one item, model, point'
like "$(cat "$said")" '*cost: 1 value of 0 and 1 of -1 are taken as "not recorded"*' 'one value of 0'
finish
