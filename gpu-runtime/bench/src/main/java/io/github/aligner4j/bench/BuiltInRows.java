// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.ToIntFunction;

/**
 * Built-in rows, the same in each run: answers of 200 tokens that stay unchanged, and answers of 150 tokens in which three
 * sentences are made civil.
 */
public final class BuiltInRows {

    /** Number of rows of each kind. */
    private static final int EACH = 6;

    private static final int UNCHANGED_TOKENS = 200;
    private static final int EDITED_TOKENS = 150;
    private static final String BECOMES = " => ";

    private final List<String> questions = new ArrayList<>();
    private final List<String> sentences = new ArrayList<>();
    private final List<String[]> rude = new ArrayList<>();
    private final ToIntFunction<String> tokens;

    private BuiltInRows(ToIntFunction<String> tokens) {
        this.tokens = tokens;
        for (String line : lines()) {
            if (line.contains(BECOMES)) {
                rude.add(line.split(BECOMES, 2));
            } else {
                (line.endsWith("?") ? questions : sentences).add(line);
            }
        }
    }

    /**
     * Returns the rows, alternating between the kinds.
     *
     * @param tokens counts the tokens of a text as the model does
     */
    public static List<BenchRow> with(ToIntFunction<String> tokens) {
        BuiltInRows texts = new BuiltInRows(tokens);
        List<BenchRow> rows = new ArrayList<>();
        for (int i = 0; i < EACH; i++) {
            rows.add(texts.unchanged(i));
            rows.add(texts.edited(i));
        }
        return rows;
    }

    private BenchRow unchanged(int row) {
        String answer = String.join(" ", sentences(row, UNCHANGED_TOKENS));
        return new BenchRow("unchanged", question(row), answer, answer);
    }

    private BenchRow edited(int row) {
        List<String> kept = sentences(row + EACH, EDITED_TOKENS);
        List<String> answer = new ArrayList<>(kept);
        List<String> correction = new ArrayList<>(kept);
        for (int edit = 0; edit < 3; edit++) {
            String[] pair = rude.get((3 * row + edit) % rude.size());
            int place = kept.size() * (2 * edit + 1) / 6;
            answer.set(place, pair[0]);
            correction.set(place, pair[1]);
        }
        return new BenchRow(
                "civil edits", question(row + EACH), String.join(" ", answer), String.join(" ", correction));
    }

    private String question(int row) {
        return questions.get(row % questions.size());
    }

    /** Returns distinct sentences with at least {@code wanted} tokens in all; each row begins with another sentence. */
    private List<String> sentences(int row, int wanted) {
        List<String> chosen = new ArrayList<>();
        for (int i = 0; i < sentences.size() && tokens.applyAsInt(String.join(" ", chosen)) < wanted; i++) {
            chosen.add(sentences.get((5 * row + 7 * i) % sentences.size()));
        }
        return chosen;
    }

    private static List<String> lines() {
        try (InputStream in =
                Objects.requireNonNull(BuiltInRows.class.getResourceAsStream("built-in-rows.txt"), "built-in rows")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
