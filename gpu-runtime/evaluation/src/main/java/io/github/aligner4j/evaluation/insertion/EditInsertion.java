package io.github.aligner4j.evaluation.insertion;

import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.evaluation.insertion.CarrierPlaces.Kind;
import io.github.aligner4j.evaluation.insertion.CarrierPlaces.Place;
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
     * A long answer with edits in it.
     *
     * @param answer with the originals of the edits
     * @param correction the same text with the corrections of the edits
     */
    public record EditedAnswer(String question, String answer, String correction) {}

    /**
     * Returns at most {@code count} answers with edits.
     *
     * @param pairs the source of the edits; those of one line that change something are used
     * @param answers long answers that need no correction
     */
    public List<EditedAnswer> insert(List<TextPair> pairs, List<CorrectionRequest> answers, int count, Random random) {
        List<TextPair> shortEdits = pairs.stream()
                .filter(this::isShort)
                .map(NaturalPair::closed)
                .filter(pair -> !pair.isIdentity())
                .toList();
        if (shortEdits.isEmpty() || answers.isEmpty()) {
            return List.of();
        }
        List<CorrectionRequest> order = new ArrayList<>(answers);
        List<EditedAnswer> edited = new ArrayList<>();
        // Answers without a place for an edit are skipped, so a few rounds suffice or none does.
        for (int round = 0; edited.size() < count && round <= count / answers.size(); round++) {
            Collections.shuffle(order, random);
            for (CorrectionRequest answer : order) {
                if (edited.size() < count) {
                    insert(answer, shortEdits, random).ifPresent(edited::add);
                }
            }
        }
        return edited;
    }

    private boolean isShort(TextPair pair) {
        boolean oneLine = !pair.original().contains("\n") && !pair.corrected().contains("\n");
        // Corrections by people are sometimes incomplete ("Two." for a sentence that begins with 2).
        boolean complete =
                pair.corrected().length() >= LEAST_SHARE * pair.original().length();
        return oneLine && complete && !pair.isIdentity() && pair.original().length() <= longest;
    }

    private Optional<EditedAnswer> insert(CorrectionRequest request, List<TextPair> shortEdits, Random random) {
        List<Place> chosen = chosen(CarrierPlaces.of(request.answer()), random);
        if (chosen.isEmpty()) {
            return Optional.empty();
        }
        StringBuilder answer = new StringBuilder(request.answer());
        StringBuilder correction = new StringBuilder(request.answer());
        for (Place place : chosen) {
            TextPair edit = shortEdits.get(random.nextInt(shortEdits.size()));
            answer.insert(place.offset(), place.before() + edit.original() + place.after());
            correction.insert(place.offset(), place.before() + edit.corrected() + place.after());
        }
        return Optional.of(new EditedAnswer(request.question(), answer.toString(), correction.toString()));
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
