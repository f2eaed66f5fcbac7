#!/bin/sh
# The frontier of small tables whose answer can be seen, in every way of asking for it.
. "$top_srcdir/tests/lib.sh"

members() { csv_columns "$1" on_frontier layer dominated_by <"$out"; }

cat >ties.csv <<'END'
id,x,y
a,1,9
b,1,9
c,2,9
d,9,1
e,9,0
f,5,5
g,4,4
h,-0.0,0
END
run paretop frontier ties.csv --by row -o max:x,max:y --format csv
is "$status" 0 'ties: succeeds'
is "$(head -n 1 "$out" | cut -d, -f1-7)" row,id,x,y,on_frontier,layer,dominated_by \
    'row, the input columns, then the result'
is "$(members id)" 'a,0,2,1
b,0,2,1
c,1,1,0
d,1,1,0
e,0,2,1
f,1,1,0
g,0,2,1
h,0,3,7' 'ties: equal rows do not dominate each other'
is "$(csv_columns row x <"$out" | tail -n 1)" '7,-0.0' \
    'rows count from 0 and cells come back as they were written'

printf 'id,x,y\na,1,2\nb,1,2\nc,1,2\n' >same.csv
run paretop frontier same.csv --by row -o max:x,min:y --format csv
is "$(members id)" 'a,1,1,0
b,1,1,0
c,1,1,0' 'identical rows are all on the frontier'

printf 'id,x\na,3\nb,1\nc,3\nd,2\n' >one.csv
run paretop frontier one.csv --by row -o max:x --format csv
is "$(members id)" 'a,1,1,0
b,0,3,3
c,1,1,0
d,0,2,2' 'one objective: all rows with the best value'

printf 'id,x,y\nlo,0.30000000000000004,1\nhi,0.3,1\n' >close.csv
run paretop frontier close.csv --by row -o max:x,max:y --format csv
is "$(members id)" 'lo,1,1,0
hi,0,2,1' 'neighbouring doubles are different'
is "$(csv_columns x <"$out")" '0.30000000000000004
0.3' 'and read back as they were'

cat >missing.csv <<'END'
model,acc,cost
a,50,1
b,,2
c,70,0
d,80,5
e,60,N/A
END
run paretop frontier missing.csv --by row -o max:acc,min:cost --missing none --format csv
is "$(csv_columns model on_frontier dominated_by <"$out")" 'a,0,1
c,1,0
d,1,0
b,,
e,,' 'rows without a number come last, with nothing claimed of them'
is "$(csv_columns model reason <"$out" | awk -F, '$2 != "" { print $1 }')" 'b
e' 'and with a reason'
run paretop frontier missing.csv --by row -o max:acc,min:cost --missing cost=0 --format csv
is "$(csv_columns model on_frontier <"$out")" 'a,1
d,1
b,
c,
e,' 'a missing token takes its rows out'

# The same question asked in other words.
run paretop frontier missing.csv --by row -o max:acc -o min:cost --missing none --format csv
cp "$out" asked
for words in '-x cost -y acc' '-x min:cost -y max:acc' '-o acc,cost' '-omax:acc,min:cost' \
    '--objective=max:acc --obj min:cost'; do
    # shellcheck disable=SC2086
    run paretop frontier missing.csv --by row $words --missing none --format csv
    same_file "$out" asked "asked as $words"
done
run paretop frontier --format csv --by=row --missing none -o max:acc,min:cost -- missing.csv
same_file "$out" asked 'options before the file'
paretop frontier --format csv --by row --missing none -o max:acc,min:cost - <missing.csv \
    >"$out" 2>"$err"
same_file "$out" asked 'standard input'
run paretop frontier missing.csv --by row -o max:acc,min:cost --missing none --format csv \
    -O saved.csv
is "$(cat "$out")" '' '-O prints nothing'
same_file saved.csv asked '-O writes the same'

# Names with commas and colons.
printf 'model,"a,b",c:d\nm,1,2\nn,2,1\n' >odd.csv
run paretop frontier odd.csv --by row -o 'max:a,b' -o max:c:d --format csv
is "$(csv_columns on_frontier <"$out" | tr '\n' ' ')" '1 1 ' 'a repeated -o is taken whole'
run paretop frontier odd.csv --by row -o 'max:a\,b,max:c\:d' --format csv
is "$(csv_columns on_frontier <"$out" | tr '\n' ' ')" '1 1 ' 'in a list a backslash escapes'

