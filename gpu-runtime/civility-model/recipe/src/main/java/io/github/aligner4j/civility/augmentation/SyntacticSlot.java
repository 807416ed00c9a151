package io.github.aligner4j.civility.augmentation;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The syntactic slot of words: its kind determines the usual edits, and whether the sentence is complete without the words. "The _ cat" is
 * complete, "you are a _." is not.
 *
 * @param own the part of speech of the last word
 * @param before the part of speech before the words
 * @param plural true if the last word ends like a plural
 * @param needed true if the sentence is incomplete without the words
 */
record SyntacticSlot(PartOfSpeech own, PartOfSpeech before, boolean plural, boolean needed) {

    private static final Set<String> POSSESSIVES = Set.of("my", "your", "his", "her", "its", "our", "their");

    /** Words that can stand without a noun: "I like that _". */
    private static final Set<String> ALONE =
            Set.of("this", "that", "these", "those", "all", "some", "any", "such", "no", "more");

    /** Parts of speech that, if they follow, complete the phrase. */
    private static final Set<PartOfSpeech> HEADS =
            EnumSet.of(PartOfSpeech.NOUN, PartOfSpeech.ADJECTIVE, PartOfSpeech.NUMBER);

    private static final Set<PartOfSpeech> BEFORE_NEEDED_ADJECTIVES = EnumSet.of(
            PartOfSpeech.VERB,
            PartOfSpeech.AUXILIARY,
            PartOfSpeech.ADVERB,
            PartOfSpeech.DETERMINER,
            PartOfSpeech.CONJUNCTION);

    private static final Set<PartOfSpeech> BEFORE_NEEDED_VERBS = EnumSet.of(
            PartOfSpeech.VERB,
            PartOfSpeech.AUXILIARY,
            PartOfSpeech.PARTICLE,
            PartOfSpeech.PRONOUN,
            PartOfSpeech.DETERMINER,
            PartOfSpeech.NOUN);

    /**
     * Returns the slot of the tokens from {@code start} to {@code end}, exclusive.
     *
     * @param parts the parts of speech of all tokens
     */
    static SyntacticSlot of(List<Token> tokens, List<PartOfSpeech> parts, int start, int end) {
        PartOfSpeech own = parts.get(end - 1);
        PartOfSpeech before = start == 0 ? PartOfSpeech.MARK : before(tokens.get(start - 1), parts.get(start - 1));
        PartOfSpeech after = end == parts.size() ? PartOfSpeech.MARK : parts.get(end);
        boolean plural = tokens.get(end - 1).plain().endsWith("s");
        boolean alone = start > 0 && ALONE.contains(tokens.get(start - 1).plain());
        return new SyntacticSlot(own, before, plural, !alone && !HEADS.contains(after) && needed(own, before, after));
    }

    private static PartOfSpeech before(Token token, PartOfSpeech part) {
        return POSSESSIVES.contains(token.plain()) ? PartOfSpeech.DETERMINER : part;
    }

    private static boolean needed(PartOfSpeech own, PartOfSpeech before, PartOfSpeech after) {
        return switch (own) {
            case NOUN ->
                before != PartOfSpeech.NOUN
                        && before != PartOfSpeech.PRONOUN
                        && (before != PartOfSpeech.MARK || after != PartOfSpeech.MARK);
            case ADJECTIVE -> BEFORE_NEEDED_ADJECTIVES.contains(before);
            case VERB, AUXILIARY -> BEFORE_NEEDED_VERBS.contains(before);
            default -> false;
        };
    }
}
