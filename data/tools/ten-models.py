#!/usr/bin/env python3
"""Makes the four tables of data/ten-models from published figures.

usage: ten-models.py HELM-FOLDER [LOG-FOLDER] OUTPUT-FOLDER

HELM-FOLDER holds inference_idealized_runtimes.json, inference_denoised_runtimes.json and
training_efficiency.json of stanford-crfm/helm (Apache-2.0). LOG-FOLDER holds the table
inference_runtimes_and_accuracies_all_scenarios.csv of stanford-crfm/helm-efficiency, which
states no licence: only means over scenarios, rounded to a millisecond, are computed from it.
Accuracies, token counts and denoised runtimes were typed into helm-classic.csv beside this
script; sizes and GPUs into ten-models-facts.csv.

Not run when the program is built: the tables are in the repository.
"""
import csv
import json
import math
import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
A100_USD_PER_GPU_HOUR = 4.096
# The four task families of the paper's ranking; all four are scored by exact match.
SUMMARY = ("mmlu", "boolq", "imdb", "raft")
# Which runs of the logs belong to a scenario of HELM's core set.
LOGS = {
    "mmlu": r"mmlu:subject=(abstract_algebra|college_chemistry|computer_security"
            r"|econometrics|us_foreign_policy)$",
    "boolq": r"boolq$",
    "imdb": r"imdb$",
    "raft": r"raft:subset=\w+$",
    "civil_comments": r"civil_comments:subject=\w+$",
    "narrative_qa": r"narrative_qa$",
    "natural_qa_open": None,
    "natural_qa_closed": r"natural_qa:mode=closedbook$",
    "quac": r"quac$",
    "hellaswag": r"commonsense_qa:dataset=hellaswag,method=mcqa$",
    "openbookqa": r"commonsense_qa:dataset=openbookqa,method=mcqa$",
}
# Scenarios known from the logs alone: for the four models that they name.
LOGS_ONLY = ("quac", "hellaswag", "openbookqa")


