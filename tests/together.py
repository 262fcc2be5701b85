"""Which tests one worker runs together, because what they stand on takes long to start and serves them all."""

import re

from xdist.scheduler import LoadScopeScheduling

TOGETHER = (
    re.compile(r"^tests/browser/test_every_page.*\[tr-dark-390\]$"),  # half of the way, for the other worker
    re.compile(r"^tests/(browser/|peers/test_feedback_story)"),  # a served demo company and a browser
    re.compile(r"\[(.*-)?spark(-.*)?\]$"),  # a Spark cluster
    re.compile(r"^tests/peers/test_sdks"),
    re.compile(r"^tests/peers/test_kill"),
)


class Together(LoadScopeScheduling):
    """In the order of the tests: those with a browser come last, for Playwright's loop keeps Django from the database."""

    def _split_scope(self, nodeid):
        return next((group.pattern for group in TOGETHER if group.search(nodeid)), nodeid)


def pytest_xdist_make_scheduler(config, log):
    config.option.loadscopereorder = False
    return Together(config, log)
