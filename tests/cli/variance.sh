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
like "$(cat "$out")" '*beta acc moves 2.83 points between seeds*it moves least and alpha acc most*' \
    'of one model tasks come by how much they move, in words'
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

# Items sampled under three seeds; the components are worked by hand from mean squares: model a
# has 1 0 1, 0 0 0, 1 1 1, model b 1 1 1, 0 1 0, 1 1 0.
samples=$fixtures/stats/samples.csv
run paretop variance --map item=question --format csv --table components "$samples"
is "$(csv_columns model items samples method <"$out" | head -1)" a,3,3,two-way \
    'items by seeds have variance components'
like "$(cell v_item 1)" '0.22222222*' 'what is between items: (7/9 - 1/9) / 3'
is "$(cell v_seed 1)" 0 'an estimate below 0 is shown as 0'
like "$(cat "$err")" '*below 0 is shown as 0 (1 of 2 rows)*' 'and said'
is "$(csv_columns below_0 <"$out" | head -1)" v_seed 'in its row, too'
like "$(cell v_resid 1)" '0.11111111*' 'what is neither'
like "$(cell icc 1)" '0.66666666*' 'and their ratio'
like "$(cell v_seed 2)" '0.05555555*' 'what is between seeds: (1/3 - 1/6) / 3'
run paretop variance --map item=question --format csv --table spreads "$samples"
is "$(cell n_seeds 1)" 3 'a seed over all items is a repeat'
like "$(cell sd 1)" '0.19245008*' 'of means 2/3, 1/3 and 2/3'
grep -v '^a,2,2,' "$samples" > ragged.csv
run paretop variance --map item=question --format csv --table components ragged.csv
is "$(cell method 1)" one-way 'a sample lacks: one-way'
is "$(cell samples 1)" 2.625 'and n0 = (8 - 22/8) / 2 stands for the number of samples'

# Abilities: mode and mean of the posterior, by bisection and by trapezoids; part answered three
# of the six items.
abilities=$fixtures/stats/abilities.csv
for ability in map=0.3129687 eap=0.3581633 ml=0.676587; do
    run paretop variance --map item=question --a alpha --diff beta --ability "${ability%=*}" \
        --format csv --table abilities "$abilities"
    like "$(cell theta 4)" "${ability#*=}*" "ability by ${ability%=*}"
done
is "$(cell theta 3)" '' 'all right has no maximum of the likelihood'
like "$(cat "$err")" '*all: no ability, +inf: all right, the likelihood has no maximum*' 'and says why'
run paretop variance --map item=question --a alpha --diff beta --format csv --table abilities "$abilities"
like "$(cell p_irt 4)" '0.4970368*' 'p-IRT: half as answered, half as the ability promises'
like "$(cell se 4)" '0.7176271*' 'with its error'
run paretop variance --map item=question --a alpha --diff beta --format csv --table tasks "$abilities"
is "$(csv_columns measure <"$out")" correct 'parameters of items are no scores'

# A reason stands where a column is empty.
run paretop variance "$fixtures/stats/seeds.csv"
like "$(cat "$out")" '*only one model is there: no gap*' 'why there is no gap'
run paretop variance --map item=question "$fixtures/stats/items.csv"
like "$(cat "$out")" '*seed_sd is not known: no model has two records*' 'why there is no deviation'

run paretop variance --group nothing "$fixtures/stats/curves.csv"
is "$status" 1 'a group that is not there cannot be met'
run paretop variance --last 1 "$fixtures/stats/curves.csv"
is "$status" 2 'one checkpoint has no scatter'


# Two metrics of one task: signal .4/.6 and .5/.95 over the medians of the noise.
printf 'model,seed,step,qa/accuracy,qa/loss\n' >metrics.csv
printf 'oak,1,%s\n' 0,0.1,3 10,0.3,2 20,0.2,1.5 30,0.4,1.2 >>metrics.csv
printf 'elm,1,%s\n' 0,0.2,2.8 10,0.5,1.5 20,0.6,1.1 30,0.8,0.7 >>metrics.csv
run paretop variance --last 3 --table metrics --format csv metrics.csv
is "$(csv_columns a b better snr_a snr_b tau_b_b <"$out" |
    awk -F, '{ printf "%s %s %s %.4f %.4f %s", $1, $2, $3, $4, $5, $6 }')" \
    'qa/accuracy qa/loss  2.8424 2.0740 1' 'metrics side by side; neither is better in all'

