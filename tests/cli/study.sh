#!/bin/sh
# Ten questions to a messy study (tests/fixtures/study/README), some of which have no answer.
. "$top_srcdir/tests/lib.sh"
study=$fixtures/study

ask() { run paretop "$@" -d study.db; }
# rows COLUMN...: these columns of the answer, one point a line, blanks between.
rows() {
    awk -F, -v wanted="$*" '
    NR == 1 { n = split(wanted, names, " "); for (i = 1; i <= NF; i++) at[$i] = i; next }
    { line = ""; for (k = 1; k <= n; k++) line = line (k > 1 ? " " : "") $(at[names[k]])
      print line }' "$out"
}

run paretop import -d study.db --set 'gpus=2,usd_per_gpu_hour=2.1' "$study/serving"
is "$status" 0 'the runs are read, with what the files do not say'
like "$(cat "$out" "$err")" '*31 records*all 512 requests failed*' 'the failed run is named'
run paretop import -d study.db "$study/evals" "$study/prices.json"
is "$status" 0 'so are evaluations and prices'
run paretop list runs -d study.db --format csv
is "$(grep -c 'usd_per_gpu_hour' "$out")" 31 'what was said is kept with each run'

ask frontier -o min:usd_per_output_mtok --where '"puzzles/acc" > 0.70' --format csv
is "$(rows on_frontier model quantization concurrency | grep '^1')" \
    '1 acme/cedar-8b int4 16' '1: the cheapest above 0.70'
is "$(rows on_frontier usd_per_output_mtok | sed -n 's/^1 \(....\).*/\1/p')" 3.44 \
    '1: 2 * 2.1 USD an hour over 338.18 tokens a second'

ask compare -m 'acme/cedar-8b · 8 · R100 · 5 · int4' -m 'acme/cedar-8b · 8 · R100 · 5 · farm' \
    -o max:puzzles/acc,max:output_throughput
like "$(tr -s ' \n' ' ' <"$out")" '*Undecided*only have shown a gap of 5.71 percentage points*' \
    '2: int4 of cedar-8b: cannot be said from so many items'

ask frontier -o max:puzzles/acc,max:output_throughput --where "concurrency = 8" --format csv
is "$(rows model quantization shots | grep maple | sort | tr '\n' ';')" \
    'acme/maple-30b int4 0;acme/maple-30b none 5;' '3: maple-30b was asked with other shots'
like "$(cat "$err")" '*conditions are mixed*shots*' '3: which is said'

ask frontier -o max:puzzles/acc,min:p99_ttft_ms \
    --where 'concurrency = 8 and "p99_ttft_ms" < 130' --format csv
is "$(rows model quantization | sort | tr '\n' ';')" \
    'acme/birch-3b int4;acme/birch-3b none;acme/cedar-8b int4;' '4: fast enough at 8 users'

ask frontier -o max:puzzles/acc,max:output_throughput \
    --pick 'max:output_throughput where p99_ttft_ms <= 100' --format csv
is "$(rows model quantization concurrency | sort | tr '\n' ';')" \
    'acme/birch-3b int4 8;acme/birch-3b none 8;acme/cedar-8b int4 4;acme/cedar-8b none 2;oak-70b  ;' \
    '5: the operating points; what has no load stays'
like "$(cat "$err")" '*maple-30b*' '5: of which sweep nothing fits is said'

ask frontier -o max:puzzles/acc,max:output_throughput --where "concurrency = 16" --format csv
is "$(rows model quantization output_throughput on_frontier | grep 'maple-30b none')" \
    'acme/maple-30b none  ' '6: a failed run has no speed'

run paretop frontier -d study.db -o max:puzzles/acc,max:output_throughput \
    --where "concurrency = 16" --format json
like "$(cat "$out")" '*without output_throughput*1 run failed*' '6: which is said'

ask frontier -o max:puzzles/acc,min:breakeven_mtok_per_hour --where "concurrency = 16" \
    --derive 'load=breakeven_load' --format csv
is "$(rows model quantization breakeven_mtok_per_hour | sed -n 's/cedar-8b none \(...\).*/\1/p')" \
    'acme/3.5' '7: 4.2 USD an hour over 1.2 USD per million tokens'
ask frontier -o max:puzzles/acc,min:breakeven_load --where "concurrency = 16" --format csv
is "$(rows model quantization breakeven_load | sed -n 's/cedar-8b none \(....\).*/\1/p')" \
    'acme/3.99' '7: four times what the machine gives'

ask frontier -o max:puzzles/acc,max:output_throughput --where "concurrency = 8" --format csv
is "$(rows model quantization output_throughput | grep 'cedar-8b none')" \
    'acme/cedar-8b none 136.1' '8: the rerun counts, nothing is averaged'
like "$(cat "$err")" '*reruns: the newest*cedar-8b*' '8: which is said'

is "$(rows model quantization hardware | grep 'birch-3b int4')" 'acme/birch-3b int4 ' \
    '9: nobody says on which hardware'

ask frontier -o max:puzzles/acc,min:output_price --format csv
like "$(rows model on_frontier reason | grep oak-70b)" 'oak-70b  *' '10: no accuracy, no place'
is "$(rows model reason | sed -n 's/^oak-70b \(.*\)/\1/p' | grep -c 'puzzles/acc')" 1 \
    '10: and the reason'
run paretop import -d study.db --set gpus "$study/serving"
is "$status" 2 'a --set without a value is a mistake'
# What cannot be said from this is said with what it would take.
run paretop frontier "$fixtures/study" -o max:acc,min:usd_per_output_mtok
like "$status $(cat "$err")" '1 *usd_per_output_mtok*--set usd_per_gpu_hour=2.1*' \
    'a cost of own machines without their price names what is missing'
run paretop frontier "$fixtures/study" -o 'min:usd_per_output_mtok,max:output_throughput' \
    --set usd_per_gpu_hour=2.1 --where 'p99_ttft_ms < 1000' --format csv
is "$status" 0 'and that works as said'
finish
