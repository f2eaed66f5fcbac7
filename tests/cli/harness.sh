#!/bin/sh
# Folders as evaluation harnesses leave them: one import, and the questions they are for.
. "$top_srcdir/tests/lib.sh"

run paretop import -d lm.db "$fixtures/harness/lm-eval"
is "$status" 0 'lm-eval: results and samples of two models are imported'
run paretop sql -d lm.db --format csv "SELECT r.raw, m.name, count(*), sum(i.value) FROM item i
    JOIN run r ON r.id = i.run JOIN measure m ON m.id = i.measure GROUP BY 1, 2 ORDER BY 1, 2"
is "$(tail -n +2 "$out")" 'acme/small-3b,parity/acc,12,5
acme/small-3b,"sums/exact_match,flexible-extract",12,5
acme/small-3b,"sums/exact_match,strict-match",12,3
acme/tiny-7b,parity/acc,12,9
acme/tiny-7b,"sums/exact_match,flexible-extract",12,8
acme/tiny-7b,"sums/exact_match,strict-match",12,5' 'lm-eval: items by model, task and filter'
run paretop compare -d lm.db -m acme/tiny-7b -m acme/small-3b
is "$status" 0 'lm-eval: two models are compared'
like "$(cat "$out")" '*12 items in common: paired*' 'lm-eval: on the items of both'

# Results may be called anything but for the stamp, which they share with their samples.
mkdir -p out/mine
cp "$fixtures/harness/lm-eval/acme__tiny-7b/"samples_*.jsonl out/mine/
for file in "$fixtures/harness/lm-eval/acme__tiny-7b/"results_*.json; do
    cp "$file" "out/mine/sums_of_may_${file##*/results_}"
done
run paretop import -d named.db out/mine/samples_*.jsonl
run paretop sql -d named.db --format csv "SELECT raw, shots FROM run"
is "$(tail -n 1 "$out" | cut -d, -f1)" acme/tiny-7b 'lm-eval: samples find results of another name'

run paretop import -d helm.db "$fixtures/harness/helm"
is "$status" 0 'HELM: a run folder is imported'
run paretop sql -d helm.db --format csv "SELECT (SELECT count(*) FROM score),
    (SELECT count(*) FROM item), (SELECT count(*) FROM request), (SELECT count(*) FROM model)"
is "$(tail -n 1 "$out")" 5,8,2,1 'HELM: scores, items and requests of one model'

run paretop import -d log.db "$fixtures/harness/inspect"
is "$status" 0 'Inspect: JSON and archives are imported'
run paretop sql -d log.db --format csv "SELECT source.format, count(*) FROM source GROUP BY 1"
is "$(tail -n +2 "$out")" inspect,4 'Inspect: an archive is one source'

# What is exported is read back as the same points; a second export is the same bytes.
paretop export -d lm.db --format every-eval-ever >there.jsonl 2>/dev/null
is "$(grep -c '"evaluation_results":\[{' there.jsonl)" 2 'interchange: a line for each model'
run paretop import -d back.db there.jsonl
is "$status" 0 'interchange: it is read back'
paretop export -d back.db --format every-eval-ever >back.jsonl 2>/dev/null
same_file there.jsonl back.jsonl 'interchange: nothing is lost on the way'
like "$(cat there.jsonl)" '*"score_type":"continuous","min_score":null,"max_score":null}*' \
    'interchange: what the schema asks of a continuous score stands there'
# What all results of a document were made with is that of the run: it makes no point of its own.
printf 'model,effort,scaffold,accuracy,cost\nm,low,s,0.5,1\nm,high,s,0.6,2\nk,,s,0.4,1\n' >efforts.csv
run paretop export efforts.csv --format every-eval-ever -O efforts.jsonl
run paretop frontier efforts.jsonl --by model,effort -o max:accuracy,min:cost --format csv
is "$(csv_columns model effort accuracy cost <"$out")" 'm,low,0.5,1
m,high,0.6,2
k,,0.4,1' 'interchange: points of an effort come back, and no others'

run paretop import -d judged.db "$fixtures/harness/judgements"
is "$status" 0 'judgements, costs by instance and profiles are imported'
run paretop sql -d judged.db --format csv "SELECT a, b, outcome, item, judge, count(*)
    FROM preference GROUP BY 1, 2, 3, 4, 5 ORDER BY 4"
is "$(tail -n +2 "$out")" 'acme-1,acme-2,a,1-1,graderbot,1
acme-1,acme-2,tie,2-1,graderbot,1
acme-1,acme-2,a,q1,ann,3
acme-2,acme-1,tie,q2,ann,3
acme-2,acme-3,b,q3,bob,3' 'preferences from a table, JSON, JSON Lines and MT-Bench'
run paretop sql -d judged.db --format csv "SELECT r.raw, m.name, sum(i.value) FROM item i
    JOIN run r ON r.id = i.run JOIN measure m ON m.id = i.measure
    WHERE m.name LIKE 'swe-bench/%' GROUP BY 1, 2 ORDER BY 1, 2"