# Input columns that are called like results.
printf 'model,layer,acc,cost\na,5,1,1\nb,6,2,2\n' >clash.csv
run paretop frontier clash.csv --by row -o max:acc,min:cost --format csv
is "$(csv_columns input.layer layer <"$out")" '5,1
6,1' 'an input column with the name of a result is told apart'

# No objectives: the pair is chosen and named.
printf 'model,accuracy,latency_ms\na,0.5,10\nb,0.6,20\nc,0.4,30\n' >plain.csv
run paretop frontier plain.csv --format csv
is "$(csv_columns model on_frontier <"$out")" 'a,1
b,1
c,0' 'a pair is chosen by itself'
like "$(cat "$err")" '*max:accuracy*min:latency_ms*' 'and named on standard error'
printf 'model,note\na,x\nb,y\n' >none.csv
run paretop frontier none.csv --format csv
is "$status" 1 'without any pair the request cannot be met'

# Filters and derived measures.
run paretop frontier plain.csv --where 'latency_ms < 25 and accuracy > 0.55' --format csv
is "$(csv_columns model on_frontier <"$out")" 'b,1' '--where keeps what it says'
run paretop frontier plain.csv -o max:accuracy,min:seconds \
    --derive 'seconds=latency_ms / 1000' --format csv
is "$(csv_columns model seconds <"$out")" 'a,0.01
b,0.02
c,0.03' '--derive makes a measure'

# Every format, twice the same bytes.
for format in text csv json markdown svg plain; do
    run paretop frontier plain.csv --format $format
    is "$status" 0 "$format: succeeds"
    cp "$out" first
    run paretop frontier plain.csv --format $format
    same_file "$out" first "$format: the same bytes again"
done
run paretop frontier plain.csv --plot --size 60x16
like "$(cat "$out")" '*latency_ms*' 'the plot names its axis'
is "$(awk 'length > 200' "$out")" '' 'and keeps to a width'
run paretop frontier plain.csv --format json
if command -v jq >/dev/null; then
    is "$(jq -r '.lens' "$out")" frontier 'JSON names the lens'
    is "$(jq -r 'has("tables") and has("settings") and has("verdict") and has("notes")' \
        "$out")" true 'JSON has its parts'
else
    skip 'JSON names the lens' 'no jq'
    skip 'JSON has its parts' 'no jq'
fi
if command -v xmllint >/dev/null; then
    paretop frontier plain.csv --format svg 2>"$err" | xmllint --noout - 2>>"$err"
    ok $? 'SVG is XML'
else
    skip 'SVG is XML' 'no xmllint'
fi

for ten in "$top_srcdir/data/ten-models" "$top_srcdir/data/ten-models/ten-models.csv"; do
    run paretop frontier "$ten"
    like "$(cat "$err")" '*chosen: max:accuracy and min:idealized_runtime_s*' \
        'what holds of a model as a whole comes before one task'
done
printf 'model,accuracy,cost\nA,0.5,0\nB,0.6,2\nC,0.7,\n' > free.csv
run paretop frontier free.csv
like "$(cat "$out")" '*2 models without cost are left out: 1 taken as not recorded*' \
    'what is left out has its reason'

# What the next step costs: (3 - 1) / 20 points, 27 / 5 points, 70 / 15 points.
words() { tr -s ' \n' ' ' <"$out"; }
printf 'model,acc,cost\na,0.5,1\nb,0.7,3\nc,0.75,30\nd,0.9,100\n' >fraction.csv
printf 'model,acc (%%),cost\na,50,1\nb,70,3\nc,75,30\nd,90,100\n' >percent.csv
printf 'model,elo,cost\na,1000,1\nb,1100,3\nc,1150,30\nd,1200,100\n' >elo.csv
printf 'model,wer,speed\na,0.05,1\nb,0.04,0.9\nc,0.038,0.5\nd,0.037,0.1\n' >wer.csv
run paretop frontier -o max:acc,min:cost fraction.csv
like "$(words)" '*beyond it each further percentage point costs 5.4 USD, before it 0.1 USD.*' \
    'of a fraction a step is a percentage point'
like "$(cat "$out")" '*cost of more*USD per 1*' 'and the column says that it is per 1'
# What one of three methods sees alone is not called the knee.
run paretop frontier -o max:accuracy,min:idealized_runtime_s "$top_srcdir/data/ten-models/ten-models.csv"
like "$(words)" '*Only trade-off sees a knee at J1-Large v1 (7.5B) (chord, utility: none): beyond it*' \
    'a knee by one method alone is said to be that'
