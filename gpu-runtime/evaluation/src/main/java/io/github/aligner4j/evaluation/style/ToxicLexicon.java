// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.style;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;

/**
 * Rude words, and the baseline of the detoxification literature that deletes them.
 *
 * @param words the words, normalized by {@link PlainWords}
 * @param threshold the log odds from which words are in the lexicon
 */
public record ToxicLexicon(Set<String> words, double threshold) {

    private static final double SMOOTHING = 0.5;
    private static final double[] THRESHOLDS = {1, 1.5, 2, 2.5, 3, 3.5, 4};
    private static final int MIN_COUNT = 3;

    /** Copies the words. */
    public ToxicLexicon {
        words = Set.copyOf(words);
    }

    /**
     * Learns the words that are much more frequent in the texts of {@code rows} than in their references: those with smoothed
     * log odds of at least {@code threshold} that occur at least three times.
     */
    public static ToxicLexicon learn(List<StyleRow> rows, double threshold) {
        Map<String, Double> odds = logOdds(rows);
        Set<String> words = new HashSet<>();
        odds.forEach((word, value) -> {
            if (value >= threshold) {
                words.add(word);
            }
        });
        return new ToxicLexicon(words, threshold);
    }

    /**
     * Learns a lexicon and chooses the threshold, from 1 to 4 in steps of 0.5, with the highest product of style accuracy and BLEU
     * on {@code dev}.
     *
     * @param judge the judge of the style, not trained on {@code dev}
     */
    public static ToxicLexicon choose(List<StyleRow> rows, List<StyleRow> dev, Judge judge) {
        ToxicLexicon best = new ToxicLexicon(Set.of(), Double.POSITIVE_INFINITY);
        double bestProduct = -1;
        for (double threshold : THRESHOLDS) {
            ToxicLexicon next = learn(rows, threshold);
            double product = next.product(dev, judge);
            if (product > bestProduct) {
                best = next;
                bestProduct = product;
            }
        }
        return best;
    }

    /** Returns {@code text} without the words of the lexicon, and without one of the spaces around each. */
    public String deletedFrom(String text) {
        StringBuilder kept = new StringBuilder();
        Matcher matcher = PlainWords.matcher(text);
        int done = 0;
        while (matcher.find()) {
            if (words.contains(PlainWords.plain(matcher.group()))) {
                kept.append(text.substring(done, matcher.start()));
                boolean blanks = (kept.isEmpty() || endsBlank(kept)) && startsBlank(text, matcher.end());
                done = matcher.end() + (blanks ? 1 : 0);
            }
        }
        return kept.append(text.substring(done)).toString().strip();
    }

    /** Returns the words in alphabetical order. */
    public List<String> sorted() {
        return List.copyOf(new TreeSet<>(words));
    }

    private double product(List<StyleRow> dev, Judge judge) {
        List<StyleOutput> outputs = dev.stream()
                .map(row -> new StyleOutput(row, deletedFrom(row.text())))
                .toList();
        return StyleScore.of("", outputs, Map.of("", judge)).product().getOrDefault("", 0.0);
    }

    private static boolean endsBlank(StringBuilder text) {
        return Character.isWhitespace(text.charAt(text.length() - 1));
    }

    private static boolean startsBlank(String text, int at) {
        return at < text.length() && Character.isWhitespace(text.charAt(at));
    }

    private static Map<String, Double> logOdds(List<StyleRow> rows) {
        Map<String, Double> rude = new HashMap<>();
        Map<String, Double> civil = new HashMap<>();
        for (JudgedText text : JudgedText.of(rows)) {
            Map<String, Double> counts = text.civil() ? civil : rude;
            PlainWords.of(text.text()).forEach(word -> counts.merge(word, text.weight(), Double::sum));
        }
        Set<String> vocabulary = new HashSet<>(rude.keySet());
        vocabulary.addAll(civil.keySet());
        Map<String, Double> odds = new HashMap<>();
        double rest = Math.log(smoothedTotal(civil, vocabulary) / smoothedTotal(rude, vocabulary));
        rude.forEach((word, count) -> {
            if (count >= MIN_COUNT) {
                double ratio = (count + SMOOTHING) / (civil.getOrDefault(word, 0.0) + SMOOTHING);
                odds.put(word, Math.log(ratio) + rest);
            }
        });
        return odds;
    }

    private static double smoothedTotal(Map<String, Double> counts, Set<String> vocabulary) {
        // In a fixed order, as floating-point addition is not associative.
        return new TreeSet<>(counts.keySet())
                        .stream()
                                .mapToDouble(word -> counts.getOrDefault(word, 0.0))
                                .sum()
                + SMOOTHING * vocabulary.size();
    }
}
