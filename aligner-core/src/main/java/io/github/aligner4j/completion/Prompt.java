// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.completion;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * A prompt: runs of plain text, and special tokens between them.
 *
 * <p>The split makes a prompt safe: an engine tokenizes {@link Text} without special tokens ({@code </s>} in it is four characters),
 * and takes special tokens only from {@link SpecialToken} segments, which are never made from user text. Tokens that the
 * checkpoint's tokenizer puts before every sequence, such as {@code <s>}, are added by the engine and are not part of a prompt,
 * unless the prompt says that it has all its tokens, as rendered chat templates do.
 *
 * @param segments the parts in order; adjacent texts are joined
 * @param addSpecialTokens true if the engine adds the tokens that the checkpoint's tokenizer puts before every sequence; false if the
 *     prompt has all its tokens (as {@code add_special_tokens} in transformers)
 */
public record Prompt(List<Segment> segments, boolean addSpecialTokens) {

    /** Joins adjacent texts. */
    public Prompt {
        segments = joined(segments);
    }

    /** Creates a prompt before which the engine adds the tokens that precede every sequence. */
    public Prompt(List<Segment> segments) {
        this(segments, true);
    }

    /** A part of a prompt. */
    public sealed interface Segment permits Text, SpecialToken {

        /** Returns the text of the part. */
        String text();
    }

    /**
     * Plain text without special tokens.
     *
     * @param text any text
     */
    public record Text(String text) implements Segment {

        /** Checks that there is a text. */
        public Text {
            Objects.requireNonNull(text, "text");
        }

        /** Returns the length of the text; never quotes it. */
        @Override
        public String toString() {
            return "Text[" + text.length() + " characters]";
        }
    }

    /**
     * A token of the checkpoint's vocabulary that is not text, such as {@code <|im_start|>}.
     *
     * @param text the token as the tokenizer spells it
     */
    public record SpecialToken(String text) implements Segment {

        /** Checks that there is a token. */
        public SpecialToken {
            if (text.isEmpty()) {
                throw new IllegalArgumentException("a special token must have at least one character");
            }
        }
    }

    /** Returns a prompt of plain text only. */
    public static Prompt of(String text) {
        return new Prompt(List.of(new Text(text)));
    }

    /** Returns a copy with other segments. */
    public Prompt withSegments(List<Segment> segments) {
        return new Prompt(segments, addSpecialTokens);
    }

    /** Returns a copy that continues with {@code text}. */
    public Prompt followedBy(String text) {
        List<Segment> longer = new ArrayList<>(segments);
        longer.add(new Text(text));
        return withSegments(longer);
    }

    /** Returns the text of the prompt, special tokens included. */
    public String text() {
        return segments.stream().map(Segment::text).collect(Collectors.joining());
    }

    private static List<Segment> joined(List<Segment> segments) {
        List<Segment> joined = new ArrayList<>();
        StringBuilder run = new StringBuilder();
        for (int i = 0; i < segments.size(); i++) {
            if (!(segments.get(i) instanceof Text text)) {
                joined.add(segments.get(i));
                continue;
            }
            run.append(text.text());
            if (i + 1 == segments.size() || !(segments.get(i + 1) instanceof Text)) {
                joined.add(new Text(run.toString()));
                run.setLength(0);
            }
        }
        return List.copyOf(joined);
    }
}
