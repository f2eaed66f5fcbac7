#!/usr/bin/env python3
"""Runs the lens "risk" on the data that other programs computed their figures from, and compares
what it prints, as CSV, with those figures: every case, as a user would have it.

    risk_originals.py PROGRAM SHARED      prints a line for each set: 0 or 1, and what it is
"""
import csv, math, os, subprocess, sys

import originals
from originals import number, say, write

PROGRAM, SHARED = sys.argv[1], sys.argv[2]


def oracle(name):
    return originals.oracle(SHARED, name)


def near(got, want, relative=1e-9, absolute=0.0):
    return originals.near(got, want, relative, absolute)


def cells(table, *arguments):
    """A table as rows of CSV, which can hold infinite numbers; empty is None."""
    done = subprocess.run([PROGRAM, "risk", *arguments, "--table", table, "--format", "csv"],
                          capture_output=True, check=False, text=True)
    rows = list(csv.DictReader(done.stdout.splitlines()))
    for row in rows:
        for key, text in row.items():
            try:
                row[key] = float(text)
            except ValueError:
                row[key] = text or None
    return rows


def differs(row, want, names, relative=1e-9):
    return [(mine, row.get(mine), want[its]) for mine, its in names.items()
            if its in want and not near(row.get(mine), want[its], relative, 1e-13)]


# --- shortlists ---

LISTS = {"kth": "k-th", "best": "best", "worst": "worst", "mean": "mean", "std": "std",
         "violation_rate": "safety_violation_rate", "sharpe": "sharpe_ratio",
         "sharpe_clipped": "sharpe_ratio_clipped"}
ESTIMATORS = {"mse": "mse", "rank_corr": "rank_correlation", "type1": "type_i_error_rate",
              "type2": "type_ii_error_rate"}


def shortlist_of(case, number_of):
    names = list(case["estimates"])
    columns = [case["true_value"], *case["estimates"].values()]
    name = write(f"scope{number_of}.csv", ["model", "true_reward", *[e + "_est" for e in names]],
                 [[policy, *values] for policy, *values in zip(case["policies"], *columns)])
    command = [name, "-o", "max:true_reward", "--missing", "none", "--estimators",
               ",".join(e + "_est" for e in names), "--baseline", repr(case["behavior_value"]),
               "--threshold", repr(case["safety_threshold"])]
    wrong = []
    rows, estimators = cells("shortlist", *command), cells("estimators", *command)
    for e in names:
        want = case["result"][e]
        mine = [row for row in rows if row["estimator"] == e + "_est"]
        if [row["model_k"] for row in mine] != want["estimated_ranking"]:
            wrong.append((case["name"], e, "order"))
        for k, row in enumerate(mine):
            wrong += [(case["name"], e, k + 1, *one) for one in differs(
                row, {key: want[key][k] for key in LISTS.values()}, LISTS)]
        row = next((r for r in estimators if r["estimator"] == e + "_est"), {})
        wrong += [(case["name"], e, *one) for one in differs(row, want, ESTIMATORS)]
        regret = mine[want["regret_at"] - 1]["regret"]
        if not near(regret, want["regret"], 1e-9, 1e-13):
            wrong.append((case["name"], e, "regret", regret, want["regret"]))
    return wrong


def shortlists():
    cases = [c for c in oracle("scope_sharpe.json")["cases"] if len(c["policies"]) <= 50]
    wrong = [one for i, case in enumerate(cases) for one in shortlist_of(case, i)]
    say(wrong, len(cases), "shortlists of SCOPE-RL")


