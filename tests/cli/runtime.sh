#!/bin/sh
# What models take: estimates from tables by prompt size, fits from timings, costs, what-ifs.
. "$top_srcdir/tests/lib.sh"

cat >models.csv <<'END'
model,accuracy,idealized_runtime_s,denoised_runtime_s,observed_runtime_s,layers,hidden_size,gpus
small,0.50,0.20,0.40,0.60,10,100,1
large,0.70,0.90,0.30,0.45,20,200,4
slow,0.60,1.50,1.00,,30,300,2
blank,0.65,,,,,,
END
cat >tables.csv <<'END'
model,prompt_tokens,idealized_prompt_runtime_s,idealized_runtime_per_output_token_s
small,1,0.10,0.01
small,100,0.20,0.01
large,1,0.40,0.05
large,100,0.80,0.05
END
run paretop runtime models.csv -o max:accuracy,min:idealized_runtime_s --format csv
is "$status" 0 'runtime succeeds'
is "$(csv_columns model raw_s denoised_s idealized_s api_factor contention <"$out")" \
    'small,0.6,0.4,0.2,0.5,1.4999999999999998
large,0.45,0.3,0.9,3,1.5
slow,,1,1.5,1.5,
blank,,,,,' 'raw, denoised, idealized and their ratios'
is "$(csv_columns model efficient dominated_by <"$out")" 'small,1,0
large,1,0
slow,0,1
blank,,' 'who is efficient'
like "$(csv_columns reason <"$out")" '*neither a runtime nor a table*' 'and why one is not judged'
# (15) 0.9 s x 3.60 USD/h x 4 GPUs / 36 = 0.36 cents
run paretop runtime models.csv -o max:accuracy --gpu-price 3.6 --axis cost --format csv
is "$(csv_columns model cost_cents <"$out" | sed -n 2p)" 'large,0.36000000000000004' \
    'cents of a GPU price'
like "$(cat "$err")" '*without cost_cents*' 'models without it are said'

run paretop runtime models.csv tables.csv -o max:accuracy --prompt-tokens 50 --output-tokens 11 \
    --format csv
# F(50) = P[100] * 50 / 100, and ten tokens after the first
is "$(csv_columns model idealized_s efficient <"$out")" 'small,0.2,1
large,0.9,1
slow,,
blank,,' 'what if: T(50, 11)'
like "$(csv_columns reason <"$out")" '*no runtime table*' 'a model without a table has no estimate'
run paretop runtime models.csv tables.csv -o max:accuracy --prompt-tokens 101 \
    --output-tokens 1 --format csv
is "$(csv_columns idealized_s <"$out" | sed -n 1p)" 0.20200000000000004 'beyond the last size it scales'
run paretop runtime models.csv tables.csv -o max:accuracy --prompt-tokens 0 --output-tokens 0 \
    --format csv
is "$(csv_columns idealized_s <"$out" | sed -n 1p)" 0 'no token takes no time'

# Timings that lie on seconds = 0.1 + 0.02 (o - 1) for one token and 0.3 + ... for 512.
cat >timings.csv <<'END'
hardware,model,num_input_tokens,num_output_tokens,runtime_s
fast,tiny,1,1,0.1
fast,tiny,1,5,0.18
fast,tiny,1,11,0.3
fast,tiny,512,1,0.3
fast,tiny,512,11,0.5
half,tiny,1,1,0.2
half,tiny,1,11,0.6
half,tiny,512,1,0.6
half,tiny,512,11,1.0
END
run paretop runtime timings.csv --table tables --format csv
is "$(csv_columns model hardware kind origin beta sizes n_points <"$out")" \
    'tiny,fast,idealized,fitted,0.02,2,5
tiny,half,idealized,fitted,0.04,2,4' 'tables fitted from timings'
run paretop runtime timings.csv --table sizes --format csv
is "$(csv_columns hardware prompt_tokens seconds <"$out")" 'fast,1,0.1
fast,512,0.3
half,1,0.2
half,512,0.6' 'with their sizes'
run paretop runtime timings.csv --hardware half --second fast --prompt-tokens 512 \
    --output-tokens 11 --format csv
