#!/bin/sh
# Formats taught without code: by --mapping, from the user's own folder, and what happens if a
# mapping file is wrong.
. "$top_srcdir/tests/lib.sh"

cat >results-T4.txt <<'X'
{"rows": [{"net": "alder", "right": 70, "took": 12}, {"net": "beech", "right": 60, "took": 5},
          {"net": "cedar", "right": 55, "took": 7}]}
X
cat >mine.json <<'X'
{"format": "mine", "title": "my own results", "reads": "json",
 "recognise": {"paths": ["$.rows[].net", "$.rows[].took"]},
 "file": "results-{hardware}.txt", "records": "$.rows[]", "model": "net",
 "conditions": {"hardware": {"text": "{hardware}"}},
 "measures": [{"path": "right", "name": "accuracy", "unit": "%", "direction": "max"},
              {"path": "took", "name": "latency", "unit": "s", "scale": 0.001,
               "direction": "min"}]}
X
run paretop frontier results-T4.txt --mapping mine.json --format csv
is "$(csv_columns model accuracy latency on_frontier <"$out")" 'alder,70,0.012,1
beech,60,0.005,1
cedar,55,0.007,0' 'a mapping file is followed'
run paretop import -d a.db results-T4.txt --mapping mine.json
is "$status" 0 'import knows the option too'
run paretop sql 'SELECT raw, hardware FROM run ORDER BY id LIMIT 1' -d a.db --format csv
is "$(tail -n 1 "$out")" 'alder,T4' 'a part of the name of the file is a condition'
run paretop import -d a.db results-T4.txt --mapping mine.json
like "$(cat "$out")" '*unchanged*' 'the same again changes nothing'
sed 's/0\.001/0.002/' mine.json >other.json
run paretop import -d a.db results-T4.txt --mapping other.json
run paretop sql 'SELECT max(value) FROM score' -d a.db --format csv
is "$(tail -n 1 "$out")" 70 'another mapping reads the file anew'
run paretop sql 'SELECT min(value) FROM score' -d a.db --format csv
is "$(tail -n 1 "$out")" 0.01 'with its numbers'
run paretop list formats --mapping mine.json --format csv
like "$(cat "$out")" '*mine,my own results,*' 'a taught format is listed'

mkdir -p config/paretop/formats
cp mine.json config/paretop/formats/
run env XDG_CONFIG_HOME="$PWD/config" "$top_builddir/paretop" frontier results-T4.txt --from mine \
    --format csv
is "$(csv_columns latency <"$out" | head -n 1)" 0.012 'the folder of the user is looked into'

sed 's/"direction": "max"/"direction": "up"/' mine.json >bad.json
run paretop frontier results-T4.txt --mapping bad.json
is "$status" 1 'a wrong mapping file is refused'
like "$(cat "$err")" '*bad.json: line 5: "direction" must be one of*' 'with its line and member'
sed 's/"records"/"record"/' mine.json >bad.json
run paretop frontier results-T4.txt --mapping bad.json
like "$(cat "$err")" '*no member "record"*did you mean "records"*' 'a misspelt member is told'
sed 's/"model": "net"/"model": {"path": ".", "key": true}/' mine.json >keyed.json
run paretop frontier results-T4.txt --mapping keyed.json
like "$(cat "$err")" '*"model" has a key, but its path has no star*{"text": "{key}"}*' \
    'a key without a star is refused with the way out'
cat >calls.json <<'X'
{"calls": [{"in": 10, "s": 2.5, "first_ms": 128.5}, {"in": 20, "s": 3, "first_ms": 99}]}
X
cat >calls-mapping.json <<'X'
{"format": "calls", "title": "calls", "reads": "json", "recognise": {"paths": ["calls"]},
 "requests": [{"each": "calls[]", "prompt_tokens": "in", "seconds": "s",
               "first_token_seconds": "first_ms", "first_token_scale": 0.001}]}
