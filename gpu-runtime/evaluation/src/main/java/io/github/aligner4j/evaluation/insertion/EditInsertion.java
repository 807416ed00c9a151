// SPDX-License-Identifier: Apache-2.0
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
 * Inserts short edits into long good answers: between sentences, before a line, into list items, and as paragraphs of their own, and
 * their corrections in the same positions of the correction. Rows of this kind teach a model to change nothing else. Edits are written
 * as by {@link NaturalPair}.
 *
 * @param maxCharacters the maximum length of an edit
 * @param maxEdits the maximum number of edits in an answer; the number is drawn
 */
public record EditInsertion(int maxCharacters, int maxEdits) {

    // The kinds are drawn first, as most places of most answers are after sentences.
    private static final double BEFORE_LINE_SHARE = 0.25;
    private static final double PARAGRAPH_SHARE = 0.2;
    private static final double MIN_SHARE = 0.15;

    /** Checks ranges. */
    public EditInsertion {
        if (maxCharacters < 1 || maxEdits < 1) {
            throw new IllegalArgumentException(
                    "inserted edits must have at least 1 character and an answer at least 1 edit, but"
                            + " the limits were " + maxCharacters + " characters and " + maxEdits + " edits");
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
                pair.corrected().length() >= MIN_SHARE * pair.original().length();
        return oneLine && complete && !pair.isIdentity() && pair.original().length() <= maxCharacters;
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

    /** Draws places with different offsets, in descending order. */
    private List<Place> chosen(List<Place> places, Random random) {
        int wanted = 1 + random.nextInt(maxEdits);
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
