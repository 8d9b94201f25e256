"""A pytest plugin (-p pytest_strict): a skipped test is a failure, and the sum goes to a file.

Everything that a test may need is installed by setup.sh, so a skip means that a part is missing.
The sum is one line, `PASSED FAILED`, appended to the file that IMFIT_COUNTS names.
"""

import os
from collections import Counter

import pytest

counts = Counter()


def fail_if_skipped(report) -> None:
    if report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"{reason}\nA skipped test counts as a failure here."


@pytest.hookimpl(wrapper=True, trylast=True)
def pytest_runtest_makereport():
    report = yield
    fail_if_skipped(report)
    return report


@pytest.hookimpl(wrapper=True, trylast=True)
def pytest_make_collect_report():
    report = yield
    fail_if_skipped(report)
    return report


def pytest_runtest_logreport(report) -> None:
    if report.when == "call" or report.failed:
        counts[report.outcome] += 1


def pytest_collectreport(report) -> None:
    counts["failed"] += report.failed


def pytest_sessionfinish() -> None:
    if file := os.environ.get("IMFIT_COUNTS"):
        with open(file, "a") as out:
            print(counts["passed"], counts["failed"], file=out)
