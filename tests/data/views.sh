#!/bin/sh
# The views that come with the program show what they say, also where a folder has the name
# of one.
. "$top_srcdir/tests/lib.sh"

[ -d "$top_srcdir/data/ten-models" ] || skip_all 'data/ is not there'

mkdir pythia
for view in ten-models imagenet pythia; do
    run paretop -V "$view" --size 100x30 </dev/null
    is "$status" 0 "$view succeeds"
    like "$(head -n 1 "$out")" "$view*frontier*" 'and shows its table'
done
like "$(cat "$out")" '*training_flops*(log)*' 'on a logarithmic axis'

run paretop -V runtime --size 132x34 </dev/null
like "$(cat "$out")" '3 files*runtime, idealized*the API takes 5.2 times as long*' 'runtime shows its comparison'

run paretop -V elsewhere </dev/null
is "$status" 1 'a view that is not there is refused'
like "$(cat "$err")" '*no view "elsewhere"*' 'by its name'
# A name is never written over a point: all four dominated models are seen.
run paretop frontier "$top_srcdir/data/ten-models/ten-models.csv" \
    -o max:accuracy,min:idealized_runtime_s --plot --size 80x24
is "$(sed '/less is better/q' "$out" |
    LC_ALL=C grep -ao "$(printf '\342[\240-\243].')" | wc -l)" 4 \
    'no label covers a point'
finish