run paretop frontier -o max:accuracy,min:idealized_runtime_s --knee tradeoff \
    "$top_srcdir/data/ten-models/ten-models.csv"
like "$(words)" '*The knee is J1-Large v1 (7.5B) (trade-off): beyond it*' 'asked for, it is the knee'
printf 'model,acc,cost\na,0.3,1\nb,0.35,1.4\nc,0.44,1.6\nd,0.54,2.1\ne,0.55,2.6\nf,0.62,4.2\n' >bent.csv
printf 'g,0.74,7.5\nh,0.87,8.2\ni,0.89,9.1\nj,0.91,21.6\n' >>bent.csv
run paretop frontier -o max:acc,min:cost bent.csv
like "$(words)" '*Methods differ on the knee: chord at h, trade-off at d, utility at i (on log cost).*' \
    'knees that differ are all told'
run paretop frontier -o max:acc,min:cost --format csv fraction.csv
is "$(csv_columns marginal_cost <"$out" | awk '{ printf "%.4f ", $1 }')" '10.0000 540.0000 466.6667 0.0000 ' \
    'as it is in CSV'
run paretop frontier -o max:acc,min:cost percent.csv
like "$(words)" '*each further percentage point costs 5.4 USD, before it 0.1 USD.*' \
    'of a percentage too'
like "$(cat "$out")" '*USD per %*' 'by its unit'
run paretop frontier -o max:elo,min:cost elo.csv
like "$(words)" '*each further 1 of elo costs 0.54 USD, before it 0.02 USD.*' \
    'without a unit the measure is named'
run paretop frontier -o min:wer,max:speed wer.csv
like "$(words)" '*each 0.01 less of wer costs 2 of speed, before it 0.1 of speed.*' \
    'less of a fraction'

# A filter that leaves nothing is the answer, not what is missing then.
for lens in frontier compare 'compare -m a -m b' indicators runtime; do
    # shellcheck disable=SC2086
    run paretop $lens fraction.csv --where 'cost > 1000'
    is "$status" 1 "$lens: no point is left"
    like "$(cat "$err")" '*the filter "cost > 1000" leaves none of 4 points*' 'and the filter is shown'
done
run paretop frontier -o max:acc,min:cost fraction.csv --where 'cost > 1000'
is "$status" 0 'objectives that were named: an empty table'
like "$(words)" '*The filter "cost > 1000" leaves none of 4 models.*' 'that says why'
run paretop frontier -o max:acc,min:cost --constraints 'acc>=0.6' fraction.csv
like "$(words)" '*1 model is outside the constraints and does not compete*' 'one is, and does'

run paretop frontier --plot --size 24x30 -o max:acc,min:cost fraction.csv
like "$(cat "$out")" '*USD (log)*' 'an axis that is logarithmic by itself says so'
sed 's/cost/cost_of_a_million_tokens_of_the_model/' fraction.csv >long.csv
run paretop frontier --plot --size 24x30 -o max:acc,min:cost_of long.csv
like "$(cat "$out")" '*cost*(log)*' 'its name is cut before that'

# All 256 resamples of four items, counted elsewhere: tests/oracle/membership.json.
printf '%s\n' model,question,correct,cost_usd a,1,1,1 a,2,0,1 a,3,1,1 a,4,1,1 b,1,1,2 b,2,1,2 \
    b,3,0,2 b,4,1,2 c,1,0,3 c,2,1,3 c,3,1,3 c,4,0.5,3 >four.csv
run paretop frontier --format csv -o max:correct,min:cost_usd --map item=question four.csv
is "$(awk -F, 'NR > 1 { print $14 }' "$out" | tr '\n' ' ')" '1 0.36328125 0.1484375 ' \
    'probabilities of few items are exact'
like "$(cat "$err")" '*P(F) rests on 4 items, which are few*' 'and few items are called few'

# Limits by hand, 1.959964 errors away: a 0.7 +- 0.0196, b 0.69 +- 0.0784, c 0.6 exact; costs
# 2, 3, 1. At the better ends b reaches 0.768 and is ahead of a at a higher cost.
printf 'model,accuracy,accuracy_stderr,cost_usd\na,0.70,0.01,2\nb,0.69,0.04,3\nc,0.60,,1\nd,0.5,0.01,4\n' >limits.csv
run paretop frontier limits.csv -o max:accuracy,min:cost_usd --limits --table limits --format csv
is "$(csv_columns model conservative optimistic <"$out" | tr '\n' ' ')" 'a,1,1 b,0,1 c,1,1 d,0,0 ' \
    'the conservative and the optimistic frontier'
