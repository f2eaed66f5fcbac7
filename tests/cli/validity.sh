#!/bin/sh
# What simulations with a known truth found (tests/validity), and that the program says it:
# every method that missed its level there warns in its own output on such data.
. "$top_srcdir/tests/lib.sh"

table=$top_srcdir/tests/validity/RESULTS
silent=$(awk '$NF == "MISSED" { for (i = 1; i < NF; i++) if ($i == "said" && $(i + 1) >= 0.7)
        next
    print }' "$table")
is "$silent" '' 'what misses its promise is said in most worlds'
for part in '^proportion  *Wilson ' '^mean  *t  *graded n 1319' '^seeds  *t ' '^cost  *Fieller' \
    '^difference  *BCa  *tied' '^difference  *Tango' '^clustered  *t  *0/1 n   30' \
    '^test  *McNemar mid-p .* n 1319' '^family  *Holm.*50 models' '^family  *BH.*half better' \
    '^tasks  *IQM' "Welch's t" 'adjusted, any' 'errors only' \
    '^frontier .*by runs, on' '^frontier  *50 models.* n 1319' '^frontier, c *50 models' '^frontier  *20 models, off' \
    '^dominance, c' '^margin, c' '^own, c' '^unpaired, c' '^ranks, c' '^suite, c' \
    '^Sharpe  *psr .*in runs' '^Sharpe  *dsr.*50' '^value  *EVPI of 50'; do
    grep -q "$part" "$table"
    ok $? "the table has $part"
done
# Not one of these needs a warning: they must hold everywhere.
for holds in '^proportion  *Wilson ' '^proportion  *Clopper-Pearson ' '^difference  *Tango' \
    '^difference  *Newcombe' '^test  *McNemar' '^seeds  *t ' '^family' '^frontier .* models, .* on ' \
    '^frontier .*any ' '^frontier .*errors only' '^frontier .*adjusted, off' '^unpaired  *Newcombe' \
    '^unpaired  *Fisher' '^unpaired  *Mann-Whitney' '^own  *BCa' '^ranks  *Friedman' \
    '^margin  *.*Tango' '^suite  *t' '^nested' '^ablation .* normal' "p95's ranks"; do
    grep -q "$holds" "$table"
    ok $? "$holds is there"
    is "$(grep "$holds" "$table" | grep -c MISSED)" 0 "$holds holds"
done

{
    echo 'model,question,topic,correct,cost_usd'
    awk 'BEGIN { for (i = 0; i < 20; i++) for (m = 0; m < 2; m++)
        printf "%s,q%d,t%d,%d,%g\n", m ? "oak" : "elm", i, i % 4, (m ? (i > 1) : (i < 19)),
            (i == 7 ? 9 : 0.1) }'
} >few.csv
pair() { run paretop compare --format csv --table pairs --map item=question -o max:correct,min:cost_usd \
    "$@" few.csv; }
pair
unlike "$(cat "$err")" '*elm and oak on correct*' 'Tango needs no warning'
like "$(cat "$err")" '*limits of the cost per right answer may be too close*' \
    'one dear item makes the cost per right answer doubtful'
pair --interval wald
like "$(cat "$err")" '*elm and oak on correct: fewer than 15 items came out differently*' 'Wald warns of few discordant items'
pair --interval bca
like "$(cat "$err")" '*elm and oak on correct (and 1 more): few items or runs*' 'the bootstrap warns of few items'
awk 'BEGIN { print "model,question,score"
    for (i = 0; i < 35; i++) printf "elm,q%d,%g\noak,q%d,%g\n", i, i % 5, i, (i + 1) % 4 }' >some.csv
for interval in t z; do
    run paretop compare --format csv --table pairs --map item=question -o max:score --interval $interval some.csv
    case $interval in
    t) unlike "$(cat "$err")" '*few items or runs*' 't suits 35 items' ;;
    z) like "$(cat "$err")" '*few items or runs (below 30, of z or a bootstrap below 40)*' 'z does not' ;;
    esac
done
pair --map cluster=topic
like "$(cat "$err")" '*4 clusters are few*' 'clusters warn where they are few'
pair --own-interval z
like "$(cat "$err")" '*the own interval of elm and oak may be too narrow: few items*' \
    'a normal interval of few right and wrong answers warns'

{
    echo 'model,seed,task,score'
    awk 'BEGIN { for (s = 1; s < 4; s++) for (t = 1; t < 4; t++) for (m = 0; m < 2; m++)
        printf "%s,%d,t%d,%g\n", m ? "oak" : "elm", s, t, 0.1 * t + 0.03 * ((s * t + m) % 4) }'
} >tasks.csv
run paretop compare --format csv --table suite tasks.csv
like "$(cat "$err")" '*the runs are few, and the intervals may be too narrow*' \
    'tasks together warn of few runs'

printf 'model,seed,task,score\nelm,1,a,0.5\nelm,2,a,0.5\noak,1,a,0.7\noak,2,a,0.6\n' >seeds.csv
run paretop variance seeds.csv
like "$(cat "$out" "$err")" '*1 of 2 groups repeats the same value*' \
    'repeats that agree are no proof of no noise'
like "$(cat "$out" "$err")" '*bootstrap limits of fewer than 40 repeats*' \
    'few repeats have no good bootstrap limits'

# --- the frontier's states ---

# Thirty alike at rising costs: each alone is off, one of them is on it all the same.
awk 'BEGIN { print "model,acc,acc_stderr,cost_usd"
    for (i = 0; i < 30; i++) printf "m%02d,%g,0.05,%d\n", i, 0.7 + 0.0001 * (i % 7), i + 1 }' >alike.csv
