#!/usr/bin/env python3
"""Asks the lens "compare" for what reference implementations computed, through the program.

    compare_originals.py PROGRAM SHARED      prints a line for each set: 0 or 1, and what it is

Every set of numbers that the lens's kernels are tested with is written as a table that a user
might have, and the figures are read from the tables that the lens prints.
"""
import math, sys

import originals
from originals import say, write

PROGRAM, SHARED = sys.argv[1], sys.argv[2]
ITEM = ["--map", "item=question", "--direction", "score=max"]


def cases_of(name):
    return originals.oracle(SHARED, name)["cases"]


def rows_of(table, *arguments):
    return originals.rows_of(originals.answer_of(PROGRAM, "compare", *arguments), table)


def near(got, want, relative=1e-9, absolute=1e-12):
    return originals.near(got, want, relative, absolute)


def row_of(table, wanted, *arguments):
    """The first that has those cells; none: an empty one."""
    for row in rows_of(table, *arguments):
        if all(row.get(name) == value for name, value in wanted.items()):
            return row
    return {}


def items(name, a, b, cluster=None):
    """Scores of two models on the same items."""
    rows = [[model, f"q{i:04}", repr(float(x))] + ([f"c{cluster[i]}"] if cluster else [])
            for model, scores in (("a", a), ("b", b)) for i, x in enumerate(scores)]
    return write(name, ["model", "question", "score"] + (["passage"] if cluster else []), rows)


def differs(row, pairs, relative=1e-9, absolute=1e-12):
    """The first of (column, wanted) that is not there."""
    return next(((name, row.get(name), want) for name, want in pairs
                 if not near(row.get(name), want, relative, absolute)), None)


def zeros(scores):
    return [0] * len(scores)


def means():
    wrong, cases = [], cases_of("stats_01_clt_se.json")
    for number, case in enumerate(cases):
        x, out = case["in"]["x"], case["out"]
        if "variant" in case["in"]:
            name = write("shortcut.csv", ["model", "accuracy", "n"],
                         [["a", repr(math.fsum(x) / len(x)), len(x)], ["b", 0.5, len(x)]])
            bad = differs(row_of("models", {"model": "a"}, name, "-o", "max:accuracy"),
                          [("se", out["se"])])
        else:
            name = items(f"mean{number}.csv", x, [0.25 + v / 2 for v in x])
            ask = [name, *ITEM, "-o", "max:score", "--own-interval"]
            bad = differs(row_of("models", {"model": "a"}, *ask, "t"), [
                ("mean", out["mean"]), ("se", out["se"]), ("lo", out["t_lo"]),
                ("hi", out["t_hi"])]) or differs(
                    row_of("models", {"model": "a"}, *ask, "z"),
                    [("lo", out["z_lo"]), ("hi", out["z_hi"])])
        wrong += [(number, bad)] if bad else []
    say(wrong, len(cases), "errors of means")


def clusters():
    wrong, cases = [], cases_of("stats_02_clustered_se.json")
    for number, case in enumerate(cases):
        x, out = case["in"]["x"], case["out"]
        name = items(f"cluster{number}.csv", x, zeros(x), case["in"]["cluster"])
        ask = [name, *ITEM, "--map", "cluster=passage", "-o", "max:score"]
        row = row_of("models", {"model": "a"}, *ask)
        bad = differs(row, [
            ("clusters", out["clusters"]), ("mean", out["mean"]), ("se", out["se_cr1"]),
            ("se_plain", out["se_clt_ddof1"]), ("deff", out["deff"])]) or differs(
                row_of("pairs", {"measure": "score"}, *ask, "--interval", "t"),
                [("se_paired", out["se_cr1"]), ("deff", out["deff"])])
        wrong += [(number, bad)] if bad else []
    say(wrong, len(cases), "errors by clusters")


def paired():
    wrong, cases = [], cases_of("stats_03_paired.json")
    for number, case in enumerate(cases):
        given, out = case["in"], case["out"]
        name = items(f"pair{number}.csv", given["a"], given["b"], given["cluster"])
        ask = [name, *ITEM, "-o", "max:score"]
        bad = differs(row_of("pairs", {"measure": "score"}, *ask, "--test", "t"), [
            ("n_shared", out["n"]), ("diff", out["diff"]), ("se_paired", out["se_paired"]),
            ("se_unpaired", out["se_unpaired"]), ("corr", out["corr"]), ("p", out["p_t"]),
            ("d_z", out["cohen_dz"])], absolute=0) or differs(
                row_of("pairs", {"measure": "score"}, *ask, "--test", "z"),
                [("p", out["p_z"])], absolute=0) or differs(
                    row_of("pairs", {"measure": "score"}, *ask, "--map", "cluster=passage"),
                    [("se_paired", out["se_cr1_clustered"]), ("se_plain", out["se_paired"])])
        wrong += [(number, bad)] if bad else []
    say(wrong, len(cases), "paired differences")


