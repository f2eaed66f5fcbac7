#!/bin/sh
# Shortlists by a cheap score, ratios over tasks, portfolios and routing, on small tables.
. "$top_srcdir/tests/lib.sh"

cat >shortlist.csv <<'END'
model,full_accuracy,cheap_accuracy,tied_accuracy,cost_usd
a,0.9,0.3,0.5,4
b,0.8,0.4,0.5,1
c,0.7,0.2,0.5,2
d,0.4,0.1,0.5,8
END
shortlist() { run paretop risk shortlist.csv -o max:full_accuracy,min:cost_usd "$@"; }
shortlist --estimators cheap_accuracy --baseline 0.6 --threshold 0.75 --table shortlist \
    --format csv
is "$status" 0 'risk succeeds'
is "$(csv_columns model_k k best worst violation_rate <"$out")" 'b,1,0.8,0.8,0
a,2,0.9,0.8,0
c,3,0.9,0.7,0.3333333333333333
d,4,0.9,0.4,0.5' 'the best k by the cheap score'
is "$(csv_columns std sharpe <"$out" | awk -F, '{ printf "%s%.6f ", $2 == "" ? "-" : "", $2 }')" \
    '-0.000000 4.242641 3.000000 1.388730 ' 'SharpeRatio@k; none at k = 1'
shortlist --estimators tied_accuracy --table shortlist --format csv
is "$(csv_columns model_k <"$out" | tr '\n' ' ')" 'd c b a ' 'of ties the later row comes first'
shortlist --estimators cheap_accuracy --ddof 0 --table shortlist --format csv
is "$(csv_columns std <"$out" | sed -n 1p)" 0 'with ddof 0 a single model has no spread'
shortlist --baseline d --table estimators --format csv
is "$(csv_columns estimator n rank_corr regret_1 <"$out" | sed -n 1p | cut -c1-17)" \
    'cheap_accuracy,4,' 'estimators are the other capabilities'
like "$(cat "$err")" '*baseline of the shortlists is 0.4 (d)*' 'the baseline may be a model'
shortlist --baseline nobody
is "$status" 1 'a baseline that is not there is refused'
shortlist --estimators nothing
is "$status" 1 'and an estimator'
shortlist --baseline-by cvar --alpha 0.5 --format json
like "$(cat "$out")" '*baseline of the shortlists is 0.55*' 'the mean of the worst half'
shortlist --table routing --format csv
is "$(csv_columns model <"$out" | tr '\n' ' ')" 'b a ' 'the routing hull'
shortlist --format csv
is "$(csv_columns model investment <"$out" | awk -F, '{ sum += $2 } END { print sum }')" 1 \
    'the hypervolume portfolio is shared out'
shortlist --over items --format csv
is "$(csv_columns reason <"$out" | sort -u)" 'there is no series over what --over asks for' \
    'a reason stands where there is no series'
run paretop risk shortlist.csv -o max:full_accuracy --baseline 1 --estimators cheap_accuracy
like "$(tr -s ' \n' '  ' <"$out")" '*the ratio peaks at k = 2 (0)*' 'nothing above the baseline is 0'

cat >tasks.csv <<'END'
model,task,accuracy
steady,one,0.62
steady,two,0.64
steady,three,0.60
steady,four,0.66
wild,one,0.90
wild,two,0.40
wild,three,0.95
wild,four,0.35
base,one,0.60
base,two,0.60
base,three,0.60
base,four,0.60
short,one,0.70
END
run paretop risk tasks.csv -o max:one/accuracy --reference base --format csv
is "$(csv_columns model n <"$out")" 'steady,4
wild,4
base,4
short,1' 'returns over tasks'
# 0.02 0.04 0 0.06: mean 0.03, sd 0.0258199
is "$(csv_columns mean sd sharpe <"$out" | sed -n 1p |
    awk -F, '{ printf "%.6f %.6f %.6f", $1, $2, $3 }')" '0.030000 0.025820 1.161895' \
    'mean, deviation and ratio over the reference'
like "$(csv_columns reason <"$out")" '*no gain over the reference*one return has no spread*' \
    'what has no ratio has a reason'
run paretop risk tasks.csv -o max:one/accuracy --reference nobody
is "$status" 1 'a reference that is not there is refused'
run paretop risk tasks.csv -o max:one/accuracy --returns value --table portfolio --format csv
is "$(csv_columns step <"$out" | sed -n 1p)" 'largest mean' 'portfolios of the tasks'

# Cover's two assets: constant halves double what either gives.
printf 'day,cash,stock\nmon,1,2\ntue,1,0.5\nwed,1,2\nthu,1,0.5\n' >gross.csv
run paretop risk gross.csv --by row --over rows --returns gross -o max:stock --format json
is "$status" 0 'strategies may be columns'
like "$(cat "$out")" '*"equal parts held: wealth 1,*never more than ln 2*' 'equal parts'
like "$(cat "$out")" '*"universal portfolio: wealth 1.1662*' 'the universal portfolio'
printf 'day,cash,stock\nmon,1,2\ntue,1,0\n' >ruin.csv
run paretop risk ruin.csv --by row --over rows --returns gross -o max:stock --format json
like "$(cat "$out")" '*no universal portfolio*' 'ruin has none'

