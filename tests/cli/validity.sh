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
    '^frontier  *50 models.* n 1319' '^frontier, c *50 models'; do
    grep -q "$part" "$table"
    ok $? "the table has $part"
done
# Not one of these needs a warning: they must hold everywhere.
for holds in '^proportion  *Wilson ' '^proportion  *Clopper-Pearson ' '^difference  *Tango' \
    '^difference  *Newcombe' '^test  *McNemar' '^seeds  *t ' '^family' '^frontier '; do
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
finish