def power():
    """Differences of two sizes that have just the variance: what a user would have measured."""
    wrong, cases = [], cases_of("stats_04_power_mde.json")
    for number, case in enumerate(cases):
        given, out = case["in"], case["out"]
        n = given.get("n", 200)
        half = math.sqrt(out["V"] * (n - 1) / n)
        name = items(f"power{number}.csv", [half if i % 2 else -half for i in range(n)],
                     [0] * n)
        delta = ["--delta", str(given["delta"])] if "delta" in given else []
        row = row_of("pairs", {"measure": "score"}, name, *ITEM, "-o", "max:score", *delta)
        bad = differs(row, [(column, out[key]) for column, key in (
            ("mde", "mde"), ("n_needed", "n_ceil"), ("power", "power_two_sided"))
            if key in out])
        wrong += [(number, bad)] if bad else []
    say(wrong, len(cases), "items needed, smallest gap and power")


def proportions():
    wrong, cases = [], cases_of("stats_06_proportion_ci.json")
    for number, case in enumerate(cases):
        k, n, alpha = case["in"]["k"], case["in"]["n"], case["in"]["alpha"]
        name = write(f"share{number}.csv", ["model", "accuracy", "n"],
                     [["a", repr(k / n), n], ["b", 0.5, n]])
        for option, key in (("wilson", "wilson"), ("cp", "clopper_pearson"),
                            ("jeffreys", "jeffreys"), ("ac", "agresti_coull")):
            row = row_of("models", {"model": "a"}, name, "-o", "max:accuracy", "--level",
                         repr(1 - alpha), "--own-interval", option)
            bad = differs(row, zip(("lo", "hi"), case["out"][key]))
            wrong += [(number, option, bad)] if bad else []
    say(wrong, len(cases), "intervals of shares")


def answers(table):
    """Right and wrong answers of two models, from how often both, one or neither was right."""
    a, b = [], []
    for right, count in (((1, 1), "a_both"), ((1, 0), "b_Aonly"), ((0, 1), "c_Bonly"),
                         ((0, 0), "d_neither")):
        a += [right[0]] * table[count]
        b += [right[1]] * table[count]
    return a, b


def mcnemar():
    wrong, cases = [], cases_of("stats_07_mcnemar_paired_prop.json")
    for number, case in enumerate(cases):
        out = case["out"]
        name = items(f"right{number}.csv", *answers(case["in"]))
        ask = [name, *ITEM, "-o", "max:score"]
        n = sum(case["in"].values())
        row = row_of("pairs", {"measure": "score"}, *ask)
        bad = differs(row, [("diff", out["diff"]), ("lo", out["tango1998"][0]),
                            ("hi", out["tango1998"][1])], 1e-8) or differs(
            row, [("p", out["exact"])]) or differs(
            row_of("pairs", {"measure": "score"}, *ask, "--interval", "newcombe", "--test",
                   "mcnemar-mid"),
            [("lo", out["newcombe10"][0]), ("hi", out["newcombe10"][1]), ("p", out["midp"])])
        row = row_of("pairs", {"measure": "score"}, *ask, "--interval", "wald")
        half = 1.959963984540054 * out["se_diff"]
        bad = bad or (differs(row, [("lo", out["diff"] - half), ("hi", out["diff"] + half)])
                      if n > 0 and out["se_diff"] > 0 else None)
        wrong += [(number, bad)] if bad else []
    say(wrong, len(cases), "right against wrong answers")


def passes():
    wrong, cases = [], cases_of("stats_08_pass_k.json")
    for number, case in enumerate(cases):
        n, c, k = (case["in"][name] for name in "nck")
        rows = [[model, question, seed, int(seed < c)] for model in "ab"
                for question in ("q1", "q2") for seed in range(n)]
        name = write(f"pass{number}.csv", ["model", "question", "seed", "correct"], rows)
        row = row_of("models", {"model": "a"}, name, "--map", "item=question", "-o",
                     "max:correct", "--k", str(k))
        bad = differs(row, [("pass_at_k", case["out"]["pass_at_k"]),
                            ("pass_hat_k", case["out"]["pass_hat_k"]),
                            ("naive_pass_at_k", case["out"]["naive_pass_at_k"]),
                            ("naive_pass_hat_k", case["out"]["naive_pass_hat_k"])])
        wrong += [(number, case["in"], bad)] if bad else []
    say(wrong, len(cases), "samples of which k are drawn")


