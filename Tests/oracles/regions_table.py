"""Writes Sources/AmanahCore/Data/Regions+Indonesia.swift from a `code,name` CSV of Kemendagri codes.

    python3 Tests/oracles/regions_table.py regions.csv > Sources/AmanahCore/Data/Regions+Indonesia.swift

The table of cahyadsn/wilayah (MIT) has this form. Run it again when the ministry publishes new codes.
"""

import csv
import sys
import textwrap


def spans(numbers):
    out, numbers = [], sorted(numbers)
    start = last = numbers[0]
    for number in numbers[1:] + [None]:
        if number == last + 1:
            last = number
            continue
        out.append(f"{start}-{last}" if last > start else f"{start}")
        start = last = number
    return " ".join(out)


def main(path):
    with open(path, encoding="utf-8") as file:
        names = {row["code"]: " ".join(row["name"].split()) for row in csv.DictReader(file)}
    districts = {}
    for code in names:
        if len(code) == 6:
            districts.setdefault(code[:4], []).append(int(code[4:]))
    print("extension Regions {")
    print("    /// Provinces, kab/kota and kecamatan of Indonesia: a line `code|name` for each province and")
    print("    /// `code|name|kecamatan` for each kab/kota, whose kecamatan stand as spans of their last two digits.")
    print("    ///")
    print("    /// Written by `Tests/oracles/regions_table.py`; not edited by hand.")
    print("    ///")
    print("    /// Source: Kemendagri codes as collected in cahyadsn/wilayah, MIT licence.")
    print('    static let indonesiaTable = """')
    for code in sorted(names):
        if len(code) == 2:
            print(f"        {code}|{names[code]}")
        elif len(code) == 4:
            line = f"{code}|{names[code]}|{spans(districts[code]) if code in districts else ''}"
            rows = textwrap.wrap(line, 108, break_long_words=False)
            print(" \\\n".join(f"        {row}" for row in rows))
    print('        """')
    print("}")


main(sys.argv[1])
