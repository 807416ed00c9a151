// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.metric;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Corpus BLEU (Papineni et al. 2002) with the defaults of sacreBLEU (Post 2018): tokenizer 13a, case-sensitive, exponential
 * smoothing, and the reference closest in length for the brevity penalty. Rows may have different numbers of references.
 */
public final class Bleu {

    private static final int ORDERS = 4;

    private final long[] matches = new long[ORDERS];
    private final long[] totals = new long[ORDERS];
    private long outputTokens;
    private long referenceTokens;

    private Bleu() {}

    /**
     * Scores {@code outputs}, each against its own references.
     *
     * @throws IllegalArgumentException if there is no output, or one without a reference
     */
    public static BleuScore of(List<String> outputs, List<List<String>> references) {
        return of(outputs, references, "mixed");
    }

    /**
     * Scores {@code outputs} case-insensitively: sacreBLEU's option {@code lowercase}.
     *
     * @throws IllegalArgumentException if there is no output, or one without a reference
     */
    public static BleuScore lowerCase(List<String> outputs, List<List<String>> references) {
        return of(lower(outputs), references.stream().map(Bleu::lower).toList(), "lc");
    }

    /**
     * Returns the BLEU of a single text, 0 to 100: sacreBLEU's {@code sentence_score}, whose mean of precisions leaves out orders
     * that the text is too short for.
     *
     * @throws IllegalArgumentException if there is no reference
     */
    public static double sentence(String output, List<String> references) {
        References.check(List.of(output), List.of(references));
        Bleu bleu = new Bleu();
        bleu.add(ngrams(output), references);
        int orders = (int) Arrays.stream(bleu.totals).filter(total -> total > 0).count();
        if (bleu.matches[0] == 0) {
            return 0;
        }
        double logs =
                bleu.precisions().stream().limit(orders).mapToDouble(Math::log).sum();
        return bleu.penalty() * Math.exp(logs / orders);
    }

    private static List<String> lower(List<String> texts) {
        return texts.stream().map(text -> text.toLowerCase(Locale.ROOT)).toList();
    }

    private static BleuScore of(List<String> outputs, List<List<String>> references, String letters) {
        References.check(outputs, references);
        Bleu bleu = new Bleu();
        for (int i = 0; i < outputs.size(); i++) {
            bleu.add(ngrams(outputs.get(i)), references.get(i));
        }
        return bleu.score(
                References.count(references) + "|case:" + letters + "|eff:no|tok:13a|smooth:exp|" + References.VERSION);
    }

    /** Returns the number of tokens of {@code text} by the tokenizer 13a. */
    public static int tokens(String text) {
        return Tokens13a.of(text).size();
    }

    private static Ngrams ngrams(String text) {
        return Ngrams.of(Tokens13a.of(text), ORDERS, " ");
    }

    private void add(Ngrams output, List<String> references) {
        Ngrams together = ngrams(references.get(0));
        int nearest = together.units();
        for (String reference : references.subList(1, references.size())) {
            Ngrams next = ngrams(reference);
            nearest = nearer(output.units(), nearest, next.units());
            together.raise(next);
        }
        outputTokens += output.units();
        referenceTokens += nearest;
        for (int order = 0; order < ORDERS; order++) {
            matches[order] += output.shared(order, together);
            totals[order] += output.total(order);
        }
    }

    /** Of two equally close lengths, the shorter one counts. */
    private static int nearer(int length, int one, int other) {
        int difference = Math.abs(length - other) - Math.abs(length - one);
        return difference < 0 || (difference == 0 && other < one) ? other : one;
    }

    private BleuScore score(String signature) {
        List<Double> precisions = precisions();
        double logs = 0;
        for (double precision : precisions) {
            // As in sacreBLEU: the logarithm of 0, which makes the score 0.
            logs += precision == 0 ? -9999999999.0 : Math.log(precision);
        }
        double penalty = penalty();
        double score = matches[0] == 0 ? 0 : penalty * Math.exp(logs / ORDERS);
        return new BleuScore(score, precisions, penalty, outputTokens, referenceTokens, signature);
    }

    private double penalty() {
        if (outputTokens >= referenceTokens) {
            return 1;
        }
        return outputTokens == 0 ? 0 : Math.exp(1 - (double) referenceTokens / outputTokens);
    }

    private List<Double> precisions() {
        List<Double> precisions = new ArrayList<>();
        double smoothing = 1;
        for (int order = 0; order < ORDERS; order++) {
            if (matches[0] == 0 || totals[order] == 0) {
                precisions.add(0.0);
            } else if (matches[order] == 0) {
                smoothing *= 2;
                precisions.add(100 / (smoothing * totals[order]));
            } else {
                precisions.add(100.0 * matches[order] / totals[order]);
            }
        }
        return precisions;
    }
}