# Quartiles of four seeds.
{ echo model,seed,step,accuracy
for seed in 1 2 3 4 5; do printf 'm,%s,0,0.%s\nm,%s,10,0.%s5\n' $seed $seed $seed $seed; done; } >band.csv
run paretop variance --plot --size 110x40 band.csv
like "$(tr -s ' \n' ' ' <"$out")" '*quartiles of the seeds, and the least*' 'bands of a curve say what they are'

# Another task, metric or number of shots is no repeat: deviations are those of the seeds alone.
printf '%s\n' model,task,seed,score m,easy,1,0.90 m,easy,2,0.92 m,hard,1,0.10 m,hard,2,0.12 \
    k,easy,1,0.80 k,easy,2,0.82 k,hard,1,0.20 k,hard,2,0.22 >tasks.csv
run paretop variance tasks.csv --format csv
is "$(csv_columns measure models seed_sd largest_gap <"$out" |
    awk -F, '{ printf "%s %d %.6f %.2f;", $1, $2, $3, $4 }')" \
    'easy/score 2 0.014142 0.10;hard/score 2 0.014142 0.10;' 'each task has noise of its own'
printf '%s\n' model,task,metric,value,seed m,easy,acc,0.90,1 m,easy,acc,0.92,2 m,easy,f1,0.5,1 \
    m,easy,f1,0.7,2 m,hard,acc,0.1,1 m,hard,acc,0.3,2 >long.csv
run paretop variance long.csv --table spreads --format csv
is "$(csv_columns measure n_seeds mean <"$out" | tr '\n' ' ')" \
    'easy/acc,2,0.91 easy/f1,2,0.6 hard/acc,2,0.2 ' 'a record per metric is read as such'
printf '%s\n' model,shots,seed,accuracy m,0,1,0.5 m,0,2,0.6 m,5,1,0.8 m,5,2,0.9 >shots.csv
run paretop variance shots.csv --table spreads --format csv
is "$(csv_columns model n_seeds mean <"$out" | tr '\n' ' ')" 'm · 0,2,0.55 m · 5,2,0.8500000000000001 ' \
    'records under other conditions are another point'
# A filter is about points; records of models that it leaves out do not count.
printf 'model,seed,accuracy\nModel-A,1,0.5\nModel-A,2,0.6\nb,1,0.70\nb,2,0.72\n' >seeds2.csv
printf 'model,latency_ms\nmodel_a,3\nb,5\n' >speed.csv
run paretop variance seeds2.csv speed.csv
like "$(cat "$out")" '*4 records*' 'all records with a score, without a filter'
run paretop variance seeds2.csv speed.csv --where 'latency_ms > 4'
like "$(cat "$out")" '*2 records*1 model*moves 1.41 points*' 'a filter keeps the records of the models that it keeps'
run paretop variance seeds2.csv speed.csv --where 'latency_ms < 4'
like "$(cat "$out")" '*2 records*moves 7.07 points*' 'also where files spell the name differently'

# A filter on attributes chooses records, though all of them are of one point.
printf 'model,seed,step,score\n' >chosen.csv
for seed in 0 1 2; do
    for step in 1 2 3 4; do
        echo "a,$seed,$step,$(awk "BEGIN { print $step / 10 + $seed * $seed / 100 }")"
    done
