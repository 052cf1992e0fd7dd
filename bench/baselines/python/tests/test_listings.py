"""The sources are fit to be printed side by side."""

import ast
import unittest
from pathlib import Path

IDIOMS = Path(__file__).parents[1] / "idioms"
HELPERS = {"__init__", "group", "park", "reader", "rows"}
COLUMNS = 72
SCREEN = 40


def modules(model: str) -> dict[str, Path]:
    """The idioms' modules by name."""
    files = (IDIOMS / model).glob("*.py")
    return {f.stem: f for f in files if f.stem not in HELPERS}


def functions(file: Path) -> list[ast.FunctionDef]:
    """The functions of a module and its classes, without inner ones."""
    tree = ast.parse(file.read_text())
    classes = [n for n in tree.body if isinstance(n, ast.ClassDef)]
    bodies = [tree.body, *(c.body for c in classes)]
    nodes = (node for body in bodies for node in body)
    return [n for n in nodes if isinstance(n, ast.FunctionDef)]


class Listings(unittest.TestCase):
    def test_twins(self) -> None:
        """Both models have the same idioms under the same names."""
        threads, gevent = modules("threads"), modules("gevent")
        self.assertEqual(set(threads) - set(gevent), {"shared_memory"})
        self.assertEqual(len(gevent), 16)
        for name, file in gevent.items():
            with self.subTest(module=name):
                ours = public(file)
                self.assertTrue(ours)
                self.assertEqual(ours, public(threads[name]))

    def test_columns(self) -> None:
        """No line is wider than a column of the paper."""
        for file in IDIOMS.rglob("*.py"):
            for number, line in enumerate(file.read_text().split("\n")):
                with self.subTest(file=file.name, line=number + 1):
                    self.assertLessEqual(len(line), COLUMNS)

    def test_screens(self) -> None:
        """No function is longer than a screen."""
        for file in IDIOMS.rglob("*.py"):
            for function in functions(file):
                with self.subTest(
                    file=file.name, function=function.name
                ):
                    first, last = function.lineno, function.end_lineno
                    self.assertLess((last or 0) - first, SCREEN)

    def test_documented(self) -> None:
        """Each idiom says what it shows."""
        for model in ("threads", "gevent"):
            for name, file in modules(model).items():
                tree = ast.parse(file.read_text())
                with self.subTest(model=model, module=name):
                    self.assertTrue(ast.get_docstring(tree))


def public(file: Path) -> list[str]:
    """Names of the module's own functions, in order."""
    tree = ast.parse(file.read_text())
    return [
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
        and node.name != "count_bytes"
    ]


if __name__ == "__main__":
    unittest.main()
