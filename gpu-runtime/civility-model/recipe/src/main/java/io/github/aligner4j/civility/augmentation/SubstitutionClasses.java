package io.github.aligner4j.civility.augmentation;

import io.github.aligner4j.civility.augmentation.TokenDiff.Hunk;
import io.github.aligner4j.evaluation.style.ToxicLexicon;
import io.github.aligner4j.training.dataset.CorrectionRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Which words of a lexicon people treat alike: those that the same word took the place of, and those that were deleted in the
 * same kind of place. One may stand for the other, so that a model meets rare ones in more than one sentence.
 */
public final class SubstitutionClasses {

    /** Words before which one word stands more often than any other way: "the ... cat". */
    static final Set<String> DETERMINERS = Set.of(
            "the", "a", "this", "that", "these", "those", "my", "your", "his", "her", "their", "our", "some", "any",
            "such");

    /** Replacements that mean something only where they were: "wtf" became "what", but not every "what" was a "wtf". */
    private static final Set<String> FUNCTION_WORDS = Set.of(
            "it", "what", "you", "he", "she", "i", "we", "they", "and", "of", "to", "in", "so", "not", "one", "is",
            "are", "was", "be", "with", "for", "on", "at", "as");

    private static final int LEAST_WORDS = 3;
    private static final double MOST_COUNTED = 8;

    private final List<Slot> slots;
    private final Map<Kind, Map<String, Integer>> words;

    private SubstitutionClasses(List<Slot> slots, Map<Kind, Map<String, Integer>> words) {
        this.slots = slots;
        this.words = words;
    }

    /**
     * What became of a word.
     *
     * @param replacement what it was replaced by; empty if it was deleted
     * @param determined whether a determiner stood before a word that was deleted
     * @param followed whether a word stood behind one that was deleted
     */
    record Kind(String replacement, boolean determined, boolean followed) {

        static final Kind DELETED_BEFORE_NOUN = new Kind("", true, true);

        boolean deleted() {
            return replacement.isEmpty();
        }

        static Kind replaced(String replacement) {
            return new Kind(replacement, false, false);
        }
    }

    /** A word of a row's answer. */
    record Slot(CorrectionRow row, Token word, Kind kind) {}

    /**
     * Finds the words of {@code lexicon} that alone were deleted or replaced in {@code rows}. Those that were replaced more often
     * than deleted are left out of what was deleted: without them ("idiots") a sentence lacks a part.
     */
    public static SubstitutionClasses of(List<CorrectionRow> rows, ToxicLexicon lexicon) {
        List<Slot> all = new ArrayList<>();
        rows.forEach(row -> addSlots(all, row, lexicon));
        Map<String, Integer> surplus = new HashMap<>();
        all.forEach(slot -> surplus.merge(slot.word.plain(), slot.kind.deleted() ? 1 : -1, Integer::sum));
        all.removeIf(slot -> slot.kind.deleted() && surplus.getOrDefault(slot.word.plain(), 0) < 0);
        Map<Kind, Map<String, Integer>> words = new LinkedHashMap<>();
        all.forEach(slot ->
                words.computeIfAbsent(slot.kind, kind -> new TreeMap<>()).merge(slot.word.plain(), 1, Integer::sum));
        words.values().removeIf(alike -> alike.size() < LEAST_WORDS);
        all.removeIf(slot -> !words.containsKey(slot.kind));
        return new SubstitutionClasses(all, words);
    }

    private static void addSlots(List<Slot> slots, CorrectionRow row, ToxicLexicon lexicon) {
        TokenDiff diff = TokenDiff.between(row.answer(), row.correction());
        for (Hunk hunk : diff.hunks()) {
            List<Token> removed = diff.removed(hunk);
            if (removed.size() == 1 && lexicon.words().contains(removed.get(0).plain())) {
                slots.add(new Slot(row, removed.get(0), kind(diff, hunk, row.correction())));
            }
        }
    }

    private static Kind kind(TokenDiff diff, Hunk hunk, String correction) {
        List<Token> added = diff.added(hunk);
        if (!added.isEmpty()) {
            int start = added.get(0).start();
            int end = added.get(added.size() - 1).end();
            return Kind.replaced(correction.substring(start, end).toLowerCase(Locale.ROOT));
        }
        boolean determined = hunk.start() > 0
                && DETERMINERS.contains(diff.before().get(hunk.start() - 1).plain());
        boolean followed = hunk.end() < diff.before().size()
                && diff.before().get(hunk.end()).word();
        return new Kind("", determined, followed);
    }

    /** Returns the places of words that others can stand for. */
    List<Slot> slots() {
        return slots;
    }

    /** Returns the replacements of at least three words, wherever they stand; no function words. */
    Set<String> replacements() {
        return words.keySet().stream()
                .map(Kind::replacement)
                .filter(word -> !FUNCTION_WORDS.contains(word) && !DETERMINERS.contains(word))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Draws a word of a kind, frequent ones somewhat more often; nothing if there is no other than {@code not}. */
    Optional<String> draw(Kind kind, String not, Random random) {
        Map<String, Integer> alike = words.getOrDefault(kind, Map.of());
        double total = alike.entrySet().stream()
                .filter(entry -> !entry.getKey().equals(not))
                .mapToDouble(entry -> weight(entry.getValue()))
                .sum();
        double left = random.nextDouble() * total;
        for (Map.Entry<String, Integer> entry : alike.entrySet()) {
            if (!entry.getKey().equals(not)) {
                left -= weight(entry.getValue());
                if (left <= 0) {
                    return Optional.of(entry.getKey());
                }
            }
        }
        return Optional.empty();
    }

    private static double weight(int count) {
        return Math.sqrt(Math.min(count, MOST_COUNTED));
    }
}