is "$(csv_columns idealized_s second_s <"$out" | sed -n 1p)" '1,0.5' 'two machines'
run paretop runtime timings.csv --scale tiny=3 --table tables --format csv
is "$(csv_columns beta <"$out" | sed -n 1p)" 0.06 'seconds of a part are scaled'
run paretop runtime timings.csv --hardware none
is "$status" 1 'hardware that is not there is refused'
sed '/,512,11/d; /,1,5/d' timings.csv >broken.csv
cat >>broken.csv <<'END'
fast,tiny,2,1,0.1
fast,tiny,2,3,0.2
half,tiny,2,1,0.2
half,tiny,2,3,0.3
END
run paretop runtime broken.csv models.csv -o max:accuracy --format json
like "$(cat "$out" "$err")" '*512 tokens were timed with one output size only*' \
    'a size without a slope is named'

# Trials of an interface: the least counts, and an overhead is split off.
cat >trials.csv <<'END'
model,task,num_prompt_tokens,num_output_tokens,inference_runtime
api,"trial:num_input_tokens=1,num_output_tokens=1",1,1,0.40
api,"trial:num_input_tokens=1,num_output_tokens=1",1,1,0.30
api,"trial:num_input_tokens=1,num_output_tokens=11",1,11,0.50
api,"trial:num_input_tokens=1,num_output_tokens=11",1,3,0.10
api,"trial:num_input_tokens=512,num_output_tokens=1",509,1,0.45
api,"trial:num_input_tokens=512,num_output_tokens=11",509,11,0.65
END
run paretop runtime trials.csv --table tables --format csv
is "$(csv_columns kind beta overhead n_points <"$out")" 'denoised,0.02,0.28,4' \
    'trials are denoised'

cat >none.csv <<'END'
model,accuracy,size_mb
a,1,2
b,2,3
END
run paretop runtime none.csv
is "$status" 1 'a table without runtimes is refused'
like "$(cat "$err")" '*nothing here says how long*' 'and why'
for format in text json markdown svg plain; do
    run paretop runtime models.csv tables.csv -o max:accuracy --format "$format"
    is "$status" 0 "$format succeeds"
    like "$(cat "$out")" '*large*' 'and names the models'
done
[ -d "$top_srcdir/data/ten-models" ] || { finish; exit; }
run paretop runtime --format json </dev/null
like "$(cat "$out")" '*5 of 10 models are efficient*Of 9 APIs 2 are faster than the reference hardware would be, most of all davinci (175B) (1.5 times). Furthest from it, J1-Large v1 (7.5B) answers*the API takes 5.2 times as long*' \
    'the ten models without a file'

run paretop runtime --prompt-tokens 1500 --output-tokens 8 --format csv </dev/null
# 0.183 + P[1536] 1500 / 1536 + 7 * 0.03 at the interface, and 2.38 times as long on A100s.
is "$(csv_columns model denoised_s api_factor <"$out" | awk -F, '/davinci/ { printf "%.6f %.4f", $2, $3 }')" \
    "$(awk -F, '$1 ~ /^davinci/ && $2 == 1536 { d = $5 + $3 * 1500 / 1536 + 7 * $4
        printf "%.6f %.4f", d, 1.03184375 / d }' "$top_srcdir/data/ten-models/api-runtimes.csv")" \
    'a what-if of the ten models at their interfaces'

# What the choice of the runtime changes: by its API large beats small in both.
printf 'model,accuracy,idealized_runtime_s,denoised_runtime_s\nsmall,0.5,0.2,0.4\nlarge,0.7,0.9,0.3\n' >hidden.csv
run paretop runtime hidden.csv
like "$(tr -s ' \n' ' ' <"$out")" \
    '*Of those with both runtimes small is efficient on the same hardware only.*' \
    'what the interface hides is said'
