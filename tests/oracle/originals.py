"""What the comparisons of lenses with the figures of others share: *_originals.py."""
import csv, json, math, os, subprocess, sys


def oracle(shared, name):
    with open(os.path.join(shared, "oracles", name), encoding="utf-8") as file:
        return json.load(file)


def answer_of(program, *arguments):
    """What a command prints as JSON; nothing, and its words, where it fails."""
    done = subprocess.run([program, *arguments, "--format", "json"], capture_output=True,
                          check=False, text=True)
    if done.returncode != 0:
        print(done.stderr, file=sys.stderr)
        return {"tables": {}, "verdict": ""}
    return json.loads(done.stdout)


def rows_of(answer, name):
    """The rows of a table as dictionaries."""
    table = answer["tables"].get(name, {"columns": [], "rows": []})
    names = [column["name"] for column in table["columns"]]
    return [row if isinstance(row, dict) else dict(zip(names, row)) for row in table["rows"]]


def number(value):
    """None where it is undefined, in whichever way that is written."""
    return None if value in (None, "nan") or math.isnan(float(value)) else float(value)


def near(got, want, relative, absolute=0.0):
    want = number(want)
    if want is None or got is None:
        return want is None and got is None
    if math.isinf(want):
        return got == want
    return abs(got - want) <= max(absolute, relative * abs(want))


def mean(values):
    return math.fsum(values) / len(values)


def say(wrong, cases, what):
    """A line for tests/lib.sh's judge; no case at all is wrong, too."""
    for one in wrong[:5]:
        print(what, one, file=sys.stderr)
    print(1 if wrong or cases == 0 else 0, f"{what}: {cases} cases, {len(wrong)} wrong")


def write(name, header, rows):
    with open(name, "w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([header, *rows])
    return name