is "$(tail -n +2 "$out")" 'acme-1,swe-bench/api_calls,50
acme-1,swe-bench/cost,1.75
acme-1,swe-bench/resolved,1
acme-2,swe-bench/api_calls,9
acme-2,swe-bench/cost,0.375
acme-2,swe-bench/resolved,0' 'SWE-bench: outcome and cost of each instance'
run paretop sql -d judged.db --format csv "SELECT count(*), sum(seconds), count(error) FROM request"
is "$(tail -n 1 "$out")" 3,1.5,1 'profiles are requests; a failed one has no time'

# HELM lists statistics of nothing, too: a test split with none of them is not there.
mkdir -p 'valid/quiz:model=acme_oak'
echo '{"name": "quiz:model=acme_oak", "adapter_spec": {"model": "acme/oak"}}' \
    >'valid/quiz:model=acme_oak/run_spec.json'
echo '[{"name": {"name": "f1_score", "split": "test"}, "count": 0, "sum": 0, "sum_squared": 0},
    {"name": {"name": "exact_match", "split": "valid"}, "count": 4, "sum": 3.0,
    "sum_squared": 3.0, "mean": 0.75, "variance": 0.1875, "stddev": 0.4330127018922193}]' \
    >'valid/quiz:model=acme_oak/stats.json'
run paretop sql --format csv "SELECT m.name, s.value, json_extract(r.rest, '\$.split') FROM score s
    JOIN measure m ON m.id = s.measure JOIN run r ON r.id = s.run" valid
is "$(tail -n 1 "$out")" quiz/exact_match,0.75,valid 'HELM: the split that has instances'

# Seconds and nanoseconds are one measure, to the last digit: 1 s is 1e9 ns.
cat >gbench.json <<'END'
{"context": {"date": "2026-02-03 10:00:00", "host_name": "box", "num_cpus": 4},
 "benchmarks": [
  {"name": "BM_Copy", "iterations": 10, "real_time": 12.5, "cpu_time": 12, "time_unit": "ns"},
  {"name": "BM_Sort", "iterations": 1, "real_time": 1, "cpu_time": 0.5, "time_unit": "s"},
  {"name": "BM_Sum", "iterations": 1, "real_time": 0.007, "cpu_time": 3, "time_unit": "us"}]}
END
run paretop sql 'SELECT r.raw, s.value, s.raw AS text FROM score s JOIN run r ON r.id = s.run ORDER BY s.rowid' \
    gbench.json --format csv
is "$(cat "$out")" 'raw,value,text
BM_Copy,12.5,
BM_Copy,12,
BM_Sort,1000000000,1 s
BM_Sort,500000000,0.5 s
BM_Sum,7,0.007 us
BM_Sum,3000,3 us' 'times in several units'
# A log that was compressed once more is a log still, not the files in it.
for log in v2-cancelled crashed; do
    gzip -c "$fixtures/harness/inspect/$log.eval" >"$log.eval.gz"
    run paretop import -d "$log.db" "$log.eval.gz"
    like "$(cat "$out")" '*1 file: Inspect log*' "$log.eval.gz is one Inspect log"
done
# A size in words is traced to them.
run paretop export --origins "$fixtures/runtime/llama-bench.md" --format csv
like "$(cat "$out")" '*model_size,*$.size,*GiB*' 'the words of a size are kept'
# Samples without a hash of the document: the number alone does not tell it, since another version
# of the task has other documents under the same numbers.
for model in A B; do
    mkdir -p bare/$model
    for i in 0 1 2 3 4 5; do
        asked=$i
        if [ $model = B ] && [ $i -ge 3 ]; then asked=9$i; fi
        printf '{"doc_id":%d,"doc":{"q":"Q%s"},"target":"t","filtered_resps":["x"],"filter":"none","acc":%d}\n' \
            $i $asked $((i % 2))
    done >bare/$model/samples_foo_2024-01-01T00-00-00.000000.jsonl
done
run paretop compare bare
like "$(cat "$out")" '*3 items in common*' 'a number without its document is not enough'
like "$(cat "$out")" '*3 only A has and 3 only B has are not used*' 'and others are told'
sed -i.old 's/"doc":{[^}]*},//' bare/*/*.jsonl
rm bare/*/*.old
run paretop compare bare
like "$(cat "$out")" '*6 items in common*' 'without what was asked its target tells'

finish
