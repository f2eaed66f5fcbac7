#!/bin/sh
# Frontiers computed straight from files as their tools wrote them, against those of reference
# implementations on prepared tables: membership, layers and counts, exactly. Neither the
# files nor the tables are part of this repository.
. "$top_srcdir/tests/lib.sh"

data=${PARETOP_SHARED:-}/data
cases=${PARETOP_SHARED:-}/oracles/frontier
[ -n "${PARETOP_SHARED:-}" ] || skip_all 'PARETOP_SHARED is not set'
[ -r "$cases/INDEX.csv" ] || skip_all 'no frontier cases in PARETOP_SHARED'

# Lines KEY,on,layer,count of what was computed: those without a reason. One line may stand
# for equal points of several rows.
computed() { # KEY_COLUMN...
    csv_columns reason on_frontier layer dominated_by "$@" <"$out" |
        sed -n 's/^,//p' | LC_ALL=C sort
}


# original CASE COMPUTED_KEYS ORACLE_KEYS ARGUMENT...: keys are lists with blanks.
original() {
    case_name=$1 got_keys=$2 oracle_keys=$3
    shift 3
    run paretop frontier "$@" --format csv --counts --seed 1
    # shellcheck disable=SC2086
    computed $got_keys >got
    # shellcheck disable=SC2086
    csv_columns on_front front_rank dominated_by $oracle_keys <"$cases/$case_name.oracle.csv" |
        LC_ALL=C sort >wanted
    same_file got wanted "$case_name"
}

original timm_rtx4090_top1_speed 'model img_size' 'model img_size' \
    "$data/timm/results-imagenet.csv" \
    "$data/timm/benchmark-infer-amp-nhwc-pt240-cu124-rtx4090.csv" \
    --by model,img_size -o max:imagenet/top1,max:infer_samples_per_sec
# A checkpoint has its own number of parameters; that of its architecture in the benchmark, whose
# head may be for other classes, only feeds those that say none.
timm_joined() { # CASE OBJECTIVES
    original "timm_rtx4090_$1" 'model img_size' 'model img_size' \
        "$data/timm/results-imagenet.csv" \
        "$data/timm/benchmark-infer-amp-nhwc-pt240-cu124-rtx4090.csv" \
        --by model,img_size --where 'infer_samples_per_sec is not null' -o "$2"
}
timm_joined top1_params max:imagenet/top1,min:parameters
timm_joined top1_speed_params max:imagenet/top1,max:infer_samples_per_sec,min:parameters
original timm_results_only_top1_top5_params_img 'model img_size' 'model img_size' \
    "$data/timm/results-imagenet.csv" --by model,img_size --derive 'pixels=img_size + 0' \
    -o max:imagenet/top1,max:imagenet/top5,min:parameters,min:pixels
# Chat models whose prices and limits are all there.
litellm() { # CASE OBJECTIVES ARGUMENT...
    case_name=$1 objectives=$2
    shift 2
    original "litellm_chat_$case_name" 'model provider' 'model litellm_provider' \
        "$data/litellm/model_prices_full.json" --by row -o "$objectives" "$@" \
        --where "mode = 'chat' and input_price is not null and output_price is not null
            and context_window is not null and max_output_tokens is not null"
}
litellm nonzero_price2d min:input_price,max:context_window
litellm with_free_price2d min:input_price,max:context_window --missing none
litellm with_free_price_context \
    min:input_price,min:output_price,max:context_window,max:max_output_tokens --missing none
original aider_polyglot_pass_cost dirname dirname "$data/aider/polyglot_leaderboard.yml" \
    --by row -o max:polyglot/pass_rate_2,min:polyglot/total_cost
original aider_polyglot_pass_cost_naive dirname dirname \
    "$data/aider/polyglot_leaderboard.yml" \
    --by row --missing none -o max:polyglot/pass_rate_2,min:polyglot/total_cost
original aider_polyglot_pass_cost_time dirname dirname "$data/aider/polyglot_leaderboard.yml" \
    --by row -o max:polyglot/pass_rate_2,min:polyglot/total_cost,min:polyglot/seconds_per_case
original hal_gaia_naive run_id run_id "$data/hal/gaia.db" --by row --missing none \
    -o max:gaia/accuracy,min:gaia/total_cost
original hal_taubench_airline_naive run_id run_id "$data/hal/taubench_airline.db" --by row \
    --missing none -o max:taubench_airline/accuracy,min:taubench_airline/total_cost
original hal_corebench_hard_naive run_id run_id "$data/hal/corebench_hard.db" --by row \
    --missing none -o max:corebench_hard/accuracy,min:corebench_hard/total_cost
original hal_corebench_hard_cost_positive run_id run_id "$data/hal/corebench_hard.db" \
    --by row -o max:corebench_hard/accuracy,min:corebench_hard/total_cost
