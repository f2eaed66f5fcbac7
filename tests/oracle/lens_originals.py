#!/usr/bin/env python3
"""Runs the lenses "runtime" and "decide" on published data and compares what they print, as JSON,
with what reference implementations computed from it.

    lens_originals.py PROGRAM SHARED      prints a line for each set: 0 or 1, and what it is
"""
import ast, csv, json, math, os, re, sys

import originals
from originals import mean, near, rows_of, say, write

PROGRAM, SHARED = sys.argv[1], sys.argv[2]
HELM = os.path.join(SHARED, "data/papers/helm/")


def oracle(name):
    return originals.oracle(SHARED, name)


def answer_of(*arguments):
    return originals.answer_of(PROGRAM, *arguments)


def table_of(name, *arguments):
    return rows_of(answer_of(*arguments), name)


def tables(*arguments):
    """Runtime tables by (model, hardware): figures of the fit and seconds by prompt size."""
    found = {(row["model"], row["hardware"]): (row, {})
             for row in table_of("tables", "runtime", *arguments)}
    for row in table_of("sizes", "runtime", *arguments):
        found[row["model"], row["hardware"]][1][f"{row['prompt_tokens']:g}"] = row["seconds"]
    return found


def same_sizes(got, want):
    return set(got) == set(want) and all(near(got[k], want[k], 0, 1e-9) for k in want)


def fits():
    """Every fit to the profiling logs, and every published table of runtimes."""
    wrong, cases = [], oracle("helm_fit.json")["fits"]
    log = [HELM + "megatron_runtimes.csv", "--scale", "mt_nlg=3", "--fit"]
    fitted = {mode: tables(*log, mode) for mode in ("intercept", "first")}
    for case in cases:
        row, sizes = fitted[case["mode"]].get((case["model"], case["hardware"]), ({}, {}))
        figures = {"beta": "runtime_per_output_token", "r2": "r2", "mse": "mse",
                   "max_se": "max_se", "n_points": "n_points"}
        if not same_sizes(sizes, case["runtime_for_prompt_tokens"]) or any(
                not near(row.get(k), case[v], 0, 1e-9) for k, v in figures.items()):
            wrong.append((case["mode"], case["hardware"], case["model"]))
    say(wrong, len(cases), "tables fitted to profiling logs")
    wrong, count = [], 0
    for name, hardware in (("inference_idealized_runtimes", "a100"),
                           ("inference_idealized_runtimes_v100", "v100")):
        with open(HELM + name + ".json", encoding="utf-8") as file:
            published = json.load(file)
        count += len(published)
        wrong += [(name, model) for model, table in published.items() if not any(
            where == hardware and same_sizes(sizes, table["runtime_for_prompt_tokens"])
            and near(row["beta"], table["runtime_per_output_token"], 0, 1e-12)
            for (_, where), (row, sizes) in fitted["intercept"].items())]
    say(wrong, count, "published tables come out of the logs")


def denoised():
    wrong, cases = [], oracle("helm_denoise.json")["cases"]
    for number, case in enumerate(cases):
        name = write(f"trials{number}.csv", ["model", "task", "num_prompt_tokens",
                                            "num_output_tokens", "inference_runtime"],
                     [[case["model"], f"t:num_input_tokens={p},num_output_tokens={o}", p, o, s]
                      for p, o, s in case["inputs"]])
        mode = "intercept" if case["estimate_runtime_for_prompt_tokens"] else "first"
        found, want = tables(name, "--fit", mode), case["result"]
        row, sizes = next(iter(found.values()), ({}, {}))
        if (len(found) != 1 or not same_sizes(sizes, want["runtime_for_prompt_tokens"])
                or not near(row["beta"], want["runtime_per_output_token"], 0, 1e-9)
                or not near(row["overhead"], want["overhead"], 0, 1e-9)):
            wrong.append((case["model"], mode))
    say(wrong, len(cases), "denoised tables of trials")


HARDWARE = {"idealized_a100": [], "idealized_v100": ["--hardware", "V100"], "denoised": []}
RUNTIMES = [HELM + name + ".json" for name in ("inference_idealized_runtimes",
            "inference_idealized_runtimes_v100", "inference_denoised_runtimes")]


