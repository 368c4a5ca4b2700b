"""The examples in the help of each command; they run in the folder that ``tenor init`` makes."""

from __future__ import annotations

EXAMPLES: dict[str, tuple[str, ...]] = {
    "init": ("tenor init my-project", "tenor init my-project --empty"),
    "demo": ("tenor demo", "tenor demo somewhere/else"),
    "doctor": ("tenor doctor",),
    "docs": ("tenor docs", "tenor docs how-to-improve"),
    "cite": ("tenor cite", "tenor cite --format bibtex"),
    "codebook check": ("tenor codebook check codebook.toml",),
    "codebook show": (
        "tenor codebook show codebook.toml",
        "tenor codebook show codebook.toml --format html --output codebook.html",
    ),
    "codebook diff": ("tenor codebook diff old.toml codebook.toml --corpus data/corpus",),
    "prep": (
        "tenor prep data/articles --codings data/codings.csv",
        "tenor prep data/articles --dry-run",
        "tenor prep news.csv --column text=body --label theme=topic --output corpus",
    ),
    "label": (
        "tenor label data/corpus",
        "tenor label data/corpus --codebook codebook.toml --output rules.csv",
    ),
    "plan": (
        "tenor plan --share transport --margin 5 --by outlet",
        "tenor plan --share transport --coders 2 --hours 6 --per-hour 20",
        "tenor plan --share transport --margin 3 --model tenor-theme@champion",
    ),
    "codings sheet": (
        "tenor codings sheet --n 60 --coders ana,ben --overlap 20 --output sheets",
        "tenor codings sheet --n 40 --coders ana --by outlet,month --output strata",
        "tenor codings sheet --n 9 --coders ana --for stories --output stories",
    ),
    "codings draws": ("tenor codings draws data/corpus",),
    "codings import": ("tenor codings import sheets/ana.csv sheets/ben.csv --corpus data/corpus",),
    "codings export": (
        "tenor codings export data/corpus --format label-studio --output tasks.json",
    ),
    "agree": (
        "tenor agree data/corpus",
        "tenor agree data/corpus --model tenor-theme@champion --output agreement",
    ),
    "adjudicate": (
        "tenor adjudicate data/corpus --output decide.xlsx",
        "tenor adjudicate data/corpus --decisions decide.xlsx --by ana",
    ),
    "train": (
        "tenor train experiments/themes.toml",
        "tenor train experiments/themes.toml experiments/stance.toml --promote",
        "tenor train experiments/themes.toml --promise 0.9",
        "tenor train experiments/themes.toml --dry-run",
    ),
    "evaluate": (
        "tenor evaluate experiments/themes.toml",
        "tenor evaluate experiments/themes.toml --splits random,outlet --draws 2",
    ),
    "runs": (
        "tenor runs --experiment tenor-theme --sort micro_f1",
        "tenor runs --filter \"metrics.macro_f1 > 0.8 and tags.task = 'theme'\"",
    ),
    "report": (
        "tenor report themes --open",
        "tenor report tenor-theme@champion --output report.html",
    ),
    "compare": ("tenor compare themes rules --metric micro_f1",),
    "reproduce": ("tenor reproduce themes", "tenor reproduce tenor-theme@champion"),
    "ui": ("tenor ui", "tenor ui --port 8080"),
    "predict": (
        "tenor predict data/new --output labels.csv",
        "tenor predict data/new --output labels.csv --dry-run",
        "tenor predict data/new --model tenor-theme@champion --output themes.parquet",
        "tenor predict data/new --output transport.xlsx --only transport --wide",
        "tenor predict data/new --output labels.csv --review review.csv --coder ana",
    ),
    "watch": ("tenor watch incoming --output labels --model tenor-theme@champion",),
    "explain": (
        "tenor explain data/new/wire.jsonl --id wire-merger-vote-postponed",
        "tenor explain data/new/wire.jsonl --n 3 --output explained.html",
    ),
    "shares": (
        "tenor shares data/corpus --by outlet",
        "tenor shares data/corpus --by month --only transport --figure shares.svg",
        "tenor shares data/corpus --model tenor-theme@champion --output shares.xlsx",
    ),
    "audit draw": ("tenor audit draw labels.csv --articles data/new --coders ana --output audit",),
    "audit check": ("tenor audit check audit/ana.csv --promise 0.9",),
    "models list": ("tenor models list",),
    "models promote": ("tenor models promote models:/tenor-theme/2",),
    "models export": (
        "tenor models export tenor-theme@champion --output theme-model",
        "tenor models export tenor-theme@champion --output theme-model.zip --zip",
    ),
    "models prune": ("tenor models prune", "tenor models prune --yes"),
    "models keygen": ("tenor models keygen release.key",),
    "models verify": ("tenor models verify theme-model",),
}
"""Command lines by the names of the command."""
