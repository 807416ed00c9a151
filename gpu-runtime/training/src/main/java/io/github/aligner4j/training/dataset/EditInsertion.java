package io.github.aligner4j.training.dataset;

import io.github.aligner4j.training.dataset.CarrierPlaces.Kind;
import io.github.aligner4j.training.dataset.CarrierPlaces.Place;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/**
 * Carries short edits into long answers: sentences that are to be corrected are put between those of a good answer, before them,
 * into list items, and as paragraphs of their own; and their corrections in the same places of the correction. So a model learns
 * to touch nothing else. What is put in is written as in {@link NaturalPair}.
 *
 * @param longest most characters of a short edit's answer
 * @param edits most edits that a long answer gets, fewer if it has fewer places; how many is drawn
 */
public record EditInsertion(int longest, int edits) {

    // Most answers would have nearly all places after sentences.
    private static final double BEFORE_LINE_SHARE = 0.25;
    private static final double PARAGRAPH_SHARE = 0.2;
    private static final double LEAST_SHARE = 0.15;

    /** Checks ranges. */
    public EditInsertion {
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
        List<CorrectionRow> shortEdits = rows.stream()
                .filter(this::isShort)
                .map(NaturalPair::closed)
                .filter(row -> !row.identity())
                .toList();
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
        // People's corrections are sometimes broken off ("Two." for a sentence that begins with 2).
        boolean whole = row.correction().length() >= LEAST_SHARE * row.answer().length();
        return oneLine && whole && !row.identity() && row.answer().length() <= longest;
    }

    private Optional<CorrectionRow> carry(CorrectionRow carrier, List<CorrectionRow> shortEdits, Random random) {
        List<Place> chosen = chosen(CarrierPlaces.of(carrier.answer()), random);
        if (chosen.isEmpty()) {
            return Optional.empty();
        }
        StringBuilder answer = new StringBuilder(carrier.answer());
        StringBuilder correction = new StringBuilder(carrier.answer());
        for (Place place : chosen) {
            CorrectionRow edit = shortEdits.get(random.nextInt(shortEdits.size()));
            answer.insert(place.offset(), place.before() + edit.answer() + place.after());
            correction.insert(place.offset(), place.before() + edit.correction() + place.after());
        }
        return Optional.of(new CorrectionRow(carrier.question(), answer.toString(), correction.toString()));
    }

    /** Draws places, last ones first, no two at the same offset. */
    private List<Place> chosen(List<Place> places, Random random) {
        int wanted = 1 + random.nextInt(edits);
        List<Place> order = new ArrayList<>(places);
        Collections.shuffle(order, random);
        TreeMap<Integer, Place> chosen = new TreeMap<>(Comparator.reverseOrder());
        for (int i = 0; i < wanted; i++) {
            Kind kind = kind(random.nextDouble());
            order.stream()
                    .filter(place -> !chosen.containsKey(place.offset()))
                    .min(Comparator.comparingInt(place -> place.kind() == kind ? 0 : 1))
                    .ifPresent(place -> chosen.put(place.offset(), place));
        }
        return List.copyOf(chosen.values());
    }

    private static Kind kind(double drawn) {
        if (drawn < PARAGRAPH_SHARE) {
            return Kind.PARAGRAPH;
        }
        return drawn < PARAGRAPH_SHARE + BEFORE_LINE_SHARE ? Kind.BEFORE_LINE : Kind.AFTER_SENTENCE;
    }
}
