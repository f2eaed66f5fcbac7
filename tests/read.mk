# Tests of the readers, and a tool that prints what they make of a file.
EXTRA_DIST += tests/unit/recording.h \
	tests/fixtures/read/helm-denoised.json \
	tests/fixtures/read/helm-idealized.json \
	tests/fixtures/read/helm-scenarios.csv \
	tests/fixtures/read/helm-training.json \
	tests/fixtures/read/runtime-table.csv \
	tests/fixtures/read/lm-eval-0.3.json \
	tests/fixtures/read/lm-eval-0.4.0.json \
	tests/fixtures/read/lm-eval-0.4.3.json \
	tests/fixtures/read/lm-eval-stamped.json \
	tests/fixtures/read/ragged.csv \
	tests/fixtures/read/sweep.csv \
	tests/oracle/shared_reads.txt

UNIT += tests/unit/test_read_csv
tests_unit_test_read_csv_SOURCES = tests/unit/test_read_csv.c tests/unit/recording.c
tests_unit_test_read_csv_LDADD = $(TEST_LIBS)
UNIT += tests/unit/test_read_json
tests_unit_test_read_json_SOURCES = tests/unit/test_read_json.c tests/unit/recording.c
tests_unit_test_read_json_LDADD = $(TEST_LIBS)
UNIT += tests/unit/test_read_formats
tests_unit_test_read_formats_SOURCES = tests/unit/test_read_formats.c tests/unit/recording.c
tests_unit_test_read_formats_LDADD = $(TEST_LIBS)
EXTRA_DIST += tests/oracle/count_originals.py
EXTRA_DIST += tests/fixtures/list.txt tests/oracle/format_reads.txt \
	tests/fixtures/formats/aider.yml \
	tests/fixtures/formats/aiperf \
	tests/fixtures/formats/alpaca-eval-evaluators.csv \
	tests/fixtures/formats/alpaca-eval.csv \
	tests/fixtures/formats/arc \
	tests/fixtures/formats/arena-hard.csv \
	tests/fixtures/formats/benchmark-infer-amp-nhwc-pt200-cu120-gpu9.csv \
	tests/fixtures/formats/benchmark-train-amp-nchw-pt200-cu120-gpu9.csv \
	tests/fixtures/formats/companions \
	tests/fixtures/formats/dclm.csv \
	tests/fixtures/formats/epoch.csv \
	tests/fixtures/formats/eval \
	tests/fixtures/formats/grove__leaf-base/0123456789abcdef/Similarity.json \
	tests/fixtures/formats/grove__leaf-base/0123456789abcdef/model_meta.json \
	tests/fixtures/formats/irt \
	tests/fixtures/formats/guidellm \
	tests/fixtures/formats/hal.db \
	tests/fixtures/formats/judged \
	tests/fixtures/formats/l2 \
	tests/fixtures/formats/lmarena.csv \
	tests/fixtures/formats/lmarena.json \
	tests/fixtures/formats/metafile.yml \
	tests/fixtures/formats/ml-energy-model.json \
	tests/fixtures/formats/ml-energy.json \
	tests/fixtures/formats/mlperf \
	tests/fixtures/formats/nvidia-smi.csv \
	tests/fixtures/formats/llama-server \
	tests/fixtures/formats/ollama \
	tests/fixtures/formats/open-asr.csv \
	tests/fixtures/formats/open-llm-leaderboard.csv \
	tests/fixtures/formats/own.yaml \
	tests/fixtures/formats/prices \
	tests/fixtures/formats/reports \
	tests/fixtures/formats/results-imagenet-a.csv \
	tests/fixtures/formats/sglang \
	tests/fixtures/formats/sums_responses.csv \
	tests/fixtures/formats/table_2031_01_02.csv \
	tests/fixtures/formats/tables.md \
	tests/fixtures/formats/text2video.csv \
	tests/fixtures/formats/training

UNIT += tests/unit/test_fixtures
tests_unit_test_fixtures_SOURCES = tests/unit/test_fixtures.c tests/unit/recording.c
tests_unit_test_fixtures_LDADD = $(TEST_LIBS)
UNIT += tests/unit/test_mapping
tests_unit_test_mapping_SOURCES = tests/unit/test_mapping.c tests/unit/recording.c
tests_unit_test_mapping_LDADD = $(TEST_LIBS)
UNIT += tests/unit/test_read_input
tests_unit_test_read_input_LDADD = $(TEST_LIBS)
UNIT += tests/unit/test_read_damage
tests_unit_test_read_damage_SOURCES = tests/unit/test_read_damage.c tests/unit/recording.c
tests_unit_test_read_damage_LDADD = $(TEST_LIBS)
UNIT += tests/unit/test_read_shared
tests_unit_test_read_shared_SOURCES = tests/unit/test_read_shared.c tests/unit/recording.c
tests_unit_test_read_shared_LDADD = $(TEST_LIBS)

EXTRA_PROGRAMS += tests/tools/read_dump
tests_tools_read_dump_SOURCES = tests/tools/read_dump.c tests/unit/recording.c
tests_tools_read_dump_LDADD = $(TEST_LIBS)

# Fixtures of runtime, price and training formats, each with what is expected of it.
EXTRA_DIST += tests/oracle/runtime_reads.txt
include tests/fixtures/runtime/local.mk
include tests/fixtures/study/local.mk
include tests/fixtures/study2/local.mk
dist_check_SCRIPTS += tests/cli/study.sh tests/cli/study2.sh
UNIT += tests/unit/test_read_runtime
tests_unit_test_read_runtime_SOURCES = tests/unit/test_read_runtime.c tests/unit/recording.c
tests_unit_test_read_runtime_LDADD = $(TEST_LIBS)