printf 'model,accuracy,idealized_runtime_s,denoised_runtime_s\nsmall,0.7,0.2,0.4\nlarge,0.5,0.9,0.3\n' >shows.csv
run paretop runtime shows.csv
like "$(tr -s ' \n' ' ' <"$out")" '*large is efficient by its API only.*' 'and what it shows'

# Two machines: twice, and three times as long.
cat >machines.csv <<'END'
hardware,model,prompt_tokens,output_tokens,runtime_s
A,one,1,1,0.10
A,one,1,11,0.30
A,one,512,1,0.30
A,one,512,11,0.50
B,one,1,1,0.20
B,one,1,11,0.60
B,one,512,1,0.60
B,one,512,11,1.00
A,two,1,1,0.10
A,two,1,11,0.30
A,two,512,1,0.30
A,two,512,11,0.50
B,two,1,1,0.30
B,two,1,11,0.90
B,two,512,1,0.90
B,two,512,11,1.50
END
run paretop runtime machines.csv --by model --hardware A --second B
like "$(tr -s ' \n' ' ' <"$out")" '*B takes 2.5 times as long as A in the middle of*(2 to 3).*' \
    'two machines against each other, in words'
awk -F, -v OFS=, 'NR == 1 { print $0, "gpus" } NR > 1 { print $0, 2 }' machines.csv >priced.csv
run paretop runtime priced.csv --by model --hardware A --second B --gpu-price 4 --second-price 1
like "$(tr -s ' \n' ' ' <"$out")" '*(2 to 3), and costs 0.625 times as much for a request, at 1 instead of 4 USD per GPU-hour.*' \
    'and in money, where prices and GPUs are known'
run paretop runtime timings.csv --table tables
unlike "$(cat "$out")" '*±se*' 'a squared residual is no standard error'
# Points that differ only in the hardware that they were timed on are one, and count once.
run paretop runtime machines.csv --hardware A --second B
like "$(tr -s ' \n' ' ' <"$out")" '*2 of 2 models*in the middle of 2 models (2 to 3)*' \
    'a model that was timed on two machines is one point'
unlike "$(cat "$out")" '*conditions are mixed*' 'and no conditions are mixed'

# On the second hardware, too, it is the mean of T and not T of the mean tokens: the tables have
# a step at 512 tokens.
cat >asked.csv <<'END'
model,task,prompt_tokens,output_tokens,request_time
one,t,100,1,0.3
one,t,512,1,0.3
one,t,900,11,0.3
END
cat >two.csv <<'END'
model,hardware,prompt_tokens,idealized_prompt_runtime_s,idealized_runtime_per_output_token_s
one,A,512,0.1,0.01
one,A,1024,0.4,0.01
one,B,512,0.2,0.02
one,B,1024,0.8,0.02
END
run paretop runtime asked.csv two.csv --by model --hardware A --second B --format csv
is "$(csv_columns idealized_s second_s <"$out" | awk -F, '{ printf "%.9f %.9f", $1, $2 }')" \
    "$(awk 'BEGIN { a = (0.1 * 100 / 512 + 0.1 + 0.4 * 900 / 1024 + 0.1) / 3
        printf "%.9f %.9f", a, 2 * a }')" 'T over requests on both machines'

# Of equal sizes the last counts, so nine rows are eight points; a spread has a number of repeats.
cat >again.csv <<'END'
hardware,model,prompt_tokens,output_tokens,runtime_s
A,one,1,1,0.10
A,one,1,11,0.30
A,one,1,21,0.20
A,one,1,21,0.30
A,one,2,1,0.20
A,one,2,11,0.10
A,two,1,1,0.10
A,two,1,11,0.30
END
run paretop runtime again.csv --table tables --format csv
is "$(csv_columns model n_points cv_n <"$out" | tr '\n' ' ')" 'one,5,2 two,2,1 ' \
    'rows of equal sizes are one point of the fit, and repeats are counted'
