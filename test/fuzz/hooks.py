"""What schemathesis is told of the city: who is signed in, which links and numbers there are."""

import json
import os
import random
from zlib import crc32

import schemathesis

with open(os.environ["DUBAN_KNOWN"]) as file:
    known = json.load(file)

# Not the shared one, which the cases themselves are drawn from.
chance = random.Random(1)


@schemathesis.hook
def map_path_parameters(ctx, path_parameters):
    """More than half of the time what exists, so that there is more to see than that it does not."""
    for name, value in (path_parameters or {}).items():
        drawn = crc32(repr(value).encode())
        if drawn % 5 < 2:
            continue
        if name == "token":
            path_parameters[name] = known["links"][drawn % len(known["links"])]
        elif name == "id" or name.endswith("Id"):
            path_parameters[name] = 1 + drawn % 40
    return path_parameters


def somebody():
    """Mostly the administrator, who may most; now and then somebody else or a program."""
    drawn = chance.random()
    if drawn < 0.6:
        return known["administrator"]
    if drawn < 0.75:
        return known["coordinator"]
    if drawn < 0.85:
        return known["supervisor"]
    return chance.choice(known["keys"])


@schemathesis.auth(refresh_interval=None)
class Session:
    def get(self, case, ctx):
        # What ends a session is given one to end.
        if case.operation.path.endswith("/session"):
            return chance.choice(known["sessions"])
        return somebody()

    def set(self, case, data, ctx):
        case.headers["Authorization"] = f"Bearer {data}"
