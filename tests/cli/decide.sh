#!/bin/sh
# What choosing now costs, and whether more evaluation pays, on beliefs that can be checked.
. "$top_srcdir/tests/lib.sh"

# A difference of 2 points with a standard error of 5 (3 and 4): EVPI 5 (phi(.4) - .4 Phi(-.4)).
cat >two.csv <<'END'
model,accuracy,accuracy_stderr,n
a,62,3,256
b,60,4,256
END
run paretop decide two.csv -o max:accuracy --table pairs --format csv
is "$status" 0 'decide succeeds'
is "$(csv_columns choice alternative diff se_diff <"$out")" 'a,b,2,5' 'the choice and its rival'
is "$(csv_columns evpi p_better evsi_100 <"$out" |
    awk -F, '{ printf "%.6f %.6f %.6f", $1, $2, $3 }')" '1.152194 0.655422 0.344767' \
    'EVPI, the probability that it is better, and the value of 100 items'
run paretop decide two.csv -o max:accuracy --format csv
is "$(csv_columns model p_best <"$out" | awk -F, '{ printf "%s %.6f ", $1, $2 }')" \
    'a 0.655422 b 0.344578 ' 'who is best, by quadrature'
run paretop decide two.csv -o max:accuracy --format json
like "$(cat "$out")" '*Choosing a now is expected to cost 1.15*' 'said in a sentence'
run paretop decide two.csv -o max:accuracy --stake 1 --item-price 10 --format json
like "$(cat "$out")" '*No further evaluation pays its price: choose now*' 'a price that is too high'
run paretop decide two.csv -o max:accuracy --stake 100 --item-price 0.01 --format json
like "$(cat "$out")" '*are worth * more than they cost*' 'and one that pays'
run paretop decide two.csv -o max:accuracy --decider softmax --beta 50 --table pairs --format csv
is "$(csv_columns delta <"$out" | cut -c1)" - 'a noisy decision maker may lose'

# Squares of 1e-200 are 0 and those of 1e200 infinite: the answers are those of 1e0.
for power in 0 -200 200; do
    printf 'model,accuracy,accuracy_stderr,n\na,6e%d,1e%d,10\nb,5.5e%d,2e%d,10\n' \
        "$power" "$power" "$power" "$power" >"scale.csv"
    run paretop decide scale.csv -o max:accuracy --table pairs --format csv
    is "$(csv_columns p_better n_needed <"$out" | awk -F, '{ printf "%.6f %d", $1, $2 }')" \
        '0.588468 1560' "two scores near 1e$power"
    is "$(csv_columns evpi evsi_100 <"$out" |
        awk -F, -v s="1e$power" '{ printf "%.6f %.6f", $1 / s, $2 / s }')" \
        '0.664271 0.623831' "what knowing more is worth near 1e$power"
    printf 'c,5e%d,3e%d,10\n' "$power" "$power" >>scale.csv
    run paretop decide scale.csv -o max:accuracy --decider softmax \
        --beta "0.3e$power" --format csv
    is "$(csv_columns p_best <"$out" | awk '{ printf "%.6f ", $1 }')" \
        '0.388302 0.307282 0.304417 ' "three scores near 1e$power"
    run paretop decide scale.csv -o max:accuracy --decider softmax \
        --beta "0.3e$power" --table pairs --format csv
    is "$(csv_columns delta <"$out" | awk -v s="1e$power" '{ printf "%.6f ", $1 / s }')" \
        '0.806836 0.639911 ' "a noisy decision maker near 1e$power"
done

printf 'model,accuracy,accuracy_stderr,n\na,0.9,0.001,1000\nb,0.5,0.001,1000\n' >clear.csv
run paretop decide clear.csv -o max:accuracy --format json
like "$(cat "$out")" '*More evaluation cannot change this choice, a*' 'a clear choice'
printf 'model,accuracy,accuracy_stderr\na,0.9,0.01\nb,0.89,0.01\nc,0.7,\n' >partial.csv
run paretop decide partial.csv -o max:accuracy --format csv
is "$(csv_columns model reason <"$out")" 'a,
b,
c,no standard error' 'what is no candidate has a reason'
run paretop decide partial.csv -o max:accuracy --format json
like "$(cat "$out")" '*How many items are behind the scores is not known*' \
    'without n nothing is said of items'