sed 's/21,0.30/21,0.0/; s/11,0.30/11,0.0/' again.csv >falling.csv
run paretop runtime falling.csv --missing none --table tables --format csv
is "$(csv_columns model n_points <"$out" | head -1)" one,5 \
    'zeros that are no missing tokens are timings'
like "$(csv_columns beta reason <"$out" | head -1)" '-*,negative: sparse data' \
    'a negative time for a token is marked'

# A score of one scenario is held against the runtimes of that scenario.
cat >scenarios.csv <<'END'
model,task,accuracy,prompt_tokens,output_tokens,idealized_runtime_s
one,easy,0.9,100,1,0.1
one,hard,0.4,900,1,0.9
two,easy,0.8,100,1,0.2
two,hard,0.6,900,1,0.5
END
run paretop runtime scenarios.csv -o max:easy/accuracy --format csv
is "$(csv_columns model idealized_s efficient <"$out" | tr '\n' ' ')" 'one,0.1,1 two,0.2,0 ' \
    'runtimes of the scenario that the score is of'
like "$(cat "$err")" '*runtimes are those of easy, which the score is of*' 'which is said'
run paretop runtime scenarios.csv -o 'max:mean(accuracy)' --format csv
is "$(csv_columns model idealized_s <"$out" | tr '\n' ' ')" 'one,0.5 two,0.35 ' \
    'a mean over scenarios is held against the mean of their runtimes'

# Points of one model that differ in a condition have timings, tables and requests of their own.
cat >precisions.csv <<'END'
model,precision,prompt_tokens,output_tokens,runtime_s
a,bf16,1,1,0.1
a,bf16,1,5,0.5
a,bf16,9,1,0.2
a,bf16,9,5,0.6
a,int4,1,1,0.05
a,int4,1,5,0.25
a,int4,9,1,0.1
a,int4,9,5,0.3
END
run paretop runtime precisions.csv --table tables --format csv
is "$(csv_columns model beta n_points <"$out" | tr '\n' ' ')" 'a · bf16,0.1,4 a · int4,0.05,4 ' \
    'a table for each precision'
run paretop runtime precisions.csv --prompt-tokens 9 --output-tokens 5 --format csv
is "$(csv_columns precision idealized_s <"$out" | tr '\n' ' ')" 'bf16,0.6000000000000001 int4,0.30000000000000004 ' \
    'and each point is read off its own'
cat >requests.csv <<'END'
model,precision,task,prompt_tokens,output_tokens,request_time,accuracy
a,bf16,t,100,2,1.0,0.5
a,int4,t,100,2,0.5,0.4
END
run paretop runtime requests.csv --table scenarios --format csv
is "$(csv_columns model raw_s score <"$out" | tr '\n' ' ')" 'a · bf16,1,0.5 a · int4,0.5,0.4 ' \
    'so are requests'

# An offline run in batches does not wait: its time over the size of the batch is denoised.
cat >batches.csv <<'END'
model,prompt_tokens,output_tokens,request_time,batch_size,batch_request_time
a,100,2,0.9,8,4
b,100,2,0.5,8,2
END
run paretop runtime batches.csv --axis denoised --format csv
is "$(csv_columns model denoised_s contention <"$out" | tr '\n' ' ')" 'a,0.5,1.8 b,0.25,2 ' \
    'a share of the batch'
run paretop runtime models.csv tables.csv -o max:accuracy --prompt-tokens 100 --output-tokens 1 \
    --gpu-price 3.6 --price-in 0.00001 --price-out 0.00001 --format csv
# the provider takes 1.01 USD a thousand, and 0.2 s of one GPU 0.2
is "$(csv_columns savings_usd_per_1000 savings_ratio <"$out" | head -1 |
    awk -F, '{ printf "%.6f %.6f", $1, $2 }')" '0.810000 5.050000' 'what local machines save'

