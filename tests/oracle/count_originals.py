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