printf 'model,accuracy\na,0.9\nb,0.8\n' >exact.csv
run paretop decide exact.csv -o max:accuracy
is "$status" 1 'scores without errors are refused'
like "$(cat "$err")" '*0 of 2 points have accuracy with a standard error*' 'and why'
printf 'model,loss,loss_stderr,n\na,2,0.3,50\nb,1,0.4,50\n' >loss.csv
run paretop decide loss.csv -o min:loss --table pairs --format csv
is "$(csv_columns choice diff <"$out")" 'b,1' 'less may be better'

# The published case: values .8 -.3 .1 with weights .5 .3 .2.
run paretop decide two.csv --values 0.8,-0.3,0.1 --weights 5,3,2 --decider error --format csv
is "$(csv_columns mean delta evpi <"$out" | awk -F, '{ printf "%.6f %.6f %.6f", $1, $2, $3 }')" \
    '0.330000 0.039000 0.090000' 'a belief with discrete values'
run paretop decide two.csv --values 1,2 --weights 1
is "$status" 1 'as many weights as values'
run paretop decide two.csv --values 1,x
is "$status" 2 'and numbers'
for format in text json markdown svg plain; do
    run paretop decide two.csv -o max:accuracy --format "$format"
    is "$status" 0 "$format succeeds"
done
# A stake without a price weighs nothing, which is said.
printf '%s\n' model,accuracy,accuracy_stderr a,0.7,0.02 b,0.69,0.02 >staked.csv
run paretop decide staked.csv -o max:accuracy --format csv --table pairs
evpi=$(csv_columns evpi <"$out")
run paretop decide staked.csv -o max:accuracy --stake 5000
like "$(tr -s ' \n' ' ' <"$out")" "*at the stake of 5000 knowing the truth would be worth $(
    awk -v e="$evpi" 'BEGIN { printf "%.3g", 5000 * e }'); --stake enters nothing else without a price*" \
    'a stake alone prices the truth'
run paretop decide staked.csv -o max:accuracy
unlike "$(cat "$out")" '*at the stake*' 'which is not said of the stake of 1'
run paretop decide staked.csv --values 1,-1 --stake 5
is "$status" 2 'a typed belief has no stake'
run paretop decide staked.csv --values 1,-1 --item-price 5
like "$(cat "$err")" '*--item-price is about items that are scored*' 'and no items to pay'
run paretop decide staked.csv -o max:accuracy --weights 1,2
like "$(cat "$err")" '*--weights say nothing without --values*' 'weights need values'

# Scores of items near 1e200 and 1e-200: covariances, samples and prices are those of 1e0.
for power in 0 -200 200; do
    awk -v p="$power" 'BEGIN { print "model,item,reward"
        for (i = 0; i < 40; i++) {
            printf "a,%d,%ge%d\n", i, 3 + i * 7 % 5, p
            printf "b,%d,%ge%d\n", i, 3 + i * 11 % 5 + (i % 3 == 0) * 0.3, p
            printf "c,%d,%ge%d\n", i, 2.9 + i * 7 % 5 + (i % 4 == 0), p
        } }' >items.csv
    run paretop decide items.csv --map item=item -o max:reward --format csv
    is "$(csv_columns model mean se p_best loss <"$out" | awk -F, -v s="1e$power" \
        '{ printf "%s %.6f %.6f %.5f %.6f;", $1, $2 / s, $3 / s, $4, $5 / s }')" \
        'a 5.000000 0.226455 0.00500 0.224727;b 5.105000 0.227612 0.42765 0.119727;c 5.150000 0.236833 0.56735 0.074727;' \
        "three models with errors in common near 1e$power"
    run paretop decide items.csv --map item=item -o max:reward --format csv --table pairs \
        --stake "1e$((-power))" --item-price 0.001
    is "$(csv_columns alternative se_diff evpi n_needed evsi_100 net_best_n net_best <"$out" |
        awk -F, -v s="1e$power" \
        '{ printf "%s %.6f %.6f %d %.6f %d %.6f;", $1, $2 / s, $3 / s, $4, $5 / s, $6, $7 }')" \
        'b 0.239148 0.074590 8827 0.060123 20 0.015483;a 0.069338 0.000376 28 0.000097 0 0.000000;' \
        "and what more items are worth near 1e$power"
