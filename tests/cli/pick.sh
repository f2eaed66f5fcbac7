#!/bin/sh
# --pick: one operating point of each load sweep, said which.
. "$top_srcdir/tests/lib.sh"

sweep=$fixtures/read/sweep.csv
run paretop export "$sweep"
is "$(csv_columns model precision concurrency accuracy <"$out" | wc -l)" 8 \
    'every load is a point, with the accuracy of its model and precision'
run paretop export "$sweep" --pick 'max:output_throughput where p99_ttft_ms <= 1000'
is "$(csv_columns model precision concurrency output_throughput accuracy <"$out")" \
    'a,fp16,8,500,0.7
a,fp8,32,1400,0.69' 'the fastest load within the bound'
like "$(cat "$err")" '*no operating point of b · fp16 qualifies: it is left out*' \
    'and who has none is named'
run paretop export "$sweep" --pick min:p99_ttft_ms
is "$(csv_columns model precision concurrency <"$out")" 'a,fp16,1
a,fp8,1
b,fp16,1' 'without a bound every sweep has a best'
run paretop export "$sweep" --where "precision = 'fp8'" --pick output_throughput
is "$(csv_columns model concurrency <"$out")" 'a,32' 'after the filter; the known direction'
run paretop frontier "$sweep" -o max:accuracy,max:output_throughput \
    --pick 'max:output_throughput WHERE p99_ttft_ms <= 1000'
like "$(cat "$out")" '*picked*max:output_throughput WHERE p99_ttft_ms <= 1000*' 'the title says it'
run paretop frontier "$sweep" --pick 'max:output_throughput where p99 <='
is "$status" 1 'a broken expression is refused'
run paretop frontier "$sweep" --pick 'max:nothing'
is "$status" 1 'and so is a measure that is not there'
like "$(cat "$err")" '*nothing*' 'which is named'
printf 'model,accuracy,cost\na,0.5,1\n' >plain.csv
run paretop frontier plain.csv --pick cost
is "$status" 1 'without loads there is nothing to pick'
like "$(cat "$err")" '*nothing to pick from*concurrency*' 'and loads are explained'

cat >keys <<'END'
:pick max:output_throughput where p99_ttft_ms <= 1000
:save-screen picked
:pick none
:save-screen all
:pick max:output_throughput
u
:save-screen undone
END
run paretop --script keys --size 120x30 "$sweep" -o max:accuracy,max:output_throughput
like "$(head -n 1 picked)" 'sweep · 2 of 8 points*picked max:output_throughput*' 'the explorer picks'
like "$(head -n 1 all)" 'sweep · 8 of 8 points*' 'none takes it back'
like "$(head -n 1 undone)" 'sweep · 8 of 8 points*' 'and so does undo'
finish