is "$(csv_columns accuracy.worse accuracy.better cost_usd.worse <"$out" |
    awk -F, '{ printf "%.4f %.4f %s;", $1, $2, $3 }')" \
    '0.6804 0.7196 2;0.6116 0.7684 3;0.6000 0.6000 1;0.4804 0.5196 4;' 'and the limits themselves'
like "$(cat "$err")" '*2 on the conservative*3 on the optimistic*' 'which the notes count'
run paretop frontier limits.csv -o max:accuracy,min:cost_usd --limits --format svg
is "$(grep -c '<line class="reference"' "$out")" 10 'and the chart draws them, two and three steps'
printf 'model,accuracy,cost_usd\na,0.7,2\nb,0.6,1\n' >exact.csv
run paretop frontier exact.csv -o max:accuracy,min:cost_usd --limits
like "$(tr -s ' \n' ' ' <"$out")" '*no standard errors are known: no conservative*' \
    'without errors there is a reason'
# Errors of both together: of a, 3/4 +- 1/4 and 2 +- 1/sqrt(6), correlation -1/sqrt(3/4 x 2).
printf '%s\n' model,item,right,cost_usd a,1,1,1 a,2,1,2 a,3,0,3 a,4,1,2 b,1,0,0.5 b,2,1,0.5 b,3,0,1 b,4,0,1 \
    >joint.csv
run paretop frontier joint.csv --map item=item -o max:right,min:cost_usd --ellipses --table ellipses \
    --format csv
is "$(csv_columns model right.se cost_usd.se correlation <"$out" |
    awk -F, '$1 == "a" { printf "%.9f %.9f %.9f", $2, $3, $4 }')" \
    '0.250000000 0.408248290 -0.816496581' 'score and cost of the same items have their errors together'
run paretop frontier joint.csv --map item=item -o max:right,min:cost_usd --ellipses --format svg
is "$(grep -c '<path class="line undecided"' "$out")" 1 'the ellipse of an undecided point is drawn'
printf '%s\n' model,accuracy,accuracy_stderr,cost_usd a,0.7,0.1,2 b,0.69,0.1,3 c,0.3,0.01,1 d,0.1,0.01,4 >apart.csv
run paretop frontier apart.csv -o max:accuracy,min:cost_usd --ellipses --table ellipses --format csv
is "$(csv_columns model cost_usd.se correlation <"$out" | tr '\n' ' ')" 'a,0,0 b,0,0 c,0,0 ' \
    'errors alone are independent, an exact cost has none, and what is off has no ellipse'
run paretop frontier exact.csv -o max:accuracy,min:cost_usd --ellipses
like "$(tr -s ' \n' ' ' <"$out")" '*no ellipses: no standard errors are known*' 'or a reason stands there'
# Shares of right answers in another order are the same share: dearer equals are dominated.
awk 'BEGIN { print "model,item,right,cost_usd"
    for (i = 0; i < 120; i++) {
        printf "a,%d,%d,1\n", i, (i < 98)
        printf "b,%d,%d,2\n", i, (i >= 22)
        printf "c,%d,%d,3\n", i, ((i * 7) % 120 < 98)
    } }' >order.csv
run paretop frontier order.csv --map item=item -o max:right,min:cost_usd --format csv
is "$(csv_columns right on_frontier dominated_by <"$out" | tr '\n' ' ')" \
    '0.8166666666666667,1,0 0.8166666666666667,0,1 0.8166666666666667,0,2 ' \
    'means do not depend on the order of the items'

# Products of 1e-200 are 0 and those of 1e200 infinite: the hull is that of 1e0.
for power in 0 -200 200; do
    printf 'model,accuracy,cost_usd\na,6e%d,3e%d\nb,5.5e%d,2e%d\nc,4e%d,1e%d\nd,4.5e%d,1.9e%d\n' \
        "$power" "$power" "$power" "$power" "$power" "$power" "$power" "$power" >scale.csv
    run paretop frontier scale.csv -o max:accuracy,min:cost_usd --format csv
    is "$(csv_columns model supported regret <"$out" | awk -F, -v s="1e$power" \
        '{ printf "%s %d %.4f ", $1, $2, $3 / s }')" 'a 1 0.0000 b 1 0.0000 c 1 0.0000 d 0 0.8500 ' \
        "supported points near 1e$power"