for format in text json markdown svg plain; do
    shortlist --format "$format"
    is "$status" 0 "$format succeeds"
done

# Over data sets: ratios 0.3/0.070711, 0.3/0.212132 and 0.2/0.070711 at k = 2.
cat >sets.csv <<'END'
model,dataset,full_accuracy,cheap_accuracy
a,1,0.9,0.3
b,1,0.8,0.4
c,1,0.7,0.2
a,2,0.6,0.5
b,2,0.9,0.4
c,2,0.5,0.3
a,3,0.8,0.5
b,3,0.7,0.6
c,3,0.6,0.1
END
run paretop risk sets.csv -o max:full_accuracy --estimators cheap_accuracy --baseline 0.6 \
    --runs dataset --table sets --format csv
is "$(csv_columns k sets best sharpe_clipped sharpe_clipped_lo sharpe_clipped_hi <"$out" |
    sed -n 2p | awk -F, '{ printf "%s %s %.6f %.6f %.6f %.6f", $1, $2, $3, $4, $5, $6 }')" \
    '2 3 0.866667 2.828427 1.414214 4.242641' 'shortlists over data sets, with their band'
like "$(cat "$err")" '*bands from resampling them, which are too narrow of fewer than 40*' 'few data sets are said to be few'
run paretop risk sets.csv -o max:full_accuracy --runs nothing
is "$status" 1 'a column of data sets that is not there is refused'

# Returns of two strategies by month; wealth of the first falls from 1.1 to 0.88.
printf 'month,stocks,bonds\n1,1.10,1.01\n2,0.80,1.01\n3,1.05,0.99\n4,1.20,1.02\n' >months.csv
run paretop risk months.csv --over rows --returns gross -o max:stocks --table strategies --format csv
is "$(csv_columns strategy <"$out" | tr '\n' ' ')" 'stocks bonds ' 'months are counted, not held'
is "$(csv_columns max_drawdown cagr <"$out" | awk -F, 'NR == 1 { printf "%.6f %.6f", $1, $2 }')" \
    '-0.200000 0.026156' 'drawdown and growth: (1.1 0.8 1.05 1.2)^(1/4) - 1'
run paretop risk months.csv --over rows --returns gross -o max:stocks
like "$(cat "$out")" '*drawdown*calmar*ulcer*' 'the drawdown family is on the screen where it exists'

# Values of policies by several estimators: not known as capabilities, but of the final's metric.
printf '%s\n' policy,estimator,policy_value p,on_policy,5 p,dm,4 q,on_policy,6 q,dm,3 r,on_policy,4 \
    r,dm,2 >values.csv
run paretop risk values.csv --map model=policy --map task=estimator -o max:on_policy/policy_value \
    --table shortlist --format csv
is "$(csv_columns estimator model_k k best <"$out" | tr '\n' ' ')" \
    'dm/policy_value,p,1,5 dm/policy_value,q,2,6 dm/policy_value,r,3,6 ' \
    'estimates of the final metric are shortlisted by'
printf '%s\n' model,task,accuracy z,one,0 z,two,0 y,one,1 y,two,2 >zero.csv
run paretop risk zero.csv -o max:one/accuracy --returns value --format csv
like "$(csv_columns reason <"$out")" '*every return is 0*' 'returns that are all 0 have no ratio, and why'
# Pairs of very many points are not compared; what is not known is said.
awk 'BEGIN { print "model,task,accuracy,cost_usd"; for (i = 0; i < 2001; i++) for (t = 0; t < 2; t++)
    printf "m%d,t%d,%.4f,%d\n", i, t, (i * 37 % 2001) / 2001 + t / 100, i + 1 }' >many.csv
run timeout 60 "$top_builddir/paretop" risk many.csv
like "$(tr -s ' \n' ' ' <"$out")" '*hypervolume Sharpe ratio and its portfolio are not known*at most 2000 points*' \
    'a portfolio of too many points is refused in words'

# --- what is not known, and what only looks like a figure ---

shortlist --estimators cheap_accuracy --baseline-by cvar --format csv --table shortlist
is "$(csv_columns k std sharpe sharpe_clipped best_at_k <"$out" | sed -n 3p)" '3,0.10000000000000005,,,0' \
    'without a baseline there is no ratio, not one of 0'