def adjusted():
    """Three models whose pairs have given p: equal means, one far off in its own small error."""
    wrong, count = [], 0
    for case in cases_of("stats_09_multiple_comparisons.json"):
        if sorted(case["in"]["p"]) != [0, 0.2, 1]:
            continue
        order = [case["in"]["p"].index(p) for p in (1, 0, 0.2)]   # of ab, ac and bc
        gap, z = 1.0, 1.2815515655446004
        name = write("three.csv", ["model", "accuracy", "accuracy_stderr"],
                     [["a", 0.2, 0.001], ["b", 0.2, repr(math.sqrt((gap / z) ** 2 - 1e-6))],
                      ["c", 1.2, 0.001]])
        for method, out in case["out"].items():
            count += 1
            found = rows_of("pairs", name, "-o", "max:accuracy", "--adjust", method)
            got = [row["p_adj"] for row in found]
            want = [out[k] for k in order]
            if len(got) != 3 or not all(near(x, y, 1e-9, 1e-12) for x, y in zip(got, want)):
                wrong.append((method, got, want))
    say(wrong, count, "p of three pairs as adjusted")


def ranks():
    wrong, cases = [], cases_of("stats_11_rank_and_permutation_tests.json")
    for number, case in enumerate(cases):
        given, out = case["in"], case["out"]
        d = "d" in given
        name = items(f"rank{number}.csv", given["d"] if d else given["a"],
                     zeros(given["d"]) if d else given["b"])
        ask = [name, *ITEM, "-o", "max:score"]
        tests = {("sign-flip", "wilcox"): out["p"]} if d else {
            ("sign", "wilcox"): out["sign_test"][2], **(
                # The longer case has scores that tie but for rounding, which the lens takes for
                # ties and its figures were computed without.
                {("wilcoxon", zero): out[zero + "_approx"][1]
                 for zero in ("wilcox", "pratt", "zsplit")} if len(given["a"]) < 10 else {})}
        for (test, zero), p in tests.items():
            bad = differs(row_of("pairs", {"measure": "score"}, *ask, "--test", test, "--zeros",
                                 zero), [("p", p)])
            wrong += [(number, test, zero, bad)] if bad else []
        if not d and len(given["a"]) < 10:
            bad = differs(row_of("pairs", {"measure": "score"}, *ask, "--paired=off", "--test",
                                 "mann-whitney"), [("p", out["mwu"][1]),
                                                   ("p_a_larger", out["p_sup"])])
            wrong += [(number, "mann-whitney", bad)] if bad else []
    say(wrong, len(cases), "rank and permutation tests")


def runs():
    """Runs over tasks; the shorter cases are of the interquartile mean alone."""
    wrong, cases = [], cases_of("stats_12_rliable.json")
    for number, case in enumerate(cases):
        given, out = case["in"], case["out"]
        if "x" in given:
            name = items(f"iqm{number}.csv", given["x"], zeros(given["x"]))
            bad = differs(row_of("models", {"model": "a"}, name, *ITEM, "-o", "max:score"),
                          [("iqm", out["iqm"])])
        elif "Y" in given:
            rows = [[model, f"t{t}", seed, repr(x)]
                    for model, runs_of in (("a", given["X_runs_x_tasks"]), ("b", given["Y"]))
                    for seed, run in enumerate(runs_of) for t, x in enumerate(run)]
            name = write(f"runs{number}.csv", ["model", "task", "seed", "score"], rows)
            ask = [name, "--direction", "score=max", "--gamma"]
            bad = differs(row_of("suite", {"model": "a"}, *ask, "1"), [
                ("mean", out["mean"]), ("median", out["median"]), ("iqm", out["iqm"]),
                ("optimality_gap", out["og"])]) or differs(
                    row_of("suite", {"model": "a"}, *ask, "2"),
                    [("optimality_gap", out["og_gamma2"])]) or differs(
                        row_of("improvement", {"a": "a"}, *ask, "1"),
                        [("p_improvement", out["p_improve"])])
        else:                          # given resamples, which a program draws itself
            continue
        wrong += [(number, bad)] if bad else []
    say(wrong, len(cases) - 1, "runs over tasks")