done
# In SVG a number stands at the height of its tick, not at that of a row of text.
printf 'model,accuracy,latency_ms\na,0.697,20\nb,0.751,100\n' >heights.csv
run paretop frontier heights.csv -o max:accuracy,min:latency_ms --format svg
is "$(awk -F '"' '/^<line class="axis"/ && $6 == $10 { tick[$6 + 4.5] = 1 }
    /^<text class="axis".*>0\.7/ { labels++; if (!(($6 + 0) in tick)) off++ }
    END { print (labels > 2) + 0, off + 0 }' "$out")" '1 0' 'numbers of the vertical axis are at their ticks'
# A list of objectives may hold a name with commas as messages write it.
printf 'model,"acc,strict",acc,latency_ms\na,0.5,0.1,20\nb,0.7,0.2,30\n' >commas.csv
run paretop frontier commas.csv -o 'max:acc,strict,min:latency_ms' --format csv
is "$(sed -n 1p "$out" | cut -d, -f 1-4)" 'model,"acc,strict",latency_ms' 'a name with a comma in a list'
run paretop frontier commas.csv -o 'max:acc,min:latency_ms' --format csv
is "$(sed -n 1p "$out" | cut -d, -f 1-3)" 'model,acc,latency_ms' 'and the one without it'
# Compression: full / stored, a frontier per method, and what happens at ratio 1.
cat >compressed.csv <<'END'
model,method,params,accuracy,cost_usd
whole,,100,0.90,10
p1,prune,100,0.895,9
p2,prune,50,0.88,6
p3,prune,20,0.70,4
q1,quant,100,0.86,9
q2,quant,25,0.86,3
q3,quant,12.5,0.80,2
d1,distil,40,0.87,5
none,distil,0,0.5,1
END
small() { run paretop frontier compressed.csv -o max:accuracy,min:cost_usd --compression params "$@"; }
small --method method --table compression --format csv
is "$(csv_columns model compression_method ratio score on_frontier_of_method <"$out" | tr '\n' ' ')" \
    'whole,,1,0.9, p1,prune,1,0.895,1 p2,prune,2,0.88,1 p3,prune,5,0.7,1 q1,quant,1,0.86,0 q2,quant,4,0.86,1 q3,quant,8,0.8,1 d1,distil,2.5,0.87,1 ' \
    'ratios of the full model, and a frontier per method'
small --method method --table continuity --format csv
is "$(csv_columns compression_method points on_frontier largest_ratio tolerance continuity <"$out" |
    tr '\n' ' ')" \
    'prune,3,3,5,0.01,continuous quant,3,2,8,0.01,not continuous distil,1,1,2.5,,not tested ' \
    'one percentage point is the tolerance where no error is known'
small --method method --table continuity --format csv --continuity 0.05
is "$(csv_columns continuity <"$out" | tr '\n' ' ')" 'continuous continuous not tested ' 'unless it is given'
small --method method
like "$(tr -s ' \n' ' ' <"$out")" '*Against whole, prune: meets the full model at ratio 1; quant: does not meet it*distil: not tested there*1 model without a positive params is left out*charts frontier, compression (--chart NAME)*' \
    'in words, with what was left out'
small --method method --format svg --chart compression
like "$(cat "$out")" '*ratio (log), more is better*' 'a chart of its own'
is "$(grep -c 'class="mark reference"' "$out")" 2 'with the full model (and its entry in the legend) as a reference'
small --method method --format json
like "$(cat "$out")" '*"not continuous"*' 'and in JSON'
small --table continuity --format csv
is "$(csv_columns compression_method points score_full <"$out")" 'compressed,7,0.9' \
    'without methods the largest is the full model'
small --table continuity
like "$(tr -s ' \n' ' ' <"$out")" '*whole is taken as the uncompressed model*' 'which is said'
small --method method --full p1 --table continuity --format csv
is "$(csv_columns compression_method score_full <"$out" | tr '\n' ' ')" \
    'no method,0.895 prune,0.895 quant,0.895 distil,0.895 ' 'or it is named'
