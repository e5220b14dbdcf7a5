"""Durations, rework, handover and variants of event logs, computed a second time and differently: rows of text, dictionaries, no columns.

Run by hand:  python3 tests/independent/measures.py FOLDER_OF_SHARED_LOGS
It writes tests/independent/expected/NAME.json for each log named below, and for the made log beside this file. The test
server/domain/mining/independent.test.ts asserts that the product counts the same.

Definitions: docs/method (rework, handover, variants, waiting-and-throughput). Order within a case: end time in whole milliseconds, then row.
"""

import csv
import json
import pathlib
import sys
from collections import Counter, defaultdict
from datetime import datetime, timezone
from fractions import Fraction

HERE = pathlib.Path(__file__).parent
NAMES = ["Insurance_Claims_train.csv", "LoanApp_simplified_train.csv", "PurchasingExample.csv"]
EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


def milliseconds(text):
    moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=timezone.utc)
    passed = moment - EPOCH
    return (passed.days * 86_400 + passed.seconds) * 1000 + passed.microseconds // 1000


def measure(path):
    with open(path, newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    cases = defaultdict(list)
    minutes = defaultdict(int)
    for number, row in enumerate(rows):
        start, end = milliseconds(row["start_time"]), milliseconds(row["end_time"])
        minutes[row["activity"]] += end - start
        cases[row["case_id"]].append((end, number, start, row["activity"], row["resource"] or None))
    rework = {"sameActor": 0, "otherActor": 0}
    handover, paths = Counter(), Counter()
    ping_pongs = throughput = 0
    for events in cases.values():
        events.sort(key=lambda event: event[:2])
        paths[" > ".join(event[3] for event in events)] += 1
        throughput += events[-1][0] - events[0][2]
        done_by = {}
        for _, _, _, activity, actor in events:
            if actor is None:
                continue
            if activity in done_by:
                rework["sameActor" if done_by[activity] == actor else "otherActor"] += 1
            done_by[activity] = actor
        # Without a resource nobody knows whether a person acted: such an event is no touch, and work is handed over across it.
        actors = [event[4] for event in events if event[4] is not None]
        handover.update(zip(actors, actors[1:]))
        ping_pongs += sum(1 for a, b, c in zip(actors, actors[1:], actors[2:]) if a == c and a != b)
    return {
        "events": len(rows),
        "cases": len(cases),
        "durationMs": dict(sorted(minutes.items())),
        "throughputMs": throughput,
        "rework": rework,
        "handovers": sorted([a, b, n] for (a, b), n in handover.items()),
        "pingPongs": ping_pongs,
        "variants": len(paths),
        "casesByVariant": sorted(paths.values(), reverse=True),
        "variantsTakenOften": sorted([path, n] for path, n in paths.items() if Fraction(n, len(cases)) >= Fraction(1, 50)),
    }


def main():
    logs = [HERE / "made-log.csv"] + [pathlib.Path(sys.argv[1]) / name for name in NAMES]
    for path in logs:
        out = HERE / "expected" / f"{path.stem}.json"
        out.write_text(json.dumps(measure(path), ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


main()
