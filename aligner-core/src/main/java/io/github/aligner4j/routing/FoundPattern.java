// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.routing;

import io.github.aligner4j.AlignerException;
import io.github.aligner4j.Incubating;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Tests whether a pattern is found in a text, in time that grows no faster than the text.
 *
 * <p>A pattern such as {@code a*a*a*a*b} takes too long on some texts, which users can write. A search that reads characters
 * more than {@value #MAX_READS_PER_CHARACTER} times as often as the text has some, 1,000 at least, fails with an {@link
 * AlignerException}; so does one that exceeds the thread's stack. Immutable.
 */
@Incubating
public final class FoundPattern implements Predicate<String> {

    /** The maximum number of reads for each character, enough for a quadratic search in 20,000 characters. */
    private static final int MAX_READS_PER_CHARACTER = 50_000;

    private static final int MIN_CHARACTERS = 1_000;

    private final Pattern pattern;

    /** Creates a test for {@code pattern}. */
    public FoundPattern(Pattern pattern) {
        this.pattern = Objects.requireNonNull(pattern, "pattern");
    }

    /**
     * Returns true if the pattern is found in {@code text}.
     *
     * @throws AlignerException if the search takes too long
     */
    @Override
    public boolean test(String text) {
        long reads = (long) MAX_READS_PER_CHARACTER * Math.max(MIN_CHARACTERS, text.length());
        try {
            return pattern.matcher(new CountedText(text, new Budget(reads, pattern)))
                    .find();
        } catch (StackOverflowError e) {
            throw new AlignerException(
                    "the search for '" + pattern + "' in a text of " + text.length()
                            + " characters exceeds the thread's stack; write it without alternatives or groups that"
                            + " repeat",
                    e);
        }
    }

    /** The reads that are left; for one search. */
    private static final class Budget {

        private final Pattern pattern;
        private long left;

        Budget(long left, Pattern pattern) {
            this.left = left;
            this.pattern = pattern;
        }

        void spend(int length) {
            if (--left < 0) {
                throw new AlignerException("the search for '" + pattern + "' in a text of " + length
                        + " characters was given up, as it takes much longer than reading the text; write it without"
                        + " repetitions inside repetitions");
            }
        }
    }

    /** A text whose reads are counted. */
    private record CountedText(CharSequence text, Budget budget) implements CharSequence {

        @Override
        public char charAt(int index) {
            budget.spend(text.length());
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new CountedText(text.subSequence(start, end), budget);
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
