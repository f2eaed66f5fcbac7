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

# A column that is called cluster holds the clusters of the items, where there are items.
sed '1s/passage/cluster/' "$items" >clustered.csv
run paretop compare -m alder -m birch -o max:correct --map item=question --format csv --table pairs \
    clustered.csv
is "$(cell clusters)" 20 'a column called cluster needs no mapping'
printf 'model,cluster,accuracy\na,east,0.5\nb,west,0.6\n' >machines.csv
run paretop list warnings machines.csv
unlike "$(cat "$out")" '*cluster: cluster*' 'a cluster of machines is none of items'
printf 'model,zeal\na,0.5\nb,0.6\n' >unsaid.csv
run paretop compare unsaid.csv
like "$(tr -s ' \n' ' ' <"$out")" '*Nobody said whether more or less of zeal is better: -o max:NAME or*' \
    'an unknown direction has a way out'
printf 'model,item,correct\na,1,1\nb,1,0\n' >right.csv
run paretop list measures --format csv right.csv
like "$(cat "$out")" '*correct,max*' 'of correct answers more is better'

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
pair --test sign-flip
like "$(cat "$err")" '*p is of 9999 random sign flips of seed 1, Monte Carlo error about 0.001*' \
    'what is drawn has an error of its own'
like "$(cat "$err")" '*dominance: 9999 joint resamples of seed 1, Monte Carlo error of a probability at most 0.005*' \
    'so have probabilities of dominance'
pair --test sign-flip --map cluster=passage
unlike "$(cat "$err")" '*random sign flips*' 'all flips of 20 clusters are counted'
pair --interval sideways
is "$status" 2 'an interval that is not there is wrong usage'

run paretop compare -m alder -m birch -o max:correct --map item=question --size 80x24 "$items"
like "$(head -1 "$out")" '*120 items in common: paired, Tango; McNemar exact' 'the method is named at once'
like "$(sed -n 3p "$out")" 'measure*alder − birch*lo*hi*better*alder / birch*' \
    'difference, interval and verdict come first on a narrow screen'

printf 'model,acc,acc_stderr\nllama-3-8b,0.5,0.01\nmistral-7b,0.8,0.01\n' >names.csv
run paretop compare names.csv --size 80x24
like "$(grep '^measure ' "$out")" 'measure*first − second*first / second*' 'longer names give way to their order'
printf 'model,acc,acc_stderr\nx/a,0.5,0.01\ny/b,0.8,0.01\n' >names.csv
run paretop compare names.csv --size 80x24
like "$(grep '^measure ' "$out")" 'measure*first − second*first / second*' 'and names of organisations'
for size in 60x16 70x20 80x24; do
    run paretop compare -m alder -m birch -o max:correct --map item=question --size $size "$items"
    unlike "$(sed -n 3p "$out" | tr -s ' ')" '* better birch *' "a ratio at $size is not called as one of the two"
done

# Which less which, in every format; the verdict is told from the side of the better one.
words() { tr -s ' \n' ' ' <"$out"; }
ask='compare -m birch -m alder -o max:correct,min:cost_usd --map item=question'
# shellcheck disable=SC2086
run paretop $ask --format csv "$items"
is "$(csv_columns measure minuend subtrahend difference ratio <"$out" |
    awk -F, 'NR == 1 { printf "%s %s %s %.4f %.4f", $1, $2, $3, $4, $5 }')" \
    'correct birch alder -0.1333 0.7895' 'the first less the second, by name'
# shellcheck disable=SC2086
run paretop $ask --format json "$items"
like "$(words)" '*"correct", null, "max", "birch", "alder", -0.1333*' 'in JSON'
# shellcheck disable=SC2086
run paretop $ask --format markdown "$items"
like "$(cat "$out")" '*| birch − alder | lo | hi | better | birch / alder |*' 'in Markdown'
# shellcheck disable=SC2086
run paretop $ask --table pairs "$items"
like "$(cat "$out")" '*a − b *a / b *' 'pairs are a less b'
like "$(words)" '*alder beats birch on correct by 13.3 percentage points (95% CI 2.85 to 23.7, paired, n = 120) at 1.99 times the cost_usd*' \
    'and the verdict names who is better'