done >>chosen.csv
run paretop variance chosen.csv --where 'seed < 2'
like "$(tr -s ' \n' ' ' <"$out")" '*8 records*where seed < 2 *moves 0.707 points*' 'seeds are chosen, and the title says so'
run paretop variance chosen.csv --where 'checkpoint < 3'
like "$(cat "$out")" '*6 records*' 'and steps, by their standard name'
run paretop variance chosen.csv --by row --where 'step < 3'
like "$(cat "$out")" '*6 records*' 'and where each record is a point'
printf 'model,latency_ms\na,3\n' >other.csv
run paretop variance chosen.csv other.csv --where 'seed < 2'
like "$(cat "$out")" '*8 records*' 'also where another file knows no seed'
# Repeats that are all alike show no noise, and so no gap in it.
printf 'model,seed,accuracy\na,1,0.5\na,2,0.5\nb,1,0.7\n' >alike.csv
run paretop variance alike.csv
like "$(tr -s ' \n' ' ' <"$out")" '*came out the same*' 'equal repeats are no noise that is known'
unlike "$(cat "$out")" '*inf*' 'nor a gap of infinitely many deviations'
# Columns are known by what files call them, or are named.
cat >called.csv <<'END'
llm,num_fewshot,Random Seed,training iteration,acc
a,0,1,10,0.50
a,0,2,10,0.52
a,5,1,10,0.70
a,5,2,10,0.72
b,0,1,10,0.40
b,0,2,10,0.41
b,5,1,10,0.60
b,5,2,10,0.61
END
run paretop variance called.csv --format csv
is "$(csv_columns measure models <"$out" | tr '\n' ' ')" 'acc,4 ' \
    'models, shots and seeds have other names in the file'
run paretop variance called.csv --conditions none --format csv
is "$(csv_columns measure models <"$out" | tr '\n' ' ')" 'acc,2 ' 'and shots need not tell points apart'
run paretop variance called.csv --conditions shots,acc --format csv
is "$(csv_columns measure models <"$out" | tr '\n' ' ')" 'acc,8 ' 'or others may, by either name'
run paretop variance called.csv --conditions nonsense
is "$status" 1 'a column that is not there is refused'
like "$(cat "$err")" '*--conditions: no column is called "nonsense"*' 'and said'
sed 's/num_fewshot/attempt no/' called.csv >odd.csv
run paretop variance odd.csv --seed-column 'attempt no' --step 'training iteration' --group llm --format csv
is "$(csv_columns measure models <"$out" | head -1)" 'acc,2' 'seed, step and group may be named'
cat >suites.csv <<'END'
llm,benchmark,trial,score
a,one,1,0.50
a,one,2,0.54
a,two,1,0.70
a,two,2,0.72
b,one,1,0.40
b,one,2,0.44
b,two,1,0.60
b,two,2,0.61
END
run paretop compare suites.csv -o max:one/score --table suite --format csv
is "$(csv_columns model runs <"$out" | tr '\n' ' ')" 'a,4 b,4 ' 'runs of a suite are found whatever the columns are called'
# What a score is, and which direction is better, may be said; records hear of it, too.
printf '%s\n' model,seed,step,gain a,1,0,1 a,1,10,2 a,1,20,3 b,1,0,1 b,1,10,2.5 b,1,20,4 >gain.csv
run paretop variance gain.csv
is "$status" 1 'a number over training that nobody called a score is none'
for way in '--direction gain=max' '-o max:gain'; do
    # shellcheck disable=SC2086
    run paretop variance gain.csv $way --table tasks --format csv
    is "$(csv_columns measure tau_b <"$out")" gain,1 "$way makes it one"
done
run paretop variance gain.csv -o min:gain --table tasks --format csv
is "$(csv_columns measure tau_b <"$out")" gain,-1 'if less is better, it falls'
run paretop variance gain.csv --derive 'twice=2*gain' --direction twice=max --format csv
is "$(csv_columns measure largest_gap <"$out")" twice,2 'a derived measure may be one'
run paretop variance gain.csv -o max:nothing
is "$status" 1 'a measure that is not there is refused'
printf '%s\n' model,seed,acc,same m,1,0.5,1 m,2,0.6,1 >same.csv
run paretop variance same.csv --direction acc=max
like "$(tr -s ' \n' ' ' <"$out")" '*same is left out: repeats do not differ*--direction*' \
    'a column that never differs is left out, and this is said'