done

# Unlike numbers of items: one more of each differs by sqrt(100 .03^2 + 2000 .01^2).
printf '%s\n' model,accuracy,accuracy_stderr,n a,0.62,0.03,100 b,0.6,0.01,2000 >unlike.csv
run paretop decide unlike.csv -o max:accuracy --table pairs --format csv
is "$(csv_columns n_now n_needed evsi_100 <"$out" | awk -F, '{ printf "%d %d %.9f", $1, $2, $3 }')" \
    '100 5591 0.000811732' 'items of which two models have unlike numbers'

# Four of forty items in common: their errors are hardly shared, and far from 0.
awk 'BEGIN { print "model,item,reward"
    for (i = 0; i < 40; i++) printf "a,%d,%g\n", i, 3 + i * 7 % 5
    for (i = 36; i < 76; i++) printf "b,%d,%g\n", i, 3.05 + i * 7 % 5 + (i % 3 == 0) * 0.5
    }' >overlap.csv
run paretop decide overlap.csv --map item=item -o max:reward --table pairs --format csv
is "$(csv_columns choice se_diff p_better evpi n_now evsi_100 <"$out" |
    awk -F, '{ printf "%s %.9f %.6f %.9f %d %.9f", $1, $2, $3, $4, $5, $6 }')" \
    'b 0.311092986 0.765239 0.042724313 4 0.042316053' 'few items in common are few shared errors'
awk 'BEGIN { for (i = 20; i < 60; i++) printf "c,%d,%g\n", i, 3 + i * 11 % 5 }' >>overlap.csv
run paretop decide overlap.csv --map item=item -o max:reward
like "$(tr -s ' \n' ' ' <"$out")" '*is expected to cost 0.*it is the best with probability 0.*' \
    'and errors make a covariance whatever is shared'

# What is infinite is believed by nobody; what cannot be lost is not priced.
printf '%s\n' model,accuracy,accuracy_stderr,n a,inf,0.1,10 b,1,0.2,10 c,2,0.1,10 d,3,inf,10 >endless.csv
run paretop decide endless.csv -o max:accuracy --missing none --format csv
is "$(csv_columns model reason <"$out" | tr '\n' ' ')" \
    'a,an infinite score b, c, d,an infinite standard error ' 'the infinite is no candidate, and why'
printf '%s\n' model,accuracy,accuracy_stderr,n a,0,0,10 b,0,0,10 >nought.csv
run paretop decide nought.csv -o max:accuracy --format plain
like "$(cat "$out")" '*More evaluation cannot change this choice*' 'nothing to lose is no cost of 0'

# A gain of N(0.4, 0.5^2) left to a decision maker with noise of 0.25.
printf '%s\n' model,accuracy,accuracy_stderr a,0.4,0.3 b,0,0.4 >off_switch.csv
run paretop decide off_switch.csv -o max:accuracy --decider softmax --beta 0.25 --table pairs --format csv
is "$(csv_columns evpi delta <"$out" | awk -F, '{ printf "%.12f %.12f", $1, $2 }')" \
    '0.060103616947 0.016133297428' 'a Gaussian belief of the published kind'

run paretop decide overlap.csv --map item=item -o max:reward
like "$(tr -s ' \n' ' ' <"$out")" '*of 76 that are known * not yet scored for both*' 'items that are there come first'
run paretop decide clear.csv -o max:accuracy
unlike "$(cat "$out")" '*charts*items*' 'a value of nothing is not drawn'
# Errors by the clusters of the items, where there are some: those of compare.
items=$fixtures/stats/items.csv
run paretop compare -m alder -m birch -o max:correct --map item=question --map cluster=passage \
    --format csv --table pairs "$items"