def typed(name):
    with open(os.path.join(HERE, name), newline="", encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def number(text):
    return float(text) if text else None


def prompt_seconds(table, tokens):
    """Equation 2 of the runtime page: the next key, scaled down; no interpolation."""
    sizes = sorted(int(size) for size in table)
    size = next((size for size in sizes if tokens <= size), sizes[-1])
    return table[str(size)] * tokens / size


def idealized_seconds(entry, prompt_tokens, output_tokens):
    if prompt_tokens is None or output_tokens is None:
        return None
    seconds = prompt_seconds(entry["runtime_for_prompt_tokens"], prompt_tokens)
    return seconds + entry["runtime_per_output_token"] * max(output_tokens - 1, 0)


def binomial_stderr(share, n):
    return math.sqrt(share * (1 - share) / (n - 1))


def mean(values):
    return math.fsum(values) / len(values) if values and None not in values else None


def cell(value, digits):
    return "" if value is None else f"{value:.{digits}f}".rstrip("0").rstrip(".")


def thousands(value):
    """Published in MWh and tons, with one decimal; here in kWh and kg."""
    return "" if value is None else str(round(1000 * value))


def log_means(folder):
    """(api key, scenario) -> column -> mean over the matching runs; each run counts once."""
    if folder is None:
        return {}
    name = os.path.join(folder, "inference_runtimes_and_accuracies_all_scenarios.csv")
    columns = ("inference_runtime", "num_tokens_in_prompt", "num_output_tokens", "exact_match")
    seen = {}
    with open(name, newline="", encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            match = re.match(r"(.*?)[:,]model=([^,]*)$", row["scenario"])
            if not match or not row["inference_runtime"]:
                continue
            for scenario, pattern in LOGS.items():
                if pattern and re.match(pattern, match.group(1)):
                    runs = seen.setdefault((match.group(2), scenario), {})
                    runs[match.group(1)] = {name: number(row[name]) for name in columns}
    return {key: {name: mean([run[name] for run in runs.values()]) for name in columns}
            for key, runs in seen.items()}


def rows_of_logs(facts, logs):
    """Rows like those of helm-classic.csv for the scenarios that only the logs have."""
    for fact in facts:
        for scenario in LOGS_ONLY:
            run = logs.get((fact["api_key"], scenario))
            if run:
                yield {"model": fact["model"], "scenario": scenario, "metric": "exact_match",
                       "instances": "", "score": cell(run["exact_match"], 3),
                       "prompt_tokens": cell(run["num_tokens_in_prompt"], 3),
                       "output_tokens": cell(run["num_output_tokens"], 3), "denoised_s": ""}


def write(folder, name, header, rows):
    with open(os.path.join(folder, name), "w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def scenario_rows(facts, tables, logs):
    by_model = {fact["model"]: fact for fact in facts}
    rows = []
    for row in typed("helm-classic.csv") + list(rows_of_logs(facts, logs)):
        fact = by_model[row["model"]]
        row["idealized"] = idealized_seconds(tables[fact["runtime_table_key"]],
                                             number(row["prompt_tokens"]),
                                             number(row["output_tokens"]))
        run = logs.get((fact["api_key"], row["scenario"]), {})
        row["observed"] = run.get("inference_runtime")
        # CivilComments is a mean over slices of one class each: no binomial error.
        row["stderr"] = None
        if row["metric"] == "exact_match" and row["scenario"] != "civil_comments" \
                and row["score"] and row["instances"]:
            row["stderr"] = binomial_stderr(number(row["score"]), int(row["instances"]))
        rows.append(row)
    order = list(by_model)
    rows.sort(key=lambda row: (list(LOGS).index(row["scenario"]), order.index(row["model"])))
    return rows


def write_scenarios(folder, rows):
    write(folder, "scenarios.csv",
          ["model", "task", "exact_match", "exact_match_stderr", "f1", "n",
           "prompt_tokens", "output_tokens", "idealized_runtime_s", "denoised_runtime_s",
           "observed_runtime_s"],
          [[row["model"], row["scenario"],
            row["score"] if row["metric"] == "exact_match" else "",
            cell(row["stderr"], 4),
            row["score"] if row["metric"] == "f1" else "",
            row["instances"], row["prompt_tokens"], row["output_tokens"],
            cell(row["idealized"], 4), row["denoised_s"], cell(row["observed"], 3)]
           for row in rows])


def write_models(folder, facts, rows, tables, training):
    out = []
    for fact in facts:
        mine = [row for row in rows
                if row["model"] == fact["model"] and row["scenario"] in SUMMARY]
        assert len(mine) == len(SUMMARY)
        idealized = mean([row["idealized"] for row in mine])
        stderr = math.sqrt(math.fsum(row["stderr"] ** 2 for row in mine)) / len(mine)
        tokens = mean([number(row["prompt_tokens"]) + number(row["output_tokens"]) - 1
                       for row in mine])
        flops = 24 * int(fact["hidden_size"]) ** 2 * tokens * int(fact["layers"])
        cost = idealized * A100_USD_PER_GPU_HOUR * int(fact["gpus_a100"]) / 3600
        key = fact["runtime_table_key"]
        out.append([
            fact["model"], fact["organization"], fact["access"],
            cell(mean([number(row["score"]) for row in mine]), 4), cell(stderr, 4),
            sum(int(row["instances"]) for row in mine),
            cell(idealized, 4),
            cell(mean([number(row["denoised_s"]) for row in mine]), 3),
            cell(mean([row["observed"] for row in mine]), 3),
            cell(cost, 7), f"{flops:.3e}",
            fact["parameters"], fact["layers"], fact["hidden_size"],
            fact["gpus_a100"], fact["gpus_v100"],
            cell(tables[key]["runtime_per_output_token"], 3),
            cell(tables[key]["runtime_for_prompt_tokens"]["512"], 3),
            thousands(training["energy"].get(key, {}).get("value")),
            thousands(training["carbon"].get(key, {}).get("value"))])
    write(folder, "ten-models.csv",
          ["model", "organization", "access", "accuracy", "accuracy_stderr", "n",
           "idealized_runtime_s", "denoised_runtime_s", "observed_runtime_s",
           "idealized_cost_usd", "flops", "parameters", "layers", "hidden_size",
           "gpus_a100", "gpus_v100", "runtime_per_output_token_s",
           "runtime_for_512_prompt_tokens_s", "training_energy_kwh", "training_co2_kg"], out)


def write_runtimes(folder, facts, tables):
    rows = []
    for fact in facts:
        entry = tables[fact["runtime_table_key"]]
        for size, seconds in sorted(entry["runtime_for_prompt_tokens"].items(),
                                    key=lambda pair: int(pair[0])):
            rows.append([fact["model"], size, cell(seconds, 3),
                         cell(entry["runtime_per_output_token"], 3)])
    write(folder, "runtimes.csv",
          ["model", "prompt_tokens", "idealized_prompt_runtime_s",
           "idealized_runtime_per_output_token_s"], rows)


def write_apis(folder, facts, tables):
    """Runtimes of the providers' interfaces without queueing: those that there are."""
    rows = []
    for fact in facts:
        entry = tables.get(fact["runtime_table_key"])
        for size, seconds in sorted((entry or {}).get("runtime_for_prompt_tokens", {}).items(),
                                    key=lambda pair: int(pair[0])):
            rows.append([fact["model"], size, cell(seconds, 3),
                         cell(entry["runtime_per_output_token"], 3),
                         cell(entry["overhead"], 3)])
    write(folder, "api-runtimes.csv",
          ["model", "prompt_tokens", "denoised_prompt_runtime_s",
           "denoised_runtime_per_output_token_s", "overhead_s"], rows)


def main(arguments):
    if len(arguments) not in (2, 3):
        sys.exit(__doc__)
    helm, out = arguments[0], arguments[-1]
    logs = arguments[1] if len(arguments) == 3 else None
    with open(os.path.join(helm, "inference_idealized_runtimes.json"), encoding="utf-8") as f:
        tables = json.load(f)
    with open(os.path.join(helm, "training_efficiency.json"), encoding="utf-8") as f:
        training = json.load(f)
    facts = typed("ten-models-facts.csv")
    rows = scenario_rows(facts, tables, log_means(logs))
    write_models(out, facts, rows, tables, training)
    write_scenarios(out, rows)
    write_runtimes(out, facts, tables)
    with open(os.path.join(helm, "inference_denoised_runtimes.json"), encoding="utf-8") as f:
        write_apis(out, facts, json.load(f))


if __name__ == "__main__":
    main(sys.argv[1:])