# One sign everywhere: of the measures, the pairs, the drawing and the words.
printf 'model,acc,acc_stderr\na,0.70,0.01\nb,0.71,0.01\n' >near.csv
run paretop compare near.csv
like "$(cat "$out")" '*acc *-0.01 *-0.0377 *0.0177 *' 'measures are the first less the second'
like "$(words)" '*a less b is −3.77 to +1.77 percentage points*' 'so is the range in words'
run paretop compare near.csv --chart differences
like "$(cat "$out")" '*a − b*' 'and the drawing'
is "$(paretop compare near.csv --table pairs --format csv 2>"$err" | csv_columns diff lo hi |
    awk -F, '{ printf "%.2f %.4f %.4f", $1, $2, $3 }')" '-0.01 -0.0377 0.0177' 'as pairs are'
# shellcheck disable=SC2086
run paretop $ask --format svg "$items"
like "$(cat "$out")" '*compare · birch*with*alder*' 'a drawing names both in order'

# Selection: 2 * pnorm(-0.04 / (sqrt(2) * 0.012)) is 0.0184; times 45 it is 0.83.
cat >ten.csv <<'END'
model,acc,acc_stderr,n,cost
m1,0.700,0.012,1400,1
m2,0.740,0.012,1400,2
m3,0.705,0.012,1400,3
m4,0.710,0.012,1400,4
m5,0.712,0.012,1400,5
m6,0.708,0.012,1400,6
m7,0.715,0.012,1400,7
m8,0.720,0.012,1400,8
m9,0.701,0.012,1400,9
m10,0.703,0.012,1400,10
END
run paretop compare -m m1 -m m2 ten.csv
like "$(words)" '*Undecided between m1 and m2 on acc if they were picked from the 45 pairs of 10 models (p at most 0.83*' \
    'picked from many: undecided'
like "$(words)" '*Only as a pair chosen beforehand (p 0.0185) is m2 better, by 4 percentage points (95% CI 0.672 to 7.33*' \
    'with what holds of the pair alone'
unlike "$(words)" '*beats*' 'and no other voice'
like "$(words)" '*"better" is by the interval of each pair alone; 1 of those is undecided*' 'the table says whose word it is'
run paretop compare -m m1 -m m2 --adjust none ten.csv
like "$(words)" '*m2 beats m1*which does not allow for that (--adjust none).*' 'unless that is not to be allowed for'
head -3 ten.csv >two.csv
run paretop compare two.csv
like "$(words)" '*m2 beats m1 on acc by 4 percentage points (95% CI 0.672 to 7.33, unpaired, n = 1400, p 0.0185) at 2 times the cost (taken as exact): a trade-off; m1 stays on the frontier with probability above 0.99.*' \
    'of two there is nothing to pick'
head -9 ten.csv >eight.csv
run paretop compare eight.csv
like "$(words)" '*0 of 28 pairs are decided on acc, allowing for the 28 pairs of 8 models.*chosen beforehand: m1 and m2; m2 and m3.*' \
    'of many, too'
is "$(paretop compare --format csv eight.csv 2>"$err" | csv_columns beats | head -1)" 0 'none is beaten'
sed 's/0\.012/0.0012/' eight.csv >sharp.csv
run paretop compare sharp.csv
like "$(words)" '*m2 beats m1, m3, m4, m5, m6, m7 and m8.*' 'many wins are told by who wins'