small --full nobody
is "$status" 2 'a name that is not there is refused'
like "$(cat "$err")" '*--full: no point with accuracy and params is called "nobody"*' 'and said'
sed 's/^p1,prune/p1,/' compressed.csv >twofull.csv
run paretop frontier twofull.csv -o max:accuracy --compression params --method method
like "$(cat "$err")" '*2 points have no method*--full NAME*' 'two full models are not guessed between'
run paretop frontier compressed.csv -o max:accuracy --method method
like "$(cat "$err")" '*--method says nothing without --compression*' 'an option without its other half is refused'
printf '%s\n' model,method,params,accuracy,accuracy_stderr whole,,100,0.90,0.03 p1,prune,100,0.84,0.04 >errors.csv
run paretop frontier errors.csv -o max:accuracy --compression params --method method --table continuity --format csv
is "$(csv_columns tolerance continuity <"$out")" '0.1,continuous' 'known errors make the tolerance: twice theirs together'
printf '%s\n' model,method,bytes,perplexity whole,,8,12 p1,prune,8,13 p2,prune,2,20 >loss.csv
run paretop frontier loss.csv -o min:perplexity --compression bytes --method method --table continuity --format csv
is "$(csv_columns on_frontier gap continuity <"$out")" '2,1,no tolerance' 'a loss has no points of its own'
small --chart nonsense
is "$status" 1 'a chart that is not there is refused'
like "$(cat "$err")" '*frontier has no chart "nonsense"*its charts: frontier, compression*' 'and the charts are named'
small --chart compression
like "$(cat "$out")" '*ratio (log)*' 'text draws the chart that is named, also into a pipe'
# Bands: of one point with an error they are quantiles of its score, +- 1.645 of them.
printf 'model,accuracy,accuracy_stderr,cost_usd\na,0.7,0.1,2\nb,0.2,0.01,3\n' >band.csv
run paretop frontier band.csv -o max:accuracy,min:cost_usd --bands --table bands --format csv
is "$(csv_columns percent_attained accuracy cost_usd <"$out" | awk -F, '
    { want = 0.7 + ($1 == 5 ? 0.1645 : $1 == 95 ? -0.1645 : 0); gap = $2 - want
      printf "%s at %s %s ", $1, $3, (gap < 0.05 && gap > -0.05 ? "near" : $2) }')" \
    '5 at 2 near 50 at 2 near 95 at 2 near ' 'bands are quantiles of the resampled frontiers'
cp "$out" first.csv
run paretop frontier band.csv -o min:cost_usd,max:accuracy --bands --table bands --format csv
is "$(csv_columns accuracy <"$out")" "$(csv_columns accuracy <first.csv)" 'whichever objective comes first'
awk 'BEGIN { print "model,accuracy,accuracy_stderr,cost_usd"
    for (i = 1; i < 9; i++) printf "m%d,%g,0.02,%d\n", i, 0.3 + i / 20, i }' >stairs.csv
for objectives in max:accuracy,min:cost_usd min:cost_usd,max:accuracy; do
    run paretop frontier stairs.csv -o "$objectives" --bands --table bands --format csv
    is "$(csv_columns percent_attained accuracy cost_usd <"$out" | awk -F, '
        $1 == last && ($3 <= cost || $2 <= score) { bad++ }
        { last = $1; cost = $3; score = $2; seen[$1]++ } END { print bad + 0, (seen[5] > 1), (seen[95] > 1) }')" \
        '0 1 1' "each band is a staircase from cheap to dear: $objectives"
done
run paretop frontier stairs.csv -o max:accuracy,min:cost_usd --bands --format svg
is "$(($(grep -c 'class="line reference\|<line class="reference"' "$out") > 6))" 1 'and is drawn'
run paretop frontier stairs.csv -o max:accuracy,min:cost_usd --bands
like "$(tr -s ' \n' ' ' <"$out")" '*what 5, 50 and 95 % of 200 resampled frontiers attain*' 'the note says of how many'
run paretop frontier exact.csv -o max:accuracy,min:cost_usd --bands
like "$(tr -s ' \n' ' ' <"$out")" '*no bands: no replicates were drawn*' 'without errors there is a reason'
run paretop frontier stairs.csv -o max:accuracy --bands
like "$(tr -s ' \n' ' ' <"$out")" '*bands are drawn for two objectives*' 'and with one objective'
# Of five items all 3125 resamples are taken: the bands are of 200 all over them.
printf '%s\n' model,item,right,cost_usd a,1,1,1 a,2,1,1 a,3,0,1 a,4,0,1 a,5,0,1 >five.csv
run paretop frontier five.csv --map item=item -o max:right,min:cost_usd --bands --table bands --format csv
is "$(csv_columns right <"$out" | awk '{ printf "%.3f ", $1 }')" '0.800 0.400 0.000 ' \
    'quantiles of binomial(5, 2/5) / 5 where resamples are enumerated'
