"""Writes the answers of python-stdnum for made-up NIKs, for the differential test of `NationalNumber`.

    python3 -m venv .venv && .venv/bin/pip install python-stdnum==2.2
    .venv/bin/python Tests/oracles/nik_oracle.py regions.csv > Tests/oracles/nik_oracle.tsv

Columns: number, answer (`ok`, or the name of stdnum's exception). The numbers are random; none is anyone's.
"""

import csv
import random
import sys

from stdnum.exceptions import ValidationError
from stdnum.id import nik


def answer(number):
    try:
        nik.validate(number)
        return "ok"
    except ValidationError as error:
        return type(error).__name__


def main(path):
    draw = random.Random(20261124)
    with open(path, encoding="utf-8") as file:
        districts = [row["code"] for row in csv.DictReader(file) if len(row["code"]) == 6]
    # Provinces that either table lacks would compare the tables, not the rules.
    districts = [code for code in districts if answer(code + "0101900001") == "ok"]
    for _ in range(600):
        region = draw.choice(districts) if draw.random() < 0.8 else f"{draw.randrange(1_000_000):06}"
        if region not in districts and not region.startswith(("0", "2", "4", "99", "98", "97")):
            continue
        day = draw.choice([draw.randint(1, 31), draw.randint(41, 71), draw.randint(0, 99)])
        month = draw.randint(1, 12) if draw.random() < 0.85 else draw.randint(0, 99)
        number = f"{region}{day:02}{month:02}{draw.randrange(100):02}{draw.choice([0, 1, draw.randrange(10_000)]):04}"
        kind = draw.random()
        if kind < 0.05:
            number = number[: draw.randint(0, 15)]
        elif kind < 0.08:
            number += str(draw.randrange(10))
        elif kind < 0.12:
            place = draw.randrange(16)
            number = number[:place] + draw.choice("AxO") + number[place + 1 :]
        print(f"{number}\t{answer(number)}")
    for number in ("3171012902000001", "3171012902010001", "3171016902960001", "3171013104900001", "3171017104900001"):
        print(f"{number}\t{answer(number)}")


main(sys.argv[1])