def printed():
    """The table that a notebook printed, from the values that it printed: 6 to 7 digits."""
    table = oracle("scope_published_tables.json")["tables"][0]
    case = oracle("scope_sharpe.json")["cases"][0]
    blocks, rows = [[]], {}
    for line in table["text"].splitlines():
        if line.strip() == "":
            blocks.append([])
        else:
            blocks[-1].append(line)
    for block in filter(None, blocks):
        names = block[0].replace("\\", " ").split()
        for place, line in enumerate(block[1:]):
            _, *values = line.replace("\\", " ").split()
            rows.setdefault(place, {}).update(zip(names, values))
    shortlist_of(case, "p")
    mine = {(row["estimator"], row["k"]): row for row in cells(
        "shortlist", "scopep.csv", "-o", "max:true_reward", "--estimators",
        ",".join(e + "_est" for e in case["estimates"]), "--baseline",
        repr(case["behavior_value"]), "--threshold", repr(case["safety_threshold"]))}
    wrong = []
    for row in rows.values():
        got = mine.get((row["estimator"] + "_est", float(row["topk"]) + 1), {})
        for key, its in LISTS.items():
            if its not in row:
                continue
            want = float(row[its])
            if not (math.isnan(want) and got.get(key) is None or got.get(key) is not None
                    and abs(got[key] - want) <= 2e-6 + 1e-4 * (key == "sharpe") * abs(want)):
                wrong.append((row["estimator"], row["topk"], key, got.get(key), want))
    say(wrong, len(rows), "rows of a printed table")


def policies():
    """Values of policies in the notebooks of SCOPE-RL: one shortlist for each, then their means."""
    path = os.path.join(SHARED, "data/papers/scope_rl/policy_values.csv")
    with open(path, encoding="utf-8") as file:
        records = list(csv.DictReader(file))
    wrong, count = [], 0
    for estimator in ("dm", "dr", "tis"):
        values = {}
        for record in records:
            own = values.setdefault(record["notebook"], {}).setdefault(record["policy"], {})
            own[record["estimator"]] = float(record["policy_value"])
        lists = []                       # of each notebook: best, worst, mean, ratio by k
        for own in values.values():
            order = [p for p in own.values() if estimator in p and "on_policy" in p]
            order = sorted(enumerate(order), key=lambda p: (p[1][estimator], p[0]), reverse=True)
            final = [p["on_policy"] for _, p in order]
            baseline = sum(final) / len(final) if final else 0
            rows = []
            for k in range(1, len(final) + 1):
                first = final[:k]
                mean = sum(first) / k
                sd = math.sqrt(sum((x - mean) ** 2 for x in first) / (k - 1)) if k > 1 else None
                gain = max(max(first) - baseline, 0)
                ratio = None if k < 2 else min(100, gain / sd) if sd > 0 else 100 * (gain > 0)
                rows.append((max(first), min(first), mean, ratio))
            lists.append(rows)
        found = {row["k"]: row for row in cells(
            "sets", path, "--map", "model=policy", "--map", "task=estimator", "-o",
            "max:on_policy/policy_value", "--estimators", estimator + "/policy_value", "--runs",
            "notebook", "--missing", "none")}
        for k in range(1, max(map(len, lists)) + 1):
            at = [rows[k - 1] for rows in lists if len(rows) >= k]
            row, count = found.get(k, {}), count + 1
            for column, name in enumerate(("best", "worst", "mean", "sharpe_clipped")):
                known = [one[column] for one in at if one[column] is not None]
                want = sum(known) / len(known) if known else None
                if not near(row.get(name), want, 1e-9, 1e-12):
                    wrong.append((estimator, k, name, row.get(name), want))
            if row.get("sets") != len(at) or (k > 1 and len(at) > 1 and not
                    row["sharpe_clipped_lo"] <= row["sharpe_clipped"] <= row["sharpe_clipped_hi"]):
                wrong.append((estimator, k, row))
    say(wrong, count, "means over data sets of policies")


# --- series ---

def series(name, columns, *options):
    """Gross returns by row; a column is a strategy."""
    names = [f"s{i}" for i in range(len(columns))]
    rows = [[f"t{t}", *[1 + x for x in row]] for t, row in enumerate(zip(*columns))]
    write(name, ["period", *names], rows)
    return [name, "--by", "row", "--missing", "none", "--over", "rows", "--returns", "gross",
            *options]


