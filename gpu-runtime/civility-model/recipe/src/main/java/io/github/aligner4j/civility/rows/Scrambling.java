package io.github.aligner4j.civility.rows;

import io.github.aligner4j.training.dataset.CorrectionRow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Makes identity rows to practise copying in which only the position determines the next token: shuffled words, short patterns with small
 * changes (as in tables, lists and code), numbers, and characters of any script.
 *
 * @param maxCharacters the maximum length of an answer
 */
public record Scrambling(int maxCharacters) {

    private static final int KINDS = 4;
    private static final int[][] SCRIPTS = {
        {'!', '~'},
        {0xa1, 0x24f},
        {0x391, 0x3c9},
        {0x410, 0x44f},
        {0x5d0, 0x5ea},
        {0x621, 0x64a},
        {0x905, 0x939},
        {0xe01, 0xe3a},
        {0x2190, 0x22ff},
        {0x3041, 0x30fe},
        {0x4e00, 0x9fa5},
        {0xac00, 0xd7a3},
        {0x1f300, 0x1f64f}
    };

    /** Checks the range. */
    public Scrambling {
        if (maxCharacters < 2) {
            throw new IllegalArgumentException(
                    "scrambled answers must have a maximum length of at least 2 characters, but it was "
                            + maxCharacters);
        }
    }

    /**
     * Returns {@code count} rows.
     *
     * @param texts the source of words; must contain some
     */
    public List<CorrectionRow> rows(List<String> texts, int count, Random random) {
        List<String> words = new ArrayList<>();
        texts.forEach(text -> words.addAll(List.of(text.strip().split("\\s+"))));
        List<String> distinct = words.stream().distinct().toList();
        List<CorrectionRow> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            List<String> from = random.nextBoolean() ? words : distinct;
            String text = fitted(text(from, random), 2 + random.nextInt(maxCharacters - 1));
            rows.add(new CorrectionRow("", text, text));
        }
        return rows;
    }

    private String text(List<String> words, Random random) {
        return switch (random.nextInt(KINDS)) {
            case 0 -> String.join(" ", drawn(words, maxCharacters / 4, random));
            case 1 -> pattern(words, random);
            case 2 -> numbers(words, random);
            default -> maxCharacters(random);
        };
    }

    private static List<String> drawn(List<String> words, int count, Random random) {
        List<String> drawn = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            drawn.add(words.get(random.nextInt(words.size())));
        }
        return drawn;
    }

    /** Repeats a few words, with another one changed each time. */
    private String pattern(List<String> words, Random random) {
        List<String> pattern = drawn(words, 2 + random.nextInt(6), random);
        String between = random.nextBoolean() ? " " : random.nextBoolean() ? " | " : ", ";
        StringBuilder text = new StringBuilder();
        while (text.length() < maxCharacters) {
            text.append(String.join(between, pattern)).append(between);
            pattern.set(random.nextInt(pattern.size()), words.get(random.nextInt(words.size())));
            if (random.nextInt(4) == 0) {
                Collections.shuffle(pattern, random);
            }
        }
        return text.toString();
    }

    private String numbers(List<String> words, Random random) {
        String marks = " .,:;/-+*=%()$|";
        StringBuilder text = new StringBuilder();
        while (text.length() < maxCharacters) {
            text.append(random.nextInt((int) Math.pow(10, 1 + random.nextInt(5))));
            text.append(marks.charAt(random.nextInt(marks.length())));
            if (random.nextInt(3) == 0) {
                text.append(' ').append(words.get(random.nextInt(words.size()))).append(' ');
            }
        }
        return text.toString();
    }

    private String maxCharacters(Random random) {
        int[] script = SCRIPTS[random.nextInt(SCRIPTS.length)];
        StringBuilder text = new StringBuilder();
        while (text.length() < maxCharacters / 2) {
            text.appendCodePoint(script[0] + random.nextInt(script[1] - script[0] + 1));
            if (random.nextInt(6) == 0) {
                text.append(' ');
            }
        }
        return text.toString();
    }

    /** Cuts a text to a length, not inside a character, and strips it. */
    private static String fitted(String text, int length) {
        int end = Math.min(length, text.length());
        boolean inside = end < text.length() && Character.isLowSurrogate(text.charAt(end));
        String cut = text.substring(0, inside ? end + 1 : end).strip();
        return cut.isEmpty() ? text.strip().substring(0, 1) : cut;
    }
}