# Two records at each step that no seed tells apart: their mean rises at every step.
printf '%s\n' model,step,acc a,0,0.1 a,0,0.3 a,10,0.2 a,10,0.4 a,20,0.3 a,20,0.5 >unnamed.csv
run paretop variance unnamed.csv --table spreads --format csv
is "$(csv_columns tau_b spearman step_mono <"$out")" 1,1,1 'repeats without a name are averaged'
# Equal scores of two and of three seeds are no step.
printf '%s\n' model,seed,step,acc a,1,0,0.1 a,2,0,0.1 a,1,10,0.1 a,2,10,0.1 a,3,10,0.1 >level.csv
run paretop variance level.csv --table spreads --format csv
is "$(csv_columns tau_b step_mono total_variation <"$out")" ,0,0 'a level curve has no steps'

# Samples that are all alike have no ratio of variances.
printf '%s\n' model,question,seed,correct a,q1,1,1 a,q1,2,1 a,q2,1,1 a,q2,2,1 \
    b,q1,1,1 b,q1,2,0 b,q2,1,1 b,q2,2,1 >alike2.csv
run paretop variance --map item=question --table components --format csv alike2.csv
is "$(csv_columns model v_item icc <"$out" | head -1)" a,0, 'nothing varies: no ratio, not 0'
# One sample of each item does not tell what is within items.
printf '%s\n' model,question,correct a,q1,1 a,q1,0 a,q2,1 b,q1,1 b,q2,0 b,q3,0 >single.csv
run paretop variance --map item=question --table components --format csv single.csv
is "$(csv_columns model v_item v_resid icc <"$out" | tail -1)" b,,, \
    'one sample each: what is within them is not known'

# Answers that are right in part, half of an item and a whole one: P = 3/4, theta = log 3.
printf '%s\n' model,question,correct,alpha,beta p,q1,0.5,1,0 p,q2,1,1,0 w,q1,0,1,0 w,q2,1.5,1,0 >part.csv
run paretop variance --map item=question --direction correct=max --a alpha --diff beta \
    --ability ml --table abilities --format csv part.csv
like "$(csv_columns theta <"$out" | head -1)" '1.0986122886*' 'a part right counts as a part'
is "$(csv_columns theta se <"$out" | tail -1)" , 'a score above 1 is no share right'
like "$(cat "$err")" '*w: no ability, scores below 0 or above 1*' 'and this is said'
printf '%s\n' model,question,correct a,q1,1 a,q2,0 b,q3,1 b,q4,1 >apart.csv
run paretop variance --map item=question --direction correct=max apart.csv
like "$(tr -s ' \n' ' ' <"$out")" '*takes two models that share two items; here 2 models share 0*' \
    'why there are no items'
# Decisions are taken at half of each model's own training; ends are not held against themselves:
# "long" has five times the steps of the others, whose early order is the opposite of the late one.
printf '%s\n' model,step,acc a,0,0.1 a,10,0.4 a,20,0.5 b,0,0.1 b,10,0.3 b,20,0.6 \
    long,0,0.1 long,50,0.2 long,100,0.7 end,20,0.9 >lengths.csv
run paretop variance lengths.csv --format csv
is "$(csv_columns decision_acc decision_tau early_step <"$out")" 0,-1, \
    'half of the training of each'
like "$(cat "$err")" '*trained for different numbers of steps*' 'which is said'
printf '%s\n' model,step,acc a,0,0.1 a,10,0.4 a,20,0.5 b,0,0.1 b,10,0.3 b,20,0.3 \
    c,0,0.1 c,10,0.3 c,20,0.3 >still.csv
run paretop variance still.csv --last 2 --format csv
is "$(csv_columns snr decision_acc <"$out")" ,1 'a model in the middle that stands still'
like "$(cat "$err")" '*snr is not known: no scatter over the last*' 'has no noise, and this is said'
like "$(cat "$err")" '*decision_acc takes equal scores as they come: of 1 tie*decision_tau does not*' \
    'ties are counted'

