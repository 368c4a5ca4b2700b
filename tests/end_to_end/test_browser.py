"""What people see: the real ``tenor ui`` in a real browser."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from tenor.models import Experiment
from tenor.tracking import view_address
from tenor.workflow.training import Trained, train

from ..conftest import Project, inside

TENOR = Path(sys.executable).with_name("tenor")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
DRIVER = "chromedriver"
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--window-size=1500,1100",
)  # fmt: skip
PATIENCE = 40.0
SPEC = """
name = "words"
task = "theme"
[[features]]
ngram_range = [1, {longest}]
min_df = 2
[classifier]
C = {C}
"""


@dataclass(frozen=True)
class Shown:
    """A store with two runs, served, and a browser to look at it."""

    address: str
    runs: tuple[Trained, Trained]
    experiment: str
    driver: Any

    def until(self, condition: Callable[[Any], Any]) -> Any:
        """Wait until something is on the page, and return it."""
        from selenium.webdriver.support.wait import WebDriverWait

        return WebDriverWait(self.driver, PATIENCE).until(condition)

    def open(self, place: str, *texts: str) -> None:
        """Open a page and wait for texts on it; the failure says what stands there instead."""
        from selenium.common.exceptions import TimeoutException

        self.driver.get("about:blank")
        self.driver.get(f"{self.address}/#/{place}")
        try:
            self.until(lambda _: all(text in self.body() for text in texts))
        except TimeoutException:
            pytest.fail(f"{texts} are not all on {place}, which reads: {self.body()[:2000]}")
        self.keep(place)

    def body(self) -> str:
        """Return the text on the page."""
        return str(self.driver.execute_script("return document.body.innerText"))

    def keep(self, name: str) -> None:
        """Save a picture of the page, where ``TENOR_SCREENSHOTS`` names a folder."""
        if folder := os.environ.get("TENOR_SCREENSHOTS"):
            safe = "".join(c if c.isalnum() else "-" for c in name)[:60]
            self.driver.save_screenshot(str(Path(folder) / f"{safe}.png"))


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A headless Chromium."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    driver = shutil.which(DRIVER)
    if found is None or driver is None:
        pytest.skip("no Chromium with its driver is installed here; .ci/run installs them")
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = found
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('browser')}"):
        options.add_argument(flag)
    chrome = webdriver.Chrome(options, webdriver.ChromeService(driver))
    yield chrome
    chrome.quit()


@pytest.fixture(scope="module")
def shown(
    browser: Any, project: Project, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Shown]:
    """Two runs of one experiment that differ in their settings."""
    folder = tmp_path_factory.mktemp("shown")
    environment = {k: v for k, v in os.environ.items() if k != "MLFLOW_TRACKING_URI"}
    with inside(folder):
        corpus = project.folder / "data/corpus"
        specs = [SPEC.format(longest=1, C=0.3), SPEC.format(longest=2, C=3.0)]
        runs = [train(Experiment.parse(spec), corpus)[0] for spec in specs]
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    served = subprocess.Popen(
        [str(TENOR), "ui", "--port", str(port)], cwd=folder, env=environment,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    try:
        _answers(f"{address}/health", served)
        found = _get(f"{address}/ajax-api/2.0/mlflow/runs/get?run_id={runs[0].run_id}")
        yield Shown(address, (runs[0], runs[1]), found["run"]["info"]["experiment_id"], browser)
    finally:
        os.killpg(served.pid, 15)
        served.wait(20)


def _answers(address: str, served: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 90
    while time.monotonic() < until:
        assert served.poll() is None, "tenor ui ended by itself"
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except OSError:
            time.sleep(0.3)
    pytest.fail("tenor ui does not answer")


def _get(address: str) -> Any:
    with urllib.request.urlopen(address, timeout=20) as answer:
        return json.load(answer)


def test_the_runs_of_an_experiment_are_listed(shown: Shown) -> None:
    """With their corpus."""
    corpus = f"corpus ({shown.runs[0].model.info['corpus']})"
    shown.open(f"experiments/{shown.experiment}/runs", "2 matching runs", "words", corpus)


def test_the_saved_view_lists_runs_with_their_scores(shown: Shown) -> None:
    """The best first, under the name that the UI offers it by."""
    scores = sorted((run.rows[0].scores.macro_f1 for run in shown.runs), reverse=True)
    figures = [str(score) for score in scores]
    place = view_address(shown.experiment).removeprefix("/#/")
    shown.open(place, "Scores", "macro_f1", "majority_macro_f1", *figures)
    body = shown.body()
    assert body.index(figures[0]) <= body.index(figures[1])


def test_a_run_says_at_a_glance_how_good_its_model_is(shown: Shown) -> None:
    """With its interval, its best baseline, and its metrics by plain names."""
    run = shown.runs[0]
    low, high = (f"{b:.2f}".removeprefix("0") for b in run.rows[0].intervals["macro_f1"])
    said = f"macro-F1 {run.rows[0].scores.macro_f1:.3f} [{low}, {high}] on"
    place = f"experiments/{shown.experiment}/runs/{run.run_id}"
    shown.open(place, said, "publisher tags", "majority_macro_f1", "macro_f1_low")


def test_the_report_is_read_among_the_artifacts(shown: Shown) -> None:
    """With its style and figures, under its own policy, and the words marked."""
    from selenium.webdriver.common.by import By

    run = shown.runs[0]
    place = f"experiments/{shown.experiment}/runs/{run.run_id}/artifacts/report.html"
    shown.open(place, "report.html", "model_card.md", "spec.toml")
    driver = shown.driver
    driver.switch_to.frame(shown.until(lambda d: d.find_element(By.TAG_NAME, "iframe")))
    try:
        shown.until(lambda d: d.find_elements(By.TAG_NAME, "h1"))
        assert driver.find_element(By.TAG_NAME, "h1").text == "tenor-theme"
        score = driver.find_element(By.CSS_SELECTOR, ".figure.first b").text
        assert score == f"{run.rows[0].scores.macro_f1:.2f}"
        widths = driver.execute_script(
            "return [...document.images].map(i => i.complete ? i.naturalWidth : 0)"
        )
        assert len(widths) >= 6
        assert min(widths) > 300
        first = driver.find_element(By.CSS_SELECTOR, "article")
        assert first.find_elements(By.CSS_SELECTOR, "mark.for3")
        line = first.find_element(By.CSS_SELECTOR, "mark.for3").value_of_css_property(
            "border-bottom-style"
        )
        assert line == "solid"
        wide = driver.execute_script(
            "return document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert wide <= 0
    finally:
        driver.switch_to.default_content()


def test_a_figure_is_shown(shown: Shown) -> None:
    """On a paper of its own."""
    run = shown.runs[0].run_id
    shown.open(f"experiments/{shown.experiment}/runs/{run}/artifacts/figures/f1.png", "f1.png")
    drawn = (
        "return [...document.images].some(i => i.src.startsWith('blob:') && i.naturalWidth > 300)"
    )
    try:
        shown.until(lambda d: d.execute_script(drawn))
    except Exception:
        sources = "return [...document.images].map(i => [i.src, i.naturalWidth])"
        pytest.fail(f"the images are {shown.driver.execute_script(sources)}")


def test_runs_are_compared_by_what_differs(shown: Shown) -> None:
    """Parallel coordinates have an axis for each setting that differs, and one for the score."""
    runs = quote(json.dumps([run.run_id for run in shown.runs]))
    experiments = quote(json.dumps([shown.experiment]))
    shown.open(
        f"compare-runs?runs={runs}&experiments={experiments}",
        "Comparing 2 Runs from 1 Experiment", "Parallel Coordinates Plot", "macro_f1",
    )  # fmt: skip
    axes = "return [...document.querySelectorAll('.axis-title')].map(e => e.textContent)"
    shown.until(lambda d: len(d.execute_script(axes)) > 2)
    titles = shown.driver.execute_script(axes)
    shown.keep("comparison")
    assert {"classifier.C", "features.0.ngram_range", "macro_f1"} <= set(titles)


def test_the_card_describes_the_registered_model(shown: Shown) -> None:
    """What it does, how good it is, where not to trust it."""
    shown.open(
        "models/tenor-theme/versions/1", "How good it is", "Where not to trust it",
        "Gives a news article zero, one or many of 6 themes.",
    )  # fmt: skip
