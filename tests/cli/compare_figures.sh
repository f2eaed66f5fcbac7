#!/bin/sh
# Figures beside the verdict of a comparison: what cost and latency are like over the items,
# naive and unbiased pass@k, errors with and without clusters, intervals of one pair and of all,
# plans for a given difference. Expected numbers are those of scipy on the same tables.
. "$top_srcdir/tests/lib.sh"

words() { tr -s ' \n' ' ' <"$out"; }
six() { awk -F, '{ for (i = 1; i <= NF; i++) printf "%s%s", ($i ~ /^-?[0-9.e+-]+$/ ? sprintf("%.6g", $i) : $i),
    i < NF ? "," : "\n" }'; }

# Twelve requests with a long tail.
{
    echo model,question,correct,latency_ms
    for x in 120 80 95 400 150 60 210 75 90 130 1000 110; do
        n=$((${n:-0} + 1)); printf 'a,%d,%d,%d\nb,%d,1,%d\n' $n $((n % 2)) $x $n $((x + 1))
    done
} >latency.csv
ask() { run paretop compare latency.csv --map item=question -o max:correct,min:latency_ms "$@"; }
ask --table costs --format csv
is "$(csv_columns model measure n mean median gmean gmean_lo gmean_hi log_se <"$out" | six | head -1)" \
    'a,latency_ms,12,210,115,141.883,90.3806,222.733,0.230092' 'the geometric mean has the interval of its logarithms'
is "$(csv_columns hmean mad iqr max method <"$out" | six | head -1)" '115.182,35,77.5,1000,normal on logarithms' \
    'harmonic mean, MAD and IQR'
ask --table quantiles --format csv
is "$(csv_columns model quantile value lo hi rank_lo rank_hi <"$out" | six | head -4 | tr '\n' ' ')" \
    'a,0.5,115,80,210,3,10 a,0.9,381,130,inf,8,13 a,0.95,670,210,inf,10,13 a,0.99,934,400,inf,11,13 ' \
    'quantiles have limits by order statistics'
ask --table quantiles
like "$(words)" '*0.9 12 381 130 to > 1000 *' 'a limit beyond the largest is shown as such'
ask
like "$(words)" '*tables *costs, quantiles*' 'both tables are named'
ask --format json --table quantiles
like "$(words)" '*0.9, 12, 381.00000000000006, 130, null, 8, 13*' 'without a limit in JSON'
sed 's/,/,c/1;s/,c\([0-9]*\),/,\1,\1,/' latency.csv | awk -F, 'NR == 1 { print "model,question,topic,correct,latency_ms"; next }
    { printf "%s,%d,t%d,%s,%s\n", $1, $2, int(($2 - 1) / 3), $4, $5 }' >topics.csv
run paretop compare topics.csv --map item=question --map cluster=topic -o max:correct,min:latency_ms --table costs --format csv
is "$(csv_columns se log_se gmean_lo method <"$out" | six | head -1)" '71.3462,0.20281,74.4085,t by 4 clusters on logarithms' \
    'by clusters where the items name them'
like "$(cat "$err")" '*limits of quantiles take every item by itself*' 'which limits of quantiles do not know'
printf 'model,acc,acc_stderr,cost\na,0.7,0.01,1\nb,0.8,0.01,2\n' >none.csv
run paretop compare none.csv --table costs
like "$(cat "$err")" '*its tables: measures, pairs, models*' 'without items there are no such tables'

# Samples per item: 2, 0 and 3 of 3 right.
run paretop compare --map item=question -o max:correct --k 2 --table models --format csv "$fixtures/stats/samples.csv"
is "$(csv_columns naive_pass_at_k naive_pass_hat_k <"$out" | six | tr '\n' ' ')" '0.62963,0.481481 0.814815,0.518519 ' \
    'the naive ones differ'
run paretop compare --map item=question -o max:correct --k 2 --table models --size 300x40 "$fixtures/stats/samples.csv"
like "$(cat "$out")" '*pass@k*pass^k*naive pass@k*naive pass^k*' 'and are called so'

# Errors with and without clusters: the smaller is as good as the larger.
{
    echo model,question,topic,right
    i=0
    for ab in 11 10 10 11 00 10 11 00 11 10 11 00; do
        printf 'a,%d,t%d,%d\nb,%d,t%d,%d\n' $i $((i / 3)) "${ab%?}" $i $((i / 3)) "${ab#?}"; i=$((i + 1))
    done
} >pair.csv
ask() { run paretop compare pair.csv --map item=question --map cluster=topic -o max:right "$@"; }
ask --table pairs --format csv
is "$(csv_columns diff se_paired se_plain d_z deff clusters <"$out" | six)" \
    '0.333333,0.136083,0.142134,0.677003,0.75,4' 'both errors of the difference, and its size in deviations'
is "$(csv_columns se_unpaired <"$out" | six)" 0.117851 \
    'the unpaired error is by the same clusters'
ask
like "$(words)" '*the error of the difference is 0.136 by 4 clusters and 0.142 by items (design effect 0.75)*' 'which is said'
ask --table models --format csv
is "$(csv_columns se se_plain <"$out" | six | head -1)" 0.0833333,0.130558 \
    'and both of a model alone'

# Of three pairs p allows for their number, and so does an interval if asked of all together.
printf 'model,acc,acc_stderr\na,0.70,0.01\nb,0.71,0.01\nc,0.78,0.01\n' >three.csv
run paretop compare three.csv --table pairs --format csv
is "$(csv_columns lo_all hi_all <"$out" | six | tr '\n' ' ')" '-0.043856,0.023856 -0.113856,-0.046144 -0.103856,-0.036144 ' \
    'intervals that hold together'