shortlist --estimators cheap_accuracy --baseline-by cvar
like "$(tr -s ' \n' ' ' <"$out")" '*the baseline is not known*mean of the worst 5 % of 4 candidates is nobody*' 'and why'
shortlist --estimators cheap_accuracy --baseline-by cvar --relative 1 --table shortlist --format csv
is "$(csv_columns violation_rate <"$out" | sort -u)" '' 'nor a threshold relative to it'
printf '%s\n' model,full_accuracy,cheap_accuracy a,0.7,1 b,0.7,2 c,0.7,3 >alike.csv
run paretop risk alike.csv -o max:full_accuracy --estimators cheap_accuracy --table shortlist --format csv
is "$(csv_columns sharpe <"$out" | sort -u)" '' 'equal scores have no gain over their mean'
run paretop risk alike.csv -o min:full_accuracy --estimators cheap_accuracy
like "$(tr -s ' \n' ' ' <"$out")" '*above 0 is unsafe*' 'where less is better, more is unsafe'

cat >gaps.csv <<'END'
model,one_accuracy,two_accuracy,three_accuracy,four_accuracy
steady,0.62,0.64,0.60,0.66
wild,0.90,0.40,0.95,0.35
short,0.70,0.5,,0.55
half,0.5,0.5,0.5,0.5
END
of_gaps() {
    run paretop risk gaps.csv -o max:one_accuracy --format csv "$@" \
        --tasks one_accuracy,two_accuracy,three_accuracy,four_accuracy
}
of_gaps --reference half --risk-free 0.01
is "$(csv_columns sharpe dsr <"$out" | sed 3q | awk -F, '{ printf "%.6f %.6f ", $1, $2 }')" \
    '4.647580 0.962360 0.439075 0.000206 0.704564 0.001255 ' \
    'deflated over the risk-free return, of series with gaps too'
like "$(cat "$err")" '*deflated: 3 tried (N = 4 by the rule, which rounds up; mean correlation*' 'and only who has a ratio was tried'

printf '%s\n' model,one_accuracy,two_accuracy,three_accuracy a,0.12,0.31,1.01 b,0.11,0.3,1 \
    c,0.11,0.30000000000000004,1 >hair.csv
run paretop risk hair.csv -o max:one_accuracy --over tasks --reference b --format csv
is "$(csv_columns sd sharpe reason <"$out")" '0,inf,returns without spread
0,,no gain over the reference
0,,no gain over the reference' 'rounding of differences is no spread, and no gain'
run paretop risk hair.csv -o max:one_accuracy --over tasks --reference b --format plain
like "$(tr -s ' \n' ' ' <"$out")" '*a returns 0.01 in each of 3 tasks*without spread*' \
    'what never varies is named before ratios'

printf '%s\n' day,up,down mon,1,-2 tue,2,-1 wed,3,1 thu,3,0 >change.csv
run paretop risk change.csv --by row --over rows --returns relative -o max:up --table strategies \
    --format csv
is "$(csv_columns strategy mean max_drawdown <"$out")" 'up,0.5,0
down,-1,-1' 'no change is a share of a score below 0'
printf '%s\n' model,task,latency_s a,one,4 a,two,2 a,three,1 b,one,1 b,two,2 b,three,4 >fall.csv
run paretop risk fall.csv -o min:one/latency_s --tasks one/latency_s,two/latency_s,three/latency_s \
    --returns relative --format csv
is "$(csv_columns model mean cagr <"$out")" 'a,1,1
b,-0.5,-0.5' 'where less is better a fall is the gain'
printf '%s\n' day,lost mon,1 tue,-2 wed,1.5 >lost.csv
run paretop risk lost.csv --by row --over rows --returns gross -o max:lost --table strategies --format csv
is "$(csv_columns max_drawdown calmar cagr ulcer <"$out")" ',,,' 'wealth below 0 does not grow'

printf '%s\n' model,accuracy,cost_usd a,0.9,4 b,0.9,4 c,0.5,1 d,0.4,2 >twins.csv
run paretop risk twins.csv -o max:accuracy,min:cost_usd --format csv
is "$(csv_columns p investment <"$out" | awk -F, '{ printf "%.4f %.3f ", $1, $2 }')" \
    '0.0909 0.500 0.0909 0.000 0.0909 0.500 0.0000 0.000 ' 'an equal model meets as much, for no share'

cat >level.csv <<'END'
model,one_accuracy,two_accuracy,three_accuracy,four_accuracy
a,1,-1,1,-1
b,2,-2,-2,2
c,3,3,-3,-3
END
run paretop risk level.csv -o max:one_accuracy --returns value --table portfolio --format csv \
    --tasks one_accuracy,two_accuracy,three_accuracy,four_accuracy
is "$(csv_columns step weights <"$out")" 'least variance,a 73.5 %, b 18.4 %, c 8.2 %
best ratio,a 73.5 %, b 18.4 %, c 8.2 %' \
    'of equal means there is one portfolio'

run paretop risk sets.csv -o max:full_accuracy --estimators cheap_accuracy --baseline c --runs dataset \
    --table sets --format csv
is "$(csv_columns k sharpe_clipped <"$out" | awk -F, 'NR > 1 { printf "%d %.6f ", $1, $2 }')" \
    '2 2.514157 3 1.973846 ' 'the baseline of a data set is what its model scores there'

# --- figures of other programs through the command line: one case of each table ---

