"""Stance in articles about several targets: full text against the sentences that name the target.

    python experiments/benchmarks/targets.py CORPUS [--draws 3]

CORPUS is the corpus of SemEval-2016. There is no public corpus of such articles with people's
labels, so the articles are synthetic. Each consists of three tweets, one paragraph each, in random
order: one that names its target, and two that name other targets. The label of the article is the
label of the first tweet.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from tenor import Corpus, prepare, train
from tenor.codebook import names_pattern
from tenor.models.spec import Experiment
from tenor.models.spec_tables import ViewSpec
from tenor.workflow.train.result import score_all_targets

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
"""Target to the words that name it in a tweet, with or without a # before them."""

FIELD_WEIGHTS = {
    "full text": {"body": 1.0},
    "sentences that name the target": {"target_sentences": 1.0},
    "both": {"body": 0.5, "target_sentences": 1.0},
}
"""Name of a setting to its fields and their weights."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("corpus", type=Path, help="corpus folder of SemEval-2016")
    parser.add_argument(
        "--draws", type=int, default=3, help="number of draws of the folds (default: 3)"
    )
    args = parser.parse_args()
    with TemporaryDirectory() as folder:
        corpus = make_corpus(Corpus.load(args.corpus), Path(folder))
        for name, weights in FIELD_WEIGHTS.items():
            scores = []
            for random_state in range(args.draws):
                results = train(make_spec(weights, random_state), corpus, log=False)
                pooled = score_all_targets(results)
                assert pooled is not None
                scores.append(pooled.scores.metrics["f_avg"])
            listed = ", ".join(f"{score:.3f}" for score in scores)
            print(f"{name}: F_avg {np.mean(scores):.3f} ({listed})")


def make_spec(weights: dict[str, float], random_state: int) -> Experiment:
    """Return a spec with a word view and a character view of each field.

    Parameters
    ----------
    weights
        Field to the weight of its character view; its word view has half of that.
    random_state
        Seed of the folds.
    """
    char_settings = {"analyzer": "char_wb", "ngram_range": (2, 5), "min_df": 2}
    views = [
        view
        for field, weight in weights.items()
        for view in (
            ViewSpec(field=field, weight=weight / 2, ngram_range=(1, 2)),
            ViewSpec(field=field, weight=weight, **char_settings),
        )
    ]
    return Experiment(
        task="stance",
        split={"kind": "folds", "random_state": random_state},
        features=tuple(views),
        classifier={"C": 0.3, "class_weight": "balanced"},
    )


def make_corpus(tweets: Corpus, folder: Path) -> Corpus:
    """Write the corpus of synthetic articles to a folder and return it."""
    texts = tweets.articles.set_index("article_id")["text"]
    labels = tweets.labels[tweets.labels["task"] == "stance"]
    named = {}  # target to the labels of the tweets that name it
    for target, aliases in ALIASES.items():
        of_target = labels[labels["target"] == target]
        pattern = names_pattern(tuple(aliases.split(", ")))
        is_named = [bool(pattern.search(text)) for text in texts.reindex(of_target["article_id"])]
        named[target] = of_target[is_named]
    rng = np.random.default_rng(0)
    rows = []
    for target, of_target in named.items():
        others = [other for other in named if other != target]
        for tweet_id, label in zip(of_target["article_id"], of_target["label"], strict=True):
            pools = [named[o]["article_id"] for o in rng.choice(others, 2, replace=False)]
            ids = [tweet_id, *(pool_ids.iloc[rng.integers(len(pool_ids))] for pool_ids in pools)]
            text = "\n".join(texts[ids[i]] for i in rng.permutation(3))
            rows.append({"article_id": tweet_id, "text": text, "target": target, "stance": label})
    (folder / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    targets = [
        f"[[targets]]\nname = {json.dumps(target.name)}\n"
        f"aliases = {json.dumps(ALIASES[target.name].split(', '))}\n"
        f"positions = {json.dumps(target.positions)}\n"
        for target in tweets.codebook.targets
    ]
    (folder / "codebook.toml").write_text('version = "1"\ntitle = "Targets"\n' + "".join(targets))
    return prepare(
        folder / "rows.jsonl",
        folder / "codebook.toml",
        folder / "corpus",
        labels=["stance:@target=stance"],
    )


if __name__ == "__main__":
    main()
