// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.statistics;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A logistic regression without an intercept, with an L1 penalty, on probabilities: the coefficients that minimize the sum of their
 * absolute values plus {@code strength} times the cross entropy. It has the objective, and so the optimum, of liblinear and of
 * scikit-learn's {@code LogisticRegression(penalty="l1", fit_intercept=False)}, which read a probability as a row of each class with
 * weights.
 *
 * <p>The optimum is found by proximal Newton steps (Lee, Sun and Saunders 2014): few passes over the rows for few features.
 */
final class LogisticModel {

    private static final int MAX_STEPS = 100;
    private static final int MAX_SWEEPS = 500;
    private static final double TOLERANCE = 1e-7;
    private static final double SMALL_CHANGE = 0.5;
    private static final double RIDGE = 1e-10;
    private static final double MIN_STEP = 1e-6;

    private final double[][] rows;
    private final double[] targets;
    private final double strength;
    private final int features;
    private final double[] largest;

    /**
     * Creates a model.
     *
     * @param rows the features of each row
     * @param targets the probabilities to predict, 0 to 1
     * @param strength the weight of the rows against the penalty: C, the inverse of the penalty's strength
     */
    LogisticModel(double[][] rows, double[] targets, double strength) {
        this.rows = rows;
        this.targets = targets;
        this.strength = strength;
        this.features = rows[0].length;
        this.largest = IntStream.range(0, features)
                .mapToDouble(j -> Arrays.stream(rows)
                        .mapToDouble(row -> Math.abs(row[j]))
                        .max()
                        .orElse(0))
                .toArray();
    }

    /** Returns the coefficients if each row counts as often as {@code weights} says, searched from {@code start}. */
    double[] fit(int[] weights, double[] start) {
        double[] coefficients = start.clone();
        for (int step = 0; step < MAX_STEPS; step++) {
            double[] direction = direction(weights, coefficients);
            double moved = move(weights, coefficients, direction);
            if (moved < TOLERANCE) {
                break;
            }
        }
        return coefficients;
    }

    /** Returns the mean cross entropy of the rows with a weight above 0. */
    double loss(int[] weights, double[] coefficients) {
        double sum = 0;
        long count = 0;
        for (int i = 0; i < rows.length; i++) {
            if (weights[i] > 0) {
                sum += weights[i] * crossEntropy(targets[i], score(rows[i], coefficients));
                count += weights[i];
            }
        }
        return sum / count;
    }

    static double probability(double[] row, double[] coefficients) {
        return 1 / (1 + Math.exp(-score(row, coefficients)));
    }

    private static double score(double[] row, double[] coefficients) {
        double sum = 0;
        for (int j = 0; j < row.length; j++) {
            sum += row[j] * coefficients[j];
        }
        return sum;
    }

    private static double crossEntropy(double target, double score) {
        return Math.max(score, 0) - target * score + Math.log1p(Math.exp(-Math.abs(score)));
    }

    /** Returns the step to the optimum of the quadratic approximation of the loss, plus the penalty. */
    private double[] direction(int[] weights, double[] coefficients) {
        Quadratic loss = new Quadratic(features);
        for (int i = 0; i < rows.length; i++) {
            if (weights[i] > 0) {
                loss.add(rows[i], probability(rows[i], coefficients), targets[i], strength * weights[i]);
            }
        }
        double[] direction = new double[features];
        for (int sweep = 0; sweep < MAX_SWEEPS; sweep++) {
            double change = 0;
            for (int j = 0; j < features; j++) {
                change = Math.max(change, loss.improve(direction, coefficients, j));
            }
            if (change < TOLERANCE / 100) {
                break;
            }
        }
        return direction;
    }

    /** The loss near some coefficients. */
    private static final class Quadratic {

        private final double[] gradient;
        private final double[][] curvature;

        Quadratic(int features) {
            gradient = new double[features];
            curvature = new double[features][features];
            for (int j = 0; j < features; j++) {
                curvature[j][j] = RIDGE;
            }
        }

        void add(double[] row, double probability, double target, double weight) {
            double slope = weight * (probability - target);
            double bend = weight * probability * (1 - probability);
            for (int j = 0; j < row.length; j++) {
                gradient[j] += slope * row[j];
                for (int k = 0; k < row.length; k++) {
                    curvature[j][k] += bend * row[j] * row[k];
                }
            }
        }

        /** Moves one coefficient of the step to its optimum, and returns how far. */
        double improve(double[] direction, double[] coefficients, int j) {
            double slope = gradient[j];
            for (int k = 0; k < direction.length; k++) {
                slope += curvature[j][k] * direction[k];
            }
            double now = coefficients[j] + direction[j];
            double wanted = now - slope / curvature[j][j];
            double shrunk = Math.signum(wanted) * Math.max(0, Math.abs(wanted) - 1 / curvature[j][j]);
            direction[j] += shrunk - now;
            return Math.abs(shrunk - now);
        }
    }

    /**
     * Adds as much of the step as makes the objective smaller, and returns how far a coefficient moved. If no score changes by more than
     * one half, no row's curvature grows by a factor of two, so the whole step makes it smaller.
     */
    private double move(int[] weights, double[] coefficients, double[] direction) {
        double far = Arrays.stream(direction).map(Math::abs).max().orElse(0);
        double change = 0;
        for (int j = 0; j < features; j++) {
            change += Math.abs(direction[j]) * largest[j];
        }
        if (change <= SMALL_CHANGE) {
            add(coefficients, direction, 1);
            return far;
        }
        double before = objective(weights, coefficients);
        for (double part = 1; part > MIN_STEP; part /= 2) {
            double[] moved = coefficients.clone();
            add(moved, direction, part);
            if (objective(weights, moved) < before) {
                System.arraycopy(moved, 0, coefficients, 0, features);
                return part * far;
            }
        }
        return 0;
    }

    private static void add(double[] coefficients, double[] direction, double part) {
        for (int j = 0; j < coefficients.length; j++) {
            coefficients[j] += part * direction[j];
        }
    }

    private double objective(int[] weights, double[] coefficients) {
        double sum = 0;
        for (int i = 0; i < rows.length; i++) {
            if (weights[i] > 0) {
                sum += weights[i] * crossEntropy(targets[i], score(rows[i], coefficients));
            }
        }
        return strength * sum + Arrays.stream(coefficients).map(Math::abs).sum();
    }
}