FAMILY = {"sharpe": "sharpe", "sharpe_annual": "empyrical_sharpe_ratio",
          "sortino_annual": "empyrical_sortino_ratio", "cagr": "empyrical_annual_return",
          "calmar": "empyrical_calmar_ratio", "omega": "empyrical_omega_ratio",
          "max_drawdown": "empyrical_max_drawdown", "var5": "empyrical_var5",
          "cvar5": "empyrical_cvar5", "tail_ratio": "empyrical_tail_ratio", "skew": "skew",
          "kurtosis": "kurt", "se_normal": "lo_se_iid", "se": "mertens_se", "psr": "psr_vs_0",
          "lo_factor": "lo_eta_q6", "sharpe_horizon": "lo_sharpe_q6"}
EDGES = {"sharpe": "sharpe", "sortino": "sortino", "max_drawdown": "max_drawdown",
         "calmar": "calmar"}


def family():
    """One series, a benchmark, edge cases, and the deflated ratio of several trials."""
    wrong, cases = [], oracle("stats_15_sharpe_family.json")["cases"]
    for i, case in enumerate(cases):
        given, want = case["in"], case["out"]
        if "trials_returns_columns" in given:
            command = series(f"family{i}.csv", given["trials_returns_columns"])
            rows, totals = cells("strategies", *command), cells("summary", *command)
            totals = {row["figure"]: row["value"] for row in totals}
            best = rows[want["best"]]
            wrong += [(i, "ratio", k) for k, row in enumerate(rows)
                      if not near(row["sharpe"], want["srs"][k])]
            wrong += [(i, *one) for one in differs(
                {**totals, "psr": best["psr"], "dsr": best["dsr"]}, want,
                {"independent_trials": "num_independent_trials", "mean_correlation": "avg_corr",
                 "expected_max_sharpe": "expected_max_sr", "psr": "psr0", "dsr": "dsr"})]
            continue
        if "benchmark" in given:
            command = series(f"family{i}.csv", [given["returns"], given["benchmark"]],
                             "--reference", "s1")
            wrong += [(i, *one) for one in differs(
                cells("strategies", *command)[0], want,
                {"information": "information_ratio", "tracking_error": "tracking_error",
                 "beta": "beta"})]
            command[command.index("gross")] = "excess"       # the same, as the ratio of excess
            if not near(cells("strategies", *command)[0]["sharpe"], want["empyrical_excess_sharpe"]):
                wrong.append((i, "excess"))
            continue
        command = series(f"family{i}.csv", [given["returns"]], "--freq",
                         str(given.get("periods", 1)), "--horizon", "6")
        row = cells("strategies", *command)[0]
        wrong += [(i, *one) for one in differs(row, want, EDGES if given.get("edge") else FAMILY)]
        if "min_trl_95" in want and not near(row["min_n_95"], want["min_trl_95"], 1e-7):
            wrong.append((i, "min_n_95", row["min_n_95"], want["min_trl_95"]))
        if "acf1_5" in want and not near(row["acf1"], want["acf1_5"][0]):
            wrong.append((i, "acf1", row["acf1"]))
        if "psr_vs_0.05" in want and not near(
                cells("strategies", *command, "--against", "0.05")[0]["psr"], want["psr_vs_0.05"]):
            wrong.append((i, "psr against 0.05"))
    say(wrong, len(cases), "the Sharpe family")


def annual(case, name):
    command = series(name, [case["returns"]], "--freq", str(case["freq"]))
    with_rate = cells("strategies", *command, "--risk-free", repr(case["rf_annual"]))[0]
    wrong = differs(with_rate, case, {"sharpe_annual": "empyrical",
                                      "sharpe": "sharpe_per_period_ddof1"})
    wrong += differs(cells("strategies", *command)[0], case, {
        "skew": "skew_population", "kurtosis": "kurtosis_population", "se": "se_mertens",
        "se_normal": "se_iid_normal", "psr": "psr_vs_0", "ulcer": "ulcer"})
    return wrong


