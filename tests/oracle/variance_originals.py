#!/usr/bin/env python3
"""Runs the lens "variance" on tables whose figures others computed and compares what it prints,
as JSON, with these.

    variance_originals.py PROGRAM OWN.json [SHARED]    prints a line for each set: 0 or 1, and what
                                                       it is

OWN.json is the table of the tests; SHARED the folder with the full ones and their data.
"""
import csv, json, math, os, random, sys

import originals
from originals import mean, near, say, write

PROGRAM = sys.argv[1]
SHARED = sys.argv[3] if len(sys.argv) > 3 else None
with open(sys.argv[2], encoding="utf-8") as own:
    OWN = json.load(own)


def shared(name):
    return originals.oracle(SHARED, name)


def cases(own, name, part="cases"):
    """Those of the own table and the full ones."""
    found = OWN.get(own, [])
    found = found if isinstance(found, list) else found.get("cases", [found])
    more = shared(name)[part] if SHARED is not None else []
    return found + (more if isinstance(more, list) else [more])


def tables_of(*arguments):
    answer = originals.answer_of(PROGRAM, "variance", *arguments)
    return {name: originals.rows_of(answer, name) for name in answer["tables"]}


def table_of(name, *arguments):
    return tables_of(*arguments).get(name, [])


def row_of(name, *arguments):
    return next(iter(table_of(name, *arguments)), {})


def all_near(row, figures, want, relative, absolute=0.0):
    return all(near(row.get(k), want[v], relative, absolute) for k, v in figures.items()
               if v in want)


def deviation(values):
    return math.sqrt(math.fsum((x - mean(values)) ** 2 for x in values) / len(values))


# --- seeds ---

FIGURES = {"n_seeds": "n", "mean": "mean", "sd": "std_sample", "sd_population": "std_pop",
           "variance": "var_sample", "se": "sem", "t_lo": "t95_lo", "t_hi": "t95_hi",
           "min": "min", "max": "max", "median": "median", "q025": "q025", "q25": "q25",
           "q75": "q75", "q975": "q975", "snr_seed": "snr_mean_over_std",
           "cv": "coef_variation_pop", "skew": "skew", "kurtosis": "kurtosis"}


def own_seeds():
    wrong, given = [], OWN["seed_statistics"]
    name = write("seeds.csv", ["model", "seed", "score"],
                 [[f"m{k}", i, repr(x)] for k, case in enumerate(given)
                  for i, x in enumerate(case["x"])])
    found = {row["model"]: row for row in table_of("spreads", name, "--direction", "score=max",
                                                   "--missing", "none")}
    for k, case in enumerate(given):
        if not all_near(found.get(f"m{k}", {}), FIGURES, case, 1e-9, 1e-12):
            wrong.append((case, found.get(f"m{k}")))
    say(wrong, len(given), "seeds of the own table")


def bert_data():
    return os.path.join(SHARED, "data/papers/berts/berts_of_a_feather_accuracies_by_run.csv")


def bert_seeds():
    given = shared("variance.json")["bert_seed_statistics"]
    # What never varies is no score unless somebody says so.
    constant = [part for case in given if case["std_sample"] == 0
                for part in ("--direction", case["metric"] + "=max")]
    found = {row["measure"]: row for row in table_of("spreads", bert_data(), *constant)}
    wrong = [case["metric"] for case in given
             if not all_near(found.get(case["metric"], {}), FIGURES, case, 1e-9, 1e-12)]
    say(wrong, len(given), "seeds of BERT")


def arrays():
    """Moments and quantiles of measured arrays, each as a model with its values as seeds."""
    with open(os.path.join(SHARED, "oracles/stats_arrays.jsonl"), encoding="utf-8") as file:
        given = [json.loads(line) for line in file]
    with open(os.path.join(SHARED, "oracles/stats_expected.csv"), encoding="utf-8") as file:
        expected = {row["name"]: {k: float(v) if v else None for k, v in row.items()
                                  if k not in ("name", "source", "path")}
                    for row in csv.DictReader(file)}
    name = write("arrays.csv", ["array", "seed", "score"],
                 [[one["name"], i, repr(x)] for one in given for i, x in enumerate(one["values"])])
    found = {row["model"]: row for row in table_of(
        "spreads", name, "--map", "model=array", "--direction", "score=max", "--missing", "none",
        "--b", "99")}
    figures = {"n_seeds": "n", "mean": "mean", "sd": "sd_sample", "variance": "var_sample",
               "sd_population": "sd_pop", "se": "stderr_mean", "min": "min", "max": "max",
               "median": "median", "q25": "p25", "q75": "p75"}
    wrong = []
    for one in given:
        want, row = dict(expected[one["name"]]), found.get(one["name"], {})
        if want["n"] < 2:              # one value has a deviation of 0 there, and here none
            want["sd_pop"] = None
        if not all_near(row, figures, want, 1e-9, 1e-12) or not all_near(
                row, {"skew": "skew_g1", "kurtosis": "kurtosis_g2"}, want, 1e-4, 1e-12):
            wrong.append((one["name"], row, want))
    say(wrong, len(given), "measured arrays")


