libparetop_a_SOURCES += \
	src/read/archive.c src/read/archive.h \
	src/read/gzip_sum.c src/read/gzip_sum.h \
	src/read/csv.c src/read/csv_table.h \
	src/read/csv_dialect.c src/read/csv_dialect.h \
	src/read/csv_parse.c src/read/csv_parse.h \
	src/read/encoding.c src/read/encoding.h \
	src/read/hal.c src/read/helm_efficiency.c \
	src/read/folders.c src/read/folders.h \
	src/read/input.c src/read/input.h \
	src/read/limits.c \
	src/read/json_document.c src/read/json_document.h \
	src/read/json_record.c src/read/json_record.h \
	src/read/json_shape.c src/read/json_shape.h \
	src/read/json_table.c \
	src/read/llama_bench.c \
	src/read/llama_bench.h \
	src/read/llama_bench_forms.c \
	src/read/lm_eval.c \
	src/read/mapped_lines.c src/read/mapped_runs.c src/read/mapped_runs.h src/read/mapped_rows.c \
	src/read/mapped_scores.c src/read/mapped_table.c src/read/mapped_text.c \
	src/read/mapping.c src/read/mapping.h src/read/mapping_load.c \
	src/read/mapping_load_member.c src/read/mapping_load_source.c \
	src/read/mapping_load_taken.c src/read/mapping_loader.h \
	src/read/mapping_path.c src/read/mapping_path.h src/read/mapping_value.c \
	src/read/markdown.c src/read/markdown.h \
	src/read/name_index.c src/read/name_index.h \
	src/read/json_finder.c src/read/json_finder.h \
	src/read/reader.h src/read/readers.h src/read/registry.c \
	src/read/genai_perf.c \
	src/read/prices.c \
	src/read/report.c src/read/report.h \
	src/read/serving.c \
	src/read/runtime_table.c \
	src/read/rows_from_sqlite.c src/read/rows_from_sqlite.h \
	src/read/sink.c src/read/sink.h \
	src/read/sniff.c src/read/sniff.h \
	src/read/yaml.c src/read/yaml.h

# Evaluation harnesses and what they share.
libparetop_a_SOURCES += \
	src/read/every_eval_ever.c \
	src/read/helm_run.c \
	src/read/inspect.c src/read/inspect.h src/read/inspect_log.h \
	src/read/inspect_results.c \
	src/read/lm_eval.h src/read/lm_eval_facts.c \
	src/read/lm_eval_samples.c \
	src/read/run_facts.c src/read/run_facts.h
