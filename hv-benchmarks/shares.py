#!/usr/bin/env python3
"""shares.py FILE.jfr: where a run of hv spent its time, by package and by method.

Record with JAVA_TOOL_OPTIONS="-XX:StartFlightRecording=filename=FILE.jfr,settings=profile" ./hv run …; jfr is taken from JAVA_HOME or the PATH."""
import collections, os, re, subprocess, sys

FRAME, PACKAGE = re.compile(r"^\s+([\w.$/<>]+)\(", re.M), re.compile(r"hv\.((?:cpu|core)\.[a-z]\w*|[a-z]\w*)")
MOST = 20


def samples(file):
    jfr = os.path.join(os.environ["JAVA_HOME"], "bin", "jfr") if "JAVA_HOME" in os.environ else "jfr"
    text = subprocess.run([jfr, "print", "--stack-depth", "64", "--events", "jdk.ExecutionSample", file], capture_output=True, text=True, check=True).stdout
    for event in text.split("jdk.ExecutionSample {")[1:]:
        ours = [frame for frame in FRAME.findall(event) if frame.startswith("hv.")]
        if ours: yield ours[0]


def main():
    methods = collections.Counter(samples(sys.argv[1]))
    packages = collections.Counter()
    for method, count in methods.items(): packages[PACKAGE.match(method)[1]] += count
    for counted in packages, methods:
        for name, count in counted.most_common(MOST): print(f"{100 * count / methods.total():5.1f} % {name}")
        print()


main()
