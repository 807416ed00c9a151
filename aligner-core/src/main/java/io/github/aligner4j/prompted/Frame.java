// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.prompted;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The tags around the texts of a prompt, such as {@code <answer>} and {@code </answer>}.
 *
 * <p>Texts keep every character, so tags are chosen that they don't have: if one of the texts has any tag of ours, in any case and
 * with any white space, all tags of the prompt get a number, as in {@code <answer-1>}, the smallest whose tags are in none of the
 * texts. So no text can end its own block or begin another one.
 *
 * @param suffix the end of each tag after its name: nothing, or a hyphen and a number
 */
record Frame(String suffix) {

    private static final Pattern TAG = Pattern.compile(
            "<\\s*+/?\\s*+(?:"
                    + Arrays.stream(Tag.values()).map(Tag::id).collect(Collectors.joining("|"))
                    + ")\\s*+((?:-\\d++)?)\\s*+/?\\s*+>",
            Pattern.CASE_INSENSITIVE);

    /** Returns a frame whose tags none of {@code texts} has. */
    static Frame around(Collection<String> texts) {
        Set<String> taken = new HashSet<>();
        for (String text : texts) {
            Matcher tags = TAG.matcher(text);
            while (tags.find()) {
                taken.add(tags.group(1));
            }
        }
        String suffix = "";
        for (int i = 1; taken.contains(suffix); i++) {
            suffix = "-" + i;
        }
        return new Frame(suffix);
    }

    /** Returns {@code text} as a block of its own. */
    String block(Tag tag, String text) {
        return open(tag) + "\n" + text + "\n" + close(tag);
    }

    String open(Tag tag) {
        return "<" + tag.id() + suffix + ">";
    }

    String close(Tag tag) {
        return "</" + tag.id() + suffix + ">";
    }

    /** Returns true if {@code output} has a tag of this frame from {@code start} on; no text of the prompt has one. */
    boolean isIn(CharSequence output, int start) {
        Matcher tags = TAG.matcher(output);
        tags.region(start, output.length());
        while (tags.find()) {
            if (tags.group(1).equals(suffix)) {
                return true;
            }
        }
        return false;
    }

    /** The kinds of text in a prompt. */
    enum Tag {
        QUESTION,
        ANSWER,
        PASSAGE,
        FEEDBACK,
        CANDIDATE,
        USER,
        ASSISTANT,
        SYSTEM;

        String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