def estimates():
    """Every published estimate as the request of a run of its own, and those that all models
    have in common as what-ifs: prompt and output tokens that are typed."""
    with open(os.path.join(SHARED, "oracles/helm_estimate.csv"), encoding="utf-8") as file:
        wanted = list(csv.DictReader(file))
    value = lambda row: float(row["runtime_s"]) if row["runtime_s"] else None
    wrong = []
    for table, hardware in HARDWARE.items():
        mine = [(f"t{k}", row) for k, row in enumerate(wanted) if row["table"] == table]
        name = write(f"asked_{table}.csv", ["model", "task", "prompt_tokens", "output_tokens"],
                     [[row["model"], task, row["num_prompt_tokens"], row["num_output_tokens"]]
                      for task, row in mine])
        found = {row["task"]: row for row in table_of("scenarios", "runtime", name, *RUNTIMES,
                                                      *hardware, "--missing", "none")}
        figure = "denoised_estimate_s" if table == "denoised" else "idealized_estimate_s"
        wrong += [row for task, row in mine
                  if not near(found.get(task, {"": None}).get(figure, "-"), value(row), 1e-12)]
    say(wrong, len(wanted), "estimates of requests")
    common, wrong = {}, []
    for row in wanted:
        common.setdefault((row["num_prompt_tokens"], row["num_output_tokens"]), []).append(row)
    common = {sizes: rows for sizes, rows in common.items() if len(rows) > 1}
    figures = {"idealized_a100": "idealized_s", "idealized_v100": "second_s",
               "denoised": "denoised_s"}
    for (p, o), rows in common.items():
        found = {row["model"]: row for row in table_of("models", "runtime", *RUNTIMES,
                                                       "--prompt-tokens", p, "--output-tokens", o)}
        wrong += [row for row in rows if not near(found.get(row["model"], {}).get(
            figures[row["table"]]), value(row), 1e-12)]
    say(wrong, sum(map(len, common.values())), "estimates of what-ifs")


def efficient():
    """Who is efficient by the strict rule and by that of the published figures."""
    wrong, cases = [], oracle("helm_pareto.json")["cases"]
    for number, case in enumerate(cases):
        raw = case["x"] == "inference_runtime"
        column = "observed_runtime_s" if raw else "idealized_runtime_s"
        name = write(f"pareto{number}.csv", ["model", "accuracy", column],
                     [[m, repr(y), repr(x)] for m, x, y in zip(case["models"], case["xs"],
                                                              case["ys"])])
        for rule, key in (("strict", "strict_efficient"), ("helm", "upstream_efficient")):
            answer = answer_of("runtime", name, "-o", "max:accuracy", "--missing", "none",
                               "--axis", "raw" if raw else "idealized", "--rule", rule)
            found = {row["model"]: row["efficient"] for row in rows_of(answer, "models")}
            # The sentence counts them by the same rule, where there are two.
            n = len(case["models"])
            said = f"{sum(case[key])} of {n} models " if n > 1 else ""
            if not answer["verdict"].startswith(said) or any(
                    bool(found.get(m)) != want for m, want in zip(case["models"], case[key])):
                wrong.append((number, rule))
    say(wrong, 2 * len(cases), "efficient models")


def ranks():
    """Published ranks over scenarios: efficiencies as scores of requests that take a second."""
    with open(HELM + "paper_rank_outputs.txt", encoding="utf-8") as file:
        text = file.read()
    lists = [ast.literal_eval(line) for line in text.splitlines() if line.startswith("[(")][:4]
    wanted = re.findall(r"model=(\S+), min rank = (\S+), mean rank=(\S+), max rank=(\S+), "
                        r"std=(\S+)", text)[:len(lists[0])]
    name = write("ranks.csv", ["model", "task", "accuracy", "prompt_tokens", "output_tokens",
                               "idealized_runtime_s"],
                 [[model, f"t{k}", repr(value), 9, 9, 1]
                  for k, one in enumerate(lists) for model, value in one])
    found = {row["model"]: row for row in table_of("ranks", "runtime", name)}
    wrong = [one for one in wanted if any(
        not near(found.get(one[0], {}).get(figure), float(value), 1e-12)
        for figure, value in zip(("min", "mean", "max", "sd"), one[1:]))]
    say(wrong, len(wanted), "published ranks")