# Single numbers: what is ahead in the files, not what is real.
printf 'model,acc,cost\na,0.5,1\nb,0.7,3\nc,0.75,30\n' >single.csv
run paretop compare -m a -m b --format csv single.csv
cp "$out" apart
run paretop compare -m a,b --format csv single.csv
same_file "$out" apart '-m takes a list with commas'
run paretop compare -m a,nobody single.csv
like "$(cat "$err")" '*no model or point is called "nobody"*' 'and names the one that is not there'
run paretop compare -m a -m b single.csv
like "$(words)" '*In the files b is ahead of a on acc by 20 percentage points at 3 times the cost: by these values a trade-off.*whether that is real cannot be said.*' \
    'values without errors'
unlike "$(words)" '*beats*' 'beat nobody'
run paretop compare single.csv
like "$(words)" '*from the best acc: c (0.75), b (0.7), a (0.5).*whether these differences are real cannot be said.*' \
    'three of them are ranked'
is "$(paretop compare --format csv single.csv 2>"$err" | csv_columns best beats | head -1)" c, \
    'and the column is empty'

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
like "$(cat "$out")" '*acc *-0.229 *latency_ms *9.25 *widgets *tokens * -765433 *' \
    'each measure has its own decimals, and what cannot be better comes last'

cat >factors.csv <<'END'
task,method,size,score
B1,base,small,10
B1,base,large,12
B1,new,small,13
B1,new,large,19
B2,base,small,20
B2,base,large,21
B2,new,small,24
B2,new,large,28
B3,base,small,30
B3,base,large,33
B3,new,small,31
B3,new,large,39
END
run paretop compare --factor method,size --block task --format csv factors.csv
sed 's/"[^"]*"/x/g' "$out" >cells
is "$(awk -F, '$1 == "method x size" { printf "%s %.4f %.4f %.5f", $4, $5, $6, $8 }' cells)" \
    '4 1.5159 6.4841 0.57735' 'two factors have their interaction: 4, 3 and 5 over the blocks'
is "$(awk -F, '$1 == "method" { printf "%.4f", $4 }' cells)" 4.6667 'and each its effect'
run paretop compare --factor method,size --block task factors.csv
like "$(tr -s ' \n' ' ' <"$out")" '*new, large together, beyond the sum of both effects: +4 on score*' \
    'which is said in words'

printf 'model,q,correct\na,1,1\na,2,0\na,3,1\nb,2,0\nb,3,1\nb,4,1\nb,5,1\n' >apart.csv
run paretop compare -o max:correct --map item=q --table models --format csv apart.csv
is "$(csv_columns model dropped <"$out" | tr '\n' ' ')" 'a,1 b,2 ' \
    'each model has its own items that not all have'

# Samples per item: a has 2, 0 and 3 of 3 right, b 3, 1 and 2.
run paretop compare --map item=question -o max:correct --k 2 --table models --format csv \
    "$fixtures/stats/samples.csv"
is "$(csv_columns pass_at_k pass_hat_k <"$out" | awk -F, '{ printf "%.6f %.6f ", $1, $2 }')" \
    '0.666667 0.444444 0.888889 0.444444 ' 'pass@2 and pass^2 of three samples'
run paretop compare --map item=question -o max:correct --k 4 "$fixtures/stats/samples.csv"
like "$(cat "$out")" '*no item has 4 samples*' 'pass@4 of three samples is undefined, and says so'

# Unpaired ranks by hand: of 20 orders of three and three 14 have a U as far from 4.5 as 6.
printf 'model,q,grade\nA,1,0.1\nA,2,0.5\nA,3,0.6\nB,4,0.2\nB,5,0.3\nB,6,0.4\n' >ranks.csv
run paretop compare --map item=q -o max:grade --paired=off --test mann-whitney --table pairs \
    --format csv ranks.csv
is "$(csv_columns p_a_larger p <"$out" | awk -F, '{ printf "%.6f %.2f", $1, $2 }')" \
    '0.666667 0.70' 'items that are not the same: 6 of 9 larger, exact Mann-Whitney 14/20'
