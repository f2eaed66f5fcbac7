#!/bin/sh
# Two models on shared items: methods chosen by the data and by option, clusters, ablations.
# The expected numbers of the pair come from other programs (R's t.test on cluster-robust
# errors, binom.test), those of the ablation from t.test(c(5.9, 5.8, 15.8)).
. "$top_srcdir/tests/lib.sh"

items=$fixtures/stats/items.csv
pair() { # OPTION...: the row of the first measure's pair, as CSV, after its header
    run paretop compare -m alder -m birch -o max:correct,min:cost_usd \
        --map item=question --format csv --table pairs "$@" "$items"
}
cell() { # NAME: of the first row
    awk -F, -v name="$1" 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == name) at = i }
        NR == 2 { if (match($0, /"[^"]*"/)) {
            quoted = substr($0, RSTART + 1, RLENGTH - 2); kept = quoted; gsub(/,/, ";", quoted)
            $0 = substr($0, 1, RSTART - 1) quoted substr($0, RSTART + RLENGTH) }
            print $at }' "$out"
}

pair
is "$status" 0 'a pair is compared'
is "$(cell method)" 'paired; Tango; McNemar exact' '0/1 scores have their own interval and test'
is "$(cell n_shared)" 120 'on the items in common'
is "$(cell better)" alder 'and the better one is named'
plain=$(cell se_paired)

pair --map cluster=passage
is "$(cell method)" 'paired; t by 20 clusters' 'clusters change the method, and it says so'
is "$(cell se_plain)" "$plain" 'the error without them is shown too'
is "$(cell clusters)" 20 'their number is told'

like "$(cat "$err")" '*20 clusters are few*' 'few clusters are called few'

pair --map cluster=passage --clusters=off
is "$(cell method)" 'paired; Tango; McNemar exact' 'clusters can be left aside'

for choice in t z newcombe wald percentile basic bca; do
    pair --interval $choice
    like "$(cell method)" 'paired;*; McNemar exact' "the interval can be $choice"
    is "$(cell better)" alder "$choice agrees"
done
pair --interval bca
first=$(cat "$out")
pair --interval bca
is "$(cat "$out")" "$first" 'the same seed gives the same bytes'
pair --interval bca --seed 2
unlike "$(cat "$out")" "$first" 'another seed other replicates'

for choice in mcnemar-mid wilcoxon sign sign-flip t; do
    pair --test $choice
    is "$status" 0 "the test can be $choice"
done
pair --interval sideways
is "$status" 2 'an interval that is not there is wrong usage'

run paretop compare -m alder -m birch -o max:correct --map item=question --size 80x24 "$items"
like "$(sed -n 3p "$out")" 'measure*difference*lo*hi*better*' \
    'difference, interval and verdict come first on a narrow screen'

run paretop compare --format csv --map item=question --table pairs -o max:correct "$items"
like "$(cat "$out")" '*alder,cedar,*' 'all pairs of three'
run paretop compare --format csv --map item=question --table models -o max:correct,min:cost_usd "$items"
like "$(head -1 "$out")" '*win_rate,cost_per_correct,cost_per_correct_lo*' \
    'models have a win rate and a cost per right answer'

run paretop compare --factor method --block task "$fixtures/stats/ablation.csv"
is "$status" 0 'an ablation'
like "$(cat "$out")" '*+9.17 on score, 95% CI*5.1 to +23.4 over 3*not shown*' \
    'an effect over blocks has the interval of its blocks'
like "$(cat "$out")" '*T4 lacks base*' 'a block without a level is listed'
run paretop compare --factor method "$fixtures/stats/ablation.csv"
is "$status" 2 'an ablation without blocks is wrong usage'

printf 'model,acc,widgets,latency_ms,tokens\na,0.513,7,20.25,1234567\nb,0.742,8,11,2000000\n' >mixed.csv
run paretop compare -m a -m b -o max:acc mixed.csv
like "$(cat "$out")" '*acc *0.229 *latency_ms *-9.25 *widgets *tokens * 765433 *' \
    'each measure has its own decimals, and what cannot be better comes last'

finish