def wealth(case, name, relatives, divisions, names):
    rows = [[f"t{t}", *row] for t, row in enumerate(relatives)]
    write(name, ["period", *[f"s{i}" for i in range(len(relatives[0]))]], rows)
    command = [name, "--by", "row", "--missing", "none", "--over", "rows", "--returns", "gross",
               "--lattice", str(divisions)]
    got = cells("wealth", *command)
    wrong = [(mine, t) for mine, its in names.items() for t, row in enumerate(got)
             if not near(row[mine], case[its][t])]
    totals = {row["figure"]: row["value"] for row in cells("summary", *command)}
    return wrong + differs(totals, case, {
        "universal_wealth": "final_mean_crp_wealth", "best_mixture_wealth": "best_crp_wealth",
        "best_wealth": "best_component_wealth", "log_regret": "regret_buy_and_hold_log",
        "log_regret_bound": "bound_log_k"}) + ([] if len(got) == len(relatives) else ["length"])


def universal():
    wrong, cases = [], oracle("sharpe_universal.json")["cases"]
    for i, case in enumerate(cases):
        if case["kind"] == "sharpe":
            wrong += [(case["name"], *one) for one in annual(case, f"annual{i}.csv")]
        elif case["kind"] == "universal":
            wrong += [(case["name"], *one) for one in wealth(
                case, f"annual{i}.csv", case["price_relatives"], case["lattice_divisions"],
                {"universal": "wealth"})]
        else:
            wrong += [(case["name"], *one) for one in wealth(
                case, f"annual{i}.csv", case["strategy_gross_returns"], 8,
                {"equal_parts": "buy_and_hold_mixture_wealth",
                 "universal": "universal_ensemble_wealth"})]
    say(wrong, len(cases), "ratios of a year, universal portfolios and ensembles")


# --- portfolios ---

def boxes():
    """Points in a given box, everything minimised."""
    wrong, cases = [], oracle("hsr.json")["cases"]
    for i, case in enumerate(cases):
        d = len(case["low"])
        name = write(f"box{i}.csv", ["model", *[f"o{k}" for k in range(d)]],
                     [[f"m{r}", *point] for r, point in enumerate(case["points_minimise"])])
        command = [name, "--missing", "none", "--box-scale", "linear", "--box", ",".join(
            f"o{k}={low!r}..{up!r}" for k, (low, up) in enumerate(zip(case["low"], case["up"])))]
        for k in range(d):
            command += ["-o", f"min:o{k}"]
        rows = cells("hsr", *command)
        want = case["hsr"][0] if isinstance(case["hsr"], list) else case["hsr"]
        totals = {row["figure"]: row["value"] for row in cells("summary", *command)}
        if not near(totals.get("hsr"), want, 1e-6, 1e-6):
            wrong.append((case["name"], totals.get("hsr"), want))
        valid = [k for k, v in enumerate(case["valid"]) if v]
        for r, row in enumerate(rows):
            share = case["investment"][r] if r < len(case["investment"]) else 0
            if not near(row["investment"], share, 0, 1e-6):
                wrong.append((case["name"], r, row["investment"], share))
        for k, r in enumerate(valid):
            if not near(rows[r]["p"], case["expected_return_p_valid"][k]):
                wrong.append((case["name"], r, "p", rows[r]["p"]))
    say(wrong, len(cases), "hypervolume Sharpe ratios in a given box")


def inverse_of_lower(lower):
    """Inverse of a lower triangle by substitution."""
    n, out = len(lower), [[0.0] * len(lower) for _ in lower]
    for c in range(n):
        for r in range(c, n):
            sum_ = (1.0 if r == c else 0.0) - sum(lower[r][m] * out[m][c] for m in range(c, r))
            out[r][c] = sum_ / lower[r][r]
    return out


def cholesky(matrix):
    n, lower = len(matrix), [[0.0] * len(matrix) for _ in matrix]
    for r in range(n):
        for c in range(r + 1):
            rest = matrix[r][c] - sum(lower[r][m] * lower[c][m] for m in range(c))
            lower[r][c] = math.sqrt(rest) if r == c else rest / lower[c][c]
    return lower