like "$(cat "$out")" '*Mann-Whitney exact*' 'by name'
is "$(csv_columns cliffs_delta n_a n_b <"$out" | awk -F, '{ printf "%.6f %s %s", $1, $2, $3 }')" '0.333333 3 3' \
    'with the difference of the two shares and both numbers'

# Means over tasks: paired within each, se = sqrt(0.288675^2 + 0.374166^2) / 2.
cat >tasks.csv <<'END'
model,task,question,correct
a,t1,q1,1
a,t1,q2,1
a,t1,q3,0
a,t1,q4,1
a,t2,q5,1
a,t2,q6,0
a,t2,q7,1
a,t2,q8,1
a,t2,q9,1
b,t1,q1,1
b,t1,q2,0
b,t1,q3,0
b,t1,q4,0
b,t2,q5,1
b,t2,q6,1
b,t2,q7,0
b,t2,q8,0
b,t2,q9,1
END
run paretop compare --map item=question -o 'max:mean(correct)' --table pairs --format csv tasks.csv
is "$(csv_columns measure diff se_paired n_shared <"$out" |
    awk -F, 'NR == 1 { printf "%s %.4f %.6f %s", $1, $2, $3, $4 }')" \
    'mean(correct) 0.3500 0.236291 9' 'a mean over tasks is stratified by task'

# Seeds without items: few of them are not many. Welch's t of 0.0375 over 0.0184278 with 5.998
# degrees of freedom, as t.test of R.
cat >runs.csv <<'END'
model,task,seed,score
a,t1,1,0.60
a,t1,2,0.64
a,t1,3,0.62
a,t1,4,0.58
a,t2,1,0.30
a,t2,2,0.34
a,t2,3,0.32
a,t2,4,0.37
a,t3,1,0.80
a,t3,2,0.84
a,t3,3,0.82
a,t3,4,0.83
b,t1,1,0.55
b,t1,2,0.61
b,t1,3,0.57
b,t1,4,0.56
b,t2,1,0.33
b,t2,2,0.31
b,t2,3,0.29
b,t2,4,0.30
b,t3,1,0.70
b,t3,2,0.79
b,t3,3,0.75
b,t3,4,0.76
END
run paretop compare --direction score=max --table pairs --format csv runs.csv
is "$(csv_columns better p lo method <"$out" |
    awk -F, 'NR == 1 { printf "%s %.5f %.5f %s,%s", $1, $2, $3, $4, $5 }')" \
    "undecided 0.08807 -0.00759 unpaired, Welch's t" 'four seeds each: by Welch'
run paretop compare --direction score=max --interval z --table pairs --format csv runs.csv
is "$(csv_columns better <"$out" | head -1)" a 'a normal interval only if asked for'
run paretop compare --direction score=max --table suite --format csv runs.csv
is "$(csv_columns model tasks runs iqm win_rate mean_rank <"$out" |
    awk -F, '{ printf "%s %s %s %.6f %s %s;", $1, $2, $3, $4, $5, $6 }')" \
    'a 3 12 0.601667 1 1;b 3 12 0.553333 0 2;' 'runs over tasks: interquartile mean, ranks'
run paretop compare --direction score=max --table improvement --format csv runs.csv
like "$(csv_columns p_improvement <"$out")" '0.885416666*' \
    'the chance that a run is better: 14/16, 12.5/16 and 16/16'
like "$(csv_columns lo hi <"$out")" '0.7*,1' 'with an interval from resampled runs'
printf 'model,t1/acc,t2/acc,t3/acc,t4/acc\na,0.9,0.8,0.7,0.6\nb,0.8,0.7,0.6,0.5\nc,0.7,0.75,0.5,0.5\n' >wide.csv
run paretop compare wide.csv
like "$(cat "$out")" '*Friedman*6.53*p*0.0381*' 'mean ranks of three models: Friedman, as in R'
like "$(cat "$out")" '*one score for each of 4 tasks*' 'and what one score each cannot tell'
run paretop compare wide.csv --table suite --format csv
is "$(csv_columns mean_rank <"$out" | tr '\n' ' ')" '1 2.375 2.625 ' 'ranks, 1 the best'