# Means over scenarios that not all have; ranks of equal mean are ordered by deviation.
sed '/two,hard/d' scenarios.csv >some.csv
printf '%s\n' model,accuracy one,0.65 two,0.7 >both.csv
run paretop runtime some.csv both.csv -o max:accuracy --format csv
like "$(tr -s ' \n' ' ' <"$err")" '*from 1 to 2 scenarios*' 'models were not asked the same'
awk 'BEGIN { print "model,task,accuracy,prompt_tokens,output_tokens,idealized_runtime_s"
    split("0 1 4;4 0 1;1 4 0;2 2 2;3 3 3", model, ";")
    for (m = 1; m <= 5; m++) { split(model[m], rank, " ")
        for (t = 1; t <= 3; t++) printf "m%d,t%d,%.1f,9,9,1\n", m, t, 0.9 - 0.1 * rank[t] } }' >ranked.csv
run paretop runtime ranked.csv --table ranks --format csv
is "$(csv_columns model mean <"$out" | sed -n 1,4p | tr '\n' ' ')" \
    'm1,1.6666666666666667 m2,1.6666666666666667 m3,1.6666666666666667 m4,2 ' \
    'means of ranks are those of whole numbers'
# A size of 0 tokens scales to nothing.
printf '%s\n' model,prompt_tokens,idealized_prompt_runtime_s,idealized_runtime_per_output_token_s \
    a,0,0.5,0.1 a,10,1,0.1 b,0,0.5,0.1 >zero.csv
run paretop runtime zero.csv --prompt-tokens 5 --output-tokens 1 --format csv
is "$(csv_columns model idealized_s <"$out" | tr '\n' ' ')" 'a,0.5 b, ' 'a size of 0 is none'
like "$(cat "$err")" '*2 entries of runtime tables are left out*' 'which is said'
# What a setting names must be there.
refused() { # STATUS PATTERN ARGUMENT...
    wanted=$1 pattern=$2
    shift 2
    run paretop runtime models.csv tables.csv -o max:accuracy "$@"
    is "$status" "$wanted" "$* is refused"
    like "$(cat "$err")" "$pattern" 'and why'
}
refused 2 '*"junk" is not MODEL=FACTOR*' --scale junk
refused 2 '*"small=-1" is not MODEL=FACTOR*' --scale small=-1
refused 1 '*no model is called "nobody"*' --scale nobody=3
refused 1 '*--price-in: *"acuracy"*' --price-in acuracy
refused 1 '*no table was fitted for "small"*' --fit-of small
refused 1 '*no scenario*"mmlu"*' --task mmlu
printf '%s\n' model,idealized_runtime_s,denoised_runtime_s m,1,2 >alone.csv
run paretop runtime alone.csv --format json
like "$(cat "$out")" '*"verdict": "m answers in 1 s idealized*' 'a sentence begins without a blank'

# Whether scores with errors settle who is efficient: the frontier lens's states, from the same
# draws.
cat >scored.csv <<'END'
model,accuracy,accuracy_stderr,idealized_runtime_s,parameters
a,0.60,0.02,0.1,7000000000
b,0.62,0.02,0.2,13000000000
c,0.70,0.02,0.3,26000000000
d,0.69,0.02,0.4,40000000000
e,0.50,0.02,0.5,70000000000
END
run paretop frontier scored.csv -o max:accuracy,min:idealized_runtime_s --format csv
states=$(csv_columns model p_frontier state <"$out")
run paretop runtime scored.csv -o max:accuracy,min:idealized_runtime_s --format csv
is "$(csv_columns model p_frontier state <"$out")" "$states" 'states are those of the frontier lens'
# b is better than a with probability Phi(0.02 / sqrt(2) / 0.02) = 0.760; Monte Carlo 0.005.
is "$(csv_columns model p_frontier <"$out" | awk -F, '$1 == "b" { print ($2 > 0.745 && $2 < 0.775) }')" \
    1 'and what a probability of one pair says'
