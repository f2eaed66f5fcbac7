#!/usr/bin/env python3
"""Makes the tables of data/pythia from the evaluations of EleutherAI/pythia (Apache-2.0).

usage: pythia.py FOLDER OUTPUT-FOLDER

FOLDER holds pythia_evals.csv (suite, model, shots, step, task, metric, value, stderr: the
lm-evaluation-harness results of the repository as one long table), pythia_models.csv (model,
params_total, tokens_per_step) and polypythias_training_maps.tsv (seed, step, score).

The wide table has a row per model and checkpoint: the zero-shot accuracy of eight tasks, the
mean of them with its standard error (tasks independent), and the compute spent so far.

Not run when the program is built: the tables are in the repository.
"""
import csv
import math
import os
import sys

TASKS = ["lambada_openai", "piqa", "winogrande", "arc_easy", "arc_challenge", "sciq",
         "logiqa", "wsc"]


def table(folder, name, delimiter=","):
    with open(os.path.join(folder, name), newline="", encoding="utf-8") as stream:
        return list(csv.DictReader(stream, delimiter=delimiter))


def write(folder, name, header, rows):
    with open(os.path.join(folder, name), "w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def short(value, digits):
    return f"{value:.{digits}f}".rstrip("0").rstrip(".")


def checkpoints(folder):
    sizes = {row["model"]: row for row in table(folder, "pythia_models.csv")}
    cells = {}
    for row in table(folder, "pythia_evals.csv"):
        if row["suite"] == "pythia-v1" and row["shots"] == "0" and row["metric"] == "acc" \
                and row["task"] in TASKS:
            key = (row["model"], int(row["step"]))
            cells.setdefault(key, {})[row["task"]] = (float(row["value"]),
                                                      float(row["stderr"]))
    for (model, step), scores in sorted(cells.items(), key=lambda item: (
            int(sizes[item[0][0]]["params_total"]), item[0][0], item[0][1])):
        if len(scores) != len(TASKS) or step == 0:   # step 0 has no compute and repeats 1
            continue
        parameters = int(sizes[model]["params_total"])
        tokens = step * int(sizes[model]["tokens_per_step"])
        mean = math.fsum(scores[task][0] for task in TASKS) / len(TASKS)
        stderr = math.sqrt(math.fsum(scores[task][1] ** 2 for task in TASKS)) / len(TASKS)
        row = [model, "yes" if model.endswith("-deduped") else "no", step, parameters, tokens,
               f"{6 * parameters * tokens:.4g}", short(mean, 4), short(stderr, 4)]
        for task in TASKS:
            row += [short(scores[task][0], 4), short(scores[task][1], 4)]
        yield row


def seeds(folder):
    for row in table(folder, "polypythias_training_maps.tsv", "\t"):
        yield ["pythia-seed-runs", row["seed"], row["step"], f"{float(row['score']):.4f}"]


def main(arguments):
    if len(arguments) != 2:
        sys.exit(__doc__)
    folder, out = arguments
    header = ["model", "deduplicated", "step", "parameters", "training_tokens",
              "training_flops", "accuracy", "accuracy_stderr"]
    for task in TASKS:
        header += [task + "_accuracy", task + "_accuracy_stderr"]
    write(out, "pythia.csv", header, checkpoints(folder))
    write(out, "seeds.csv", ["model", "seed", "step", "score"], seeds(folder))


if __name__ == "__main__":
    main(sys.argv[1:])