# SCOPE-RL, notebook_rtb_continuous_ties, the estimator pdis: its figures at k = 4.
printf '%s\n' model,on_accuracy,pdis_accuracy a,14.49,75.960766 b,14.49,71.224512 c,14.49,59.024834 \
    d,14.49,43.695324 e,14.73,46.957361 f,14.97,41.515594 g,14.49,43.694883 h,0,44.607847 \
    i,14.49,43.695363 >scope.csv
run paretop risk scope.csv -o max:on_accuracy --estimators pdis_accuracy --threshold 14.378096885514045 \
    --baseline 14.378096885514045 --table shortlist --format csv
is "$(csv_columns model_k k kth best worst mean std violation_rate sharpe <"$out" | sed -n '4,5p' |
    awk -F, '{ printf "%s %d %g %g %g %.9g %.9g %g %.9g;", $1, $2, $3, $4, $5, $6, $7, $8, $9 }')" \
    'e 4 14.73 14.73 14.49 14.55 0.12 0 2.93252595;h 5 0 14.73 0 11.64 6.50778764 0.2 0.0540741545;' \
    'shortlists of SCOPE-RL'
run paretop risk scope.csv -o max:on_accuracy --estimators pdis_accuracy --threshold 14.378096885514045 \
    --baseline 14.378096885514045 --table estimators --format csv
is "$(csv_columns mse rank_corr regret_1 type1 type2 <"$out" |
    awk -F, '{ printf "%.9g %.9g %.9g %g %g", $1, $2, $3, $4, $5 }')" \
    '1696.97468 -0.633333333 0.48 0 1' 'and its estimators'
# empyrical: returns 0.1, 0.2 and -1.
printf '%s\n' day,all mon,1.1 tue,1.2 wed,0 >empyrical.csv
run paretop risk empyrical.csv --by row --over rows --returns gross -o max:all --table strategies \
    --format csv
is "$(csv_columns sharpe sortino max_drawdown calmar <"$out" |
    awk -F, '{ printf "%.9f %.9f %g %g", $1, $2, $3, $4 }')" '-0.350438322 -0.404145188 -1 -1' \
    'ratios of empyrical'
# The hull of six points: 0.7 on average between the costs 1 and 9.
printf '%s\n' model,accuracy,cost_usd a,0.3,1 b,0.5,2 c,0.55,3 d,0.8,5 e,0.82,8 f,0.6,9 >hull.csv
run paretop risk hull.csv -o max:accuracy,min:cost_usd --table routing --format csv
is "$(csv_columns model cost quality <"$out" | tr '\n' ' ')" 'a,1,0.3 b,2,0.5 d,5,0.8 e,8,0.82 ' \
    'the routing hull'
run paretop risk hull.csv -o max:accuracy,min:cost_usd --format plain
like "$(tr -s ' \n' ' ' <"$out")" '*averages 0.7 of accuracy over the range of cost_usd*' 'and its average quality'
(cat gross.csv && sed 1d gross.csv | sed 's/^/2/') >twice.csv
run paretop risk twice.csv --by row --over rows --returns gross -o max:stock --format json
like "$(cat "$out")" '*universal portfolio: wealth 1.36778, the mean over 21 constant mixtures*' \
    "Cover's example over eight periods"

# --- what the ratio hides ---

# The two worst are alike, so that their ratio is the largest; the sums of all differ in rounding.
printf '%s\n' model,dataset,final_accuracy,low_accuracy,high_accuracy a,x,5.12,6,1 b,x,5.13,5,2 \
    c,x,5.5,1,6 d,x,5.44,2,5 e,x,5.41,3,4 f,x,5.14,4,3 >hidden.csv
run paretop risk hidden.csv -o max:final_accuracy --estimators low_accuracy,high_accuracy \
    --baseline 3.4741628558225743 --format plain
like "$(tr -s ' \n' ' ' <"$out")" \
    '*by low_accuracy, the best of 2 cheap scores, the ratio peaks at k = 2 (234): try 2 (a*, b*their best, 5.13, is not the best there is, 5.5 (c*' \
    'a large ratio of poor models is said to be one'
run paretop risk hidden.csv -o max:final_accuracy --estimators low_accuracy,high_accuracy \
    --baseline 3.4741628558225743 --table shortlist --format csv
is "$(csv_columns estimator k best_at_k <"$out" | grep ',6,' | tr '\n' ' ')" \
    'low_accuracy,6,1 high_accuracy,6,0 ' 'of all candidates no estimator is better than the first'
# A record for each estimate: the points have the scores.
printf '%s\n' notebook,policy,estimator,policy_value n1,a,on_policy,5 n1,a,dm,4 n1,b,on_policy,6 n1,b,dm,3 \
    n2,a,on_policy,3 n2,a,dm,1 n2,b,on_policy,1 n2,b,dm,2 >long.csv
run paretop risk long.csv --map model=policy --map task=estimator -o max:on_policy/policy_value \
    --baseline 2 --runs notebook --table sets --format csv