def far_from_zero():
    """Variance by merging, and of values whose squares lose everything."""
    wrong, given = [], shared("stats_23_moment_merge.json")["cases"]
    for number, case in enumerate(given):
        values = case["in"].get("x") or [x for part in case["in"]["parts"] for x in part]
        name = write(f"far{number}.csv", ["model", "seed", "score"],
                     [["m", i, repr(x)] for i, x in enumerate(values)])
        row = row_of("spreads", name, "--direction", "score=max", "--missing", "none")
        want = case["out"].get("var", case["out"].get("var_twopass"))
        if not near(row.get("variance"), want, 1e-9) or not near(
                row.get("mean"), case["out"].get("mean", mean(values)), 1e-12):
            wrong.append((number, row))
    say(wrong, len(given), "merged moments")


def steps():
    """Deviations between ten seeds at each training step."""
    given = shared("variance.json")["polypythias_seed_std_by_step"]
    data = os.path.join(SHARED, "data/papers/pythia/polypythias_training_maps.tsv")
    found = {float(row["model"]): row for row in table_of(
        "spreads", data, "--group", "step", "--direction", "score=max")
        if row["measure"] == "score"}
    figures = {"mean": "mean", "sd": "std_sample", "sd_population": "std_pop"}
    wrong = [case["step"] for case in given
             if not all_near(found.get(case["step"], {}), figures, case, 1e-9)]
    say(wrong, len(given), "deviations by step")


# --- curves and decisions ---

def curves():
    wrong, count = [], 0
    for number, case in enumerate(cases("monotonicity", "variance.json", "monotonicity")):
        count += 1
        # A second model has more checkpoints: one alone is a curve of one point.
        rows = [["m", 1, step, repr(y)] for step, y in enumerate(case["y"])]
        name = write(f"curve{number}.csv", ["model", "seed", "step", "accuracy"],
                     rows + [["other", 1, 0, 0.5], ["other", 1, 1, 0.6]])
        row = row_of("spreads", "--missing", "none", name)
        figures = {"tau_b": "kendall", "spearman": "spearman", "step_mono": "step_monotonicity",
                   "total_variation": "total_variation", "improvement": "improvement",
                   "relative_variation": "total_variation_norm"}
        back = row_of("spreads", "--missing", "none", "--direction", "accuracy=min", name)
        if not all_near(row, figures, case, 1e-9, 1e-12) or not near(
                back.get("tau_b"), case["reversed_kendall"], 1e-9, 1e-12):
            wrong.append((case.get("source"), case["y"][:4], row, back.get("tau_b")))
    say(wrong, count, "curves over checkpoints")


def signals():
    """Final scores of some models, and the checkpoints of one, which may be among them: the
    signal is that of all, the noise that of its checkpoints."""
    wrong, given = [], cases("snr", "variance.json", "snr")
    for number, case in enumerate(given):
        noisy, finals = case["noise_scores"], list(case["signal_scores"])
        member = noisy[-1] in finals
        if member:
            finals.remove(noisy[-1])
        rows = [[f"m{k}", len(noisy), repr(score)] for k, score in enumerate(finals)]
        rows += [["noisy", k + 1, repr(score)] for k, score in enumerate(noisy)]
        name = write(f"snr{number}.csv", ["model", "step", "accuracy"], rows)
        row = row_of("tasks", name, "--last", str(len(noisy)), "--noise-of", "noisy",
                     "--missing", "none")
        everyone = finals + [noisy[-1]]
        noise = deviation(noisy) / mean(noisy)
        want = (max(everyone) - min(everyone)) / mean(everyone) / noise if noise > 0 else None
        if not near(row.get("snr"), case["snr"] if member else want, 1e-9):
            wrong.append((case.get("task"), row.get("snr"), want))
    say(wrong, len(given), "signal to noise")


def pairs_table(number, early, late):
    """Two values of each model, as scores early and at the end of its training."""
    rows = [[f"m{i:03}", step, repr(float(x))] for i, both in enumerate(zip(early, late))
            for step, x in zip((1, 2), both)]
    return write(f"pairs{number}.csv", ["model", "step", "accuracy"], rows)


def decisions():
    wrong, given = [], cases("decision_accuracy", "variance.json", "decision_accuracy")
    for number, case in enumerate(given):
        row = row_of("tasks", pairs_table(number, case["small"], case["target"]), "--missing",
                     "none", "--early", "0.5")
        if not all_near(row, {"decision_acc": "decision_accuracy", "decision_tau": "kendall"},
                        case, 1e-9, 1e-12):
            wrong.append((case.get("task"), row))
    say(wrong, len(given), "decisions")