# What the items say of a mean: 2 of 4 right, se = sqrt(1/3 / 4); all right, Wilson's interval.
printf '%s\n' model,question,correct h,q1,1 h,q2,1 h,q3,0 h,q4,0 r,q1,1 r,q2,1 r,q3,1 r,q4,1 >own.csv
run paretop variance --map item=question --direction correct=max --table spreads --format csv own.csv
is "$(csv_columns model n_items item_se item_lo item_hi <"$out" |
    awk -F, '{ printf "%s %s %.6s %.6s %.6s;", $1, $2, $3, $4, $5 }')" \
    'h 4 0.2886 0 1;r 4  0.5101 1;' 'the scatter over items'
like "$(cat "$err")" '*items of 1 mean are all alike*Wilson*' 'and that nothing scatters is said'
printf '%s\n' model,question,cluster,correct h,q1,A,1 h,q2,A,1 h,q3,B,0 h,q4,B,0 >clustered.csv
run paretop variance --map item=question --map cluster=cluster --direction correct=max \
    --table spreads --format csv clustered.csv
is "$(csv_columns n_items n_clusters item_se <"$out")" 4,2,0.5 'items of one cluster are not independent'
run paretop variance --map item=question --direction correct=max own.csv
like "$(tr -s ' \n' ' ' <"$out")" '*Its items leave a mean of correct an error of 28.9 points*' 'in words'
run paretop variance --map item=question --direction correct=max --chart difficulty --plot own.csv
like "$(tr -s ' \n' ' ' <"$out")" '*0.5 to 0.6*2 *0.9 to 1.0*2 *' 'items by difficulty are drawn'
printf '%s\n' model,seed,q/accuracy,q/loss a,1,0.5,2 a,2,0.7,2.2 b,1,0.8,1 b,2,0.9,1.1 >both.csv
run paretop variance both.csv --table metrics --format csv
# .6/.1414, .85/.0707 in the middle, and 2.1/.1414, 1.05/.0707
is "$(csv_columns a snr_seed_a b snr_seed_b <"$out" | awk -F, '{ printf "%s %.4f %s %.4f", $1, $2, $3, $4 }')" \
    'q/loss 14.8492 q/accuracy 8.1317' 'mean over deviation of both metrics'

# Parameters of items in a table of their own, two of them of items that nobody answered; the
# figures are scipy's.
printf '%s\n' model,question,correct m,q1,1 m,q2,0 m,q3,1 m,q4,1 m,q5,0 >answers.csv
cat >items.csv <<'END'
question,alpha,beta,gamma,weight,subject
q1,1.2,-0.5,0.95,0.3,x
q2,0.8,0.3,0.9,0.1,x
q3,1.5,0.9,0.85,0.2,x
q4,0.6,-1.2,1,0.25,y
q5,1.1,0.1,0.99,0.15,y
q6,1,0,1,,y
q7,0.7,0.5,0.9,,y
END
ability() { # OPTION...: theta, p_irt, irt and gpirt
    run paretop variance answers.csv items.csv --map item=question --direction correct=max \
        --a alpha --diff beta "$@" --table abilities --format csv
    csv_columns theta answered p_irt irt gpirt <"$out" |
        awk -F, '{ printf "%.6f %d %.6f %s %s", $1, $2, $3, $4, $5 }'
}
is "$(ability)" '0.414492 5 0.583886  ' 'items with parameters that nobody answered are promised'
is "$(ability --form 1pl)" '0.198961 5 0.567840  ' 'the one-parameter form needs no discrimination'
is "$(ability --form 4pl --upper gamma)" '0.457092 5 0.579367  ' 'the four-parameter form has a largest chance'
sed 's/0.9,,y/1.9,,y/' items.csv >odd.csv
run paretop variance answers.csv odd.csv --map item=question --direction correct=max --a alpha \
    --diff beta --upper gamma --form 4pl --format csv --table abilities
like "$(cat "$err")" '*share right of all 6 items with parameters*' 'which is above 0 and at most 1'
is "$(ability --form components)" '0.339295 5 0.574110  ' 'of components a theta - b is the exponent'
like "$(ability --weights weight --lambda 0.4)" '0.414492 5 0.583886 0.75 0.650331*' 'anchors by weight'
like "$(ability --weights weight --lambda 0.4 --scenario subject)" '0.414492 5 0.594234 0.75 0.6565403*' \
    'and parts of a scenario alike'
