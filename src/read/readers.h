/* readers.h - the rows of the registry: one reader each, defined in the file of its name. */
#ifndef PARETOP_READ_READERS_H
#define PARETOP_READ_READERS_H

#include "read/reader.h"

extern const struct reader reader_csv;
extern const struct reader reader_json_table;
extern const struct reader reader_hal;
extern const struct reader reader_markdown;
extern const struct reader reader_yaml;
extern const struct reader reader_lm_eval;
extern const struct reader reader_lm_eval_samples;
extern const struct reader reader_helm_run;
extern const struct reader reader_inspect;
extern const struct reader reader_every_eval_ever;
extern const struct reader reader_every_eval_ever_instances;
extern const struct reader reader_helm_runtimes;
extern const struct reader reader_helm_scenarios;
extern const struct reader reader_helm_training;
extern const struct reader reader_llama_bench;
extern const struct reader reader_litellm;
extern const struct reader reader_models_dev;
extern const struct reader reader_openrouter;
extern const struct reader reader_llm_prices;
extern const struct reader reader_genai_perf;
extern const struct reader reader_aiperf;
extern const struct reader reader_google_benchmark;
extern const struct reader reader_vllm;
extern const struct reader reader_sglang;
extern const struct reader reader_runtime_table;

#endif