def ranks(values):
    """Average ranks."""
    ordered = sorted(values)
    return [ordered.index(x) + (ordered.count(x) + 1) / 2 for x in values]


def item_correlation(number, x, y):
    """Of two items alone each is the rest of the other: the corrected correlation is that of
    both."""
    name = write(f"two{number}.csv", ["model", "question", "score"],
                 [[f"m{i:03}", item, repr(float(value))] for i, both in enumerate(zip(x, y))
                  for item, value in zip("xy", both)])
    return row_of("items", name, "--map", "item=question", "--direction", "score=max",
                  "--missing", "none").get("corrected")


def correlations():
    given = [(case["in"]["x"], case["in"]["y"], case["out"]["tau_b"], case["out"]["pearson"],
              case["out"]["spearman"])
             for case in cases("correlation", "stats_10_rank_correlation.json")]
    if SHARED is not None:
        with open(bert_data(), encoding="utf-8-sig") as file:
            runs = [row for row in csv.DictReader(file) if row["Run"].startswith("Run ")]
        given += [([float(row[one["a"]]) for row in runs], [float(row[one["b"]]) for row in runs],
                   one["kendall"], one["pearson"], one["spearman"])
                  for one in shared("variance.json")["bert_correlations"]]
    wrong = []
    for number, (x, y, tau, pearson, spearman) in enumerate(given):
        row = row_of("tasks", pairs_table(f"c{number}", x, y), "--missing", "none",
                     "--direction", "accuracy=max")
        if not (near(row.get("decision_tau"), tau, 1e-9, 1e-12)
                and near(item_correlation(number, x, y), pearson, 1e-9, 1e-12)
                and near(item_correlation(number, ranks(x), ranks(y)), spearman, 1e-9, 1e-12)):
            wrong.append((number, row, tau, pearson, spearman))
    say(wrong, len(given), "correlations")


# --- items ---

def binomial():
    """Models that have k of n items right, in an order by chance."""
    wrong, given = [], [case for case in cases("binomial_intervals", "variance.json",
                                               "binomial_intervals") if case["n"] >= 2]
    for number, case in enumerate(given):
        n, k = case["n"], case["k"]
        scores = [1] * k + [0] * (n - k)
        random.Random(1).shuffle(scores)
        name = write(f"share{number}.csv", ["model", "question", "correct"],
                     [["m", f"q{i:05}", x] for i, x in enumerate(scores)])
        row = row_of("spreads", name, "--map", "item=question", "--direction", "correct=max",
                     "--missing", "none")
        good = near(row.get("binomial_se"), case["se_analytic"], 1e-9) and all(
            near(row.get(f"wilson_{end}"), limit, 1e-9, 1e-12)
            for end, limit in zip(("lo", "hi"), case["wilson"]))
        if 0 < k < n:                  # else nothing scatters, and Wilson's limits stand there
            slack = 2 / n + 0.1 * case["se_analytic"]
            good = good and near(row.get("item_se"), case["se_lm_eval"], 1e-9) and all(
                near(row.get(f"item_{end}"), limit, 0, slack)
                for end, limit in zip(("lo", "hi"), case["bootstrap_percentile_limit"]))
        else:
            good = good and row.get("item_lo") == row.get("wilson_lo")
        if not good:
            wrong.append((n, k, row))
    say(wrong, len(given), "shares right")


def item_analysis():
    wrong, given = [], cases("item_analysis", "variance.json", "item_analysis")
    for number, case in enumerate(given):
        name = write(f"matrix{number}.csv", ["model", "question", "correct"],
                     [[f"m{m:02}", f"q{i:02}", x] for m, row in enumerate(case["X"])
                      for i, x in enumerate(row)])
        found = tables_of(name, "--map", "item=question", "--direction", "correct=max",
                          "--missing", "none")
        row = next(iter(found.get("reliability", [])), {})
        good = near(row.get("alpha"), case["cronbach_alpha"], 1e-9) and near(
            row.get("kr20"), case.get("kr20", case["cronbach_alpha"]), 1e-9)
        for item, want in zip(found.get("items", []), case.get("items", [])):
            good = good and all(near(item.get(k), v, 1e-9, 1e-12) for k, v in want.items())
        if not good or len(found.get("items", [])) != len(case["X"][0]):
            wrong.append((row, case["cronbach_alpha"]))
    say(wrong, len(given), "item analysis")