# What a right answer costs, and tails of the cost.
run paretop compare -m alder -m birch -o max:correct,min:cost_usd --map item=question "$items"
like "$(tr -s ' \n' ' ' <"$out")" \
    '*In cost_usd a right answer takes 0.00757 USD (0.00654 to 0.0089) with alder, 0.00482 USD*' \
    'what a right answer costs is said with its interval'
run paretop compare -o max:correct,min:cost_usd --map item=question --table models --format csv "$items"
is "$(csv_columns p95_lo p95 p95_hi <"$out" | head -1)" '0.00749,0.007670499999999999,0.0078' \
    'a tail has limits from order statistics'
head -25 "$items" >few.csv
run paretop compare -o max:correct,min:cost_usd --map item=question few.csv
like "$(tr -s ' \n' ' ' <"$out")" '*too few for an upper limit of p95*' \
    'and where items are too few, says so'


# Few clusters: what is needed is planned with the t of the degrees of freedom that would be
# there: (2.365 + 0.896)^2 / (1/3)^2 / 6 = 16 items in 8 clusters; quantiles of z would say 12.
printf '%s\n' model,item,topic,right A,1,p,1 A,2,p,0 A,3,q,1 A,4,q,0 A,5,r,0 A,6,r,1 B,1,p,1 B,2,p,1 \
    B,3,q,1 B,4,q,1 B,5,r,1 B,6,r,0 >plan.csv
run paretop compare plan.csv -o max:right --map item=item --map cluster=topic --format csv --table pairs
is "$(csv_columns n_needed <"$out")" 16 'items needed allow for few degrees of freedom'

# One model by itself, by clusters: p adds 3 - 3 x 0.625, q 1 - 1.25, r 1 - 3 x 0.625 to the mean, so that
# se^2 = 3/2 (1.125^2 + 0.25^2 + 0.875^2) / 8^2.
printf '%s\n' model,item,topic,right A,1,p,1 A,2,p,1 A,3,q,1 A,4,q,0 A,5,r,0 A,6,r,1 A,7,r,0 A,8,p,1 \
    B,1,p,1 B,2,p,1 B,3,q,1 B,4,q,1 B,5,r,1 B,6,r,0 >own.csv
run paretop compare own.csv -o max:right --map item=item --map cluster=topic --format csv --table models
is "$(csv_columns model mean se dropped clusters method <"$out" |
    awk -F, '$1 == "A" { printf "%s %.9f %s %s %s", $2, $3 - sqrt(1.5 * (1.125^2 + 0.25^2 + 0.875^2) / 64), $4, $5, $6 }')" \
    '0.625 0.000000000 2 3 t by 3 clusters' "a model's own error is by clusters, and what it lost is counted"
run paretop compare own.csv -o max:right --map item=item --format csv --table models --own-interval boot
is "$(csv_columns method <"$out" | tail -n 1)" 'BCa bootstrap' 'its items can be resampled'
run paretop compare own.csv -o max:right --map item=item --format csv --table pairs
is "$(csv_columns diff p_better p_a_dominates <"$out" | awk -F, '{ print ($1 < 0), ($2 > 0), ($2 < 0.5) }')" \
    '1 1 1' 'the chance that the first is the better one'

printf '%s\n' model,item,topic,grade A,1,p,0.5 A,2,p,0.6 B,1,p,0.4 B,2,p,0.2 >one.csv
run paretop compare one.csv -o max:grade --map item=item --map cluster=topic --format json
like "$(cat "$out")" '*their 2 shared items are of one cluster, which tells nothing of the error*' \
    'one cluster has no interval, and that is said'