def items_with(mean, covariance):
    """Item scores with exactly that sample mean and covariance: orthogonal contrasts, coloured."""
    k, n = len(mean), 2
    while n <= k:
        n *= 2
    # Columns of a Hadamard matrix but the first: mean 0, orthogonal, each of length sqrt(n).
    raw = [[(-1.0) ** bin(row & (column + 1)).count("1") * math.sqrt((n - 1) / n)
            for column in range(k)] for row in range(n)]
    lower = cholesky(covariance)
    return [[mean[i] + sum(lower[i][m] * row[m] for m in range(i + 1)) for i in range(k)]
            for row in raw]


def shares(text, names):
    found = dict.fromkeys(names, 0.0)
    for part in text.split(", "):
        name, share, _ = part.rsplit(" ", 2)
        found[name] = float(share) / 100
    return [found[name] for name in names]


def frontiers():
    """Models whose item scores have the given means and covariance."""
    wrong, cases = [], oracle("stats_16_mean_variance.json")["cases"]
    for number_of, case in enumerate(cases):
        mean, covariance, out = case["in"]["mu"], case["in"]["cov"], case["out"]
        names = [f"m{i}" for i in range(len(mean))]
        items = items_with(mean, covariance)
        name = write(f"items{number_of}.csv", ["model", "item", "accuracy"], [
            [model, f"i{row:02}", items[row][i]] for i, model in enumerate(names)
            for row in range(len(items))])
        command = [name, "--map", "item=item", "-o", "max:accuracy", "--returns", "value",
                   "--missing", "none"]
        rows, models = cells("portfolio", *command), cells("models", *command)
        steps = [row for row in rows if row["step"] != "best ratio"]
        for i, row in enumerate(models):      # every digit of the two that matter most
            if not near(row["w_min_variance"], out["min_vol"][i], 0, 1e-6):
                wrong.append((number_of, "least variance", i, row["w_min_variance"]))
            if not near(row["w_max_sharpe"], out["max_sharpe_rf0"][i], 0, 1e-6):
                wrong.append((number_of, "best ratio", i, row["w_max_sharpe"]))
            if not near(row["mean"], mean[i], 1e-9) or not near(
                    row["sd"], math.sqrt(covariance[i][i]), 1e-9):
                wrong.append((number_of, "items", i))
        # A turning point is named by its shares to a tenth of a percent, and its exact mean and sd.
        for weights in out["turning_points"]:
            exact = sum(m * w for m, w in zip(mean, weights))
            sd = math.sqrt(sum(a * b * covariance[i][j] for i, a in enumerate(weights)
                               for j, b in enumerate(weights)))
            second = sum(w * (covariance[i][i] + mean[i] ** 2) for i, w in enumerate(weights))
            if not any(near(row["return"], exact, 0, 1e-7) and near(row["sd_ensemble"], sd, 0, 1e-7)
                       and near(row["sd_router"], math.sqrt(second - exact ** 2), 0, 1e-7)
                       and all(abs(a - b) < 6e-4 for a, b in zip(
                           shares(row["weights"], names), weights)) for row in steps):
                wrong.append((number_of, "turning point", exact, sd))
    say(wrong, len(cases), "mean-variance frontiers of item scores")


def hulls():
    wrong, cases = [], oracle("stats_17_aiq_hull.json")["cases"]
    for i, case in enumerate(cases):
        name = write(f"hull{i}.csv", ["model", "accuracy", "cost_usd"], [
            [f"m{r}", float(quality), float(cost)]
            for r, (cost, quality) in enumerate(case["in"]["points_cost_quality"])])
        command = [name, "-o", "max:accuracy,min:cost_usd", "--missing", "none"]
        hull = [[row["cost"], row["quality"]] for row in cells("routing", *command)]
        totals = {row["figure"]: row["value"] for row in cells("summary", *command)}
        if hull != [[float(c), float(q)] for c, q in case["out"]["hull"]] or not near(
                totals.get("aiq"), case["out"]["aiq_paper"]):
            wrong.append((i, hull, totals.get("aiq")))
    say(wrong, len(cases), "routing hulls and their average quality")


for step in (shortlists, printed, policies, family, universal, boxes, frontiers, hulls):
    step()
