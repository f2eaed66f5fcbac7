#!/bin/sh
# Ten questions to a second messy study (tests/fixtures/study2/README).
. "$top_srcdir/tests/lib.sh"
study=$fixtures/study2

ask() { run paretop "$@" -d two.db; }
# rows COLUMN...: these columns of the answer, one point a line, blanks between.
rows() {
    awk -F, -v wanted="$*" '
    NR == 1 { n = split(wanted, names, " "); for (i = 1; i <= NF; i++) at[$i] = i; next }
    { line = ""; for (k = 1; k <= n; k++) line = line (k > 1 ? " " : "") $(at[names[k]])
      print line }' "$out"
}
said() { tr -s ' \n' ' ' <"$out"; }

run paretop import -d two.db --set 'gpus=1,usd_per_gpu_hour=1.8,hardware=G40' "$study/lab"
is "$status" 0 'serving runs are read'
like "$(cat "$out" "$err")" '*no request was completed: a failed run*' 'the failed run is named'
run paretop import -d two.db "$study/borrowed" "$study/evals" "$study/prices"
is "$status" 0 'so are evaluations and prices'
ask list models --format csv
is "$(rows model | sort | tr '\n' ';')" 'farm/marsh/teal-70b;heron-7b;osprey-13b;tern-1b;' \
    'the names of files, paths, snapshots and prices meet'

ask frontier -o min:usd_per_output_mtok --where '"riverquiz/acc" > 0.70' --format csv
is "$(rows on_frontier model quantization concurrency usd_per_output_mtok | sed -n 's/^1 \(.*0.38.\).*/\1/p')" \
    'heron-7b awq 16 0.388' '1: the cheapest above 0.70'

run paretop compare "$study/evals" -m heron-7b-AWQ -m 'heron-7b · 5' -o max:riverquiz/acc
like "$(said)" '*Undecided*paired, n = 120*' '2: AWQ of heron-7b: cannot be said from so many items'
unlike "$(said)" '*no model occurs in both*' 'results and samples of one model are no strangers'
run paretop compare "$study/evals" -m osprey-13b-AWQ -m 'osprey-13b · 5' -o max:riverquiz/acc
like "$(said)" '*osprey-13b beats*by 14.2 percentage points*paired, n = 120*' \
    '3: AWQ of osprey-13b is worse'

ask frontier -o max:riverquiz/acc,max:output_throughput --where 'concurrency = 8' --format csv
is "$(rows model quantization shots | grep tern | sort | tr '\n' ';')" \
    'tern-1b awq 0;tern-1b none 5;' '4: tern-1b was asked with other shots'
like "$(cat "$err")" '*conditions are mixed*shots*' '4: which is said'
is "$(rows model quantization shots provider riverquiz/acc | grep 'heron-7b none 5' | tr '\n' ';')" \
    'heron-7b none 5 farm 0.85;heron-7b none 5 pond 0.85;' '7: the rerun counts, once a provider'
like "$(cat "$err")" '*reruns: the newest*heron-7b*' '7: which is said'

ask frontier -o min:p99_ttft_ms --where 'concurrency = 8 and "p99_ttft_ms" < 130' --format csv
is "$(rows model quantization | sort -u | tr '\n' ';')" \
    'heron-7b awq;tern-1b awq;tern-1b none;' '5: fast enough at 8 users'

ask frontier -o max:riverquiz/acc,min:breakeven_mtok_per_hour --where 'concurrency = 16' \
    --format csv
is "$(rows model quantization shots provider breakeven_mtok_per_hour |
    sed -n 's/^heron-7b none 5 \(farm\|pond\) \(.\{1,4\}\).*/\1 \2/p' | sort | tr '\n' ';')" \
    'farm 1.28;pond 1.2;' '6: against each provider by itself'

ask frontier -o max:output_throughput --where 'concurrency = 16' --format csv
is "$(rows model quantization output_throughput | grep '^osprey-13b none' | sort -u)" \
    'osprey-13b none ' '8: a failed run has no speed'

ask frontier -o max:output_throughput,min:usd_per_output_mtok --where 'concurrency = 8' \
    --format csv
is "$(rows model quantization hardware usd_per_output_mtok | grep '^osprey-13b awq')" \
    'osprey-13b awq  ' '9: no machine, no cost'

ask list unmatched --format csv
is "$(rows name | tr '\n' ';')" 'farm/marsh/teal-70b;' '10: the one that nobody ran'
run paretop sql -d two.db --format csv "SELECT value FROM trace WHERE model = 'osprey-13b' \
    AND measure = 'output_price' AND file LIKE '%marsh.json'"
is "$(sed -n 2p "$out")" 1.2 '10: the newer price'
finish