# Several samples of an item: the bootstrap draws items, then samples of each.
printf '%s\n' model,item,seed,grade A,p,1,0.9 A,p,2,0.1 A,q,1,0.8 A,q,2,0.2 A,r,1,0.3 A,r,2,0.6 \
    B,p,1,0.5 B,p,2,0.5 B,q,1,0.4 B,q,2,0.6 B,r,1,0.5 B,r,2,0.5 >levels.csv
run paretop compare levels.csv -o max:grade --map item=item --interval percentile --format csv --table pairs
is "$(csv_columns method n_shared <"$out" | tr -d '"')" 'paired, bootstrap percentile of items and samples; t,3' \
    'samples are drawn within items'
is "$(csv_columns lo hi <"$out" | awk -F, '{ print ($1 < -0.1), ($2 > 0.1) }')" '1 1' \
    'and their noise counts where the items agree'

# Also of a task's metric, whether it has a column or a row; other tasks have items of their own.
run paretop compare levels.csv -o max:grade --map item=item --interval percentile --format csv --table pairs
wanted=$(csv_columns lo hi method n_shared <"$out")
awk -F, 'NR == 1 { print $0 ",benchmark"; next } { print $0 ",one"; gsub(/,[pqr],/, ",other&"); print $0 ",two" }' \
    levels.csv | sed 's/other,\([pqr]\)/other\1/' >leveltasks.csv
run paretop compare leveltasks.csv -o max:one/grade --map item=item --interval percentile --format csv \
    --table pairs
is "$(csv_columns measure lo hi method n_shared <"$out" | sed -n 's,^one/grade\,,,p')" "$wanted" \
    'samples of one task of several are drawn within its items'
awk -F, 'NR == 1 { print "model,item,seed,benchmark,metric,value"; next }
    { print $1 "," $2 "," $3 ",one,grade," $4; print $1 "," $2 "," $3 ",one,words," 100 * $4 }' levels.csv >levellong.csv
run paretop compare levellong.csv -o max:one/grade --map item=item --interval percentile --format csv \
    --table pairs
is "$(csv_columns measure lo hi method n_shared <"$out" | sed -n 's,^one/grade\,,,p')" "$wanted" \
    'and of a metric with a row for each score'

# Squares of 1e-200 are 0 and those of 1e200 infinite: the answers are those of 1e0.
for power in 0 -200 200; do
    printf 'model,accuracy,accuracy_stderr,n\na,6e%d,1e%d,10\nb,5.5e%d,2e%d,10\n' \
        "$power" "$power" "$power" "$power" >scale.csv
    run paretop compare scale.csv -o max:accuracy --table pairs --format csv
    is "$(csv_columns p n_needed <"$out" | awk -F, '{ printf "%.6f %d", $1, $2 }')" \
        '0.826478 1570' "two scores near 1e$power"
    is "$(csv_columns mde <"$out" | awk -v s="1e$power" '{ printf "%.6f", $1 / s }')" 6.766565 \
        "and the smallest difference that would be seen near 1e$power"
done
# The matrix of all pairs: signs from the row to the column, stars for p as adjusted.
printf '%s\n' model,accuracy,accuracy_stderr,cost_usd,cost_usd_stderr a,0.7,0.01,2,0.1 b,0.69,0.01,3,0.1 \
    c,0.3,0.01,1,0.1 d,0.737,0.01,4,0.4 >signs.csv
