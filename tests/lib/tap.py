# SPDX-License-Identifier: AGPL-3.0-or-later
"""Run the unittest cases of a test file and print TAP, so that every case is counted."""
import sys
import traceback
import unittest


class TapResult(unittest.TestResult):
    def __init__(self):
        super().__init__()
        self.n = 0

    def line(self, ok, test, more=""):
        self.n += 1
        print(f"{'ok' if ok else 'not ok'} {self.n} {test.id().split('.', 1)[1]}{more}", flush=True)

    def addSuccess(self, test):
        self.line(True, test)

    def addSkip(self, test, reason):
        self.line(True, test, f" # SKIP {reason}")

    def problem(self, test, err):
        self.line(False, test)
        for row in "".join(traceback.format_exception(*err)).splitlines():
            print("# " + row, flush=True)

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self.problem(test, err)

    def addError(self, test, err):
        super().addError(test, err)
        self.problem(test, err)


def main():
    suite = unittest.defaultTestLoader.loadTestsFromModule(sys.modules["__main__"])
    print("TAP version 13")
    print(f"1..{suite.countTestCases()}", flush=True)
    result = TapResult()
    suite.run(result)
    sys.exit(not result.wasSuccessful())
