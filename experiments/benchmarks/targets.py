"""Articles that speak of several targets: a stance by the whole text, and by what names the target.

No corpus of such articles with people's labels is at hand, so they are put together from
one: CORPUS is that of SemEval-2016. An article is a tweet that names its target and two that
name other targets, a paragraph each, in any order; its label is that of the first.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from tenor import Corpus, prepare, train
from tenor.codebook import naming
from tenor.models import Experiment
from tenor.models.spec_parts import ViewSpec
from tenor.workflow.pooled import pool

ALIASES = {
    "abortion": "abortion, abortions, unborn, fetus, womb, baby, babies, prolife, pro-life,"
    " prochoice, pro-choice",
    "atheism": "atheism, atheist, atheists, god, religion, religious, bible, jesus, christ, faith,"
    " lord, islam, church, pray, prayer",
    "climate": "climate, warming, carbon, environment, emissions, fossil, planet, earth, energy",
    "feminist": "feminist, feminists, feminism, women, woman, girl, girls, sexist, sexism, gender,"
    " misogyny, yesallwomen",
    "hillary": "hillary, clinton, hillaryclinton, hrc, benghazi, readyforhillary",
}
"""Words that name a target in a tweet, whether or not after a #."""

FIELDS = {
    "the whole text": {"body": 1.0},
    "sentences that name the target": {"target_sentences": 1.0},
    "both": {"body": 0.5, "target_sentences": 1.0},
}
"""What is read, and by which weight."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--draws", type=int, default=3)
    args = parser.parse_args()
    with TemporaryDirectory() as folder:
        corpus = put_together(Corpus.load(args.corpus), Path(folder))
        for name, weights in FIELDS.items():
            found = []
            for draw in range(args.draws):
                row = pool(train(spec(weights, draw), corpus, log=False))
                assert row is not None
                found.append(row.scores.metrics["f_avg"])
            print(f"{name}: F_avg {np.mean(found):.3f} ({', '.join(f'{f:.3f}' for f in found)})")


def spec(weights: dict[str, float], draw: int) -> Experiment:
    """Return a spec that reads words and character n-grams of some fields."""
    letters = {"analyzer": "char_wb", "ngram_range": (2, 5), "min_df": 2}
    views = [
        view
        for field, weight in weights.items()
        for view in (
            ViewSpec(field=field, weight=weight / 2, ngram_range=(1, 2)),
            ViewSpec(field=field, weight=weight, **letters),
        )
    ]
    return Experiment(
        task="stance",
        split={"kind": "folds", "random_state": draw},
        features=tuple(views),
        classifier={"C": 0.3, "class_weight": "balanced"},
    )


def put_together(corpus: Corpus, folder: Path) -> Corpus:
    """Make a corpus of articles of three tweets."""
    texts = corpus.articles.set_index("article_id")["text"]
    labels = corpus.labels[corpus.labels["task"] == "stance"]
    naming_own = {}
    for target, aliases in ALIASES.items():
        own = labels[labels["target"] == target]
        names = naming(tuple(aliases.split(", ")))
        kept = [bool(names.search(text)) for text in texts.reindex(own["article_id"])]
        naming_own[target] = own[kept]
    rng = np.random.default_rng(0)
    rows = []
    for target, own in naming_own.items():
        others = [name for name in naming_own if name != target]
        for tweet_id, label in zip(own["article_id"], own["label"], strict=True):
            drawn = [naming_own[o]["article_id"] for o in rng.choice(others, 2, replace=False)]
            ids = [tweet_id, *(ids.iloc[rng.integers(len(ids))] for ids in drawn)]
            text = "\n".join(texts[ids[i]] for i in rng.permutation(3))
            rows.append({"article_id": tweet_id, "text": text, "target": target, "stance": label})
    (folder / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    targets = [
        f"[[targets]]\nname = {json.dumps(target.name)}\n"
        f"aliases = {json.dumps(ALIASES[target.name].split(', '))}\n"
        f"positions = {json.dumps(target.positions)}\n"
        for target in corpus.codebook.targets
    ]
    (folder / "codebook.toml").write_text('version = "1"\ntitle = "Targets"\n' + "".join(targets))
    return prepare(
        folder / "rows.jsonl", folder / "codebook.toml", folder / "corpus",
        labels=["stance:@target=stance"],
    )  # fmt: skip


if __name__ == "__main__":
    main()
