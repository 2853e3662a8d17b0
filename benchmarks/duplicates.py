"""How long it takes to look for duplicates among 10,000 systems, and what is found.

    python benchmarks/duplicates.py [--systems N]

The systems are invented: products that many entities list in several spellings, ordinary names
that every entity has, and names of their own. The seed is fixed.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter

from inventory_app.domain.catalogue import default
from inventory_app.domain.duplicates.glossary import glossary
from inventory_app.domain.duplicates.suggesting import Finder
from inventory_app.domain.entities import read_entities
from inventory_app.domain.records import Record, make_uid

ORDINARY = ("Intranet", "Public website", "Document management system", "Access cards",
            "Project tracking", "Leave register", "Vehicle fleet", "Survey tool")  # fmt: skip
ENDS = ("{0}", "{0} portal", "{0} (training)", "{1}", "{0} - finance", "Système {0}", "{0} II")
FUNCTIONS = ("FINANCE", "HR", "DOCUMENTS", "LOGISTICS", "SECURITY", "OTHER")


def names(chance: random.Random, count: int) -> list[str]:
    """Return *count* words that look like names of products."""
    consonants, vowels = "bdfgklmnprstvz", "aeiou"
    return [
        "".join(
            chance.choice(consonants) + chance.choice(vowels) for _ in range(chance.randint(2, 4))
        ).title()
        for _ in range(count)
    ]


def systems(count: int) -> list[Record]:
    """Return invented systems of 150 entities."""
    chance = random.Random(1)
    entities = [f"E{n:03}" for n in range(150)]
    shared, own = names(chance, count // 60), names(chance, count)
    made = []
    for number in range(count):
        kind = chance.random()
        name = own[number]
        if kind < 0.35:
            product = chance.choice(shared)
            name = chance.choice(ENDS).format(product, product.upper())
        elif kind < 0.6:
            name = chance.choice(ORDINARY)
        elif kind < 0.9:
            name = f"{name} {chance.choice(own)}"
        host = f"{name.split()[0].casefold()}.example"
        values = {
            "name": name, "business_function": chance.choice(FUNCTIONS),
            "scope": chance.choice(("LOCAL", "DEPARTMENT", "ENTERPRISE")),
            **({"url": f"https://{host}/{chance.randint(1, 3)}"} if chance.random() < 0.3 else {}),
        }  # fmt: skip
        uid = make_uid("SY", str(number).encode())
        entity = chance.choice(entities)
        made.append(Record(sheet="systems", uid=uid, entity=entity, round="2026", values=values))
    return made


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--systems", type=int, default=10_000)
    records = systems(parser.parse_args().systems)
    words = glossary(read_entities().values(), default().code_lists["duty_stations"])
    begun = time.perf_counter()
    suggestions = Finder("systems", records, words).suggestions()
    seconds = time.perf_counter() - begun
    levels = Counter(each.level.value for each in suggestions)
    print(
        f"{len(records):,} systems: {seconds:.1f} s, {len(suggestions):,} suggestions {dict(levels)}"
    )


if __name__ == "__main__":
    main()
