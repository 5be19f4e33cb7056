"""`python -m tests.spec FILE.jsonl`: what the default handbook makes of worked examples."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

from tests.spec.vectors import judge, read_vectors


def main(files: list[str]) -> int:
    if not files:
        print("python -m tests.spec FILE.jsonl …")
        return 2
    counted: Counter[str] = Counter()
    for file in files:
        for vector in read_vectors(Path(file)):
            outcome = judge(vector)
            counted[outcome.verdict] += 1
            if outcome.verdict != "passed":
                print(f"{outcome.verdict} {outcome.id} {outcome.fn}: {outcome.says}")
    print(", ".join(f"{counted[word]} {word}" for word in ("passed", "failed", "skipped")))
    return 1 if counted["failed"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