# One value that is missing, or infinite, takes no part in hull and budget; the others do.
printf 'model,acc,cost\na,0.5,1\nb,0.6,2\nc,0.7,%s\nd,0.8,8\ne,0.9,10\n' '' >hole.csv
run paretop frontier hole.csv -o max:acc,min:cost --budget 5 --table budget --format csv
cp "$out" wanted
for as in worst interval; do
    run paretop frontier hole.csv -o max:acc,min:cost --budget 5 --missing-as $as --table budget --format csv
    same_file "$out" wanted "a budget with what is missing as $as"
    run paretop frontier hole.csv -o max:acc,min:cost --missing-as $as --format csv
    is "$(csv_columns model supported regret marginal_cost <"$out" | awk -F, '{ print $1, $2, ($3 != ""), ($4 != "") }')" \
        'a 1 1 1
b 1 1 1
c 0 0 0
d 0 1 1
e 1 1 0' "and hull and steps with what is missing as $as"
    is "$(csv_columns dominator <"$out" | sed -n 3p)" d "and who beats it, infinitely far away, as $as"
    like "$(cat "$err")" '*1 model with a value that is infinite or missing takes no part in hull*' 'which is said'
done
like "$(cat "$err")" '*what is missing may be anything: on_frontier holds of whom no point surely dominates*' \
    'and what being on the frontier means then'
printf 'model,acc,cost\na,0.5,1\nb,0.6,2\nc,0.7,inf\nd,0.8,8\ne,0.9,10\n' >endless.csv
run paretop frontier endless.csv -o max:acc,min:cost --missing none --budget 5 --table budget --format csv
same_file "$out" wanted 'an infinite cost is too dear for any budget'
run paretop frontier endless.csv -o max:acc,min:cost --missing none --format csv
is "$(csv_columns model dominated_by dominator <"$out" | sed -n 3p)" c,2,d 'and is dominated by somebody'

# The tolerance of costs is a share of their size, of speeds too: only d and e are within 5 %.
printf 'model,acc,speed\na,0.5,100\nb,0.6,50\nc,0.7,20\nd,0.8,10\ne,0.81,9.8\n' >fast.csv
run paretop frontier fast.csv -o max:acc,max:speed --rule tolerant --cost-rtol 0.05 --format csv
is "$(csv_columns model on_frontier <"$out" | tr '\n' ' ')" 'a,1 b,1 c,1 d,0 e,1 ' 'rule tolerant looks at speeds'

# Bounds: < and > leave the bound out; those outside stand by how far they are, and the chart
# has the frontier without the bounds, too.
printf '%s\n' model,acc,cost a,0.5,1 b,0.6,2 f,0.95,20 c,0.7, d,0.8,8 e,0.9,10 >bounds.csv
for bounds in 'acc<0.8' 'acc>0.6,acc<=0.8' 'acc>=0.6,acc<=0.8' 'cost=8'; do
    run paretop frontier bounds.csv -o max:acc,min:cost --constraints "$bounds" --format csv
    csv_columns model feasible <"$out" | awk -F, '$2 == 1 { printf "%s", $1 } END { printf " " }'
done >got
is "$(cat got)" 'ab d bd d ' 'strict and other bounds'
run paretop frontier bounds.csv -o max:acc,min:cost --constraints 'acc<0.8,cost<=8'
is "$(awk '/^×/ { printf "%s ", $2 }' "$out")" 'd e f ' 'the nearest outside stands first'
run paretop frontier bounds.csv -o max:acc,min:cost --constraints 'acc<0.8' --format svg
is "$(grep -c '<line class="reference"' "$out")" 10 'the chart has the frontier without them'
run paretop frontier bounds.csv -o max:acc,min:cost --format svg
is "$(grep -c '<line class="reference"' "$out")" 0 'and only then'

# Limits of three objectives: a's latency at its worse end is 13.9, b's at its better 8.1.
printf '%s\n' model,acc,lat_ms,lat_ms_stderr,cost_usd a,0.7,10,2,1 b,0.7,12,2,1 c,0.9,20,1,3 >three.csv
run paretop frontier three.csv -o max:acc,min:lat_ms,min:cost_usd --limits --table limits --format csv
is "$(csv_columns model conservative optimistic lat_ms.worse lat_ms.better cost_usd.worse <"$out" |
    awk -F, '{ printf "%s %s %s %.2f %.2f %s;", $1, $2, $3, $4, $5, $6 }')" \
    'a 1 1 13.92 6.08 1;b 0 0 15.92 8.08 1;c 1 1 21.96 18.04 3;' 'limits of three objectives'

