#!/bin/sh
# How fast samples of lm-evaluation-harness are imported: a file of 100 MB (or $1 MB) as the
# harness writes it for a task of four choices, by `paretop import` into a new database.
set -eu
megabytes=${1:-100}
folder=$(mktemp -d "${TMPDIR:-/tmp}/paretop-bench.XXXXXX")
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/family__model-1b"
file=$folder/family__model-1b/samples_vowels_2026-01-01T00-00-00.000000.jsonl
awk -v size="$megabytes" 'BEGIN {
    for (i = 0; i < 8; i++) words = words "Which of these is a vowel? "
    for (i = 0; i < 64; i++) hash = hash "0"
    for (k = 0; k < 4; k++) {
        comma = k > 0 ? ", " : ""
        requests = requests comma sprintf("\"gen_args_%d\": {\"arg_0\": \"%s\\nAnswer:\", " \
            "\"arg_1\": \" %c\"}", k, words, 97 + k)
        answers = answers comma sprintf("[[%.2f, false]]", -1.25 * k)
        filtered = filtered comma sprintf("[%.2f, false]", -1.25 * k)
    }
    for (i = 0; bytes < size * 1000000; i++) {
        line = sprintf("{\"doc_id\": %d, \"doc\": {\"query\": \"%s\", \"gold\": %d}, " \
            "\"target\": \"%d\", \"arguments\": {%s}, \"resps\": [%s], \"filtered_resps\": [%s], " \
            "\"filter\": \"none\", \"metrics\": [\"acc\", \"acc_norm\"], \"doc_hash\": " \
            "\"%064d\", \"prompt_hash\": \"%s\", \"target_hash\": \"%s\", \"acc\": %d.0, " \
            "\"acc_norm\": %d.0}", i, words, i % 4, i % 4, requests, answers, filtered, i, hash,
            hash, i % 3 == 0, i % 2)
        bytes += length(line) + 1
        print line
    }
}' >"$file"
{ time -p "${top_builddir:-.}/paretop" import -q -d "$folder/samples.db" "$file"; } 2>"$folder/time"
awk -v size="$megabytes" '$1 == "real" { real = $2 } $1 == "user" || $1 == "sys" { cpu += $2 }
    END { printf "lm-eval samples, %d MB: %.2f s, %.0f MB/s; %.0f MB/s of processor time\n",
        size, real, size / real, size / cpu }' "$folder/time"
