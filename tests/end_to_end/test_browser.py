"""The MLflow UI that ``tenor ui`` serves, in a real browser."""

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

from tenor.models.spec import Experiment
from tenor.tracking import view_path
from tenor.workflow.train.result import TrainingResult
from tenor.workflow.train.train import train

from ..conftest import Project, inside

TENOR = Path(sys.executable).with_name("tenor")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
DRIVER = "chromedriver"
BROWSER_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=1500,1100",
)
TIMEOUT = 40.0
"""Seconds to wait for a page."""
SPEC = """
name = "ngrams"
task = "theme"
[split]
kind = "folds"
[[features]]
ngram_range = [1, {max_n}]
min_df = 2
[classifier]
C = {C}
"""


@dataclass(frozen=True)
class ServedStore:
    """A store with two runs, its UI, and a browser."""

    address: str
    runs: tuple[TrainingResult, TrainingResult]
    experiment: str
    driver: Any
    report: Path

    def wait_for(self, condition: Callable[[Any], Any]) -> Any:
        """Return the value of a condition on the driver as soon as it is true."""
        from selenium.webdriver.support.wait import WebDriverWait

        return WebDriverWait(self.driver, TIMEOUT).until(condition)

    def open(self, path: str, *texts: str) -> None:
        """Open a page and wait for texts on it; a failure reports the text of the page."""
        from selenium.common.exceptions import TimeoutException

        self.driver.get("about:blank")
        self.driver.get(f"{self.address}/#/{path}")
        try:
            self.wait_for(lambda _: all(text in self.body() for text in texts))
        except TimeoutException:
            pytest.fail(f"{texts} are not all on {path}, whose text is: {self.body()[:2000]}")
        self.save_screenshot(path)

    def body(self) -> str:
        """Return the text on the page."""
        return str(self.driver.execute_script("return document.body.innerText"))

    def save_screenshot(self, name: str) -> None:
        """Save a screenshot in the folder that ``TENOR_SCREENSHOTS`` names, if it is set."""
        if folder := os.environ.get("TENOR_SCREENSHOTS"):
            safe = "".join(c if c.isalnum() else "-" for c in name)[:60]
            self.driver.save_screenshot(str(Path(folder) / f"{safe}.png"))


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A headless Chromium."""
    binary = next(filter(None, map(shutil.which, BROWSERS)), None)
    driver = shutil.which(DRIVER)
    if binary is None or driver is None:
        pytest.skip("no Chromium with its driver is installed here; .ci/run installs them")
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = binary
    for flag in (*BROWSER_FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('browser')}"):
        options.add_argument(flag)
    chrome = webdriver.Chrome(options, webdriver.ChromeService(driver))
    yield chrome
    chrome.quit()


@pytest.fixture(scope="module")
def store(
    browser: Any, project: Project, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ServedStore]:
    """A store with two runs of one experiment that differ in their settings."""
    folder = tmp_path_factory.mktemp("store")
    environment = {k: v for k, v in os.environ.items() if k != "MLFLOW_TRACKING_URI"}
    with inside(folder):
        corpus = project.folder / "data/corpus"
        specs = [SPEC.format(max_n=1, C=0.3), SPEC.format(max_n=2, C=3.0)]
        runs = [train(Experiment.parse(spec), corpus)[0] for spec in specs]
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [str(TENOR), "ui", "--port", str(port)],
        cwd=folder,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for_server(f"{address}/health", server)
        response = _get(f"{address}/ajax-api/2.0/mlflow/runs/get?run_id={runs[0].run_id}")
        experiment_id = response["run"]["info"]["experiment_id"]
        [report] = folder.glob(f"mlartifacts/{runs[0].run_id}/artifacts/report.html")
        yield ServedStore(address, (runs[0], runs[1]), experiment_id, browser, report)
    finally:
        os.killpg(server.pid, 15)
        server.wait(20)


def _wait_for_server(address: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline:
        assert server.poll() is None, "tenor ui ended by itself"
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except OSError:
            time.sleep(0.3)
    pytest.fail("tenor ui does not respond")


def _get(address: str) -> Any:
    with urllib.request.urlopen(address, timeout=20) as response:
        return json.load(response)


def test_the_runs_of_an_experiment_are_listed_with_their_corpus(store: ServedStore) -> None:
    corpus = f"corpus ({store.runs[0].model.info['corpus']})"
    store.open(f"experiments/{store.experiment}/runs", "2 matching runs", "ngrams", corpus)


def test_the_saved_view_lists_runs_with_their_scores(store: ServedStore) -> None:
    """The view is named Scores, and its first run has the highest score."""
    scores = sorted((run.rows[0].scores.macro_f1 for run in store.runs), reverse=True)
    texts = [str(round(score, 3)) for score in scores]
    path = view_path(store.experiment).removeprefix("/#/")
    store.open(path, "Scores", "macro_f1", "macro_f1/low", *texts)
    body = store.body()
    assert body.index(texts[0]) <= body.index(texts[1])


def test_the_page_of_a_run_shows_its_score_baselines_and_metrics(store: ServedStore) -> None:
    run = store.runs[0]
    low, high = (f"{b:.2f}".removeprefix("0") for b in run.rows[0].intervals["macro_f1"])
    score = f"macro-F1 {run.rows[0].scores.macro_f1:.3f} [{low}, {high}] on"
    path = f"experiments/{store.experiment}/runs/{run.run_id}"
    store.open(path, score, "publisher tags", "baseline/majority/macro_f1", "macro_f1/low")


def test_the_report_is_shown_among_the_artifacts(store: ServedStore) -> None:
    """Its style, figures and highlighted words work under its content security policy."""
    from selenium.webdriver.common.by import By

    run = store.runs[0]
    path = f"experiments/{store.experiment}/runs/{run.run_id}/artifacts/report.html"
    store.open(path, "report.html", "model_card.md", "spec.toml")
    driver = store.driver
    driver.switch_to.frame(store.wait_for(lambda d: d.find_element(By.TAG_NAME, "iframe")))
    try:
        store.wait_for(lambda d: d.find_elements(By.TAG_NAME, "h1"))
        assert driver.find_element(By.TAG_NAME, "h1").text == "tenor-theme: ngrams"
        score = driver.find_element(By.CSS_SELECTOR, ".figure.first b").text
        assert score == f"{run.rows[0].scores.macro_f1:.2f}"
        widths = driver.execute_script(
            "return [...document.querySelectorAll('svg.plot')]"
            ".map(e => e.getBoundingClientRect().width)"
        )
        assert len(widths) >= 6
        assert min(widths) > 300
        first = driver.find_element(By.CSS_SELECTOR, "article")
        assert first.find_elements(By.CSS_SELECTOR, "mark.for3")
        line = first.find_element(By.CSS_SELECTOR, "mark.for3").value_of_css_property(
            "border-bottom-style"
        )
        assert line == "solid"
        overflow = driver.execute_script(
            "return document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert overflow <= 0
    finally:
        driver.switch_to.default_content()


def test_the_figures_of_a_report_follow_the_color_scheme_and_fit_a_narrow_window(
    store: ServedStore,
) -> None:
    """As a file: in MLflow's frame, the scheme is that of MLflow's page."""
    driver = store.driver
    driver.get(store.report.as_uri())
    assert _color_of_text(driver, "light") != _color_of_text(driver, "dark")
    size = {"width": 400, "height": 800, "deviceScaleFactor": 1, "mobile": False}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    try:
        page, figure = driver.execute_script(
            "return [document.documentElement.scrollWidth,"
            " document.querySelector('svg.plot').getBoundingClientRect().width]"
        )
    finally:
        driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    assert page <= 400
    assert 300 < figure < 400


def _color_of_text(driver: Any, scheme: str) -> str:
    """The color of a page's text, which is that of the text of its first figure."""
    feature = {"name": "prefers-color-scheme", "value": scheme}
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [feature]})
    body, text = driver.execute_script(
        "return ['body', 'svg.plot text'].map("
        "s => { const style = getComputedStyle(document.querySelector(s));"
        " return s === 'body' ? style.color : style.fill; })"
    )
    assert body == text
    return str(body)


