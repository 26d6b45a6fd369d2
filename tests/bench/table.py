#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The table of cases against SQLite's C interface, QSortFilterProxyModel and pandas.read_sql, and the export of
plain tables against `sqlite3 .import`, in one run (performance.md 9, goals 3 to 7).

    tests/bench/table.py BUILD [--rows 1000000] [--runs 5] [--pandas PYTHON] [--folder DIR]

BUILD is a build directory with casebench-cli, casebench-generate and casebench-bench-table (preset release). The same
file becomes a project and a typed row table; casebench-bench-table measures pairs in one process; here the export and
pandas are paired. Printed are medians and the median of the ratios pair by pair; the load is printed beside them, since
a ratio under load says less.
"""
import argparse
import os
import pathlib
import platform
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time

PANDAS = """
import sqlite3, sys, time, pandas
start = time.monotonic()
frame = pandas.read_sql("SELECT * FROM cases", sqlite3.connect(sys.argv[1]))
print(time.monotonic() - start, len(frame), pandas.__version__)
"""


def timed(command, **options):
    start = time.monotonic()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, **options)
    return time.monotonic() - start


def report(name, ours, peers):
    ratios = [peer / mine for mine, peer in zip(ours, peers)]
    print(f"{name:46} {statistics.median(ours):9.3f} s {statistics.median(peers):9.3f} s "
          f"{statistics.median(ratios):8.1f}x  spread {min(ours):.3f}-{max(ours):.3f}, n {len(ours)}", flush=True)


class Bench:
    def __init__(self, options, folder):
        self.build = pathlib.Path(options.build)
        self.cli = self.build / "bin/casebench-cli"
        self.folder = folder
        self.runs = options.runs
        self.csv = folder / "cases.csv"
        self.project = folder / "bench.casebench"
        self.rows = folder / "rows.sqlite"
        subprocess.run([self.build / "bin/casebench-generate", str(options.rows), self.csv], check=True)
        subprocess.run([self.cli, "--quiet", "new", self.project], check=True, stdout=subprocess.DEVNULL)
        subprocess.run([self.cli, "--quiet", "-p", self.project, "import", self.csv], check=True,
                       stdout=subprocess.DEVNULL)
        self.import_rows(self.rows)

    def import_rows(self, target):
        with open(self.csv, encoding="utf-8") as text:
            header = text.readline().rstrip("\n").split(",")
        types = {"number": "REAL", "label": "INTEGER", "flag": "INTEGER"}
        columns = ", ".join(f'"{name}" {types.get(name.split("_")[0], "TEXT")}' for name in header)
        target.unlink(missing_ok=True)
        script = (f"PRAGMA journal_mode=WAL;\nPRAGMA synchronous=NORMAL;\nCREATE TABLE cases({columns});\n"
                  f".import --csv --skip 1 {self.csv} cases\n")
        return timed(["sqlite3", target], input=script.encode())

    def tables(self):
        ours, peers = [], []
        for run in range(self.runs):
            out = self.folder / f"tables-{run}.sqlite"
            ours.append(timed([self.cli, "--quiet", "-p", self.project, "tables", "--out", out]))
            peers.append(self.import_rows(self.folder / "again.sqlite"))
            out.unlink()
        report("3 tables --out | sqlite3 .import", ours, peers)

    def opening(self):
        spent = [timed([self.cli, "--quiet", "-p", self.project, "cases", "--limit", "100"]) for _ in range(self.runs)]
        print(f"open the project and print 100 cases: {statistics.median(spent):.3f} s "
              f"({min(spent):.3f}-{max(spent):.3f}, n {len(spent)})")

    def pandas(self, python):
        spent, version = [], ""
        for _ in range(self.runs):
            answer = subprocess.run([python, "-c", PANDAS, self.rows], check=True, capture_output=True, text=True)
            seconds, _, version = answer.stdout.split()
            spent.append(float(seconds))
        print(f"4 pandas {version} read_sql of the row table: {statistics.median(spent):.3f} s "
              f"({min(spent):.3f}-{max(spent):.3f}, n {len(spent)}); ours is the line of goal 4")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--pandas", help="python with tests/bench/requirements.txt")
    parser.add_argument("--folder", help="where to work; a temporary one is removed at the end")
    options = parser.parse_args()
    load = os.getloadavg()[0]
    print(f"{platform.processor() or platform.machine()}, python {sys.version.split()[0]}, "
          f"sqlite module {sqlite3.sqlite_version}, load {load:.1f}"
          + (" (over 1.5: measure again on a quiet machine)" if load > 1.5 else ""))
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        bench = Bench(options, pathlib.Path(folder))
        bench.opening()
        subprocess.run([bench.build / "bin/casebench-bench-table", bench.project, bench.rows, str(bench.runs)],
                       check=True, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"})
        bench.tables()
        if options.pandas:
            bench.pandas(options.pandas)


if __name__ == "__main__":
    main()