is "$(csv_columns k sets best worst sharpe_clipped <"$out" |
    awk -F, '{ printf "%d %d %g %g %.6f;", $1, $2, $3, $4, $5 }')" '1 2 3 3 0.000000;2 2 4.5 3 3.181981;' \
    'data sets of estimates that are records of their own'

# Two that plainly differ: what luck would give is taken from the difference itself.
awk 'BEGIN { print "model,task,accuracy"
    for (t = 0; t < 40; t++) printf "good,t%d,%g\npoor,t%d,%g\n", t, 0.8 + t % 3 / 50, t, 0.6 + t % 5 / 50
    }' >plain.csv
run paretop risk plain.csv -o max:t0/accuracy --format plain
unlike "$(tr -s ' \n' ' ' <"$out")" '*but * after 2 tried*' 'what is no luck is not deflated in the verdict'
run paretop risk plain.csv -o max:t0/accuracy
like "$(tr -s ' \n' ' ' <"$out")" '*differ by more than luck (p below 0.01)*' 'and the note says so'
run paretop risk tasks.csv -o max:one/accuracy --reference base --format plain
like "$(tr -s ' \n' ' ' <"$out")" '*after 2 tried*' 'what may be luck is'

run paretop risk gaps.csv -o max:one_accuracy --reference half --freq 4 --format csv \
    --tasks one_accuracy,two_accuracy,three_accuracy,four_accuracy
is "$(csv_columns sharpe sortino sharpe_annual sortino_annual <"$out" |
    awk -F, 'NR == 2 { printf "%.6f %.6f", $3 / $1, $4 / $2 }')" '2.000000 2.000000' 'ratios of a year'
shortlist --estimators cheap_accuracy --chart shortlist --plot --size 80x24
like "$(tr -s ' \n' ' ' <"$out")" '* 1 2 3 4 *k*' 'a count has no label between two numbers'
unlike "$(cat "$out")" '*1.5*' 'not even where there is room'

# What is beyond the bounds is counted, not passed over.
awk 'BEGIN { printf "model"; for (t = 0; t < 70; t++) printf ",c%d_accuracy", t; print ""
    for (i = 0; i < 3; i++) { printf "m%d", i; for (t = 0; t < 70; t++) printf ",%g", (i * t % 7) / 7
        print "" } }' >wide.csv
run paretop risk wide.csv -o max:c0_accuracy
like "$(tr -s ' \n' ' ' <"$out")" '*the first 64 of 69 cheap scores are looked at*' 'more cheap scores than are looked at'
awk 'NR == 1 || NR < 1004' many.csv >some.csv
run paretop risk some.csv -o max:t0/accuracy --format csv
is "$(csv_columns reason <"$out" | grep -c 'not among the first 400 series')" 101 \
    'more series than four hundred'
like "$(cat "$err")" '*the first 400 of 501 series are looked at*' 'which is said'

# --- a cascade: q(tau) = mean of s1 where g >= tau, else of s2; c(tau) = c1 + P(g < tau) c2 ---

cat >cascade.csv <<'END'
model,item,accuracy,confidence,cost_usd
small,1,1,0.9,1
small,2,0,0.2,1
small,3,1,0.7,1
small,4,0,0.6,1
small,5,1,,1
large,1,1,0.5,4
large,2,1,0.5,4
large,3,1,0.5,4
large,4,1,0.5,4
large,5,0,0.5,4
END
cascade() { run paretop risk cascade.csv --map item=item -o max:accuracy,min:cost_usd "$@"; }
cascade --cascade small,large --scorer confidence --table cascade --format csv
is "$(csv_columns tau kept cost quality <"$out")" 'inf,0,5,1
0.9,0.25,4,1
0.7,0.5,3,1
0.6,0.75,2,0.75
0.2,1,1,0.5' 'thresholds of a cascade, over the items that have all'
like "$(cat "$err")" '*cascade: 5 thresholds over 4 items*' 'which are counted'
cascade --cascade small,large --scorer confidence --table routing --format csv
is "$(csv_columns model cost quality <"$out")" 'small,1,0.6
small, large at confidence 0.7,3,1' 'thresholds are points of the hull'
cascade --cascade small,large --scorer confidence --format plain
like "$(tr -s ' \n' ' ' <"$out")" '*Asking small, and large where confidence is below 0.7, does as well * at a cost of 3*instead of 4*' \
    'and one is named'
cascade --cascade large,small --scorer confidence --format plain
like "$(tr -s ' \n' ' ' <"$out")" '*No threshold of confidence does as well as small alone for less*' \
    'unless none pays'
cascade --cascade small,large --scorer confidence --direction confidence=min --table cascade --format csv
is "$(csv_columns tau quality <"$out" | tr '\n' ' ')" '-inf,1 0.2,0.75 0.6,0.5 0.7,0.5 0.9,0.5 ' \
    'less may be surer'