run paretop compare three.csv --table pairs --adjust sidak --format csv
is "$(csv_columns lo_all <"$out" | six | head -1)" '-0.0437677' 'after Sidak'
for choice in bh by none; do
    run paretop compare three.csv --table pairs --adjust $choice --format csv
    is "$(csv_columns lo_all hi_all <"$out" | sort -u)" , "and none for $choice, which promises something else"
done
run paretop compare three.csv
like "$(words)" '*lo and hi are of each pair alone; lo_all and hi_all (table pairs; Bonferroni, 98.33 % each) hold for all pairs of a measure together*' \
    'which is which'
like "$(words)" '*p_adj is adjusted for the 3 pairs of each measure (Holm)*' 'and by whom'
run paretop compare three.csv --adjust bh
like "$(words)" '*lo and hi are of each pair alone, whatever their number*' 'also without'
run paretop compare three.csv -m a -m b --table pairs --format csv
is "$(csv_columns lo_all <"$out" | six)" '-0.043856' 'two of three are one of three pairs'
head -3 three.csv >two.csv
run paretop compare two.csv --table pairs --format csv
is "$(csv_columns lo_all hi_all <"$out")" , 'one pair has one interval'

# A plan for a difference that was fixed beforehand, not for what was seen.
awk 'BEGIN { print "model,question,grade"; for (i = 0; i < 60; i++)
    printf "a,%d,%s\nb,%d,0.3\n", i, i % 2 ? 0.1 : 0.7, i }' >plan.csv
plan() { run paretop compare plan.csv --direction grade=max --map item=question "$@"; }
plan --table pairs --format csv
is "$(csv_columns diff mde n_needed power <"$out" | six)" '0.1,0.109421,72,' 'no power of what was seen'
plan --table pairs --format csv --delta 0.15
is "$(csv_columns mde n_needed power <"$out" | six)" '0.109421,32,0.969987' 'a given difference has one'
awk 'BEGIN { print "model,question,grade"; for (i = 0; i < 60; i++)
    printf "a,%d,%s\nb,%d,0.3\n", i, i % 2 ? 0.05 : 0.6, i }' >plan.csv
plan --delta 0.05
like "$(words)" '*shared items would show a gap of 5 percentage points with 80 % power; with these data that has 28.7 %.*' \
    'and the verdict says so'

# What makes an interval doubtful is named.
few() { run paretop compare few.csv --map item=question -o max:grade "$@"; }
printf '%s\n' model,question,grade a,1,0.5 a,2,0.7 a,3,0.6 b,1,0.3 b,2,0.6 b,3,0.3 >few.csv
few
like "$(words)" '*a and b on grade: few items or runs (below 30, of z or a bootstrap below 40)*' 'few items'
like "$(words)" '*grade: the own interval of a and b may be too narrow: few items or runs*' 'of each alone too'
awk 'BEGIN { print "model,question,grade"; for (i = 0; i < 60; i++)
    printf "a,%d,%s\nb,%d,0.3\n", i, i ? 0.3 + i % 3 / 1000 : 1, i }' >few.csv
few
like "$(words)" '*a and b on grade: a few items make most of the difference*' 'a few items that decide'
like "$(words)" '*own interval of a may be too narrow: a few scores are far from the rest*' 'or are far from the rest'
like "$(words)" '*own interval of b may be too narrow: all scores are equal, and an error of 0 is not certainty*' 'or all alike'
awk 'BEGIN { print "model,question,grade"; for (i = 0; i < 60; i++) printf "a,%d,0.5\nb,%d,0.3\n", i, i }' >few.csv
few
like "$(words)" '*a and b on grade: all differences are equal, and an error of 0 is not certainty*' 'differences all alike'
awk 'BEGIN { print "model,question,correct"; for (i = 0; i < 60; i++) printf "a,%d,1\nb,%d,%d\n", i, i, i % 2 }' >sure.csv
run paretop compare sure.csv --map item=question -o max:correct
like "$(words)" '*a: every one of its 60 answers is right; the rule of three, 3/n, puts the share of wrong ones below 0.05 at 95 %*' \
    'nothing wrong so far is not nothing'
run paretop compare sure.csv --map item=question -o max:correct --interval percentile
like "$(words)" '*bootstrap: 9999 resamples of seed 1, quantiles of type 7; another seed would move a limit of correct by about 0.0*' \
    'what is random says so'
few() { run paretop compare few.csv --map item=question -o max:correct --interval bca; }
awk 'BEGIN { print "model,question,correct"; for (i = 0; i < 3; i++) printf "a,%d,1\nb,%d,%d\n", i, i, (i > 1) }' >few.csv
few
like "$(words)" '*another seed would hardly move its limits*' 'also where there is nothing to move'
printf 'model,accuracy,n\na,1,1\nb,0.5,10\n' >single.csv
run paretop compare single.csv --table models --format csv
is "$(csv_columns lo hi method <"$out" | six | head -1)" '0.206549,1,Wilson' 'one answer is a share of one, no certainty'

# The spread between tasks is no error of the mean, and stands apart.
printf '%s\n' model,task,question,correct a,t1,q1,1 a,t1,q2,1 a,t1,q3,0 a,t1,q4,1 a,t2,q5,1 a,t2,q6,0 a,t2,q7,1 \
    a,t2,q8,1 a,t2,q9,1 b,t1,q1,1 b,t1,q2,0 b,t1,q3,0 b,t1,q4,0 b,t2,q5,1 b,t2,q6,1 b,t2,q7,0 b,t2,q8,0 b,t2,q9,1 >tasks.csv
run paretop compare --map item=question -o 'max:mean(correct)' --table pairs --format csv tasks.csv
is "$(csv_columns measure diff task_sd <"$out" | six | head -1)" 'mean(correct),0.35,0.212132' 'between 0.5 and 0.2'
finish
