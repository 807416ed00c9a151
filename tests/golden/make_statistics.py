"""Makes the reference numbers of the tests of io.github.aligner4j.evaluation.statistics, with SciPy, statsmodels and scikit-learn.

Run in the repository's root:  python3 tests/golden/make_statistics.py
Made with NumPy 1.24.2, pandas 1.5.3, SciPy 1.10.1, statsmodels 0.13.5 and scikit-learn 1.2.1.
"""
import json
from pathlib import Path

import numpy as np
import pandas as pd
from scipy import stats
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import cohen_kappa_score
from sklearn.model_selection import GroupKFold
from statsmodels.stats.inter_rater import cohens_kappa
from statsmodels.stats.proportion import proportion_confint

OUT = Path("gpu-runtime/evaluation/src/test/resources/statistics/reference.json")
RESAMPLES = 100_000


def sign_tests():
    pairs = [(0, 1), (1, 1), (5, 0), (3, 7), (224, 146), (8, 1), (501, 499), (70_000, 69_000), (1_000_000, 1_003_000)]
    return [{"wins": w, "losses": l, "p": stats.binomtest(w, w + l, 0.5).pvalue} for w, l in pairs]


def wilson():
    cases = [(0, 10), (10, 10), (1, 1), (0, 1), (3, 7), (224, 690), (804, 805), (1, 1_000_000)]
    out = []
    for part, all_ in cases:
        for level in (0.9, 0.95, 0.99):
            low, high = proportion_confint(part, all_, alpha=1 - level, method="wilson")
            out.append({"part": part, "all": all_, "level": level, "lower": low, "upper": high})
    return out


def interval(result):
    return {"lower": result.confidence_interval.low, "upper": result.confidence_interval.high}


def means():
    random = np.random.default_rng(7)
    samples = {
        "win rate 224/320/146": np.repeat([1.0, 0.0, -1.0], [224, 320, 146]),
        "win rate 55/3/2": np.repeat([1.0, 0.0, -1.0], [55, 3, 2]),
        "log-normal": np.round(random.lognormal(0, 1, 60), 4),
        "two values": np.array([1.0, 4.0]),
        "normal": np.round(random.normal(10, 3, 201), 4),
    }
    out = []
    for name, values in samples.items():
        result = stats.bootstrap(
            (values,), np.mean, n_resamples=RESAMPLES, batch=1000, method="BCa", random_state=np.random.default_rng(1))
        out.append({"name": name, "values": values.tolist(), "mean": float(values.mean()),
                    "deviation": float(pd.Series(values).std()), "error": float(pd.Series(values).sem()),
                    **interval(result)})
    return out


def kappas():
    random = np.random.default_rng(11)
    out = []
    for rows, noise in ((150, 0.35), (40, 0.1), (400, 1.0)):
        first = random.choice(3, rows, p=[0.5, 0.3, 0.2])
        second = np.where(random.random(rows) < noise, random.choice(3, rows), first)
        table = np.zeros((3, 3))
        np.add.at(table, (first, second), 1)
        analytic = cohens_kappa(table)
        bootstrap = stats.bootstrap(
            (first, second), lambda a, b: cohen_kappa_score(a, b), paired=True, vectorized=False, n_resamples=4000,
            method="BCa", random_state=np.random.default_rng(1))
        out.append({"first": first.tolist(), "second": second.tolist(), "kappa": cohen_kappa_score(first, second),
                    "accuracy": float((first == second).mean()), "error": float(analytic.std_kappa),
                    "analyticLower": analytic.kappa_low, "analyticUpper": analytic.kappa_upp, **interval(bootstrap)})
    return out


def logistic(x):
    return 1 / (1 + np.exp(-x))


def fit(x, y, c):
    """L1-penalized logistic regression on probabilities, as alpaca_eval's fit_LogisticRegressionCV: each row twice, with weights."""
    model = LogisticRegression(
        penalty="l1", solver="liblinear", fit_intercept=False, C=c, random_state=123, tol=1e-10, max_iter=100_000)
    model.fit(np.vstack([x, x]), np.repeat([1, 0], len(y)), sample_weight=np.concatenate([y, 1 - y]))
    return model


def log_loss(y, p):
    p = np.clip(p, 1e-15, 1 - 1e-15)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


def fit_best(x, y, folds):
    """Chooses C by cross-validation and fits to all rows."""
    strengths = np.logspace(-4, 4, 10)
    losses = [np.mean([log_loss(y[test], fit(x[train], y[train], c).predict_proba(x[test])[:, 1]) for train, test in folds])
              for c in strengths]
    c = float(strengths[int(np.argmin(losses))])
    return c, fit(x, y, c)


def length_controlled():
    """Preferences drawn from the model itself; the reference chooses C and fits as alpaca_eval's glm_winrate.py does.

    GroupKFold gives rows to folds in an order that depends on NumPy's sort; "groupFolds" has its rate. The numbers to compare
    exactly have the folds of io.github.aligner4j.evaluation.statistics.LengthControlledWinRate."""
    out = []
    for seed, rows, weights in ((3, 400, (-1.2, 0.8, -0.5)), (5, 805, (-0.4, 0.0, 0.9)), (8, 805, (-2.0, 0.5, -2.5))):
        random = np.random.default_rng(seed)
        baseline, own = random.integers(50, 4000, rows), random.integers(50, 4000, rows)
        difficulty = np.round(random.normal(0, 1, rows), 3)
        delta = pd.Series(baseline - own)
        x = np.column_stack([np.tanh(delta / delta.std()), difficulty, np.ones(rows)])
        chance = logistic(x @ np.array(weights))
        # half of the preferences are verdicts, half are probabilities
        y = np.where(np.arange(rows) % 2 == 0, random.random(rows) < chance, np.round(chance, 4)).astype(float)
        case = {"weights": weights, "expected": float(logistic(x[:, 1:] @ np.array(weights[1:])).mean()),
                "baselineLength": baseline.tolist(), "length": own.tolist(), "difficulty": difficulty.tolist(),
                "preference": y.tolist()}
        for name, columns in (("minimal", [0, 2]), ("full", [0, 1, 2])):
            chosen = x[:, columns]
            places = np.arange(rows)
            c, model = fit_best(chosen, y, [(places[places % 5 != i], places[places % 5 == i]) for i in range(5)])
            _, grouped = fit_best(chosen, y, list(GroupKFold(5).split(chosen, y, places)))
            without_length = chosen.copy()
            without_length[:, 0] = 0
            predicted = model.predict_proba(without_length)[:, 1]
            case[name] = {"c": c, "coefficients": model.coef_[0].tolist(), "rate": float(predicted.mean()),
                          "groupFolds": float(grouped.predict_proba(without_length)[:, 1].mean()), "error": float(pd.Series(predicted).sem())}
        out.append(case)
    return out


if __name__ == "__main__":
    reference = {"signTests": sign_tests(), "wilson": wilson(), "means": means(), "kappas": kappas(),
                 "lengthControlled": length_controlled()}
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps(reference, separators=(",", ":")) + "\n")
