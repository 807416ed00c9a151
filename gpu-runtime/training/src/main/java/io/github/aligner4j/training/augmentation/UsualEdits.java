package io.github.aligner4j.training.augmentation;

import io.github.aligner4j.training.augmentation.TokenDiff.Hunk;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** How often people made which edit, to tell the usual from the odd. */
final class UsualEdits {

    private static final double UNSEEN = 0.1;

    private final Map<List<String>, Double> edits = new HashMap<>();
    private final Map<String, Double> removals = new HashMap<>();

    /**
     * Counts the edits between two texts.
     *
     * @param weight how much they count
     */
    void add(String answer, String correction, double weight) {
        TokenDiff diff = TokenDiff.between(answer, correction);
        for (Hunk hunk : diff.hunks()) {
            String removed = plain(diff.removed(hunk));
            edits.merge(List.of(removed, plain(diff.added(hunk))), weight, Double::sum);
            removals.merge(removed, weight, Double::sum);
        }
    }

    /** Returns the mean logarithm of the shares that the edits between two texts have among those of the same words. */
    double score(String answer, String correction) {
        TokenDiff diff = TokenDiff.between(answer, correction);
        return diff.hunks().stream()
                .mapToDouble(hunk -> share(plain(diff.removed(hunk)), plain(diff.added(hunk))))
                .average()
                .orElse(0);
    }

    private double share(String removed, String added) {
        double count = edits.getOrDefault(List.of(removed, added), 0.0);
        return Math.log((count + UNSEEN) / (removals.getOrDefault(removed, 0.0) + 1));
    }

    private static String plain(List<Token> tokens) {
        return tokens.stream().map(Token::plain).collect(Collectors.joining(" "));
    }
}