original mlenergy_gpqa_energy_itl row row_id "$data/ml-energy/gpqa.json" --by row \
    -o 'min:gpqa/energy_per_token,min:median gpqa/inter_token_latency'
original mlenergy_gpqa_size_energy_itl_tput row row_id "$data/ml-energy/gpqa.json" --by row \
    -o 'max:parameters,min:gpqa/energy_per_token,min:median gpqa/inter_token_latency,max:gpqa/output_throughput'
original openasr_wer_speed_size 'average/WER RTFx' 'avg_wer rtfx' "$data/open-asr/en_shortform.csv" --by row \
    -o min:average/WER,max:RTFx,min:parameters
original openasr_naive_minus1_kept 'average/WER RTFx' 'avg_wer rtfx' "$data/open-asr/en_shortform.csv" --by row \
    --missing none -o min:average/WER,max:RTFx,min:parameters
original openasr_wer_speed 'average/WER RTFx' 'avg_wer rtfx' "$data/open-asr/en_shortform.csv" --by row \
    -o min:average/WER,max:RTFx
helm=$data/helm-efficiency/inference_runtimes_and_accuracies_all_scenarios.csv
helm_originals() { # CASE SCENARIO
    original "helm_$1_acc_runtime" model model "$helm" \
        -o "max:$2/exact_match,min:$2/inference_idealized_runtime"
    original "helm_$1_acc_idealized_actual" model model "$helm" \
        -o "max:$2/exact_match,min:$2/inference_idealized_runtime,min:$2/inference_runtime"
}
helm_originals boolq boolq
helm_originals mmlu_subject_abstract_algebra mmlu:subject=abstract_algebra

# What is asked of the database first: means over the scenarios in which each model has both, and
# HELM's formula for a request of 16 tokens that asks for 64, and of 1920 that asks for 16.
asked() { # FILE SELECT
    run paretop sql "$2" "$1" --format csv
    cp "$out" asked.csv
}
asked "$helm" 'SELECT model, avg(exact_match) AS mean_exact_match, avg(inference_idealized_runtime)
    AS mean_idealized_runtime FROM table_1 WHERE model IS NOT NULL AND exact_match IS NOT NULL
    AND inference_idealized_runtime IS NOT NULL GROUP BY model'
original helm_mean_over_scenarios model model asked.csv \
    -o max:mean_exact_match,min:mean_idealized_runtime
load="(SELECT value FROM curve WHERE run = r.id AND x = %d) + %d * s.value"
# shellcheck disable=SC2059
asked "$data/helm/inference_idealized_runtimes.json" "SELECT r.raw AS model,
    $(printf "$load" 16 63) AS short_16_64, $(printf "$load" 1920 15) AS long_1920_16
    FROM run r JOIN score s ON s.run = r.id"
original helm_idealized_two_loads model model asked.csv -o min:short_16_64,min:long_1920_16

# The files do not say how large the models are: their published sizes, by the names that the
# evaluations use.
{
    echo model,parameters
    for size in 70m:70426624 160m:162322944 410m:405334016 1b:1011781632 1b-bf16:1011781632 \
        1.4b:1414647808 2.8b:2775208960 6.9b:6857302016 12b:11846072320; do
        echo "EleutherAI/pythia-v1.1-${size%:*},${size#*:}"
        echo "EleutherAI/pythia-v1.1-${size%:*}-deduped,${size#*:}"
    done
} >sizes.csv
original pythia_final_lambada_params 'lambada_openai/acc parameters' 'lambada_acc params' \
    "$data"/pythia/v1/*/zero-shot/*_step143000.json sizes.csv \
    -o max:lambada_openai/acc,min:parameters
# The mean over seven tasks of acc, said as SQL.
mean7='("arc_challenge/acc" + "arc_easy/acc" + "lambada_openai/acc" + "logiqa/acc" + "piqa/acc"
    + "sciq/acc" + "winogrande/acc") / 7'
original pythia_final_mean7_params parameters params \
    "$data"/pythia/v1/*/zero-shot/*_step143000.json sizes.csv --derive "mean7=$mean7" \
    -o max:mean7,min:parameters
original pythia_checkpoints_mean7_params_tokens 'parameters train_tokens' 'params train_tokens' \
    "$data"/pythia/v1 sizes.csv --derive "mean7=$mean7" \
    --derive 'train_tokens=cast(substr(checkpoint, 5) as integer) * 2097152' \
    -o max:mean7,min:parameters,min:train_tokens
original pythia_checkpoints_ppl_params_tokens 'lambada_openai/ppl parameters' \
    'lambada_ppl params' "$data"/pythia/v1 sizes.csv \
    --derive 'train_tokens=cast(substr(checkpoint, 5) as integer) * 2097152' \
    -o min:lambada_openai/ppl,min:parameters,min:train_tokens
finish
