package io.github.aligner4j.text;

import com.github.difflib.DiffUtils;
import com.github.difflib.patch.AbstractDelta;
import com.github.difflib.patch.Chunk;
import io.github.aligner4j.Edit;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds where two texts differ, in words, runs of white space and single marks (Myers' algorithm of java-diff-utils). */
public final class WordDiff {

    private static final Pattern TOKEN = Pattern.compile("[\\p{L}\\p{M}\\p{N}_']+|\\s+|\\X");

    private WordDiff() {}

    /** Returns the edits that turn {@code original} into {@code corrected}, in order; none if they are equal. */
    public static List<Edit> between(String original, String corrected) {
        if (original.equals(corrected)) {
            return List.of();
        }
        Tokens before = Tokens.of(original);
        Tokens after = Tokens.of(corrected);
        List<Edit> edits = new ArrayList<>();
        for (AbstractDelta<String> delta :
                DiffUtils.diff(before.words, after.words).getDeltas()) {
            add(edits, edit(before, delta.getSource(), after, delta.getTarget()), original, corrected);
        }
        return List.copyOf(edits);
    }

    /** Edits with nothing but white space between them are one: "get lost" became "take a break", not each word another. */
    private static void add(List<Edit> edits, Edit next, String original, String corrected) {
        int last = edits.size() - 1;
        if (last < 0
                || !original.substring(edits.get(last).originalEnd(), next.originalStart())
                        .isBlank()) {
            edits.add(next);
            return;
        }
        Edit begun = edits.get(last);
        edits.set(
                last,
                new Edit(
                        begun.originalStart(),
                        next.originalEnd(),
                        begun.correctedStart(),
                        next.correctedEnd(),
                        original.substring(begun.originalStart(), next.originalEnd()),
                        corrected.substring(begun.correctedStart(), next.correctedEnd())));
    }

    private static Edit edit(Tokens before, Chunk<String> source, Tokens after, Chunk<String> target) {
        return new Edit(
                before.start(source),
                before.end(source),
                after.start(target),
                after.end(target),
                String.join("", source.getLines()),
                String.join("", target.getLines()));
    }

    /** A text cut into words; {@code offsets} has one more entry than {@code words}, the text's length. */
    private record Tokens(List<String> words, List<Integer> offsets) {

        static Tokens of(String text) {
            List<String> words = new ArrayList<>();
            List<Integer> offsets = new ArrayList<>();
            Matcher matcher = TOKEN.matcher(text);
            while (matcher.find()) {
                words.add(matcher.group());
                offsets.add(matcher.start());
            }
            offsets.add(text.length());
            return new Tokens(words, offsets);
        }

        int start(Chunk<String> chunk) {
            return offsets.get(chunk.getPosition());
        }

        int end(Chunk<String> chunk) {
            return offsets.get(chunk.getPosition() + chunk.size());
        }
    }
}
