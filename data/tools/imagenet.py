#!/usr/bin/env python3
"""Makes data/imagenet/imagenet.csv from the result tables of pytorch-image-models (timm).

usage: imagenet.py RESULTS-FOLDER OUTPUT-FOLDER

RESULTS-FOLDER is timm's results/ (Apache-2.0), or a folder with the three tables used here.
Accuracies are joined with speeds by architecture (the name before the first '.') and image
size; speeds are joined on nothing else, because a recipe's weights do not change the speed.
A recipe and size without a speed on both machines is left out and counted.

Not run when the program is built: the table is in the repository.
"""
import csv
import math
import os
import sys

ACCURACY = "results-imagenet.csv"
SPEED = {
    "rtx4090": "benchmark-infer-amp-nhwc-pt240-cu124-rtx4090.csv",
    "rtx3090": "benchmark-infer-amp-nchw-pt240-cu124-rtx3090.csv",
}
IMAGES = 50000      # of the ImageNet validation set


def table(folder, name):
    with open(os.path.join(folder, name), newline="", encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def stderr_of_percent(percent):
    share = percent / 100
    return 100 * math.sqrt(share * (1 - share) / (IMAGES - 1))


def main(arguments):
    if len(arguments) != 2:
        sys.exit(__doc__)
    folder, out = arguments
    speed = {machine: {(row["model"], row["infer_img_size"]): row
                       for row in table(folder, name)} for machine, name in SPEED.items()}
    rows, left_out = [], 0
    for row in table(folder, ACCURACY):
        architecture, _, recipe = row["model"].partition(".")
        key = (architecture, row["img_size"])
        if not all(key in machine for machine in speed.values()):
            left_out += 1
            continue
        four, three = speed["rtx4090"][key], speed["rtx3090"][key]
        top1 = float(row["top1"])
        rows.append([
            row["model"], architecture, recipe, row["img_size"], row["top1"],
            f"{stderr_of_percent(top1):.3f}", row["top5"], IMAGES,
            four["infer_samples_per_sec"], three["infer_samples_per_sec"],
            round(float(row["param_count"].replace(",", "")) * 1e6),
            four["infer_gmacs"], four["infer_macts"]])
    with open(os.path.join(out, "imagenet.csv"), "w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(["model", "architecture", "recipe", "img_size", "top1", "top1_stderr",
                         "top5", "n", "samples_per_s_rtx4090", "samples_per_s_rtx3090",
                         "parameters", "gmacs", "macts"])
        writer.writerows(rows)
    print(f"{len(rows)} rows, {left_out} without a speed on both machines", file=sys.stderr)


if __name__ == "__main__":
    main(sys.argv[1:])
