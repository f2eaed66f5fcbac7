#!/bin/sh
# What the lens of noise says of runs, samples and models: its sentences against its figures.
. "$top_srcdir/tests/lib.sh"

words() { # of the last run, on one line
    tr -s ' \n' ' ' <"$out"
}

# Each of three items answered twice by two models: means of the first answers 2/3 and 1/3, of
# the second 1/3 and 1/3.
answers() { # NAME: of the column that tells the answers apart
    printf '%s\n' "model,item,$1,correct" a,q1,1,1 a,q2,1,1 a,q3,1,0 a,q1,2,1 a,q2,2,0 a,q3,2,0 \
        b,q1,1,0 b,q2,1,1 b,q3,1,0 b,q1,2,0 b,q2,2,0 b,q3,2,1
}
for name in sample attempt epoch try; do
    answers "$name" >"$name.csv"
    run paretop variance "$name.csv" --table tasks --format csv
    is "$(csv_columns measure <"$out")" correct "$name tells answers apart and is no score"
    run paretop variance "$name.csv" --table components --format csv
    is "$(csv_columns measure method <"$out" | tr '\n' ' ')" \
        'correct,two-way correct,two-way ' 'and has no components'
done

# Nothing names the answers: variances within items are 1/6 and 1/3, of 3 items, and 28.5 points
# the middle of sqrt(1/18) and sqrt(1/9).
answers sample | cut -d, -f1,2,4 >nameless.csv
run paretop variance nameless.csv
like "$(words)" '*Items were answered 2 times: with one answer to each, a mean of correct moves 28.5 points*' \
    'answers without a name are noise that is known'
unlike "$(words)" '*so no noise is known*' 'and nobody is told otherwise'

# Of suite.csv's second measure the deviation is 4 points, the gap 6, its error 4 sqrt(2/3) = 3.27.
printf '%s\n' model,seed,one,two a,1,0.10,0.50 a,2,0.11,0.54 a,3,0.12,0.58 b,1,0.80,0.56 b,2,0.81,0.60 \
    b,3,0.82,0.64 >suite.csv
run paretop variance suite.csv --direction one=max --direction two=max
like "$(words)" '*Least telling: two (deviation of one run 4 points, more than half of the largest gap, 6 points: one run each could not rank them; the gap of the means has an error of 3.27 points).*' \
    'a deviation of one run is not held against a gap of means'

# One model: nothing tells models apart.
printf '%s\n' model,seed,hard,easy,mid a,1,0.2,0.99,0.5 a,2,0.4,1,0.52 >alone.csv
run paretop variance alone.csv --direction hard=max --direction easy=max --direction mid=max
like "$(words)" '*easy moves 0.707 points between seeds*Of 3 measures it moves least and hard most (14.1 points)*takes more than one model. 1 of them is within 2 points of 0 or 1*' \
    'of one model what moves is said, and what cannot move'
unlike "$(words)" '*Least telling*' 'not what is telling'

# Beside a score by items, counts of no direction and latencies come only if they are asked for.
printf '%s\n' model,item,correct a,q1,1 a,q2,0 a,q3,1 b,q1,0 b,q2,0 b,q3,1 >scores.csv
printf '%s\n' model,completed,failed,mean_ttft_ms a,100,0,12 b,100,1,19 >serving.csv
run paretop variance scores.csv serving.csv
like "$(words)" '*1 measure *Its items leave a mean of correct*mean_ttft_ms is left out: efficiency*no items are behind them*' \
    'counts of a serving run are no scores'
run paretop variance scores.csv serving.csv --table tasks --format csv
is "$(csv_columns measure <"$out")" correct 'and not in the table'
run paretop variance scores.csv serving.csv -o min:mean_ttft_ms --format csv
is "$(csv_columns measure largest_gap <"$out" | grep ttft)" mean_ttft_ms,7 'an objective takes one in'
run paretop variance suite.csv -o max:two,max:one --chart spreads --plot
like "$(words)" '*two moves 4 points between seeds*' 'and the first objective is the one that is shown'

# What the bars of a chart are.
run paretop variance scores.csv --chart spreads --plot
like "$(words)" '*bars are the 95 % intervals of the means, by their items*' 'bars by items'
run paretop variance alone.csv --direction hard=max --direction easy=max --direction mid=max --chart spreads --plot
like "$(words)" '*mean, least and largest of the seeds*' 'bars by seeds, in the title'

# Components are by items, spreads by clusters: both are named, and items are not clusters.
awk -F, 'NR == 1 { print $0 ",topic"; next } { print $0 "," ($2 == "q3" ? "y" : "x") }' sample.csv >topics.csv
run paretop variance topics.csv --map cluster=topic --table spreads --format csv
is "$(csv_columns model n_items n_clusters <"$out" | tr '\n' ' ')" 'a,3,2 b,3,2 ' 'items and clusters are counted'
like "$(cat "$err")" '*components: items count as independent; the error by clusters is item_se*' \
    'and which error is by which is said'

# Items in columns are told from runs that never differ.
printf '%s\n' model,q1,q2,q3,q4,q5 a,0,1,1,0,1 b,1,1,0,0,1 >wide.csv
run paretop variance wide.csv
is "$status" 1 'items in columns are no measures that repeat'
like "$(cat "$err")" '*columns of 0 and 1 are items, each answer needs a row: model,item,correct*' \
    'and what is needed is said'
# Models under conditions are points.
printf '%s\n' model,shots,seed,accuracy a,0,1,0.5 a,0,2,0.6 a,5,1,0.8 a,5,2,0.9 b,0,1,0.3 b,0,2,0.4 >shots.csv
run paretop variance shots.csv
like "$(words)" '*measure points seed_sd*gap between two of 3 points*' 'points are not called models'
finish
