package io.github.aligner4j.completion;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * What a model continues: runs of plain text, and special tokens between them.
 *
 * <p>The split is what makes a prompt safe: an engine tokenises {@link Text} so that no special token can come out of it,
 * whatever it says ({@code </s>} in it is five characters), and takes special tokens only from {@link SpecialToken}
 * segments, which user text never becomes. The tokens that the checkpoint's tokenizer puts before every sequence (such as
 * {@code <s>}) are added by the engine and are not part of a prompt.
 *
 * @param segments the parts in order; neighbouring texts are joined
 */
public record Prompt(List<Segment> segments) {

    /** Joins neighbouring texts. */
    public Prompt {
        segments = joined(segments);
    }

    /** A part of a prompt. */
    public sealed interface Segment permits Text, SpecialToken {

        /** How the part reads. */
        String text();
    }

    /**
     * Plain text, in which nothing is special.
     *
     * @param text any text
     */
    public record Text(String text) implements Segment {

        /** Checks that there is a text. */
        public Text {
            Objects.requireNonNull(text, "text");
        }
    }

    /**
     * A token of the checkpoint's vocabulary that is not text, such as {@code <|im_start|>}.
     *
     * @param text how the tokenizer writes it
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

    /** Returns how the prompt reads, special tokens written out. */
    public String text() {
        return segments.stream().map(Segment::text).collect(Collectors.joining());
    }

    private static List<Segment> joined(List<Segment> segments) {
        List<Segment> joined = new ArrayList<>();
        for (Segment segment : segments) {
            int last = joined.size() - 1;
            if (segment instanceof Text text && last >= 0 && joined.get(last) instanceof Text before) {
                joined.set(last, new Text(before.text() + text.text()));
            } else {
                joined.add(segment);
            }
        }
        return List.copyOf(joined);
    }
}