def bootstrap():
    """The resamples of the program are others: limits agree within the noise of both."""
    wrong, cases = [], cases_of("stats_13_bootstrap_ci.json")
    for number, case in enumerate(cases):
        x, out = case["in"]["x"], case["out"]
        name = items(f"boot{number}.csv", x, zeros(x))
        noise = 4 * math.sqrt(0.025 * 0.975 / len(case["in"]["idx"])) * out["boot_se"] / 0.058
        for choice in ("percentile", "basic", "bca"):
            row = row_of("pairs", {"measure": "score"}, name, *ITEM, "-o", "max:score",
                         "--interval", choice)
            bad = differs(row, zip(("lo", "hi"), out[choice]), 0, noise) or differs(
                row, [("diff", out["theta"])])
            wrong += [(number, choice, bad)] if bad else []
    say(wrong, len(cases), "bootstrap intervals")


def costs():
    wrong, cases = [], cases_of("stats_21_latency_cost.json")
    for number, case in enumerate(cases):
        given, out = case["in"], case["out"]
        if "cost" in given:
            rows = [[model, f"q{i}", ok, repr(cost)] for model in "ab" for i, (cost, ok) in
                    enumerate(zip(given["cost"], given["correct"]))]
            name = write(f"cost{number}.csv", ["model", "question", "correct", "cost_usd"], rows)
            bad = differs(row_of("models", {"model": "a"}, name, "--map", "item=question", "-o",
                                 "max:correct,min:cost_usd"), [
                ("cost_per_correct", out["cost_per_correct"]),
                ("cost_per_correct_se", out["se_delta"]),
                ("cost_per_correct_lo", out["fieller95"][0]),
                ("cost_per_correct_hi", out["fieller95"][1])])
        else:
            rows = [[model, f"q{i}", i % 2, repr(x)] for model in "ab"
                    for i, x in enumerate(given["x"])]
            name = write(f"latency{number}.csv", ["model", "question", "correct", "latency_ms"],
                         rows)
            ask = [name, "--map", "item=question", "-o", "max:correct,min:latency_ms"]
            if "p" in given:
                lo, hi = (None if limit in ("inf", "-inf") else limit
                          for limit in out["ci_order_stat"])
                bad = differs(row_of("quantiles", {"model": "a", "quantile": given["p"]}, *ask), [
                    ("value", out["quantile_type7"]), ("lo", lo), ("hi", hi),
                    ("rank_lo", out["rank_lo_1based"]), ("rank_hi", out["rank_hi_1based"])])
            else:
                bad = differs(row_of("costs", {"model": "a"}, *ask), [
                    ("gmean", out["geomean"]), ("log_se", out["log_se"]),
                    ("gmean_lo", out["gmean_ci95"][0]), ("gmean_hi", out["gmean_ci95"][1]),
                    ("hmean", out["hmean"]), ("mad", out["mad"]), ("iqr", out["iqr"])])
        wrong += [(number, bad)] if bad else []
    say(wrong, len(cases), "cost and latency")


def orders():
    wrong, cases = [], cases_of("stats_22_aso_violation_ratio.json")
    for number, case in enumerate(cases):
        name = items(f"order{number}.csv", case["in"]["a"], case["in"]["b"])
        bad = differs(row_of("pairs", {"measure": "score"}, name, *ITEM, "-o", "max:score"),
                      [("violation", case["out"]["eps_W2_exact"])])
        wrong += [(number, bad)] if bad else []
    say(wrong, len(cases), "almost stochastic order")


def dominance():
    """Quality and cost of four models on the same items; the program draws resamples of its own."""
    wrong, cases = [], cases_of("stats_24_probabilistic_frontier.json")
    for number, case in enumerate(cases):
        quality, cost = case["in"]["quality[model][item]"], case["in"]["cost[model][item]"]
        want = case["out"]["p_dominates"]
        rows = [[f"m{m}", f"q{i}", repr(q), repr(cost[m][i])] for m, scores in enumerate(quality)
                for i, q in enumerate(scores)]
        name = write(f"joint{number}.csv", ["model", "question", "score", "cost_usd"], rows)
        noise = 4 * 0.5 / math.sqrt(len(case["in"]["idx"]))
        found = rows_of("pairs", name, *ITEM, "-o", "max:score,min:cost_usd")
        for row in found:
            a, b = int(row["a"][1:]), int(row["b"][1:])
            bad = differs(row, [("p_a_dominates", want[a][b]), ("p_b_dominates", want[b][a])], 0,
                          noise)
            wrong += [(number, a, b, bad)] if bad else []
        wrong += [] if found else [number]
    say(wrong, len(cases), "dominance on score and cost together")


for step in (means, clusters, paired, power, proportions, mcnemar, passes, adjusted, ranks, runs,
             bootstrap, costs, orders, dominance):
    step()