def contention():
    """Runs whose denoised runtime exceeds the raw one, of a table of means by scenario."""
    runs = {}                  # one scenario is there twice for each model
    with open(HELM + "tradeoff_at_mean_tokens.csv", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["denoised_at_mean_s"] and row["raw_runtime_s"]:
                runs.setdefault((row["scenario"], row["model"]), []).append(
                    (float(row["denoised_at_mean_s"]), float(row["raw_runtime_s"])))
    rows = [tuple(map(mean, zip(*again))) for again in runs.values()]
    above, far = sum(d > r for d, r in rows), sum(d > 1.05 * r for d, r in rows)
    said = (f"denoised exceeds raw in {above} of {len(rows)} runs ({100 * above / len(rows):.1f} %), "
            f"by more than 5 % in {far}")
    notes = answer_of("runtime", HELM + "tradeoff_at_mean_tokens.csv").get("notes", [])
    say([] if said in notes else [(said, notes)], 1, "runs that are above their raw runtime")


def beliefs():
    """Discrete and Gaussian beliefs, left to each kind of decision maker."""
    wrong, cases, count = [], oracle("off_switch.json")["cases"], 0
    for number, case in enumerate(cases):
        asked = []
        if case["kind"] == "discrete":
            given = ["--values=" + ",".join(map(repr, case["values"])),
                     "--weights", ",".join(map(repr, case["probs"]))]
            asked.append(([], {"mean": "E_U", "gain_if_known": "E_U_plus", "evpi":
                               "value_of_perfect_information", "delta": "delta_rational",
                               "deferred": "value_defer_rational"}))
            if "softmax_beta" in case:
                asked.append((["--decider", "softmax", "--beta", repr(case["softmax_beta"])],
                              {"deferred": "value_defer", "delta": "delta"}))
            if "error_rate" in case:
                asked.append((["--decider", "error", "--eps", repr(case["error_rate"])],
                              {"deferred": "value_defer_error", "delta": "delta_error"}))
            table, data = "belief", write("any.csv", ["model", "accuracy"], [["a", 1], ["b", 2]])
        else:
            # A gain below 0 makes the other one the choice, which is worth as much.
            rows = [["a", repr(case["mu"]), repr(case["sigma"])], ["b", 0, 0]]
            given, table = ["-o", "max:accuracy", "--missing", "none"], "pairs"
            data = write(f"gauss{number}.csv", ["model", "accuracy", "accuracy_stderr"], rows)
            asked.append(([], {"evpi": "delta_rational", "delta": "delta_rational"}))
            asked += [(["--decider", "softmax", "--beta", key[len("delta_softmax_beta_"):]],
                       {"delta": key}) for key in case if key.startswith("delta_softmax_beta_")]
        for options, figures in asked:
            count += 1
            row = next(iter(table_of(table, "decide", data, *given, *options)), {})
            if any(not near(row.get(k), case[v], 1e-9, 1e-9) for k, v in figures.items()):
                wrong.append((number, options, row))
    say(wrong, count, "beliefs")


def sizes():
    """Items that settle a difference, beyond those that there are."""
    wrong, count = [], 0
    for number, case in enumerate(oracle("stats_04_power_mde.json")["cases"]):
        given, want = case["in"], case["out"]
        if "delta" not in given:
            continue
        count += 1
        here = 100                 # items now, of each of two whose errors are independent
        se = math.sqrt(want["V"] / 2 / here)
        name = write(f"power{number}.csv", ["model", "accuracy", "accuracy_stderr", "n"],
                     [["a", repr(0.5 + given["delta"]), repr(se), here], ["b", 0.5, repr(se), here]])
        row = next(iter(table_of("pairs", "decide", name, "-o", "max:accuracy", "--alpha",
                                 repr(given["alpha"]), "--power", repr(1 - given["beta"]))), {})
        if row.get("n_needed") != want["n_ceil"] - here:
            wrong.append((number, row.get("n_needed"), want["n_ceil"]))
    say(wrong, count, "sizes that settle a difference")


def costs():
    """Seconds, cents and FLOPs of a what-if on two machines."""
    with open(os.path.join(SHARED, "oracles/helm_cost_flops.csv"), encoding="utf-8") as file:
        wanted = list(csv.DictReader(file))
    wrong = []
    for p, o in {(row["num_prompt_tokens"], row["num_output_tokens"]) for row in wanted}:
        found = table_of("models", "runtime", HELM + "inference_idealized_runtimes.json",
                         HELM + "inference_idealized_runtimes_v100.json", HELM + "ten_models.csv",
                         "--prompt-tokens", p, "--output-tokens", o)
        by_model = {row["model"].replace("/", "_"): row for row in found
                    if row["flops"] is not None}
        pairs = {"idealized_s": "idealized_runtime_a100_s", "second_s": "idealized_runtime_v100_s",
                 "cost_cents": "idealized_cost_a100_cents",
                 "second_cost_cents": "idealized_cost_v100_cents", "flops": "flops"}
        for row in wanted:
            if (row["num_prompt_tokens"], row["num_output_tokens"]) != (p, o):
                continue
            got = by_model.get(row["model"], {})
            if any(not near(got.get(k), float(row[v]), 1e-12) for k, v in pairs.items()):
                wrong.append((row["model"], p, o))
    say(wrong, len(wanted), "costs and FLOPs")


for step in (fits, denoised, estimates, efficient, ranks, contention, costs, beliefs, sizes):
    step()