by_clusters=$(csv_columns measure se_paired <"$out" | awk -F, '$1 == "correct" { printf "%.10f", $2 }')
run paretop decide -o max:correct --map item=question --map cluster=passage --format csv \
    --table pairs -m alder -m birch "$items"
is "$(csv_columns se_diff <"$out" | awk '{ printf "%.10f", $1 }')" "$by_clusters" \
    'a difference has the error by clusters'
like "$(cat "$err")" '*errors go by the 20 clusters of the items*' 'and that is said'


printf '%s\n' model,pass_rate,pass_rate_stderr,n 'a,62 %,3 %,200' 'b,60 %,4 %,200' >percent.csv
run paretop decide percent.csv -o max:pass_rate --format plain
like "$(tr -s ' \n' ' ' <"$out")" '*expected to cost 1.15 points of pass_rate*recover * points of that*' \
    'per cent that are lost are points'

printf '%s\n' model,seed,accuracy a,1,0.7 a,2,0.72 a,3,0.69 b,1,0.68 b,2,0.7 b,3,0.71 >seeds.csv
run paretop decide seeds.csv -o max:accuracy --format plain
like "$(tr -s ' \n' ' ' <"$out")" '*10 more runs for it and b recover 0.0029 of that, three quarters or more.*more runs means other seeds*' \
    'errors between runs are of runs, not of items'

# The four items in common are of one cluster: their spread between clusters is not known.
awk -F, 'NR == 1 { print $0 ",cluster" } NR > 1 { print $0 ",c" int($2 / 4) }' overlap.csv |
    grep -v ^c, >passages.csv
run paretop decide passages.csv --map item=item --map cluster=cluster -o max:reward --table pairs --format csv
is "$(csv_columns n_now n_needed <"$out")" '4,167' 'and items are needed as if none were shared'
# What cannot be told from a sample without variation, and what could change but hardly matters.
{
    echo model,item,correct
    awk 'BEGIN { for (i = 0; i < 30; i++) print "a," i ",1\nb," i ",1" }'
} >same.csv
run paretop decide same.csv -o max:correct
like "$(tr -s ' \n' ' ' <"$out")" '*did not come out differently on any item, from which no error can*' \
    'an error of 0 is not certainty'
run paretop decide two.csv -o max:accuracy --negligible 2
like "$(tr -s ' \n' ' ' <"$out")" '*could change this choice, a, which is the best with probability 0.66, but not*' \
    'what hardly matters could change all the same'

# Errors between few runs are uncertain themselves: Student's t with Welch's degrees, as in compare.
printf '%s\n' model,seed,accuracy A,0,0.6204 A,1,0.5744 A,2,0.6042 A,3,0.5943 A,4,0.5955 \
    B,0,0.6178 B,1,0.5998 B,2,0.6177 B,3,0.6113 B,4,0.6532 >few.csv
run paretop compare few.csv -o max:accuracy --table pairs --format csv
in_compare=$(csv_columns p_better <"$out" | awk '{ printf "%.9f", $1 < 0.5 ? 1 - $1 : $1 }')
run paretop decide few.csv -o max:accuracy --table pairs --format csv
is "$(csv_columns p_better <"$out" | awk '{ printf "%.9f", $1 }')" "$in_compare" \
    'runs are compared as in compare'
is "$(csv_columns df evpi n_needed <"$out" | awk -F, '{ printf "%.4f %.7f %d", $1, $2, $3 }')" \
    '7.7579 0.0003646 7' 'degrees, EVPI and runs that are needed'
run paretop decide few.csv -o max:accuracy
like "$(tr -s ' \n' ' ' <"$out")" '*Choosing B now is expected to cost 0.000365*few runs (7.76 degrees of freedom): beliefs are Student*' \
    'so that the answer is another one than with errors that were known'
