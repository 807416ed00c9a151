// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.metric;

import java.util.List;

/**
 * Corpus chrF2 (Popović 2015) with the defaults of sacreBLEU: character n-grams of orders 1 to 6 without white space, recall weighted
 * twice as much as precision, the best reference of each row, and orders without n-grams skipped.
 */
public final class Chrf {

    private static final int ORDERS = 6;
    private static final double FACTOR = 4;

    /** For each order: n-grams of the output, of the reference, of both. */
    private final long[][] counts = new long[ORDERS][3];

    private Chrf() {}

    /**
     * Returns the score of {@code outputs}, each against its own references, from 0 to 100.
     *
     * @throws IllegalArgumentException if there is no output, or one without a reference
     */
    public static double of(List<String> outputs, List<List<String>> references) {
        References.check(outputs, references);
        Chrf corpus = new Chrf();
        for (int i = 0; i < outputs.size(); i++) {
            corpus.add(best(ngrams(outputs.get(i)), references.get(i)));
        }
        return corpus.score();
    }

    /** Returns the settings as a sacreBLEU signature. */
    public static String signature(List<List<String>> references) {
        return References.count(references) + "|case:mixed|eff:yes|nc:6|nw:0|space:no|" + References.VERSION;
    }

    private static Ngrams ngrams(String text) {
        List<String> characters =
                Blanks.without(text).codePoints().mapToObj(Character::toString).toList();
        return Ngrams.of(characters, ORDERS, "");
    }

    private static Chrf best(Ngrams output, List<String> references) {
        Chrf best = against(output, ngrams(references.get(0)));
        for (String reference : references.subList(1, references.size())) {
            Chrf next = against(output, ngrams(reference));
            best = next.score() > best.score() ? next : best;
        }
        return best;
    }

    private static Chrf against(Ngrams output, Ngrams reference) {
        Chrf row = new Chrf();
        for (int order = 0; order < ORDERS; order++) {
            row.counts[order][0] = reference.total(order) == 0 ? 0 : output.total(order);
            row.counts[order][1] = reference.total(order);
            row.counts[order][2] = output.shared(order, reference);
        }
        return row;
    }

    private void add(Chrf row) {
        for (int order = 0; order < ORDERS; order++) {
            for (int i = 0; i < 3; i++) {
                counts[order][i] += row.counts[order][i];
            }
        }
    }

    private double score() {
        double precision = 0;
        double recall = 0;
        int orders = 0;
        for (long[] order : counts) {
            if (order[0] > 0 && order[1] > 0) {
                precision += (double) order[2] / order[0];
                recall += (double) order[2] / order[1];
                orders++;
            }
        }
        if (precision + recall == 0) {
            return 0;
        }
        precision /= orders;
        recall /= orders;
        return 100 * ((1 + FACTOR) * precision * recall / (FACTOR * precision + recall));
    }
}