def labels():
    """Difficulty of items by their label: each label is a model that answered its items."""
    case = shared("variance.json")["mnli_item_difficulty"]
    data = os.path.join(SHARED, "data/papers/berts/mnli_dev_item_correct_counts.csv")
    found = tables_of(data, "--map", "item=item", "--map", "model=gold_label", "--direction",
                      "n_correct_of_100=max")
    means = {row["model"]: row for row in found.get("spreads", [])}
    items = found.get("items", [])
    wrong = [label for label, want in case["by_label"].items()
             if not near(means.get(label, {}).get("mean"), 100 * want, 1e-9)]
    if len(items) != case["n_items"] or not near(mean([row["difficulty"] for row in items]),
                                                 100 * case["mean"], 1e-9):
        wrong.append(("all", len(items)))
    say(wrong, len(case["by_label"]) + 1, "difficulty by label")


def components():
    wrong, given = [], cases("components", "stats_05_variance_components.json")
    for number, case in enumerate(given):
        two_way = "model" in case["in"]
        rows = [["m", f"i{i:03}"] + ([k] if two_way else []) + [repr(x)]
                for i, item in enumerate(case["in"]["X"]) for k, x in enumerate(item)]
        header = ["model", "question"] + (["seed"] if two_way else []) + ["score"]
        name = write(f"parts{number}.csv", header, rows)
        row = row_of("components", "--map", "item=question", "--direction", "score=max",
                     "--missing", "none", name)
        figures = ({"v_item": "v_item", "v_seed": "v_seed", "v_resid": "v_resid"} if two_way else
                   {"mean": "mean", "se_mean": "se_mean", "v_item": "omega2", "icc": "icc1",
                    "v_resid": "sigma2_within", "samples": "K", "items": "items"})
        if not row or not all_near(row, figures, case["out"], 1e-9):
            wrong.append((number, row))
    say(wrong, len(given), "variance components")


# --- abilities ---

def abilities():
    wrong, given = [], cases("ability", "stats_18_irt_2pl.json")
    for number, case in enumerate(given):
        one, want = case["in"], case["out"]
        rows = [["m", f"i{k:02}", y, a, b]
                for k, (a, b, y) in enumerate(zip(one["a"], one["b"], one["y"]))]
        name = write(f"irt{number}.csv", ["model", "question", "correct", "alpha", "beta"], rows)
        for method, theta, se in (("ml", "theta_ml", "se_ml"), ("map", "theta_map_N01", "se_map"),
                                  ("eap", "eap_gh61", "psd_gh61")):
            row = row_of("abilities", "--map", "item=question", "--a", "alpha", "--diff", "beta",
                         "--direction", "correct=max", "--ability", method, name)
            if theta not in want:
                continue
            value = None if want[theta] in ("inf", "-inf") else want[theta]
            if not near(row.get("theta"), value, 0, 1e-6) or (
                    se in want and not near(row.get("se"), want[se], 0, 1e-6)) or (
                    value is None and not str(row.get("reason")).startswith(want[theta].rjust(4, "+"))):
                wrong.append((number, method, row, want.get(theta)))
    say(wrong, len(given), "abilities")


def dimensions():
    """Abilities of tinyBenchmarks' form: the parameters in a table of their own, with items that
    nobody answered; what these promise is checked by the published chances."""
    wrong, given = [], cases("fits", "irt_theta.json")
    for number, case in enumerate(given):
        d, n = case["D"], len(case["y"])
        answers = write(f"answers{number}.csv", ["model", "question", "correct"],
                        [["m", f"i{i:03}", case["y"][i]] for i in case["seen"]])
        names = [[f"{letter}{k + 1}" for k in range(d)] for letter in "ab"]
        items = write(f"items{number}.csv", ["question", *names[0], *names[1]],
                      [[f"i{i:03}", *[repr(case["A"][k][i]) for k in range(d)],
                        *[repr(case["B"][k][i]) for k in range(d)]] for i in range(n)])
        row = row_of("abilities", answers, items, "--map", "item=question", "--direction",
                     "correct=max", "--form", "components", "--ability", "ml", "--a", ",".join(names[0]),
                     "--diff", ",".join(names[1]), "--missing", "none")
        got = [row.get("theta" if k == 0 else f"theta_{k + 1}") for k in range(d)]
        seen = set(case["seen"])
        right = math.fsum(case["y"][i] for i in seen) + math.fsum(
            p for i, p in enumerate(case["curve"]) if i not in seen)
        if not all(near(x, want, 1e-3, 1e-3) for x, want in zip(got, case["theta"])) or not near(
                row.get("p_irt"), right / n, 1e-3):
            wrong.append((number, got, case["theta"], row.get("p_irt"), right / n))
    say(wrong, len(given), "abilities in components")


ALWAYS = [own_seeds, curves, signals, decisions, correlations, binomial, item_analysis, components,
          abilities, dimensions]
WITH_DATA = [bert_seeds, arrays, far_from_zero, steps, labels]
for step in ALWAYS + (WITH_DATA if SHARED is not None else []):
    step()
