"""Few labels: direct training against LSA components and self-training, by number of labels.

    python experiments/benchmarks/few_labels.py CORPUS [CORPUS ...] [--target NAME]
        [--labels 100 200 500 1000] [--articles 3000] [--draws 5]

Each CORPUS is a corpus folder, in which an article has one theme or, with ``--target``, one
position. In each draw, that many articles train, the labels of all but a few of them are removed,
and the other articles are scored, 2,000 at most. Prints the mean macro-F1 of each method, the
difference to direct training, and the standard deviation of the difference over draws.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

import numpy as np

from tenor import Corpus
from tenor.codebook import THEMES, Task
from tenor.evaluation import score
from tenor.models.estimator import decision_function
from tenor.models.fitting import fit_pipeline
from tenor.models.spec import Experiment
from tenor.models.training_set import TrainingSet
from tenor.workflow.fit.labelled import LabelledSet, make_labelled_set
from tenor.workflow.fit.unlabelled import make_pool

WORDS = "[[features]]\nngram_range = [1, 2]\nmin_df = 2\n"
LSA = "[[features]]\nmin_df = 2\nn_components = 100\n"
TEACHER = WORDS.replace("features", "self_training.features") + LSA.replace(
    "features", "self_training.features"
)
METHODS = {
    "direct": WORDS,
    "LSA": WORDS + LSA,
    "teacher without LSA, student without": WORDS
    + "[self_training]\n"
    + WORDS.replace("features", "self_training.features"),
    "teacher with LSA, student with": WORDS + LSA + "[self_training]\n",
    "teacher with LSA, student without": WORDS + "[self_training]\n" + TEACHER,
}
"""Name of a method to the tables of its spec; the first is the baseline."""

MAX_SCORED = 2000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("corpora", type=Path, nargs="+", metavar="CORPUS", help="corpus folders")
    parser.add_argument("--target", default="", help="the target of a stance (default: themes)")
    parser.add_argument("--labels", type=int, nargs="+", default=[100, 200, 500, 1000])
    parser.add_argument("--articles", type=int, default=3000, help="training articles (3000)")
    parser.add_argument("--draws", type=int, default=5, help="number of draws (default: 5)")
    parser.add_argument("--share", type=float, default=0.5, help="share of self-training (0.5)")
    args = parser.parse_args()
    task = Task.stance(args.target) if args.target else THEMES
    for path in args.corpora:
        corpus = Corpus.load(path)
        print(f"{path.name}, {task.name}", flush=True)
        labelled_sets = {
            name: labelled_set(tables, task, corpus, args.share) for name, tables in METHODS.items()
        }
        for n_labels in args.labels:
            scores = {
                name: [
                    macro_f1(labelled, draw, args.articles, n_labels) for draw in range(args.draws)
                ]
                for name, labelled in labelled_sets.items()
            }
            direct = np.array(scores["direct"])
            for name, values in scores.items():
                gain = np.array(values) - direct
                line = f"{n_labels:6,} labels  {name:38} {np.mean(values):.3f}"
                if name != "direct":
                    line += f"  {gain.mean():+.3f}, std {gain.std(ddof=1):.3f}"
                print(line, flush=True)


def labelled_set(tables: str, task: Task, corpus: Corpus, share: float) -> LabelledSet:
    """Return all labelled articles of a corpus, for the spec with these tables."""
    target = f'target = "{task.target}"\n' if task.is_stance else ""
    tables = tables.replace("[self_training]\n", f"[self_training]\nshare = {share}\n")
    classifier = '[classifier]\nclass_weight = "balanced"\n'
    spec = Experiment.parse(f'task = "{task.kind}"\n{target}{tables}{classifier}')
    # The pool of LSA components is that of all articles; `macro_f1` restricts it.
    return make_labelled_set(spec, corpus, task, make_pool(spec, corpus))


def macro_f1(labelled: LabelledSet, draw: int, n_articles: int, n_labels: int) -> float:
    """Return the macro-F1 of a draw: ``n_labels`` of ``n_articles`` articles have a label."""
    training = labelled.training
    groups = training.texts.column("duplicate_group").to_numpy()
    rng = np.random.default_rng(draw)
    order = rng.permutation(len(training.labels))
    train, rest = order[:n_articles], order[n_articles:]
    # Near-duplicates of a training article are not scored.
    test = np.sort(rest[~np.isin(groups[rest], groups[train])][:MAX_SCORED])
    few, others = np.sort(train[:n_labels]), np.sort(train[n_labels:])
    # The label with the highest score is predicted, which a calibration would not change.
    few_labels = with_few_labels(training, few, others)
    pipeline, _ = fit_pipeline(labelled.spec, few_labels)
    truth = training.labels.take(test)
    n_all = truth.matrix.shape[1]
    scores = decision_function(pipeline, training.texts.take(test), n_all)
    y_pred = np.eye(n_all, dtype=bool)[scores.argmax(axis=1)]
    return score(truth.matrix, y_pred, truth.labels, single_label=True).macro_f1


def with_few_labels(
    training: TrainingSet, labelled: np.ndarray, unlabelled: np.ndarray
) -> TrainingSet:
    """Return the training set of some articles, with others as its unlabelled pool.

    Parameters
    ----------
    training
        The training set of all articles.
    labelled, unlabelled
        Positions in it, ascending.
    """
    rows = training.labels.rows[np.union1d(labelled, unlabelled)]
    pool = training.pool.restrict(
        training.texts.take(unlabelled), corpus_rows=rows, external_rows=rows[:0]
    )
    return replace(training.take(labelled), pool=pool)


if __name__ == "__main__":
    main()