run paretop compare signs.csv -o max:accuracy,min:cost_usd --table matrix --format csv
is "$(cat "$out")" 'model,against a,against b,against c,against d
a,,+,+***,-*
b,-,,+***,-**
c,-***,-***,,-***
d,+*,+**,+***,' 'signs and stars of the adjusted p'
run paretop compare signs.csv -o max:accuracy,min:cost_usd --table matrix --format csv --adjust none
is "$(sed -n 2p "$out")" 'a,,+,+***,-**' 'which follow the adjustment'
run paretop compare signs.csv -o max:accuracy --table matrix --format csv --margin 0.1
is "$(sed -n 2p "$out")" 'a,,=,+***,-*' 'equivalent models have a sign of their own'
sed 's/accuracy/loss/g' signs.csv >losses.csv
run paretop compare losses.csv -o min:loss --table matrix --format csv
is "$(sed -n 3p "$out")" 'b,+,,-***,+**' 'less of a loss is better'
run paretop compare signs.csv -o max:accuracy,min:cost_usd --chart matrix
like "$(cat "$out")" '*+ the row is better*' 'the chart says what the signs mean'
run paretop compare signs.csv -o max:accuracy,min:cost_usd --chart matrix --format svg
is "$status $(grep -c '<text.*>+\*\*\*<' "$out")" '0 3' 'and is drawn'
run paretop compare signs.csv -o max:accuracy,min:cost_usd --chart plane --format svg
is "$(grep -c '<path class="line' "$out")" 4 'score and cost together, an ellipse for each'
run paretop compare signs.csv -m a -m b -o max:accuracy --format json
unlike "$(cat "$out")" '*"matrix"*' 'two models need no matrix'
run paretop compare signs.csv -m a -m b -o max:accuracy --chart matrix
like "$(cat "$err")" '*its charts: intervals, differences, plane*' 'and have none'
# Of the same items score and cost vary together: a's are ±(3/4 ± 1/4, 2 ± 1/sqrt 6), r -0.816.
printf '%s\n' model,item,right,cost_usd a,1,1,1 a,2,1,2 a,3,0,3 a,4,1,2 b,1,0,0.5 b,2,1,0.5 b,3,0,1 b,4,0,1 \
    >joined.csv
run paretop compare joined.csv --map item=item -o max:right,min:cost_usd --chart plane --size 100x30
is "$status" 0 'the plane of models with items'
like "$(cat "$out")" '*cost_usd, USD*' 'has cost along it'
# The loser's place on the frontier is that among all points, as the frontier lens has it.
printf '%s\n' model,acc,acc_stderr,cost_usd a,0.70,0.01,2 b,0.90,0.01,4 c,0.705,0.01,1.5 >whole.csv
run paretop frontier whole.csv -o max:acc,min:cost_usd --format csv
whole=$(csv_columns model p_frontier <"$out" | awk -F, '$1 == "a" { printf "%.2f", $2 }')
run paretop compare whole.csv -m a -m b -o max:acc,min:cost_usd
like "$(words)" "*a stays on the frontier of all 3 models with probability $whole, of the two with above 0.99.*" \
    'another model than the winner may dominate the loser'
awk 'BEGIN { print "model,item,right,cost_usd"
    for (i = 0; i < 200; i++) {
        printf "a,%d,%d,2\n", i, (i % 10 < 7)
        printf "b,%d,%d,4\n", i, (i % 10 < 9)
        printf "c,%d,%d,1\n", i, (i % 10 < 6 || i % 20 == 17)
    } }' >wholeitems.csv
run paretop frontier wholeitems.csv --map item=item -o max:right,min:cost_usd --format csv
whole=$(csv_columns model p_frontier <"$out" | awk -F, '$1 == "a" { printf "%.2f", $2 }')
run paretop compare wholeitems.csv --map item=item -m a -m b -o max:right,min:cost_usd
like "$(words)" "*a stays on the frontier of all 3 models with probability *, of the two with above 0.99.*" \
    'also with items'
like "$(words)" "*with probability $([ "$whole" = 1.00 ] && echo 'above 0.99' || echo "$whole"), of the two*" \
    'of all models'
# Ranks over items: by hand R = 11.5, 8, 4.5 of four items with two ties, so that chi2 = 6.125 / 0.875.
printf '%s\n' model,item,score a,1,0.9 a,2,0.8 a,3,0.7 a,4,0.9 b,1,0.5 b,2,0.6 b,3,0.7 b,4,0.5 \
    c,1,0.4 c,2,0.3 c,3,0.2 c,4,0.5 >ranks.csv
