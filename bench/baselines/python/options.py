"""The command line of primitives.py."""

import sys
from argparse import (
    ArgumentParser,
    ArgumentTypeError,
    Namespace,
    RawDescriptionHelpFormatter,
)
from typing import NoReturn

MODELS = ("threads", "gevent")
MOST_FACTOR = 1_000
HELP = {
    "model": "what the idioms run on",
    "rounds": "samples of each row (10)",
    "sample-ms": "length of a sample (100)",
    "factor": "multiplies the work of each run (1)",
    "row": "measures this row alone",
    "proof": "measures twice the work of each row, too: doubling",
    "traced": "park: gives runtimeBytes, too, by tracemalloc, which"
    " itself takes memory: rssBytes grows",
}


def parse_options(description: str | None) -> Namespace:
    """Reads sys.argv: command, its numbers (race, park), options."""
    parser = OneLineParser(
        prog="primitives.py",
        description=description,
        formatter_class=RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    number, add = at_least_one, parser.add_argument
    add("words", nargs="*", metavar="race N | park N ...")
    add("--model", required=True, choices=MODELS, help=HELP["model"])
    add("--rounds", type=number, default=10, help=HELP["rounds"])
    add("--sample-ms", type=number, default=100, help=HELP["sample-ms"])
    add("--factor", type=above_zero, default=1, help=HELP["factor"])
    add("--row", metavar="NAME", help=HELP["row"])
    add("--proof", action="store_true", help=HELP["proof"])
    add("--traced", action="store_true", help=HELP["traced"])
    options = parser.parse_intermixed_args()
    options.command, options.numbers = command_of(options.words)
    return options


def command_of(words: list[str]) -> tuple[str, list[int]]:
    """The command and its numbers; without words, `measure`."""
    match words:
        case []:
            return "measure", []
        case ["race", _] | ["park", _, *_]:
            command, *arguments = words
            try:
                numbers = [at_least_one(text) for text in arguments]
            except ArgumentTypeError as error:
                fail(f"argument of {command}: {error}")
            if numbers == sorted(numbers):
                return command, numbers
            fail(f"park {' '.join(arguments)}: give ascending numbers")
    given = " ".join(words)
    fail(f"no command {given!r}: give race N or park N ..., or none")


def at_least_one(text: str) -> int:
    if text.isdecimal() and int(text) > 0:
        return int(text)
    raise ArgumentTypeError(f"{text} is no whole number of at least 1")


def above_zero(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = 0
    if 0 < number <= MOST_FACTOR:
        return number
    message = f"{text} is no number above 0, at most {MOST_FACTOR}"
    raise ArgumentTypeError(message)


class OneLineParser(ArgumentParser):
    """Says what is wrong without the usage."""

    def error(self, message: str) -> NoReturn:
        fail(message)


def fail(message: str) -> NoReturn:
    """Ends the program with one line and exit code 2."""
    print(f"primitives.py: {message}", file=sys.stderr)
    sys.exit(2)