cascade --cascade small --scorer confidence
is "$status" 2 'a cascade takes two'
cascade --cascade small,large
is "$status" 2 'and a scorer'
cascade --scorer confidence
is "$status" 2 'which says nothing alone'
run paretop risk cascade.csv --map item=item -o max:accuracy --cascade small,large --scorer confidence
is "$status" 1 'nor is there one without costs'
cascade --cascade small,nobody --scorer confidence
is "$status" 1 'or of a model that is not there'
cascade --cascade small,large --scorer confidence --format svg --chart routing
like "$(cat "$out")" '*cascade*' 'its line is in the chart'

run paretop risk sets.csv -o max:full_accuracy --estimators cheap_accuracy --baseline-by cvar \
    --runs dataset --table sets --format csv
like "$(cat "$err")" '*sets: 3 of 3 have no baseline, and so no ratio*' 'data sets without a baseline are counted'
run paretop risk shortlist.csv -o max:full_accuracy --estimators cheap_accuracy
unlike "$(cat "$out")" '*chance p*' 'without a cost there is no column of requirements'

# --- a given box, of two objectives and of three ---

# README of the hypervolume Sharpe ratio: a third each, 0.6742.
printf '%s\n' model,wait_s,size_mb a,1,3 b,2,2 c,3,1 >thirds.csv
run paretop risk thirds.csv -o min:wait_s,min:size_mb --box wait_s=0..4,size_mb=0..4 --table hsr \
    --format csv
is "$(csv_columns model p investment <"$out" | awk -F, '{ printf "%s %.4f %.6f;", $1, $2, $3 }')" \
    'a 0.1875 0.333333;b 0.2500 0.333333;c 0.1875 0.333333;' 'shares in a given box'
run paretop risk thirds.csv -o min:wait_s,min:size_mb --box wait_s=0..4,size_mb=0..4 --format plain
like "$(tr -s ' \n' ' ' <"$out")" '*divide a budget: 33 % a, 33 % b, 33 % c.*ratio 0.6742*box, wait_s 0 to 4, size_mb 0 to 4*' \
    'in words'
# scipy: 0.558222 by SLSQP from twenty starts.
printf '%s\n' model,accuracy,cost_usd,latency_s a,0.9,1,10 b,0.8,2,5 c,0.6,4,2 d,0.5,5,12 >box.csv
in_box() { run paretop risk box.csv -o max:accuracy,min:cost_usd,min:latency_s "$@"; }
in_box --box accuracy=0.5..1,cost=0..5,latency=0..12 --table hsr --format csv
is "$(csv_columns model p investment reason <"$out" | awk -F, '{ printf "%s %.6f %.5f%s;", $1, $2, $3, $4 }')" \
    'a 0.106667 0.31374;b 0.210000 0.49047;c 0.033333 0.19579;d 0.000000 0.00000not inside the box;' \
    'of three objectives, one of which is maximised'
in_box --box accuracy=0.5..1,cost=0..5,latency=0..12 --table summary --format csv
is "$(awk -F, '$1 == "hsr" { printf "%.6f", $2 }' "$out")" 0.558222 'and the ratio'
in_box --box cost=0.1..0.5 --format plain
like "$(tr -s ' \n' ' ' <"$out")" '*ratio 0 and no investment: no model is inside the box*' 'nobody in the box'
in_box --box cost
is "$status" 2 'a range that is none is refused'
in_box --box cost=2..1
is "$status" 2 'and one that is turned'
in_box --box size=1..2
is "$status" 1 'or of no objective'
run paretop risk box.csv -o max:accuracy --box accuracy=0..1
is "$status" 1 'one objective has no box'
in_box --box-scale linear --format json
like "$(cat "$out")" '*cost_usd 1 to 4.3, *' 'costs need not count by their logarithm'

# --- against a benchmark, over a horizon, with a rate (numpy) ---

run paretop risk months.csv --over rows --returns gross --reference bonds --horizon 3 --table strategies \
    --format csv
is "$(csv_columns information tracking_error beta acf1 lo_factor sharpe_horizon <"$out" |
    awk -F, 'NR == 1 { printf "%.9f %.9f %.9f %.9f %.9f %.9f", $1, $2, $3, $4, $5, $6 }')" \
    '0.178647400 0.167928556 2.894736842 -0.181654676 2.532860955 0.558156306' \
    'information ratio, tracking error, beta and the ratio of three periods'
run paretop risk months.csv --over rows --returns gross --risk-free 0.12 --freq 12 --table strategies \
    --format csv
is "$(csv_columns sharpe sharpe_annual <"$out" | awk -F, 'NR == 1 { printf "%.9f %.9f", $1, $2 }')" \
    '0.161601695 0.559804694' 'the rate without risk is of a year'