def test_a_figure_is_shown(store: ServedStore) -> None:
    run = store.runs[0].run_id
    store.open(f"experiments/{store.experiment}/runs/{run}/artifacts/figures/f1.png", "f1.png")
    is_drawn = (
        "return [...document.images].some(i => i.src.startsWith('blob:') && i.naturalWidth > 300)"
    )
    try:
        store.wait_for(lambda d: d.execute_script(is_drawn))
    except Exception:
        sources = "return [...document.images].map(i => [i.src, i.naturalWidth])"
        pytest.fail(f"the images are {store.driver.execute_script(sources)}")


def test_runs_are_compared_by_the_settings_that_differ(store: ServedStore) -> None:
    """Parallel coordinates have an axis for each such setting, and one for the score."""
    runs = quote(json.dumps([run.run_id for run in store.runs]))
    experiments = quote(json.dumps([store.experiment]))
    store.open(
        f"compare-runs?runs={runs}&experiments={experiments}",
        "Comparing 2 Runs from 1 Experiment",
        "Parallel Coordinates Plot",
        "macro_f1",
    )
    axes = "return [...document.querySelectorAll('.axis-title')].map(e => e.textContent)"
    store.wait_for(lambda d: len(d.execute_script(axes)) > 2)
    titles = store.driver.execute_script(axes)
    store.save_screenshot("comparison")
    assert {"classifier.C", "features", "macro_f1"} <= set(titles)


def test_the_card_describes_the_registered_model(store: ServedStore) -> None:
    store.open(
        "models/tenor-theme/versions/1",
        "Scores",
        "Limitations",
        "Intended use",
        "Labels a news article with zero, one or more of 6 themes.",
    )
