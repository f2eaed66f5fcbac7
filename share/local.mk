# schema, catalogue, formats, views, themes, completions.

dist_pkgdata_DATA = share/schema.sql share/measures.json

viewsdir = $(pkgdatadir)/views
dist_views_DATA = \
	share/views/ten-models.view \
	share/views/imagenet.view \
	share/views/pythia.view \
	share/views/runtime.view

themesdir = $(pkgdatadir)/themes
dist_themes_DATA = \
	share/themes/default.theme \
	share/themes/light.theme \
	share/themes/mono.theme

# One line each, so that two who add one do not meet.
formatsdir = $(pkgdatadir)/formats
dist_formats_DATA =
dist_formats_DATA += share/formats/ml-energy.json
dist_formats_DATA += share/formats/open-asr.json
dist_formats_DATA += share/formats/aider.json
dist_formats_DATA += share/formats/timm-results.json
dist_formats_DATA += share/formats/timm-infer.json
dist_formats_DATA += share/formats/timm-train.json
dist_formats_DATA += share/formats/lmarena.json
dist_formats_DATA += share/formats/arena-battles.json
dist_formats_DATA += share/formats/arena-votes.json
dist_formats_DATA += share/formats/arena-battles-lines.json
dist_formats_DATA += share/formats/arena-battles-table.json
dist_formats_DATA += share/formats/mt-bench-pairs.json
dist_formats_DATA += share/formats/mt-bench-single.json
dist_formats_DATA += share/formats/profile.json
dist_formats_DATA += share/formats/swe-bench.json
dist_formats_DATA += share/formats/lmarena-json.json
dist_formats_DATA += share/formats/arena-hard.json
dist_formats_DATA += share/formats/alpaca-eval.json
dist_formats_DATA += share/formats/alpaca-eval-evaluators.json
dist_formats_DATA += share/formats/open-llm-leaderboard.json
dist_formats_DATA += share/formats/mteb.json
dist_formats_DATA += share/formats/mteb-model.json
dist_formats_DATA += share/formats/openmmlab.json
dist_formats_DATA += share/formats/epoch.json
dist_formats_DATA += share/formats/arc-agi.json
dist_formats_DATA += share/formats/arc-prize.json
dist_formats_DATA += share/formats/dclm.json
dist_formats_DATA += share/formats/guidellm-old.json
dist_formats_DATA += share/formats/text2video-energy.json
dist_formats_DATA += share/formats/livebench.json
dist_formats_DATA += share/formats/codecarbon.json
dist_formats_DATA += share/formats/ollama.json
dist_formats_DATA += share/formats/ollama-list.json
dist_formats_DATA += share/formats/sglang-offline.json
dist_formats_DATA += share/formats/sglang-one-batch.json
dist_formats_DATA += share/formats/sglang-one-batch-server.json
dist_formats_DATA += share/formats/guidellm-config.json
dist_formats_DATA += share/formats/guidellm-csv.json
dist_formats_DATA += share/formats/guidellm-csv-old.json
dist_formats_DATA += share/formats/guidellm-scheduler.json
dist_formats_DATA += share/formats/guidellm.json
dist_formats_DATA += share/formats/hf-trainer.json
dist_formats_DATA += share/formats/hyperfine.json
dist_formats_DATA += share/formats/llmperf-loads.json
dist_formats_DATA += share/formats/llmperf-requests.json
dist_formats_DATA += share/formats/llmperf.json
dist_formats_DATA += share/formats/optimum-benchmark.json
dist_formats_DATA += share/formats/optimum-report.json
dist_formats_DATA += share/formats/pytest-benchmark.json
dist_formats_DATA += share/formats/mlperf-accuracy.json
dist_formats_DATA += share/formats/mlperf-detail.json
dist_formats_DATA += share/formats/mlperf-list.json
dist_formats_DATA += share/formats/mlperf-summary.json
dist_formats_DATA += share/formats/mlperf-system.json
dist_formats_DATA += share/formats/mlperf-table.json
dist_formats_DATA += share/formats/mlperf-tiny.json
dist_formats_DATA += share/formats/mlperf-tiny-log.json
dist_formats_DATA += share/formats/mlperf.json
dist_formats_DATA += share/formats/hf-trainer-state.json
dist_formats_DATA += share/formats/l2logger-info.json
dist_formats_DATA += share/formats/l2logger-scenario.json
dist_formats_DATA += share/formats/l2logger.json
dist_formats_DATA += share/formats/l2metrics-list.json
dist_formats_DATA += share/formats/l2metrics-settings.json
dist_formats_DATA += share/formats/l2metrics-table.json
dist_formats_DATA += share/formats/l2metrics.json
dist_formats_DATA += share/formats/lightning.json
dist_formats_DATA += share/formats/nvidia-smi.json
dist_formats_DATA += share/formats/routellm.json
dist_formats_DATA += share/formats/yolo.json
dist_formats_DATA += share/formats/l2metrics-regimes.json
dist_formats_DATA += share/formats/aiperf-summary.json
dist_formats_DATA += share/formats/alpaca-eval-annotations.json
dist_formats_DATA += share/formats/arena-hard-judgements.json
dist_formats_DATA += share/formats/hal-agents.json
dist_formats_DATA += share/formats/hallucination-leaderboard.json
dist_formats_DATA += share/formats/helm-deployments.json
dist_formats_DATA += share/formats/helm-models.json
dist_formats_DATA += share/formats/json-schema.json
dist_formats_DATA += share/formats/livebench-categories.json
dist_formats_DATA += share/formats/llama-bench-collection.json
dist_formats_DATA += share/formats/llama-bench-curves.json
dist_formats_DATA += share/formats/llm-d-json.json
dist_formats_DATA += share/formats/llm-d.json
dist_formats_DATA += share/formats/llm-stats.json
dist_formats_DATA += share/formats/lm-eval-time.json
dist_formats_DATA += share/formats/models-dev-toml.json
dist_formats_DATA += share/formats/openmmlab-index.json
dist_formats_DATA += share/formats/pythia-checkpoints.json
dist_formats_DATA += share/formats/swe-bench-leaderboards.json
dist_formats_DATA += share/formats/timm-models.json
dist_formats_DATA += share/formats/vals-ai.json
dist_formats_DATA += share/formats/vllm-metrics.json
dist_formats_DATA += share/formats/openai-evals.json
dist_formats_DATA += share/formats/vllm-latency.json
dist_formats_DATA += share/formats/vllm-throughput.json
dist_formats_DATA += share/formats/hf-trainer-eval.json
dist_formats_DATA += share/formats/hf-trainer-predict.json
dist_formats_DATA += share/formats/hf-trainer-test.json
dist_formats_DATA += share/formats/swe-bench-report.json
dist_formats_DATA += share/formats/swe-bench-instance.json
dist_formats_DATA += share/formats/evalplus.json
dist_formats_DATA += share/formats/bigcode.json
dist_formats_DATA += share/formats/lighteval.json
dist_formats_DATA += share/formats/lm-eval-write-out.json
dist_formats_DATA += share/formats/lm-eval-list.json
dist_formats_DATA += share/formats/opencompass.json
dist_formats_DATA += share/formats/open-llm-leaderboard-2.json
dist_formats_DATA += share/formats/open-llm-leaderboard-2-json.json
dist_formats_DATA += share/formats/model-index.json
dist_formats_DATA += share/formats/open-asr-sets.json
dist_formats_DATA += share/formats/open-asr-languages.json
dist_formats_DATA += share/formats/mteb-old.json
dist_formats_DATA += share/formats/swe-bench-repositories.json
dist_formats_DATA += share/formats/swe-bench-submission.json
dist_formats_DATA += share/formats/helm-table.json
dist_formats_DATA += share/formats/helm-tables.json
dist_formats_DATA += share/formats/helm-listing.json