# Changes of scores compound as gross returns do: 1.1 and 0.8, or 1.1 and 1.1.
printf '%s\n' model,task,accuracy a,q1,0.5 a,q2,0.55 a,q3,0.44 b,q1,0.4 b,q2,0.44 b,q3,0.484 >years.csv
run paretop risk years.csv -o max:q1/accuracy --returns relative --table wealth --format csv
is "$(csv_columns period equal_parts universal <"$out" | awk -F, '{ printf "%s %.6f %.4f;", $1, $2, $3 }')" \
    'q2/accuracy 1.100000 1.1000;q3/accuracy 1.045000 1.0450;' 'scores that change make wealth, too'

printf '%s\n' day,flat,up mon,1,1.1 tue,1,1.2 >flat.csv
run paretop risk flat.csv --by row --over rows --returns gross --table strategies --format csv
is "$(csv_columns strategy n reason <"$out")" 'flat,2,every return is 0
up,2,two returns have no skewness, so the ratio has no error' 'no objective is needed for rows, and what has no ratio has a reason'

# --- a score's worth less its cost: 10 times 0.9, 0.7 and 0.8 less 1, 2 and 1 ---

printf '%s\n' model,task,accuracy,cost_usd a,one,0.9,1 a,two,0.7,2 a,three,0.8,1 b,one,0.6,0.5 \
    b,two,0.6,0.5 b,three,0.5,0.5 >utility.csv
run paretop risk utility.csv -o max:one/accuracy,min:one/cost_usd --returns utility --stake 10 --format csv
is "$(csv_columns model mean sd sharpe <"$out" | awk -F, '{ printf "%s %.6f %.6f %.6f;", $1, $2, $3, $4 }')" \
    'a 6.666667 1.527525 4.364358;b 5.166667 0.577350 8.948929;' 'utilities over tasks'
like "$(cat "$err")" '*a return is 10 times the score less one/cost_usd*' 'as the note says'
run paretop risk cascade.csv --map item=item -o max:accuracy,min:cost_usd --returns utility --stake 2 \
    --format csv
is "$(csv_columns model mean <"$out" | tr '\n' ' ')" 'small,0.20000000000000007 large,-2.4 ' 'utilities over items'
run paretop risk utility.csv -o max:one/accuracy --returns utility
is "$status" 1 'without a cost there is none'
run paretop risk utility.csv -o max:one/accuracy --stake 3
is "$status" 2 'a stake is for utilities'

# --- no spread, and what is clipped ---

run paretop risk hair.csv -o max:one_accuracy --over tasks --reference b --zero-sd null --format csv
is "$(csv_columns sharpe reason <"$out" | head -n 1)" ',returns without spread' 'a ratio over no spread may be none'
run paretop risk hair.csv -o max:one_accuracy --over tasks --reference b
like "$(cat "$out")" '*+inf*' 'and is +inf for people'
printf '%s\n' model,full_accuracy,cheap_accuracy a,0.7,3 b,0.7,2 c,0.1,1 >same.csv
same() { run paretop risk same.csv -o max:full_accuracy --estimators cheap_accuracy --baseline 0.3 --table shortlist --format csv "$@"; }
same
is "$(csv_columns sharpe sharpe_clipped regret <"$out" | awk -F, 'NR > 1 { printf "%.7s %.4g %.3g;", $1, $2, $3 }')" \
    'inf 100 0;1.15470 1.155 0;' 'an infinite ratio is clipped to 100'
same --clip all
is "$(csv_columns sharpe <"$out" | sed -n 2p)" 100 'in the table where that is wanted'
same --zero-sd null
is "$(csv_columns sharpe sharpe_clipped best_at_k <"$out" | sed -n 2p)" ',100,0' 'or is none, and never the best'

# --- the worst of what the baseline did: -1, -0.5, 0.2 and 0.9 of ten items ---

awk 'BEGIN { print "model,item,reward"
    split("-1 -0.5 0.2 0.9 1 1 1 1 1 1", x, " ")
    for (i = 1; i <= 10; i++) printf "old,%d,%g\nnew,%d,%g\n", i, x[i], i, x[i] / 2 + 1 }' >returns.csv
worst() {
    run paretop risk returns.csv --map item=item --direction reward=max -o max:reward --baseline old \
        --baseline-by "$@" --table summary --format csv --estimators reward
}
worst cvar --alpha 0.2
is "$(awk -F, '$1 == "baseline" { print $2 }' "$out")" -0.75 'the mean of the worst fifth of its items'
like "$(cat "$err")" '*mean of the worst 20 % of 10 items of old*' 'which is said'
worst quantile --alpha 0.5
is "$(awk -F, '$1 == "baseline" { print $2 }' "$out")" 1 'and their quantile'
shortlist --estimators cheap_accuracy --baseline d --baseline-by cvar
is "$status" 1 'a baseline without items has no worst of them'

# --- models of which item scores are known: means 2/3 and 8/15, covariances by numpy ---

awk 'BEGIN { print "model,item,accuracy"
    split("1 0 1 1 0 1", x, " "); split("0.5 0.9 0.3 0.6 0.7 0.2", y, " ")
    for (i = 1; i <= 6; i++) printf "a,%d,%g\nb,%d,%g\n", i, x[i], i, y[i] }' >pair.csv
