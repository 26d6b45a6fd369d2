#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Import of a file of cases against `sqlite3 .import` (typed table, WAL) and pandas (read_csv + to_sql), in one run.

    tests/bench/import.py BUILD [--rows 1000000] [--columns N] [--runs 5] [--pandas PYTHON] [--folder DIR]

BUILD is a build directory with casebench-cli and casebench-generate (preset release). Each run measures all peers one
after the other; printed are medians, and the median of the ratios pair by pair (performance.md 9, goals 1 and 2). CPU is
user + system time, RSS the peak of the process; "idle" is what `casebench-cli new` needs. pandas is left out without
--pandas, the python of an environment with tests/bench/requirements.txt.
"""
import argparse
import os
import pathlib
import platform
import shutil
import statistics
import subprocess
import tempfile
import time

PANDAS = """
import sqlite3, sys, pandas
frame = pandas.read_csv(sys.argv[1])
with sqlite3.connect(sys.argv[2]) as database:
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("PRAGMA synchronous=NORMAL")
    frame.to_sql("cases", database, index=False)
"""


def measured(command, **options):
    """Wall seconds, CPU seconds and peak RSS in MiB of a command that must succeed."""
    started = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, **options)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.monotonic() - started
    if status != 0:
        raise SystemExit(f"failed: {command}")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def typed_table(header):
    """The columns as sqlite3 users declare them."""
    types = {"number": "REAL", "label": "INTEGER", "flag": "INTEGER"}
    return ", ".join(f'"{name}" {types.get(name.split("_")[0], "TEXT")}' for name in header)


class Bench:
    def __init__(self, options, folder):
        self.build = pathlib.Path(options.build)
        self.pandas = options.pandas
        self.folder = folder
        self.file = folder / "cases.csv"
        extra = [str(options.columns)] if options.columns else []
        subprocess.run([self.build / "bin/casebench-generate", str(options.rows), self.file, *extra], check=True)
        with open(self.file, encoding="utf-8") as text:
            self.header = text.readline().rstrip("\n").split(",")

    def casebench(self):
        project = self.folder / "bench.casebench"
        for path in self.folder.glob("bench.case*"):
            path.unlink()
        cli = self.build / "bin/casebench-cli"
        environment = dict(os.environ, XDG_STATE_HOME=str(self.folder), XDG_CONFIG_HOME=str(self.folder))
        self.idle = measured([cli, "new", project], env=environment)[2]
        result = measured([cli, "-p", project, "import", self.file, "--id", "case_id"], env=environment)
        self.size = project.stat().st_size
        return result

    def sqlite(self):
        database = self.folder / "bench.db"
        for path in self.folder.glob("bench.db*"):
            path.unlink()
        columns = typed_table(self.header)
        return measured(["sqlite3", database, "PRAGMA journal_mode=WAL", "PRAGMA synchronous=NORMAL",
                         f"CREATE TABLE cases({columns})", f".import --csv --skip 1 {self.file} cases"])

    def with_pandas(self):
        database = self.folder / "bench.pandas"
        for path in self.folder.glob("bench.pandas*"):
            path.unlink()
        return measured([self.pandas, "-c", PANDAS, self.file, database])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--columns", type=int, default=0, help="a wide file instead of the usual 31 columns")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--pandas", default="", help="python with pandas")
    parser.add_argument("--folder", default="", help="where the files go; default a temporary folder")
    options = parser.parse_args()
    folder = pathlib.Path(tempfile.mkdtemp(dir=options.folder or None))
    try:
        bench = Bench(options, folder)
        peers = {"casebench": bench.casebench}
        if len(bench.header) <= 2000:  # SQLite's own limit
            peers["sqlite3 .import"] = bench.sqlite
            if options.pandas:
                peers["pandas to_sql"] = bench.with_pandas
        load = os.getloadavg()[0]
        results = {name: [] for name in peers}
        for _ in range(options.runs):
            for name, run in peers.items():
                results[name].append(run())
        print(f"{platform.machine()}, {os.cpu_count()} processors, load {load:.1f} before and {os.getloadavg()[0]:.1f} "
              f"after" + (" (over 1.5: the wall times say little, compare CPU)" if load > 1.5 else ""))
        print(f"{options.rows} rows x {len(bench.header)} fields, {bench.file.stat().st_size / 1e6:.0f} MB, "
              f"{options.runs} runs; project {bench.size / 1e6:.0f} MB, idle RSS {bench.idle:.0f} MiB")
        for name, runs in results.items():
            wall, cpu, rss = (statistics.median(run[k] for run in runs) for k in range(3))
            print(f"{name:16} wall {wall:8.2f} s   CPU {cpu:8.2f} s   peak RSS {rss:6.0f} MiB")
        for name in list(peers)[1:]:
            for k, word in enumerate(("wall", "CPU")):
                ratios = [peer[k] / ours[k] for peer, ours in zip(results[name], results["casebench"])]
                print(f"{name} / casebench, {word}: {statistics.median(ratios):.2f}x "
                      f"({min(ratios):.2f} to {max(ratios):.2f})")
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
