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
 * Classes of rude words that can replace one another: those that people replaced by the same word, and those that they deleted in the same
 * kind of slot. Substitution lets a model see rare words in more than one sentence. Immutable.
 */
public final class SubstitutionClasses {

    /** Words that often precede an adjective: "the _ cat". */
    static final Set<String> DETERMINERS = Set.of(
            "the", "a", "this", "that", "these", "those", "my", "your", "his", "her", "their", "our", "some", "any",
            "such");

    /** Replacements that depend on their context: "wtf" became "what", but not every "what" can become "wtf". */
    private static final Set<String> FUNCTION_WORDS = Set.of(
            "it", "what", "you", "he", "she", "i", "we", "they", "and", "of", "to", "in", "so", "not", "one", "is",
            "are", "was", "be", "with", "for", "on", "at", "as");

    private static final int MIN_WORDS = 3;
    private static final double MAX_COUNT = 8;

    private final List<Slot> slots;
    private final Map<Kind, Map<String, Integer>> words;

    private SubstitutionClasses(List<Slot> slots, Map<Kind, Map<String, Integer>> words) {
        this.slots = slots;
        this.words = words;
    }

    /**
     * A kind of edit.
     *
     * @param replacement the replacement; empty for a deletion
     * @param determined true if a determiner precedes the deleted word
     * @param followed true if a word follows the deleted word
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

    /** An edited word of a row. */
    record Slot(CorrectionRow row, Token word, Kind kind) {}

    /**
     * Finds the words of {@code lexicon} that were deleted or replaced on their own in {@code rows}. Deletions of words that were
     * replaced more often are ignored: without such a word ("idiots"), a sentence is incomplete.
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
        words.values().removeIf(alike -> alike.size() < MIN_WORDS);
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

    /** Returns the edited words that others can replace. */
    List<Slot> slots() {
        return slots;
    }

    /** Returns the replacements of at least three words, except function words. */
    Set<String> replacements() {
        return words.keySet().stream()
                .map(Kind::replacement)
                .filter(word -> !FUNCTION_WORDS.contains(word) && !DETERMINERS.contains(word))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Draws a word of a kind other than {@code not}, frequent ones more often; empty if there is none. */
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
        return Math.sqrt(Math.min(count, MAX_COUNT));
    }
}