run paretop risk pair.csv --map item=item -o max:accuracy --table portfolio --format csv
is "$(csv_columns step return sd_ensemble sd_router <"$out" |
    awk -F, '$1 != "turning point 1" { printf "%s %.6f %.6f %.5f;", $1, $2, $3, $4 }')" \
    'largest mean 0.666667 0.516398 0.51640;least variance 0.575610 0.108200 0.36597;best ratio 0.576271 0.108263 0.36736;' \
    'portfolios of item scores'
run paretop risk pair.csv --map item=item -o max:accuracy --format csv
is "$(csv_columns w_max_sharpe w_min_variance <"$out" | awk -F, 'NR == 1 { printf "%.5f %.5f", $1, $2 }')" \
    '0.32203 0.31707' 'and shares in them'
run paretop risk pair.csv --map item=item -o max:accuracy --chart portfolio --format svg
like "$(cat "$out")" '*class="line frontier"*' 'their frontier is drawn'
like "$(cat "$out")" '*class="line reference"*' 'and that of a random router'
run paretop risk pair.csv --map item=item -o max:accuracy --chart portfolio --plot
like "$(tr -s ' \n' ' ' <"$out")" '*requests that are routed at random*' 'and what the lines are is said'

run paretop risk pair.csv --map item=item -o max:accuracy -m a --format csv
is "$(csv_columns model n mean <"$out" | awk -F, '{ printf "%s %d %.5f;", $1, $2, $3 }')" \
    'a 6 0.00000;b 6 -0.13333;' 'a marked model is the reference of the others, whose items count, too'

# Gaps leave two items to all three, but six to each pair (scipy).
awk 'BEGIN { print "model,item,accuracy"
    split("0.9 0.1 0.8 0.7 0.2 0.95 0.5 0.6 0.3 0.85 0.4 0.75 0.65 0.15", x, " ")
    split("0.4 0.6 0.5 0.7 0.55 0.45 0.65 0.35 0.6 0.5 0.7 0.4 0.45 0.62", y, " ")
    for (i = 1; i <= 14; i++) {
        if (i > 4) printf "a,%d,%g\n", i, x[i]
        if (i < 11) printf "b,%d,%g\n", i, y[i]
        if (i < 5 || i > 8) printf "c,%d,%g\n", i, (x[15 - i] + y[i]) / 2 } }' >apart.csv
run paretop risk apart.csv --map item=item -o max:accuracy --format plain
like "$(tr -s ' \n' ' ' <"$out")" '*portfolios: 3 strategies, two of which have 6 periods or more in common*' \
    'gaps that leave little to all leave more to pairs'
run paretop risk apart.csv --map item=item -o max:accuracy --table portfolio --format csv
is "$(csv_columns step return sd_ensemble <"$out" | awk -F, '/least/ { printf "%.6f %.6f", $2, $3 }')" \
    '0.543360 0.045471' 'whose covariance makes the portfolio'

# --- charts of shortlists; splits of traffic; the whole in figures ---

shortlist --chart shortlist --format svg
for what in best worst mean 'mean + std' 'mean - std' baseline; do
    like "$(cat "$out")" "*>$what<*" "the chart of shortlists has $what"
done
run paretop risk hull.csv -o max:accuracy,min:cost_usd --table splits --format csv
is "$(csv_columns model cost quality mix_quality mix <"$out" | head -n 1)" \
    'c,3,0.55,0.6,66.7 % to b, 33.3 % to d' 'a split of traffic instead of a model'
run paretop risk hull.csv -o max:accuracy,min:cost_usd --table routing --format csv
is "$(csv_columns mix <"$out" | head -n 1)" 'all: a' 'models on the hull need none'
run paretop risk hull.csv -o max:accuracy,min:cost_usd --table summary --format csv
is "$(awk -F, '$1 == "aiq" { printf "%.9f", $2 }' "$out")" 0.700000000 'the average quality'

# --- what the verdict answers ---

shortlist --estimators cheap_accuracy --baseline 0.6 --k 3 --format plain
like "$(tr -s ' \n' ' ' <"$out")" '*try 2 (b, a)*The first 3, b, a and c, score from 0.7 to 0.9 (ratio 3).*' \
    'of as many as were asked for, too'
run paretop risk sets.csv -o max:full_accuracy --estimators cheap_accuracy --baseline 0.6 \
    --runs dataset --format plain
like "$(tr -s ' \n' ' ' <"$out")" \
    '*Shortlisting by cheap_accuracy, the mean ratio over 3 values of dataset peaks at k = 2 (2.83, 95 % 1.41 to 4.24): try 2.*' \
    'data sets are not pooled'
run paretop risk sets.csv -o max:full_accuracy --estimators cheap_accuracy --runs dataset --format plain
like "$(tr -s ' \n' ' ' <"$out")" '*shortlist and its charts pool all data sets*sets each has its own*' \
    'and where they are, it is said'
finish
