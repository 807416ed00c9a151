package io.github.aligner4j.training.dataset;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Carries short edits into long answers: sentences that are to be corrected are put between those of a good answer, and their
 * corrections in the same places of the correction. So a model learns to touch nothing else.
 *
 * @param longest most characters of a short edit's answer
 * @param edits how many edits a long answer gets, fewer if it has fewer places
 */
public record Carrying(int longest, int edits) {

    // Between sentences of one line, or before a line of prose; never inside a line of code.
    private static final Pattern PLACE = Pattern.compile("(?<=\\p{L}[.!?]) (?=\\p{Lu})|(?<=\\p{L}[.!?])$");
    private static final String FENCE = "```";

    /** Checks ranges. */
    public Carrying {
        if (longest < 1 || edits < 1) {
            throw new IllegalArgumentException(
                    "carried edits must have at least 1 character and be at least 1 an answer," + " but were to have "
                            + longest + " and to be " + edits);
        }
    }

    /**
     * Returns at most {@code count} new rows.
     *
     * @param rows where short edits are taken from; those of one line that change something
     * @param carriers good answers
     */
    public List<CorrectionRow> carry(List<CorrectionRow> rows, List<CorrectionRow> carriers, int count, Random random) {
        List<CorrectionRow> shortEdits = rows.stream().filter(this::isShort).toList();
        if (shortEdits.isEmpty() || carriers.isEmpty()) {
            return List.of();
        }
        List<CorrectionRow> order = new ArrayList<>(carriers);
        List<CorrectionRow> carried = new ArrayList<>();
        // Answers without a place for an edit are passed over, so a few rounds are enough or nothing is.
        for (int round = 0; carried.size() < count && round <= count / carriers.size(); round++) {
            Collections.shuffle(order, random);
            for (CorrectionRow carrier : order) {
                if (carried.size() < count) {
                    carry(carrier, shortEdits, random).ifPresent(carried::add);
                }
            }
        }
        return carried;
    }

    private boolean isShort(CorrectionRow row) {
        boolean oneLine = !row.answer().contains("\n") && !row.correction().contains("\n");
        return oneLine && !row.identity() && row.answer().length() <= longest;
    }

    private Optional<CorrectionRow> carry(CorrectionRow carrier, List<CorrectionRow> shortEdits, Random random) {
        List<Integer> places = places(carrier.answer());
        Collections.shuffle(places, random);
        List<Integer> chosen =
                places.stream().limit(edits).sorted(Collections.reverseOrder()).toList();
        if (chosen.isEmpty()) {
            return Optional.empty();
        }
        StringBuilder answer = new StringBuilder(carrier.answer());
        StringBuilder correction = new StringBuilder(carrier.answer());
        for (int place : chosen) {
            CorrectionRow edit = shortEdits.get(random.nextInt(shortEdits.size()));
            answer.insert(place, " " + sentence(edit.answer()));
            correction.insert(place, " " + sentence(edit.correction()));
        }
        return Optional.of(new CorrectionRow(carrier.question(), answer.toString(), correction.toString()));
    }

    /** Returns where a sentence has ended, outside code. */
    private static List<Integer> places(String text) {
        List<Integer> places = new ArrayList<>();
        boolean code = false;
        int start = 0;
        for (String line : text.split("\n", -1)) {
            if (line.startsWith(FENCE)) {
                code = !code;
            } else if (!code && !line.startsWith("    ")) {
                Matcher matcher = PLACE.matcher(line);
                while (matcher.find()) {
                    places.add(start + matcher.start());
                }
            }
            start += line.length() + 1;
        }
        return places;
    }

    private static String sentence(String text) {
        String stripped = text.strip();
        boolean open = Character.isLetterOrDigit(stripped.charAt(stripped.length() - 1));
        return open ? stripped + "." : stripped;
    }
}
