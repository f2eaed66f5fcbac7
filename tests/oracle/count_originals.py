#!/usr/bin/env python3
"""Counts, in files as their tools wrote them, what a reader must find: runs, scores, items and
rejected records. It shares nothing with the program: the csv, json and sqlite3 modules of
Python, yaml if it is there, and the rules of each format written down once more.

    count_originals.py FOLDER      prints: file runs scores items rejects
"""
import ast, csv, json, os, re, sqlite3, sys

try:
    import yaml
except ImportError:
    yaml = None

MISSING = {"", "n/a", "na", "nan", "null", "none", "-", "—", "[n/a]", "nil", "."}


def is_number(text):
    try:
        float(text.strip().replace(",", ""))
        return True
    except ValueError:
        return False


def is_value(text):
    """A cell that is a number, or says that there is none: both are scores."""
    return is_number(text) or text.strip().lower() in MISSING


def rows(path):
    with open(path, newline="", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def table(path, wanted):
    """Runs and scores of a table: one score for each wanted column of each row."""
    all_rows = rows(path)
    columns = [c for c in (all_rows[0] if all_rows else {}) if c is not None and wanted(c)]
    scores = sum(is_value(row[c]) for row in all_rows for c in columns)
    return len(all_rows), scores, 0, 0


def among(*names):
    return lambda column: column in names


def livebench(path):
    groups = [
        {"theory_of_mind", "zebra_puzzle", "spatial", "logic_with_navigation",
         "web_of_lies_v2", "web_of_lies_v3"},
        {"code_generation", "code_completion", "LCB_generation", "coding_completion"},
        {"javascript", "typescript", "python"},
        {"AMPS_Hard", "integrals_with_game", "math_comp", "olympiad"},
        {"consecutive_events", "cta", "tablejoin", "tablereformat"},
        {"connections", "plot_unscrambling", "typos"},
        {"paraphrase", "simplify", "story_generation", "summarize"}]
    runs, scores, _, _ = table(path, lambda c: c != "model")
    columns = set(rows(path)[0])
    means = sum(bool(g & columns) for g in groups)
    return runs, scores + runs * (means + 1), 0, 0


def aider(path):
    if yaml is None:
        return None
    with open(path, encoding="utf-8") as file:
        runs = yaml.safe_load(file)
    wanted = ("pass_rate_1", "pass_rate_2", "percent_cases_well_formed", "total_cost",
              "seconds_per_case", "prompt_tokens", "completion_tokens")
    return len(runs), sum(name in run for run in runs for name in wanted), 0, 0


def openmmlab(path):
    if yaml is None:
        return None
    with open(path, encoding="utf-8") as file:
        models = yaml.safe_load(file)["Models"]
    scores = 0
    for model in models:
        scores += sum(name in model["Metadata"] for name in ("FLOPs", "Parameters"))
        for result in model.get("Results") or []:
            scores += len(result["Metrics"])
    return len(models), scores, 0, 0


def ml_energy(path):
    with open(path, encoding="utf-8") as file:
        document = json.load(file)
    wanted = ("energy_per_token_joules", "energy_per_request_joules",
              "output_throughput_tokens_per_sec", "median_itl_ms", "p90_itl_ms", "p99_itl_ms",
              "avg_power_watts", "avg_output_len", "total_params_billions")
    runs = document["configurations"]
    scores = sum(name in run for run in runs for name in wanted)
    return len(runs), scores + len(runs) * ("total_params_billions" in document), 0, 0


def mteb(path):
    with open(path, encoding="utf-8") as file:
        document = json.load(file)
    if "scores" not in document:
        return 1, sum(n in document for n in ("n_parameters", "memory_usage_mb", "max_tokens")), \
            0, 0
    entries = sum(len(document["scores"].get(split, []))
                  for split in ("test", "dev", "validation", "train"))
    return 1, entries + 2, 0, 0


def hal(path):
    database = sqlite3.connect("file:%s?mode=ro&immutable=1" % path, uri=True)
    database.row_factory = sqlite3.Row
    runs = scores = items = 0
    for row in database.execute("SELECT * FROM parsed_results"):
        runs += 1
        scores += sum(isinstance(row[name], (int, float)) for name in row.keys()
                      if name == "total_cost" or not name.startswith("total_"))
        for name in ("successful_tasks", "failed_tasks"):
            items += len(ast.literal_eval(row[name])) if row[name] else 0
        used = database.execute(
            "SELECT count(*) FROM token_usage WHERE benchmark_name = ? AND agent_name = ?"
            " AND run_id = ?", (row["benchmark_name"], row["agent_name"], row["run_id"]))
        scores += 2 * (used.fetchone()[0] > 0)
    return runs, scores, items, 0


def document(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def lines(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def has(tree, *keys):
    """1 if the keys lead somewhere, be it to null."""
    for key in keys:
        if not isinstance(tree, dict) or key not in tree:
            return 0
        tree = tree[key]
    return 1


def numbers(record, but):
    return sum(isinstance(value, (int, float)) and not isinstance(value, bool)
               and not re.fullmatch(but, key) for key, value in record.items())


def vllm(path):
    """All numbers but those that say how it was run, and deviations, which join their means."""
    runs = document(path)
    runs = runs if isinstance(runs, list) else [runs]
    how = "burstiness|max_concurrency|max_num_seqs|num_prompts|rtfx|run_number|std_.*"
    return len(runs), sum(numbers(run, how) for run in runs), 0, 0


def sglang(path):
    wanted = ("completed", "duration", "mean_e2e_latency_ms", "median_e2e_latency_ms",
              "median_itl_ms", "median_ttft_ms", "output_throughput", "total_input_tokens",
              "total_output_tokens", "total_output_tokens_retokenized")
    runs = lines(path)
    return len(runs), sum(name in run for run in runs for name in wanted), 0, 0


def llmperf(path):
    runs = document(path)
    if isinstance(runs, list):
        return 1, 0, 0, 0
    runs = [runs] if "model" in runs else list(runs.values())
    wanted = ["results_%s_%s" % (metric, stat) for metric in (
        "ttft_s", "inter_token_latency_s", "end_to_end_latency_s",
        "request_output_throughput_token_per_s")
        for stat in ("mean", "quantiles_p50", "quantiles_p99")]
    wanted += ["results_mean_output_throughput_token_per_s", "results_error_rate",
               "results_num_completed_requests_per_min", "results_num_completed_requests",
               "results_number_errors"]
    return len(runs), sum(name in run for run in runs for name in wanted), 0, 0


def guidellm(path):
    runs = document(path)["benchmarks"]
    scores = 0
    for run in runs:
        for metric in ("time_to_first_token_ms", "inter_token_latency_ms",
                       "time_per_output_token_ms", "request_latency"):
            good = run["metrics"][metric]["successful"]
            scores += has(good, "mean") + has(good, "median") + has(good, "percentiles", "p99")
        for metric in ("output_tokens_per_second", "tokens_per_second", "requests_per_second",
                       "request_concurrency"):
            scores += has(run["metrics"], metric, "successful", "mean")
    return len(runs), scores, 0, 0


def optimum(path):
    report = document(path)
    report = report.get("report", report)
    wanted = (("latency", "mean"), ("latency", "p50"), ("latency", "p99"),
              ("throughput", "value"), ("memory", "max_global_vram"), ("memory", "max_ram"),
              ("energy", "total"))
    return 1, sum(has(report, phase, *keys) for keys in wanted
                  for phase in ("load_model", "prefill", "decode", "per_token")), 0, 0


def google_benchmark(path):
    rows = [row for row in document(path)["benchmarks"]
            if row.get("run_type") != "aggregate"]
    return len(rows), sum(name in row for row in rows for name in (
        "real_time", "cpu_time", "items_per_second", "bytes_per_second")), 0, 0


def genai_perf(path):
    with open(path, newline="", encoding="utf-8") as file:
        cells = [cell for row in csv.reader(file) if row and row[0] != "Metric"
                 for cell in row[1:]]
    return 1, sum(is_number(cell) for cell in cells), 0, 0


def trainer_state(path):
    names = {name for entry in document(path)["log_history"] for name in entry
             if re.fullmatch("(eval|train)_.*", name)}
    return 1, len(names - {"eval_steps_per_second", "train_steps_per_second"}), 0, 0


def hf_trainer(path):
    return 1, sum(bool(re.fullmatch("(eval|train)_.*", name))
                  and not re.fullmatch(".*_(steps_per_second|samples)", name)
                  for name in document(path)), 0, 0


def series(path, wanted):
    """One score for each wanted column that has a number in some row."""
    found = {name.strip() for row in rows(path) for name, cell in row.items()
             if wanted(name.strip()) and is_number(cell)}
    return 1, len(found), 0, 0


def mlperf(path):
    results = document(path)
    results = list(results.values()) if isinstance(results, dict) else results
    result = "Result" if "Result" in results[0] else "Performance_Result"
    return len(results), sum(isinstance(run[result], (int, float)) + len(
        re.findall("[A-Za-z0-9_]+: *[0-9.]+", run["Accuracy"])) for run in results), 0, 0


def in_text(pattern, items=None):
    """Lines that fit, each a score; and those of single values."""
    def count(path):
        with open(path, encoding="utf-8") as file:
            text = file.read()
        return (1, len(re.findall(pattern, text, re.M)),
                len(re.findall(items, text, re.M)) if items else 0, 0)
    return count


def answers(path):
    models = [c for c in rows(path)[0] if c != "prompt" and not c.endswith("_response")]
    return len(models), 0, len(models) * len(rows(path)), 0


def gpu_log(path):
    with open(path, newline="", encoding="utf-8") as file:
        table_rows = list(csv.DictReader(file, skipinitialspace=True))
    wanted = re.compile(r"(utilization|clocks|temperature|power\.draw|memory\.used)\b.*")
    return 1, 0, sum(bool(wanted.fullmatch(name)) for row in table_rows for name in row), 0


def vals(path):
    runs = [run for benchmark in document(path)["benchmarks"]
            for task in benchmark["tasks"].values() for run in task.values()]
    return len(runs), sum(name in run for run in runs for name in (
        "accuracy", "cost_per_test", "latency")), 0, 0


def hallucination(path):
    runs = document(path)
    wanted = ("hallucination_rate", "factual_consistency_rate", "answer_rate",
              "average_summary_length")
    return len(runs), sum(name in part for run in runs.values() for group in (
        "results", "category_results", "text_complexity_results")
        for part in run[group].values() for name in wanted), 0, 0


def llm_d(path):
    if yaml is None:
        return None
    with open(path, encoding="utf-8") as file:
        total = yaml.safe_load(file)["results"]["request_performance"]["aggregate"]
    scores = sum(bool(re.fullmatch("mean|p[0-9]+", name)) for metric in (
        "time_to_first_token", "request_latency", "inter_token_latency",
        "time_per_output_token") for name in total["latency"][metric])
    scores += sum(has(total["throughput"], name, "mean") for name in (
        "output_token_rate", "input_token_rate", "total_token_rate", "request_rate"))
    return 1, scores + has(total, "requests", "total") + has(total, "requests", "failures"), 0, 0


def named_in_yaml(top, measure):
    def count(path):
        if yaml is None:
            return None
        with open(path, encoding="utf-8") as file:
            runs = yaml.safe_load(file)[top]
        return len(runs), sum(measure in run for run in runs), 0, 0
    return count


def collection(path):
    runs = document(path)["runs"]
    return len(runs), sum(name in run for run in runs for name in (
        "tps_mean", "file_size_gib", "params_b")), 0, 0


COUNTERS = [
    (r"aider/.*leaderboard\.yml", aider),
    (r"timm/results-.*\.csv", lambda p: table(p, among("top1", "top5", "param_count"))),
    (r"timm/benchmark-infer-.*\.csv", lambda p: table(p, among(
        "infer_samples_per_sec", "infer_step_time", "param_count", "infer_gmacs",
        "infer_macts"))),
    (r"timm/benchmark-train-.*\.csv", lambda p: table(p, among(
        "train_samples_per_sec", "train_step_time", "param_count"))),
    (r"open-asr/.*\.csv", lambda p: table(p, lambda c: c.endswith(" WER") or c in (
        "RTFx", "Model size (B)"))),
    (r"livebench/table_.*\.csv", livebench),
    (r"lmarena/lmarena_text\.csv", lambda p: table(p, among("arena_score"))),
    (r"alpaca_eval/weighted_.*\.csv", lambda p: table(p, among(
        "length_controlled_winrate", "win_rate", "discrete_win_rate", "avg_length"))),
    (r"arena-hard/.*\.csv", lambda p: table(p, among("score", "avg_tokens"))),
    (r"aggregate/lmarena_last_full\.csv", lambda p: table(p, among("score", "avg_tokens"))),
    (r"open-llm-leaderboard/.*\.csv", lambda p: table(p, lambda c: "-shot)" in c
                                                      or c == "Average")),
    (r"ml-energy/.*\.json", ml_energy),
    (r"mteb/.*\.json", mteb),
    (r"mmpretrain/.*_metafile\.yml", openmmlab),
    (r"hal/.*\.db", hal),
    (r"vllm/.*\.json", vllm),
    (r"sglang/.*\.jsonl", sglang),
    (r"llmperf/.*\.json", llmperf),
    (r"guidellm/.*\.json", guidellm),
    (r"optimum-benchmark/.*\.json", optimum),
    (r"micro/test1_run1\.json", google_benchmark),
    (r"genai-perf/.*\.csv", genai_perf),
    (r"hf-trainer/trainer_state\.json", trainer_state),
    (r"hf-trainer/.*all_results\.json", hf_trainer),
    (r"codecarbon/(green-ml-bench|one_row).*emissions.*\.csv", lambda p: table(p, among(
        "emissions", "energy_consumed", "duration", "cpu_energy", "gpu_energy", "ram_energy",
        "cpu_power", "gpu_power", "ram_power", "water_consumed"))),
    (r"lightning/metrics\.csv", lambda p: series(p, lambda c: c not in ("step", "epoch"))),
    (r"yolo/.*results\.csv", lambda p: series(p, lambda c: re.match(
        "(metrics|val|train)/|time$", c))),
    (r"mlperf/summary.*\.json", mlperf),
    (r"mlperf/.*_summary\.txt", in_text(
        r"^((Min|Max|Mean) latency|[0-9]+\.[0-9]+ percentile latency|QPS w/o)")),
    (r"mlperf/.*_detail\.txt", in_text(
        r'"key": "(result_(min|max|mean|[0-9.]+_percentile)_latency_ns'
        r'|early_stopping_latency_ss|result_qps_without_loadgen_overhead)"')),
    (r"mlperf-tiny/.*_results\.txt", in_text("Median throughput|Top-1:|AUC:",
                                              "Throughput +:")),
    (r"routellm/.*\.csv", answers),
    (r"gpu-log/.*\.csv", gpu_log),
    (r"every-eval-ever/finance_agent_payload\.json", vals),
    (r"every-eval-ever/source_rows\.json", hallucination),
    (r"llm-d/.*\.yaml", llm_d),
    (r"helm/model_metadata\.yaml", named_in_yaml("models", "num_parameters")),
    (r"helm/model_deployments\.yaml", named_in_yaml("model_deployments",
                                                    "max_sequence_length")),
    (r"llama-bench/kyuz0_docs_results\.json", collection),
    (r"llama-bench/kyuz0_curve_summary\.csv", lambda p: table(p, among("avg_ts"))),
    (r"pythia/term_frquency_all_shots\.csv", lambda p: table(p, among("acc"))),
]


def main():
    top = sys.argv[1]
    names = sorted(os.path.relpath(os.path.join(folder, name), top)
                   for folder, _, files in os.walk(top) for name in files)
    for name in names:
        for pattern, counter in COUNTERS:
            counts = counter(os.path.join(top, name)) if re.fullmatch(pattern, name) else None
            if counts is not None:
                print(name, *counts)
                break


main()
