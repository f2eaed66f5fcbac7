#!/bin/sh
# Noise between seeds and over training. Expected numbers are worked by hand.
. "$top_srcdir/tests/lib.sh"

cell() { # NAME ROW: of CSV output
    awk -F, -v name="$1" -v row="$2" 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == name) at = i }
        NR == row + 1 { print $at }' "$out"
}

run paretop variance --format csv --table spreads "$fixtures/stats/seeds.csv"
is "$status" 0 'seeds are summed up'
is "$(cell n_seeds 1)" 4 'rows that sum up others are no seeds'
is "$(cell mean 1)" 0.6 'their mean'
like "$(cell sd 1)" '0.081649658*' 'their deviation (ddof 1)'
like "$(cell sd_population 1)" '0.07071067*' 'and the other one, in a column of its own'
like "$(cell snr_seed 1)" '7.3484692*' 'mean over deviation'
like "$(cell t_lo 1)" '0.470077*' 'the t interval'
run paretop variance "$fixtures/stats/seeds.csv"
like "$(cat "$out")" '*beta acc moves 0.0283 between seeds*Least*telling: alpha acc*' \
    'tasks come by how much a score on them means, in words'
like "$(cat "$out")" '*4 records that are blank or sum up others*' 'what was left out is said'

run paretop variance --format csv --table spreads "$fixtures/stats/curves.csv"
is "$(cell n_seeds 1)" 2 'the last step has two seeds'
is "$(cell mean 1)" 0.45 'and their mean'
like "$(cell tau_b 1)" '0.833333*' 'monotonicity is per seed, then averaged: 2/3 and 1'
is "$(cell n_seeds 2)" 1 'one seed'
is "$(cell sd 2)" '' 'has no deviation, not 0'
run paretop variance --format csv --table tasks "$fixtures/stats/curves.csv"
is "$(cell decision_acc 1)" 1 'early decisions agree with those at the end'
like "$(cell seed_sd 1)" '0.0707106*' 'deviation pooled over models that have seeds'
like "$(cell gap_in_sd 1)" '4.94974*' 'the gap of models in seed deviations'
run paretop variance --format svg "$fixtures/stats/curves.csv"
like "$(cat "$out")" '*<svg*step*' 'the curves are drawn'

run paretop variance --map item=question --format csv --table items "$fixtures/stats/items.csv"
is "$(head -1 "$out")" 'item,n,difficulty,point_biserial,corrected,upper_lower' \
    'items have a difficulty and a discrimination'
is "$(wc -l <"$out" | tr -d ' ')" 121 'each of them'
run paretop variance --map item=question "$fixtures/stats/items.csv"
like "$(cat "$out")" '*Cronbach*' 'reliability of the items together'

run paretop variance --group nothing "$fixtures/stats/curves.csv"
is "$status" 1 'a group that is not there cannot be met'
run paretop variance --last 1 "$fixtures/stats/curves.csv"
is "$status" 2 'one checkpoint has no scatter'

finish
