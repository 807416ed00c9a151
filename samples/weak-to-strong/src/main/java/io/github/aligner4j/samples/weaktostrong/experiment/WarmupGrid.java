// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.weaktostrong.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The trainings of the warm-up experiment: every base, number of rows, arm and seed.
 *
 * @param bases the base models
 * @param rows the numbers of training rows
 * @param arms the first stages that are compared
 * @param seeds the seeds of base model, rows and training
 * @param texts the number of texts of a base model
 * @param test the number of test sentences
 */
record WarmupGrid(List<Base> bases, List<Integer> rows, List<Arm> arms, List<Long> seeds, int texts, int test) {

    /** The first stages of the paper's ablation, and a control. */
    static final List<Arm> ARMS = List.of(
            Arm.identity(0),
            Arm.identity(0.02),
            Arm.identity(0.1),
            Arm.identity(0.2),
            Arm.identity(0.5),
            new Arm(0.5, true));

    /** Copies the lists. */
    WarmupGrid {
        bases = List.copyOf(bases);
        rows = List.copyOf(rows);
        arms = List.copyOf(arms);
        seeds = List.copyOf(seeds);
    }

    /** The texts of a base model. */
    enum Base {
        /** No sentence is repeated, so the model does not learn to copy. */
        PLAIN,
        /** Each text repeats its sentences, so the model learns to copy. */
        REPEATING;

        String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A first stage before the corrections.
     *
     * @param share the share of the rows in it
     * @param corrections true if it has the corrections of these rows as its targets, as a control of the same number of steps;
     *     false for their answers, the identity warm-up
     */
    record Arm(double share, boolean corrections) {

        static Arm identity(double share) {
            return new Arm(share, false);
        }

        String id() {
            return String.format(Locale.ROOT, "%s-%.0f", corrections ? "control" : "identity", 100 * share);
        }
    }

    /** A training of the grid. */
    record Cell(Base base, int rows, Arm arm, long seed) {

        String id() {
            return base.id() + "-" + rows + "-" + arm.id() + "-seed-" + seed;
        }
    }

    /** Returns the trainings; the cheap ones first. */
    List<Cell> cells() {
        List<Cell> cells = new ArrayList<>();
        for (Base base : bases) {
            for (int count : rows) {
                for (long seed : seeds) {
                    arms.forEach(arm -> cells.add(new Cell(base, count, arm, seed)));
                }
            }
        }
        return cells;
    }
}
