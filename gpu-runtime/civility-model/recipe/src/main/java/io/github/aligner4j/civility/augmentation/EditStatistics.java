package io.github.aligner4j.civility.augmentation;

import io.github.aligner4j.civility.augmentation.Phrases.Span;
import io.github.aligner4j.civility.augmentation.TokenDiff.Hunk;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Counts which edits people make in which syntactic slots, to find the usual edits and to apply them. Not safe for use by several
 * threads.
 */
final class EditStatistics {

    private static final Pattern I = Pattern.compile("\\bi\\b");

    private static final double UNSEEN = 0.1;

    /** The number of people from which an edit is usual. */
    private static final double USUAL = 2;

    /** The weight of an edit of the same words in another kind of slot. */
    private static final double ELSEWHERE = 0.3;

    /** The weight of the prior (edits of other words in the same kind of slot), as a number of edits. */
    private static final double PRIOR = 4;

    /** The minimum share of deletions for deleting a word without which the sentence stays complete. */
    private static final double DELETED = 0.1;

    /** The minimum share of deletions for deleting a word without which the sentence is incomplete. */
    private static final double DELETED_PART = 0.5;

    private static final int MAX_ADDED_TOKENS = 3;

    private final PartOfSpeech.Tagger tagger = new PartOfSpeech.Tagger();
    private final Phrases phrases = new Phrases();
    private final Map<String, Map<String, Map<SyntacticSlot, Double>>> edits = new TreeMap<>();
    private final Map<SyntacticSlot, Map<String, Double>> slots = new LinkedHashMap<>();

    /**
     * Counts the edits between two texts.
     *
     * @param weight the weight of each edit
     */
    void add(String answer, String correction, double weight) {
        TokenDiff diff = TokenDiff.between(answer, correction);
        List<PartOfSpeech> parts = tagger.of(diff.before());
        phrases.add(diff, weight);
        for (Hunk hunk : diff.hunks()) {
            String removed = plain(diff.removed(hunk));
            String added = written(diff.added(hunk), correction);
            if (!removed.isEmpty()) {
                SyntacticSlot slot = SyntacticSlot.of(diff.before(), parts, hunk.start(), hunk.end());
                edits.computeIfAbsent(removed, key -> new TreeMap<>())
                        .computeIfAbsent(added, key -> new LinkedHashMap<>())
                        .merge(slot, weight, Double::sum);
                if (diff.removed(hunk).size() == 1 && diff.added(hunk).size() <= MAX_ADDED_TOKENS) {
                    slots.computeIfAbsent(slot, key -> new TreeMap<>()).merge(added, weight, Double::sum);
                }
            }
        }
    }

    /** Returns whether all edits between two texts are usual. */
    boolean usual(String answer, String correction) {
        TokenDiff diff = TokenDiff.between(answer, correction);
        return diff.hunks().stream()
                .allMatch(hunk -> count(plain(diff.removed(hunk)), written(diff.added(hunk), correction)) >= USUAL);
    }

    /** Returns the mean log probability of the edits between two texts, given the edited words. */
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

    /** Returns {@code text} with the most usual edits of the tokens in {@code rude}, run by run. */
    String apply(String text, BitSet rude) {
        List<Token> tokens = Token.of(text);
        List<PartOfSpeech> parts = tagger.of(tokens);
        Edits made = new Edits(text);
        int begun = tokens.size();
        int end = rude.length();
        while (end > 0) {
            Span run = new Span(rude.previousClearBit(end - 1) + 1, end);
            Span phrase = phrases.around(tokens.subList(0, begun), run);
            Span known = known(tokens, phrase) ? phrase : new Span(end - 1, end);
            // An unknown run is treated as its last word, which in English is its head.
            SyntacticSlot slot = SyntacticSlot.of(tokens, parts, phrase.start(), phrase.end());
            made.put(
                    tokens,
                    phrase.start(),
                    phrase.end(),
                    edit(plain(tokens.subList(known.start(), known.end())), slot));
            begun = phrase.start();
            end = rude.previousSetBit(begun - 1) + 1;
        }
        return made.text();
    }

    private boolean known(List<Token> tokens, Span span) {
        return count(plain(tokens.subList(span.start(), span.end()))) >= USUAL;
    }

    private String edit(String removed, SyntacticSlot slot) {
        Map<String, Double> likely = new TreeMap<>();
        edits.getOrDefault(removed, Map.of()).forEach((added, counts) -> {
            if (added.isEmpty() || sum(counts) >= USUAL) {
                likely.put(added, weighted(counts, slot));
            }
        });
        double own = sum(likely);
        Map<String, Double> here = slots.getOrDefault(slot, Map.of());
        double all = sum(here);
        here.forEach((added, count) -> {
            if (own < USUAL || added.isEmpty() || likely.containsKey(added)) {
                likely.merge(added, PRIOR * count / (all + 1), Double::sum);
            }
        });
        double share = likely.getOrDefault("", 0.0) / (own + PRIOR * all / (all + 1));
        // Without statistics this is 0 / 0.
        boolean deleted = !(share < (slot.needed() ? DELETED_PART : DELETED));
        return deleted ? "" : mostLikely(likely);
    }

    private static String mostLikely(Map<String, Double> likely) {
        return likely.entrySet().stream()
                .filter(each -> each.getKey().codePoints().anyMatch(Character::isLetter))
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElse("");
    }

    private static double sum(Map<?, Double> counts) {
        return counts.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    private static double weighted(Map<SyntacticSlot, Double> counts, SyntacticSlot slot) {
        return counts.entrySet().stream()
                .mapToDouble(each -> each.getValue() * (each.getKey().equals(slot) ? 1 : ELSEWHERE))
                .sum();
    }

    /** Returns tokens as written, in lower case except for "I". */
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
