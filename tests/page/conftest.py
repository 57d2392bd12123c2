"""Pages made once, and a browser where one is installed."""

from __future__ import annotations

import shutil
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from govnlp.page import write_page
from page.made import make_analysis, multiply

TIMES = 1_667  # of three reports


@pytest.fixture(scope="session")
def analysis(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = make_analysis(tmp_path_factory.mktemp("made"))
    write_page(out)
    return out


@pytest.fixture(scope="session")
def large(analysis: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An overview of 5,001 reports; the bar is on it, so their tables and texts are left out."""
    out = multiply(analysis, tmp_path_factory.mktemp("large") / "out", TIMES, ("reports",))
    write_page(out)
    return out


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    programs = [shutil.which(name) for name in ("chromium", "chromedriver")]
    if None in programs:
        pytest.skip("no browser here: needs Debian's chromium and chromium-driver")
    from selenium import webdriver
    from selenium.common.exceptions import WebDriverException
    from selenium.webdriver.chrome.service import Service
    from urllib3.exceptions import HTTPError

    options = webdriver.ChromeOptions()
    options.binary_location = str(programs[0])
    for argument in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--window-size=1300,1000"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver: Any = None
    for attempt in range(3):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                driver = webdriver.Chrome(options=options, service=Service(str(programs[1])))
                break
            except (WebDriverException, HTTPError):
                # A machine with much else to do can be too slow at first.
                if attempt == 2:
                    raise
    yield driver
    driver.quit()
