package io.github.aligner4j.training.augmentation;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The kind of place that words stand in: what is usual there, and whether the sentence lacks a part without them. "The _ cat" can
 * do without, "you are a _." cannot.
 *
 * @param own what the last of the words is
 * @param before what stands before them
 * @param plural whether the last of the words ends as plurals do
 * @param needed whether the sentence lacks a part without them
 */
record Place(Part own, Part before, boolean plural, boolean needed) {

    private static final Set<String> POSSESSIVES = Set.of("my", "your", "his", "her", "its", "our", "their");

    /** What can stand without a noun: "I like that _". */
    private static final Set<String> ALONE =
            Set.of("this", "that", "these", "those", "all", "some", "any", "such", "no", "more");

    /** What the words before belong to, if it follows. */
    private static final Set<Part> HEADS = EnumSet.of(Part.NOUN, Part.ADJECTIVE, Part.NUMBER);

    private static final Set<Part> BEFORE_NEEDED_ADJECTIVES =
            EnumSet.of(Part.VERB, Part.AUXILIARY, Part.ADVERB, Part.DETERMINER, Part.CONJUNCTION);

    private static final Set<Part> BEFORE_NEEDED_VERBS =
            EnumSet.of(Part.VERB, Part.AUXILIARY, Part.PARTICLE, Part.PRONOUN, Part.DETERMINER, Part.NOUN);

    /**
     * Returns the place of tokens {@code start} to {@code end}, which is exclusive.
     *
     * @param parts of all tokens
     */
    static Place of(List<Token> tokens, List<Part> parts, int start, int end) {
        Part own = parts.get(end - 1);
        Part before = start == 0 ? Part.MARK : before(tokens.get(start - 1), parts.get(start - 1));
        Part after = end == parts.size() ? Part.MARK : parts.get(end);
        boolean plural = tokens.get(end - 1).plain().endsWith("s");
        boolean alone = start > 0 && ALONE.contains(tokens.get(start - 1).plain());
        return new Place(own, before, plural, !alone && !HEADS.contains(after) && needed(own, before, after));
    }

    private static Part before(Token token, Part part) {
        return POSSESSIVES.contains(token.plain()) ? Part.DETERMINER : part;
    }

    private static boolean needed(Part own, Part before, Part after) {
        return switch (own) {
            case NOUN -> before != Part.NOUN && before != Part.PRONOUN && (before != Part.MARK || after != Part.MARK);
            case ADJECTIVE -> BEFORE_NEEDED_ADJECTIVES.contains(before);
            case VERB, AUXILIARY -> BEFORE_NEEDED_VERBS.contains(before);
            default -> false;
        };
    }
}