printf '%s\n' C,0,0.61 C,1,0.60 >>few.csv
run paretop decide few.csv -o max:accuracy --format csv
is "$(csv_columns model reason <"$out" | tr '\n' ' ')" \
    'A, B, C,two runs, of which no expected loss follows ' 'two runs tell nothing of what may be lost'
printf '%s\n' C,2,0.63 D,0,0.6 D,1,0.62 D,2,0.61 >>few.csv
run paretop decide few.csv -o max:accuracy --format csv
is "$(csv_columns p_best <"$out" | awk '{ s += $1 } END { printf "%.6f", s }')" 1.000000 \
    'of four, one is the best'
# Of two candidates everything is known in closed form.
awk 'BEGIN { print "model,item,correct"
    for (i = 0; i < 200; i++) printf "a,%d,%d\nb,%d,%d\n", i, i % 3 == 0, i, i % 4 == 0 || i % 3 == 0 }' >pair.csv
run paretop decide pair.csv -o max:correct --format csv
chance=$(csv_columns p_best <"$out" | sort -n | tail -1)
run paretop decide pair.csv -o max:correct --format csv --table pairs
is "$(csv_columns p_better <"$out")" "$chance" 'the chance of one is that of the pair'
# In the money of the stake, and whose price it is.
run paretop decide two.csv -o max:accuracy --stake 100 --item-price 0.01
like "$(tr -s ' \n' ' ' <"$out")" '*cost 1.15 of accuracy (EVPI), 115 at the stake (100 a unit); it is*its price is for both*' \
    'what is lost is told in money, too'
run paretop decide two.csv -o max:accuracy
like "$(tr -s ' \n' ' ' <"$out")" '*1,000 more items for it and b recover 0.96 of that, three quarters or more.*' \
    'and what the number of items is'
run paretop decide partial.csv -o max:accuracy
like "$(tr -s ' \n' ' ' <"$out")" '*--map n=COLUMN says it*' 'how to say how many items there are'
run paretop decide two.csv -o max:accuracy --chart belief
like "$(cat "$out")" '*⣿*' 'the loss is shaded'
like "$(cat "$out")" '*accuracy: a less b*' 'and the axis says of what'
# So it is where the error comes from few clusters: t of one degree fewer, shared by all.
awk 'BEGIN { srand(3); print "model,item,cluster,correct"
    for (i = 0; i < 160; i++) { c = i % 8
        printf "A,%d,c%d,%d\nB,%d,c%d,%d\nC,%d,c%d,%d\n", i, c, (i * 7 + c) % 10 < 2 + c,
            i, c, (i * 3 + c) % 10 < 3 + c, i, c, (i * 9 + 2 * c) % 10 < 1 + c } }' >clusters.csv
run paretop compare clusters.csv -m A -m B --map item=item --map cluster=cluster -o max:correct --table pairs --format csv
in_compare=$(csv_columns p_better <"$out" | awk '{ printf "%.9f", $1 < 0.5 ? 1 - $1 : $1 }')
run paretop decide clusters.csv -m A -m B --map item=item --map cluster=cluster -o max:correct --table pairs --format csv
is "$(csv_columns p_better df <"$out" | awk -F, '{ printf "%.9f %d", $1, $2 }')" "$in_compare 7" \
    'few clusters are compared as in compare'
like "$(cat "$err")" '*few clusters (7 degrees of freedom)*' 'and that is said'
run paretop decide clusters.csv --map item=item --map cluster=cluster -o max:correct --format csv
is "$(csv_columns p_best <"$out" | awk '{ s += $1 } END { printf "%.6f", s }')" 1.000000 \
    'of three, one is the best'
awk -F, 'NR == 1 || $3 == "c0" || $3 == "c1"' clusters.csv >fewest.csv
run paretop decide fewest.csv -m A -m B --map item=item --map cluster=cluster -o max:correct
like "$(tr -s ' \n' ' ' <"$out")" '*Two clusters of items do not tell what choosing*' 'two clusters tell nothing'
finish