# What the replicates say beyond P(F), and how sure that is. a dominates b, or b is on it, too.
printf '%s\n' model,acc,acc_stderr,cost_usd a,0.7,0.1,1 b,0.7,0.1,2 >sizes.csv
run paretop frontier sizes.csv -o max:acc,min:cost_usd --table sizes --format csv
is "$(csv_columns on_frontier share <"$out" | awk -F, '
    { sum += $2; printf "%s %s ", $1, ($2 > 0.48 && $2 < 0.52) } END { print sum }')" '1 1 2 1 1' \
    'how many are on the frontier at once'
like "$(cat "$err")" '*its Monte Carlo error is at most 0.005*' 'the largest Monte Carlo error is told'
run paretop frontier --map item=question -o max:correct,min:cost_usd four.csv
unlike "$(cat "$out")" '*Monte Carlo*' 'all resamples have none'
awk 'BEGIN { print "model,acc,acc_stderr,cost_usd"
    for (i = 0; i < 201; i++) printf "m%d,%g,0.1,%d\n", i, i / 200, i + 1 }' >many.csv
run paretop frontier many.csv -o max:acc,min:cost_usd --pairs
like "$(words)" '*no pairs: 201 rows are more than 200*' 'too many points for pairs are told'

# Of 10 items b has more right, of the 4 that both have a: P(F) is of those, and that is said.
{
    echo model,item,correct
    printf 'a,s%s\n' 1,1 2,1 3,1 4,0
    printf 'b,s%s\n' 1,1 2,0 3,0 4,1
    printf 'b,own%s,1\n' 1 2 3 4 5 6
} >partly.csv
run paretop frontier partly.csv -o max:correct
like "$(words)" '*b alone is on the frontier*probability 0.3* only: by the items that all have it is not on it.*' \
    'the items in common tell another frontier than the values do'
like "$(words)" '*by the items that all have, a is on the frontier, b is not on the frontier: P(F) is of those*' \
    'and which'
run paretop frontier partly.csv -o max:correct --where "item NOT LIKE 'own%'"
unlike "$(words)" '*items that all have*' 'not where all items are common'

# What each objective is drawn from: items of the score, standard errors of the latency.
{
    echo 'model,item,correct'
    awk 'BEGIN { for (i = 0; i < 50; i++) printf "a,q%d,%d\nb,q%d,%d\n", i, (i % 2), i, (i % 3 > 0) }'
} >drawn_items.csv
printf 'model,latency_ms,latency_ms_stderr\na,10,1\nb,12,1\n' >drawn_errors.csv
run paretop frontier drawn_items.csv drawn_errors.csv -o max:correct,min:latency_ms
like "$(tr -s ' \n' ' ' <"$out")" '*(bootstrap over items; latency_ms gaussian, independent)*' \
    'a mixture of items and errors says which is which'

# With an adjustment the bounds on P are other ones: b's P(F) of 0.97 is not enough.
printf '%s\n' model,acc,acc_stderr,cost_usd a,0.70,0.03,1 b,0.78,0.03,2 c,0.3,0.03,3 >adjusted.csv
run paretop frontier adjusted.csv -o max:acc,min:cost_usd --adjust bonferroni
like "$(words)" '*states at 95 %, bonferroni*on the frontier, adjusted (bonferroni): 1 of 3*undecided: 1*dominated by one of the others, adjusted (bonferroni): 1*' \
    'an adjustment is said where its states are'
run paretop frontier adjusted.csv -o max:acc,min:cost_usd
like "$(words)" '*states at 95 % *on the frontier, P ≥ 0.95: 2 of 3*dominated, P ≤ 0.05: 1*' 'and only there'

# Scores and speeds of models that do not meet: what keeps them apart, and the way out.
printf 'model,quantization,acc\na,none,0.5\nb,none,0.6\n' >scores.csv
printf 'model,quantization,latency_ms\na,q8_0,5\nb,q8_0,6\n' >speeds.csv
run paretop frontier scores.csv speeds.csv
is "$status" 1 'no point with both is no frontier'
like "$(cat "$err")" '*directions are known: points differ in quantization*--map ignore=NAME*' \
    'the condition that keeps points apart is named'
run paretop frontier scores.csv speeds.csv --map ignore=quantization
like "$(cat "$err")" '*max:acc and min:latency_ms, which 2 of 2 points have*' 'and can be left out'
finish