run paretop variance answers.csv items.csv --map item=question --direction correct=max --a alpha \
    --diff beta --weights alpha
like "$(tr -s ' \n' ' ' <"$out")" '*1 model *weights of 7 anchors add up to 6.9, not to 1*irt needs answers to all 7 anchors*' \
    'weights that are none'
run paretop variance answers.csv items.csv --map item=question --direction correct=max --form 4pl \
    --a alpha --diff beta
like "$(tr -s ' \n' ' ' <"$out")" '*form 4pl needs three parameters of the items (--a, --diff and --upper)*' \
    'a form that lacks a parameter'
# Responses and parameters as py-irt has them.
printf '%s\n' '{"subject_id": "pedro", "responses": {"q1": 1, "q2": 0, "q3": 1}}' \
    '{"subject_id": "burt", "responses": {"q1": 0, "q2": 0, "q3": 1, "q4": 0}}' >r.jsonlines
cat >best_parameters.json <<'END'
{"ability": [0.1, 0.2], "diff": [0.3, -0.2, 0.1, 1], "disc": [1, 1.2, 0.9, 1.1], "irt_model": "2pl",
 "item_ids": {"0": "q1", "1": "q2", "2": "q3", "3": "q4"}, "subject_ids": {"0": "pedro", "1": "burt"}}
END
run paretop variance r.jsonlines --table items --format csv
is "$(csv_columns item n difficulty <"$out" | tr '\n' ' ')" 'q1,2,0.5 q2,2,0 q3,2,1 q4,1,0 ' \
    'a subject answers what it was asked'
like "$(cat "$err")" '*3 items that 2 models share*1 item that not all models answered*' 'and this is said'
run paretop variance r.jsonlines best_parameters.json --a disc --diff diff --table abilities --format csv
is "$(csv_columns model answered <"$out" | tr '\n' ' ')" 'pedro,3 burt,4 ' 'parameters are no subject'

# Difficulty needs no second model; scores need not be shares.
printf '%s\n' label,item,right a,1,100 a,2,90 a,3,10 b,4,50 >counts.csv
run paretop variance counts.csv --map item=item --map model=label --direction right=max --chart difficulty --plot
like "$(tr -s ' \n' ' ' <"$out")" '*10 to 19*1 *91 to 100*1 *' 'a histogram of mean scores'

# One checkpoint is a curve of one point; a named model makes the noise, a named measure is drawn.
printf '%s\n' model,step,acc,f1 one,1,0.3,0.2 a,1,0.1,0.2 a,2,0.2,0.3 a,3,0.4,0.5 b,1,0.1,0.3 b,2,0.4,0.4 \
    b,3,0.8,0.45 >one.csv
run paretop variance one.csv --table spreads --format csv
is "$(csv_columns model tau_b step_mono improvement total_variation <"$out" | head -1)" one,,0,0, \
    'of one checkpoint'
run paretop variance one.csv --last 2 --noise-of b --metric acc --format csv
# (0.8 - 0.3) / 0.5 over 0.2 / 0.6
like "$(csv_columns measure snr <"$out" | grep acc)" 'acc,3*' 'the noise of a model that is named'
run paretop variance one.csv --metric f1 --plot
like "$(cat "$out")" '*f1*' 'the measure that is drawn'
run paretop variance one.csv --metric step
is "$status" 1 'which must be a score'
run paretop variance one.csv --noise-of nobody
is "$status" 1 'and the model must be there'
like "$(cat "$err")" '*no model is called "nobody"*' 'which is said'
run paretop variance one.csv --metric acc --chart curves --plot
is "$(grep -c ' a$' "$out")" 1 'curves are drawn'
is "$(grep -c ' one$' "$out")" 0 'but one checkpoint is no line'
run paretop variance one.csv --chart snr --plot
like "$(tr -s ' \n' ' ' <"$out")" '*snr f1 * 2.92 acc * 1.67 *above 20 there is little noise*' 'signal to noise as a strip'
finish
