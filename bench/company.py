"""A made-up company of any size as CSV files, in the columns that `amanah init` reads.

Everything follows from the counts, so two runs measure the same rows. Each agent has open tickets of his own for
customers of his own branch, one customer a ticket. Source of the columns: the telco data set of this project.
"""

import argparse
import csv
import datetime
import pathlib

PURPOSE = "billing-complaint"
COLUMNS = {
    "units": "unit_id parent_id kind name",
    "vendors": "vendor_id name",
    "people": "person_id name role unit_id supervisor_id employment vendor_id",
    "agreements": "agreement_id person_id vendor_id signed_by_unit starts_on ends_on",
    "customers": "customer_id name phone nik kk birth_date mother_maiden_name spouse_name address email employer "
    "years_employed monthly_income bill device imei last_location unit_id sensitivity",
    "tickets": "ticket_id customer_id purpose unit_id assigned_to opened_at closed_at channel",
    "assignments": "assignment_id person_id customer_id purpose starts_on ends_on",
}
# Kecamatan of three cities: region codes that exist.
REGIONS = ["327301", "357801", "317101"]
BRANCHES = ["B3273A", "B3578A", "B3171A"]
FIRST = "Adi Budi Citra Dewi Eka Fajar Galih Hani Indah Joko Kartika Lestari Maya Nanda Putri Rini Slamet Tono".split()
LAST = "Halim Harahap Kusuma Lesmana Nasution Nugroho Permana Ramadhan Santoso Siregar Utami Wijaya Handoko".split()


def name(number: int) -> str:
    """A name of three words; many numbers share one, as people do."""
    return " ".join((FIRST[number % 18], LAST[number // 18 % 13], LAST[number // 234 % 13]))


def customer(number: int) -> list:
    """The row of customer `number`, counted from 1; NIK, phone and IMEI are unique below 80 million."""
    region = REGIONS[number % 3]
    born = datetime.date(1960, 1, 1) + datetime.timedelta(days=number * 37 % 15000)
    woman = number % 2
    dated = f"{born.day + 40 * woman:02d}{born.month:02d}{born.year % 100:02d}"
    serial = number // 15000 % 9999 + 1
    carrier = ("0812", "0813", "0857", "0878", "0895")[number % 5]
    first = name(number)
    return [
        f"C{number:07d}", first, f"{carrier}{10_000_000 + number:08d}", f"{region}{dated}{serial:04d}",
        f"{region}{number % 28 + 1:02d}0119{number // 28 % 9999 + 1:04d}", born.isoformat(),
        name(number + 5).rsplit(" ", 1)[0], name(number + 9).rsplit(" ", 1)[0],
        f"Jl. Melati No. {number % 400 + 1} RT 00{number % 9 + 1}/RW 00{number % 7 + 1}, Bandung, Jawa Barat",
        f"{first.lower().replace(' ', '.')}{number % 100}@example.co.id", "Pedagang", number % 30,
        3_000_000 + number % 200 * 100_000, number % 500 * 1000, "Infinix Hot 30", f"{350_000_000_000_000 + number}",
        f"Bandung-{number % 999:03d}", BRANCHES[number % 3], "ordinary",
    ]


def write(folder: pathlib.Path, customers: int, agents: int, tickets: int) -> None:
    """Writes the company to `folder`, replacing what stands there. Needs at least agents * tickets customers."""
    if agents * tickets > customers or agents % 3:
        raise SystemExit("give a number of agents that three divides, and a customer for each ticket")
    folder.mkdir(parents=True, exist_ok=True)
    opened = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=7))) - datetime.timedelta(hours=1)
    people = [
        ["P0001", "Dimas Nugroho", "director", "HO", "", "internal", ""],
        ["P0002", "Rizky Ramadhan", "dpo", "HO", "P0001", "internal", ""],
        ["P0003", "Nanda Kusuma", "auditor", "HO", "P0001", "internal", ""],
        ["P0004", "Agus Sitorus", "regional-head", "R1", "P0001", "internal", ""],
    ]
    for index, branch in enumerate(BRANCHES):
        people.append([f"P{5 + index:04d}", name(index), "branch-manager", branch, "P0004", "internal", ""])
        people.append([f"P{8 + index:04d}", name(index + 3), "team-lead", branch, f"P{5 + index:04d}", "internal", ""])
    staff = []
    for index in range(agents):
        branch = index % 3
        staff.append((f"P{100 + index:04d}", branch))
        people.append([
            staff[-1][0], name(index + 50), "agent", BRANCHES[branch], f"P{8 + branch:04d}", "outsourced", "V1"])
    rows = {
        "units": [["HO", "", "head_office", "Kantor Pusat"], ["R1", "HO", "region", "Regional Jawa"]]
        + [[branch, "R1", "branch", f"Cabang {branch[1:]}"] for branch in BRANCHES],
        "vendors": [["V1", "PT Karya Mitra Layanan"]],
        "people": people,
        "agreements": [
            [f"A{index:04d}", row[0], row[6], "HO", "2024-01-02", "2034-01-01"] for index, row in enumerate(people, 1)],
        "customers": (customer(number) for number in range(1, customers + 1)),
        # The n-th ticket of all agents of one branch takes the n-th customer of that branch.
        "tickets": [
            [f"T{index * tickets + turn + 1:07d}", f"C{1 + (index // 3 * tickets + turn) * 3 + (branch - 1) % 3:07d}",
             PURPOSE, BRANCHES[branch], person, opened.isoformat(timespec="seconds"), "", "call"]
            for index, (person, branch) in enumerate(staff) for turn in range(tickets)],
        "assignments": [],
    }
    for table, columns in COLUMNS.items():
        with open(folder / f"{table}.csv", "w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(columns.split())
            writer.writerows(rows[table])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--customers", type=int, default=20_000)
    parser.add_argument("--agents", type=int, default=96)
    parser.add_argument("--tickets", type=int, default=20, help="open tickets of each agent")
    given = parser.parse_args()
    write(given.folder, given.customers, given.agents, given.tickets)
