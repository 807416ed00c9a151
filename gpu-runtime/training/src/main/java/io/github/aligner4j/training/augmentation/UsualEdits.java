package io.github.aligner4j.training.augmentation;

import io.github.aligner4j.training.augmentation.TokenDiff.Hunk;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** How often people made which edit where, to tell the usual from the odd, and to do as most do. */
final class UsualEdits {

    private static final Pattern I = Pattern.compile("\\bi\\b");

    private static final double UNSEEN = 0.1;

    /** From how many people on an edit is usual. */
    private static final double USUAL = 2;

    /** How much an edit counts that was made to the same words in another kind of place. */
    private static final double ELSEWHERE = 0.3;

    /** How many edits of a word outweigh what is done to other words in such a place. */
    private static final double PRIOR = 4;

    /** Where so many delete, a word is deleted. People replace in many ways, of which none is as frequent. */
    private static final double DELETED = 0.25;

    /** The same, where a sentence lacks a part then. */
    private static final double DELETED_PART = 0.5;

    private static final int LONGEST = 3;

    private final Map<String, Map<String, Map<Place, Double>>> edits = new TreeMap<>();
    private final Map<Place, Map<String, Double>> places = new LinkedHashMap<>();

    /**
     * Counts the edits between two texts.
     *
     * @param weight how much they count
     */
    void add(String answer, String correction, double weight) {
        TokenDiff diff = TokenDiff.between(answer, correction);
        for (Hunk hunk : diff.hunks()) {
            String removed = plain(diff.removed(hunk));
            String added = written(diff.added(hunk), correction);
            if (!removed.isEmpty()) {
                Place place = Place.of(diff.before(), hunk.start(), hunk.end());
                edits.computeIfAbsent(removed, key -> new TreeMap<>())
                        .computeIfAbsent(added, key -> new LinkedHashMap<>())
                        .merge(place, weight, Double::sum);
                if (diff.removed(hunk).size() == 1 && diff.added(hunk).size() <= LONGEST) {
                    places.computeIfAbsent(place, key -> new TreeMap<>()).merge(added, weight, Double::sum);
                }
            }
        }
    }

    /** Whether all that was changed between two texts was changed so by others as well. */
    boolean usual(String answer, String correction) {
        TokenDiff diff = TokenDiff.between(answer, correction);
        return diff.hunks().stream()
                .allMatch(hunk -> count(plain(diff.removed(hunk)), written(diff.added(hunk), correction)) >= USUAL);
    }

    /** Returns the mean logarithm of the shares that the edits between two texts have among those of the same words. */
    double score(String answer, String correction) {
        TokenDiff diff = TokenDiff.between(answer, correction);
        return diff.hunks().stream()
                .mapToDouble(hunk -> share(plain(diff.removed(hunk)), written(diff.added(hunk), correction)))
                .average()
                .orElse(0);
    }

    private double share(String removed, String added) {
        return Math.log((count(removed, added) + UNSEEN) / (count(removed) + 1));
    }

    private double count(String removed) {
        return edits.getOrDefault(removed, Map.of()).keySet().stream()
                .mapToDouble(added -> count(removed, added))
                .sum();
    }

    private double count(String removed, String added) {
        return edits.getOrDefault(removed, Map.of()).getOrDefault(added, Map.of()).values().stream()
                .mapToDouble(Double::doubleValue)
                .sum();
    }

    /** Returns {@code text} with what most people do to the tokens of {@code rude}, run by run. */
    String apply(String text, BitSet rude) {
        List<Token> tokens = Token.of(text);
        Edits made = new Edits(text);
        int end = rude.length();
        while (end > 0) {
            int start = rude.previousClearBit(end - 1) + 1;
            // A run that is not known as a whole is taken for its last word, which in English the others belong to.
            List<Token> words =
                    tokens.subList(count(plain(tokens.subList(start, end))) >= USUAL ? start : end - 1, end);
            made.put(tokens, start, end, edit(plain(words), Place.of(tokens, start, end)));
            end = rude.previousSetBit(start - 1) + 1;
        }
        return made.text();
    }

    private String edit(String removed, Place place) {
        Map<String, Double> likely = new TreeMap<>();
        edits.getOrDefault(removed, Map.of()).forEach((added, counts) -> likely.put(added, weighted(counts, place)));
        double own = sum(likely);
        Map<String, Double> here = places.getOrDefault(place, Map.of());
        double all = sum(here);
        here.forEach((added, count) -> {
            if (own < USUAL || added.isEmpty() || likely.containsKey(added)) {
                likely.merge(added, PRIOR * count / (all + 1), Double::sum);
            }
        });
        double share = likely.getOrDefault("", 0.0) / (own + PRIOR * all / (all + 1));
        // Without anything learnt it is 0 / 0.
        boolean deleted = !(share < (place.needed() ? DELETED_PART : DELETED));
        return deleted ? "" : mostLikely(likely);
    }

    private static String mostLikely(Map<String, Double> likely) {
        return likely.entrySet().stream()
                .filter(each -> !each.getKey().isEmpty())
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElse("");
    }

    private static double sum(Map<String, Double> counts) {
        return counts.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    private static double weighted(Map<Place, Double> counts, Place place) {
        return counts.entrySet().stream()
                .mapToDouble(each -> each.getValue() * (each.getKey().equals(place) ? 1 : ELSEWHERE))
                .sum();
    }

    /** Returns tokens as they are written, without the capitals that a place may give them. */
    private static String written(List<Token> tokens, String text) {
        if (tokens.isEmpty()) {
            return "";
        }
        String written = text.substring(
                tokens.get(0).start(), tokens.get(tokens.size() - 1).end());
        return I.matcher(written.toLowerCase(Locale.ROOT)).replaceAll("I");
    }

    private static String plain(List<Token> tokens) {
        return tokens.stream().map(Token::plain).collect(Collectors.joining(" "));
    }
}