run paretop frontier -o max:acc,min:cost_usd alike.csv
like "$(tr -s ' \n' ' ' <"$out")" '*off is said of each point alone: of the * that are off * are on the frontier of the mean replicate (--adjust *' \
    'off is not said of many alike together'
run paretop frontier -o max:acc,min:cost_usd --adjust bonferroni alike.csv
unlike "$(tr -s ' \n' ' ' <"$out")" '*off is said of each*' 'with an adjustment none of them is off'
awk 'BEGIN { print "model,acc,acc_stderr,cost_usd"
    for (i = 0; i < 30; i++) printf "m%02d,%g,0.001,%d\n", i, 0.7 - 0.02 * i, i + 1 }' >apart.csv
run paretop frontier -o max:acc,min:cost_usd apart.csv
unlike "$(tr -s ' \n' ' ' <"$out")" '*off is said of each*' 'who is clearly worse is off without a word'

# Sixty items on three of which two models differ: the cheaper ties or wins in most resamples.
{
    echo 'model,question,correct,cost_usd'
    awk 'BEGIN { for (i = 0; i < 60; i++) for (m = 0; m < 2; m++)
        printf "%s,q%d,%d,%g\n", m ? "oak" : "elm", i, (m ? (i > 2) : 1), m ? 2 : 1 }'
} >ties.csv
run paretop frontier --map item=question -o max:correct,min:cost_usd ties.csv
like "$(tr -s ' \n' ' ' <"$out")" '*1 of the 1 that are off differs from the dominator on fewer than 15 items*' \
    'off by ties on most items is said'
run paretop compare --map item=question -o max:correct,min:cost_usd ties.csv
like "$(tr -s ' \n' ' ' <"$out")" '*dominance may be called sure too often for 1 of 1 pair: *' \
    'and so is dominance'

# Three runs of each: their errors are uncertain themselves.
awk 'BEGIN { print "model,seed,acc,cost_usd"
    for (s = 0; s < 3; s++) printf "elm,%d,%g,1\noak,%d,%g,2\n", s, 0.5 + 0.01 * s, s, 0.6 + 0.01 * s }' >three.csv
run paretop frontier -o max:acc,min:cost_usd three.csv
like "$(tr -s ' \n' ' ' <"$out")" '*acc: 2 of 2 errors are from fewer than 20 runs or items: normal draws*' \
    'errors between a few runs warn'

# --- models on items of their own ---

# 30 and 225 items: t would cover 0.80 (RESULTS, unpaired 0/1 n 30, 225).
awk 'BEGIN { print "model,question,correct"
    for (i = 0; i < 30; i++) printf "elm,e%d,%d\n", i, (i > 0)
    for (i = 0; i < 225; i++) printf "oak,o%d,%d\n", i, (i > 10) }' >shares.csv
run paretop compare --map item=question shares.csv --format csv --table pairs
is "$(csv_columns method <"$out")" 'unpaired, Newcombe; Fisher exact' \
    'shares of unlike numbers of items are compared by Newcombe'
awk 'BEGIN { print "model,question,correct"
    for (i = 0; i < 30; i++) printf "elm,e%d,%g\n", i, (i > 0) ? 1 : 0.5
    for (i = 0; i < 225; i++) printf "oak,o%d,%g\n", i, (i > 10) ? 1 : 0.2 }' >scores.csv
run paretop compare --map item=question scores.csv
like "$(tr -s ' \n' ' ' <"$out")" '*elm and oak on correct: *lopsided scores, and unlike numbers of items*' \
    'and lopsided scores of unlike numbers of items warn'

# --- blocks, series, beliefs ---

awk 'BEGIN { print "model,task,prompt,score"
    for (t = 0; t < 5; t++) printf "m,t%d,short,%g\nm,t%d,long,%g\n", t, 0.5, t, 0.5 + 0.01 * exp(t) }' >blocks.csv
run paretop compare --factor prompt --block task blocks.csv
like "$(tr -s ' \n' ' ' <"$out" | cat - "$err")" '*takes the effects of blocks as normal*' 'few blocks warn'

# Returns that resemble the one before: twenty good periods, then twenty bad ones.
awk 'BEGIN { print "model,item,score"
    for (i = 0; i < 40; i++) printf "elm,q%02d,%g\noak,q%02d,%g\n", i, 0.5 + (i < 20 ? 0.2 : 0) + 0.01 * (i % 3),
        i, 0.5 + 0.01 * (i % 5) }' >series.csv
run paretop risk -o max:score --map item=item --returns value series.csv
like "$(tr -s ' \n' ' ' <"$out")" '*psr and dsr of 1 of 2 series may be too sure*' 'returns in runs warn'

awk 'BEGIN { print "model,acc,acc_stderr"
    for (i = 0; i < 4; i++) printf "m%d,%g,0.05\n", i, 0.7 + 0.01 * i }' >beliefs.csv
run paretop decide -o max:acc beliefs.csv
like "$(tr -s ' \n' ' ' <"$out")" '*differ no more than their errors explain*the EVPI is too high*' \
    'scores that may be alike warn'
awk 'BEGIN { print "model,acc,acc_stderr"
    for (i = 0; i < 4; i++) printf "m%d,%g,0.05\n", i, 0.3 + 0.19 * i }' >beliefs.csv
run paretop decide -o max:acc beliefs.csv
unlike "$(tr -s ' \n' ' ' <"$out")" '*differ no more than*' 'and others do not'
finish