is "$(csv_columns model efficient <"$out" | tr '\n' ' ')" 'a,1 b,1 c,1 d,0 e,0 ' \
    'beside who is efficient as measured'
run paretop runtime scored.csv -o max:accuracy,min:idealized_runtime_s
like "$(tr -s ' \n' ' ' <"$out")" '*3 of 5 models are efficient in accuracy and idealized_s by the scores as measured; given their errors 2 surely are, and 2 are undecided.*' \
    'which the sentence says'
like "$(tr -s ' \n' ' ' <"$out")" '*efficient, P ≥ 0.95*undecided*dominated, P ≤ 0.05*' \
    'and the sections'
run paretop runtime scored.csv -o max:accuracy,min:idealized_runtime_s --alpha 0.3 --format csv
is "$(csv_columns state <"$out" | tr '\n' ' ')" 'on on on undecided off ' '--alpha moves the states'
run paretop runtime models.csv -o max:accuracy
like "$(tr -s ' \n' ' ' <"$out")" '*accuracy has no standard errors: this is the frontier of the scores as measured*' \
    'without errors it is the frontier as measured, and that is said'
run paretop runtime scored.csv -o max:accuracy --rule helm
like "$(tr -s ' \n' ' ' <"$out")" '*--rule helm has no probabilities*' 'so it is by another rule'
run paretop runtime scored.csv -o max:accuracy --axis parameters
like "$(cat "$out")" '*idealized*parameters*accuracy*13000000000*' \
    'what the axis shows stands in the table'
if [ -d "$top_srcdir/data/ten-models" ]; then
    run paretop frontier "$top_srcdir/data/ten-models/ten-models.csv" -o max:accuracy,min:parameters
    like "$(tr -s ' \n' ' ' <"$out")" '*percentage point costs 4.29 billion parameters*' \
        'and sentences tell them in billions'
fi

# Dominated, but as good as the best so far: the published rule keeps it, and counts it.
printf '%s\n' model,accuracy,idealized_runtime_s p,0.5,0.1 q,0.6,0.2 r,0.6,0.3 >equal.csv
run paretop runtime equal.csv -o max:accuracy --rule helm
like "$(tr -s ' \n' ' ' <"$out")" '*3 of 3 models are efficient*' 'the sentence counts by the rule'

# Prompts beyond the sizes of a table: of whom, and at which size.
sed '/^large,1,/d' tables.csv >short.csv
run paretop runtime models.csv short.csv -o max:accuracy --prompt-tokens 250 --output-tokens 1
like "$(tr -s ' \n' ' ' <"$out")" '*extrapolated in proportion: idealized above 100 tokens (small, large)*' \
    'prompts above the largest size are said to be extrapolated'
run paretop runtime models.csv short.csv -o max:accuracy --prompt-tokens 50 --output-tokens 1 --format csv
is "$(csv_columns model extrapolated <"$out" | tr '\n' ' ')" 'small, large,idealized below 100 slow, blank, ' \
    'and those below the smallest'
run paretop runtime asked.csv two.csv --by model --hardware A
unlike "$(tr -s ' \n' ' ' <"$out")" '*above 1024*' 'requests within the sizes are not'
sed 's/,900,/,2000,/' asked.csv >long.csv
run paretop runtime long.csv two.csv --by model --hardware A
like "$(tr -s ' \n' ' ' <"$out")" '*idealized above 1024 tokens (one)*' 'nor is one longer request overlooked'

# A strip of ranks: one of each scenario, and their mean and range.
run paretop runtime ranked.csv --chart ranks --format svg
is "$(grep -c 'm1' "$out" | awk '{ print ($1 >= 4) }')" 1 'ranks are drawn for each scenario'
# Only an interface was timed: nobody has what was asked for, and what there is is named.
run paretop runtime trials.csv
like "$(tr -s ' \n' ' ' <"$out")" '*--axis denoised takes the runtimes that 1 model has*' \
    'another axis is named where nobody has the one asked for'