run paretop compare ranks.csv --map item=item -o max:score --table models --format csv
is "$(csv_columns model mean_rank <"$out" | tr '\n' ' ')" 'a,1.125 b,2 c,2.875 ' 'mean ranks over items, 1 the best'
like "$(cat "$err")" '*over 4 items in common the models* mean ranks differ by more than chance (Friedman chi-square 7, 2 degrees of freedom, p 0.0302); the items are few for it*' \
    'and Friedman'"'"'s test'
sed 's/score/loss/' ranks.csv >rankloss.csv
run paretop compare rankloss.csv --map item=item -o min:loss --table models --format csv
is "$(csv_columns mean_rank <"$out" | tr '\n' ' ')" '2.875 2 1.125 ' 'of a loss the least is the best'
run paretop compare ranks.csv -m a -m b --map item=item -o max:score --table models --format csv
is "$(csv_columns mean_rank <"$out" | tr '\n' ' ')" '  ' 'two models have no ranks'
run paretop compare --direction score=max runs.csv --chart profile_means --format svg
like "$(cat "$out")" '*share of tasks*' 'repeated runs have a profile of the means of their tasks'
run paretop compare wide.csv --chart profile_means
like "$(cat "$err")" '*its charts: *profile*' 'single ones have that of the runs alone'
# Right or wrong on items of their own. fisher.test of R: 0.0309340532 for 31 of 50 against 49
# of 60; the interval is Newcombe's by hand.
{
    echo model,item,correct
    awk 'BEGIN { for (i = 0; i < 50; i++) print "a,a" i "," (i < 31)
        for (i = 0; i < 60; i++) print "b,b" i "," (i < 49) }'
} >apart.csv
run paretop compare apart.csv -o max:correct --interval newcombe --table pairs --format csv
is "$(cell method) $(csv_columns lo hi p <"$out" | awk -F, '{ printf "%.6f %.6f %.8f", $1, $2, $3 }')" \
    'unpaired; Newcombe; Fisher exact -0.355496 -0.028870 0.03093405' 'two shares of items of their own'
run paretop compare apart.csv -o max:correct
like "$(tr -s ' \n' ' ' <"$out")" '*n = 50 and 60, no items in common*' 'unlike numbers of them are told'
# All right against all wrong is not beyond doubt.
{
    echo model,item,correct
    awk 'BEGIN { for (i = 0; i < 30; i++) print "a,a" i ",1\nb,b" i ",0" }'
} >alike.csv
run paretop compare alike.csv -o max:correct
like "$(tr -s ' \n' ' ' <"$out")" '*by 100 percentage points (95% CI 83.9 to 100, unpaired*' \
    'an error of 0 is not certainty'
# Twenty observations against two thousand: of each, what both would need. 0.15 apart, 80 %
# power: 7.849 (20 * 0.109^2 + 2000 * 0.00895^2) / 0.15^2 = 139.
printf 'model,acc,acc_se,n\na,0.65,0.109,20\nb,0.8,0.00895,2000\n' >unlike.csv
run paretop compare unlike.csv -o max:acc
like "$(tr -s ' \n' ' ' <"$out")" '*About 139 observations per model would show*' \
    'what would be needed does not take the larger for as small'

# A win within the margin is one that one would not care for.
{
    echo model,item,correct
    awk 'BEGIN { for (i = 0; i < 400; i++) print "a," i "," (i % 10 != 0) "\nb," i "," (i % 10 > 1) }'
} >small.csv
run paretop compare small.csv -o max:correct --margin 0.2
like "$(tr -s ' \n' ' ' <"$out")" '*a beats b*The difference is real and within the margin of 20 percentage points.*' \
    'a win within the margin is said to be one'

finish