X
run paretop sql 'SELECT prompt_tokens, seconds, first_token_seconds FROM request' calls.json \
    --mapping calls-mapping.json --format csv
is "$(tail -n +2 "$out")" '10,2.5,0.1285
20,3,0.099' 'times of requests may be in two units'
run paretop sql 'SELECT count(first_token_seconds), max(first_token_seconds) FROM request' \
    "$fixtures/runtime/guidellm.json" --format csv
like "$(tail -n +2 "$out")" '[1-9]*,0.128' 'as those of GuideLLM are'
cp bad.json config/paretop/formats/bad.json
run env XDG_CONFIG_HOME="$PWD/config" "$top_builddir/paretop" list formats
is "$status" 0 'a wrong file in the own folder stops nothing'
like "$(cat "$err")" '*left out: *bad.json: line *' 'but it is told'
run paretop frontier results-T4.txt --mapping absent.json
is "$status" 1 'a mapping file that is not there is refused'

# Those that come with the program, by one example each of a table, JSON, YAML and SQLite.
run paretop frontier "$fixtures/formats/aider.yml" --by row \
    -o max:polyglot/pass_rate_2,min:polyglot/total_cost --format csv
is "$(csv_columns dirname on_frontier reason <"$out" | grep two | cut -d: -f2)" \
    ' taken as not recorded' 'a cost that was not recorded is on no frontier'
run paretop frontier "$fixtures/formats/results-imagenet-a.csv" \
    "$fixtures/formats/benchmark-infer-amp-nhwc-pt200-cu120-gpu9.csv" \
    -o max:imagenet-a/top1,max:infer_samples_per_sec --by model,img_size --format csv
is "$(csv_columns reason model img_size imagenet-a/top1 infer_samples_per_sec <"$out" |
    sed -n 's/^,//p')" 'birchnet_s.one_in1k,224,60.5,5000.5
birchnet_s.one_in1k,288,61.5,3200.25
firnet_g.two_in1k,448,71.125,100' 'results and speed join by architecture and size of image'
run paretop frontier "$fixtures/formats/hal.db" --format csv
is "$(csv_columns model maze/accuracy <"$out" | LC_ALL=C sort | tail -n 1 | cut -d, -f2)" 0.625 \
    'repeats of an agent are one point'
run paretop frontier "$fixtures/formats/mlperf/summary.json" --by row --format csv \
    -o max:mlperf/accuracy,max:mlperf/samples_per_second
is "$(csv_columns model scenario mlperf/samples_per_second <"$out" | sed -n 1p)" \
    'oak-net,Offline,512.25' 'records of nested files name their models'
run paretop frontier "$fixtures/formats/mlperf/summary.json" --by row \
    -o max:mlperf/accuracy,max:mlperf/samples_per_second
like "$(cat "$out")" '*model *mlperf/accuracy*oak-net *512.2*76.5*' 'in the table for people too'

printf 'question,gpt-x,elm-y\n"Is it 1, or 2?",1,0\n"Which tree?",0,1\n' >asked.csv
run paretop import -n -d asked.db asked.csv
like "$(cat "$err")$(cat "$out")" '*item: question*' 'questions are items and no models'

printf '{"settings":{"sampled":"yes","model":"acme/oak"},"out":{"accuracy":0.5}}\n' >nested.json
run paretop import -n -d nested.db nested.json
like "$(cat "$err")$(cat "$out")" '*model: settings.model;*' 'a nested member called model is the model'

run paretop import -d judged.db "$fixtures/formats/judged" "$fixtures/formats/l2"
like "$(cat "$err")$(cat "$out")" '*12 comparisons, 13 episodes*' 'comparisons and episodes are counted'
run paretop sql -d judged.db --format csv \
    "SELECT run, task, metric, block, at, value FROM episode WHERE metric = 'performance'"
is "$(sed 1d "$out")" 'grove,climb,performance,0,0,2.5
grove,climb,performance,0,1,4.25' 'and kept with block, number and metric'
finish