run paretop runtime timings.csv --chart fit --hardware fast
like "$(cat "$out")" '*seconds of tiny on fast*512 tokens*' 'a fit is named, and so are its lines'
# On a log axis, and what has no place on it.
printf '%s\n' model,accuracy,idealized_runtime_s p,0.5,0.1 q,0.6,0.2 r,0.3,0 >below.csv
run paretop runtime below.csv -o max:accuracy --missing none --chart frontier
like "$(tr -s ' \n' ' ' <"$out")" '*idealized_s, s (log)*not above 0, for which the log axis*r*' \
    'runtimes that are not above 0 are listed'
# Prices that change nothing say why; GPUs may be said for a whole file.
run paretop runtime timings.csv --hardware fast --second half --gpu-price 2 --second-price 1
like "$(tr -s ' \n' ' ' <"$out")" '*no cost: how many GPUs a model takes is not known (a column gpus*' \
    'a price without GPUs says what is missing'
unlike "$(cat "$out")" '*composed of runs that say different*' 'points of one model are counted once'
like "$(cat "$out")" '*idealized on fast*on half*' 'columns name the machines'
run paretop runtime timings.csv --hardware fast --second half --gpu-price 2 --second-price 0.5 --set gpus=2
like "$(tr -s ' \n' ' ' <"$out")" '*cost on half*costs 0.5 times as much for a request*' \
    'GPUs said for a file are taken'
run paretop runtime models.csv -o max:accuracy --price-in 0.00001 --price-out 0.00001
like "$(tr -s ' \n' ' ' <"$out")" '*no cost at the provider: it takes*' 'so does a price per token'
run paretop runtime models.csv tables.csv -o max:accuracy --prompt-tokens 100 --output-tokens 1 \
    --price-in 0.00001 --price-out 0.00001 --size 120x40
like "$(cat "$out")" '*1000 at API*saved*' 'and what is saved is shown'
# Of APIs that are all slower.
printf '%s\n' model,idealized_runtime_s,denoised_runtime_s m,1,2 n,1,3 >slower.csv
run paretop runtime slower.csv
like "$(tr -s ' \n' ' ' <"$out")" '*Of 2 APIs none is faster than the reference hardware would be. Furthest from it, n answers*takes 3 times as long*' \
    'none beats the hardware'
# Scenarios by another name of their column are scenarios all the same.
cat >named.csv <<'END'
scenario,model,mean_prompt_tokens,mean_output_tokens,accuracy,raw_runtime_s,denoised_at_mean_s,idealized_runtime_s
easy,one,100,1,0.9,0.3,0.2,0.1
hard,one,900,1,0.4,1.0,1.2,0.9
easy,two,100,1,0.8,0.3,0.2,0.2
hard,two,900,1,0.6,0.9,0.8,0.5
END
run paretop runtime named.csv -o max:easy/accuracy --format csv
is "$(csv_columns model idealized_s <"$out" | tr '\n' ' ')" 'one,0.1 two,0.2 ' \
    'runtimes of the scenario, whatever its column is called'
like "$(cat "$err")" '*denoised exceeds raw in 1 of 4 runs (25.0 %), by more than 5 % in 1*' \
    'runs that are slower without noise than with it'
# Three runs of each leave the error uncertain: with t of 2 degrees each, P(D > C) is 0.931
# (scipy, by quadrature), where errors taken as known would make it 0.996, which is sure.
printf '%s\n' model,seed,accuracy,idealized_runtime_s C,0,0.630,1 C,1,0.641,1 C,2,0.652,1 \
    D,0,0.654,2 D,1,0.660,2 D,2,0.666,2 >seeds.csv
run paretop runtime seeds.csv -o max:accuracy --format csv
is "$(csv_columns model p_frontier state <"$out" | awk -F, '$1 == "D" { print ($2 > 0.915 && $2 < 0.946), $3 }')" \
    '1 undecided' 'few runs settle little'
like "$(cat "$err")" '*t of the runs*' 'and that is said'
finish
