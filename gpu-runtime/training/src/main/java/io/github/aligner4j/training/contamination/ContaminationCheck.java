// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training.contamination;

import io.github.aligner4j.training.contamination.ContaminatedRow.Kind;
import io.github.aligner4j.training.contamination.ContaminatedRow.Match;
import io.github.aligner4j.training.contamination.PlacedRow.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import static io.github.aligner4j.training.contamination.FingerprintTable.NONE;

/**
 * Finds the rows of an evaluation set that a training set gives away, by a {@link ContaminationRule}.
 *
 * <p>The time is linear in the texts. The evaluation set is in memory, with 24 to 48 bytes for each of its runs of words; the rows of
 * the training set are given one by one, and not kept. Runs are compared by hashes of 64 bits: two different runs have the same one
 * once in 10<sup>19</sup> pairs.
 */
public final class ContaminationCheck {

    private final List<PlacedRow> rows;
    private final ContaminationRule rule;
    private final boolean within;
    private final FingerprintTable table = new FingerprintTable();
    private final Map<Integer, Place> places = new HashMap<>();
    private int others;

    private ContaminationCheck(List<PlacedRow> rows, ContaminationRule rule, boolean within) {
        this.rows = List.copyOf(rows);
        this.rule = rule;
        this.within = within;
        this.rows.forEach(row -> texts(row).forEach(text -> text.fingerprints().forEach(table::add)));
    }

    /** Returns a check of {@code rows} against the rows that are given to {@link #compareWith}. */
    public static ContaminationCheck of(List<PlacedRow> rows, ContaminationRule rule) {
        return new ContaminationCheck(rows, rule, false);
    }

    /** Returns the rows of {@code rows} that other ones of them give away. */
    public static List<ContaminatedRow> within(List<PlacedRow> rows, ContaminationRule rule) {
        ContaminationCheck check = new ContaminationCheck(rows, rule, true);
        rows.forEach(check::compareWith);
        return check.found();
    }

    /** Compares the rows with one of the training set. */
    public void compareWith(PlacedRow other) {
        others++;
        for (Text text : texts(other)) {
            for (long fingerprint : text.fingerprints()) {
                if (table.found(fingerprint, others)) {
                    places.put(others, other.place());
                }
            }
        }
    }

    /** Returns the contaminated rows so far, in order. */
    public List<ContaminatedRow> found() {
        List<ContaminatedRow> found = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            int number = within ? i + 1 : NONE;
            List<Match> matches = new ArrayList<>();
            for (TextField field : rule.fields()) {
                match(texts(rows.get(i), field), field, number).ifPresent(matches::add);
            }
            if (!matches.isEmpty()) {
                found.add(new ContaminatedRow(rows.get(i).place(), matches));
            }
        }
        return found;
    }

    private Optional<Match> match(List<Text> texts, TextField field, int number) {
        for (Text text : texts) {
            int other = text.whole() == NONE ? NONE : table.other(text.whole(), number);
            if (other != NONE) {
                return Optional.of(new Match(Kind.TEXT, field, place(other), 1, String.join(" ", text.words())));
            }
        }
        return sharedRuns(texts, field, number);
    }

    private Optional<Match> sharedRuns(List<Text> texts, TextField field, int number) {
        int all = 0;
        int found = 0;
        Match first = null;
        for (Text text : texts) {
            all += text.runs().length;
            for (int at = 0; at < text.runs().length; at++) {
                int other = table.other(text.runs()[at], number);
                if (other != NONE) {
                    found++;
                    first = first == null
                            ? new Match(Kind.NGRAM, field, place(other), 0, text.run(at, rule.ngram()))
                            : first;
                }
            }
        }
        double share = all == 0 ? 0 : (double) found / all;
        return first == null || share < rule.minShare()
                ? Optional.empty()
                : Optional.of(new Match(Kind.NGRAM, field, first.other(), share, first.text()));
    }

    private Place place(int number) {
        return Objects.requireNonNull(places.get(number));
    }

    private List<Text> texts(PlacedRow row) {
        return rule.fields().stream()
                .flatMap(field -> texts(row, field).stream())
                .toList();
    }

    private List<Text> texts(PlacedRow row, TextField field) {
        return field.texts(row.row()).stream()
                .map(text -> Text.of(text, field, rule))
                .toList();
    }

    /**
     * A text as it is compared.
     *
     * @param words its words
     * @param runs the fingerprints of its runs of words
     * @param whole the fingerprint of the whole text; 0 if it is too short to compare
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Text(List<String> words, long[] runs, long whole) {

        static Text of(String text, TextField field, ContaminationRule rule) {
            List<String> words = Words.of(text);
            long whole = words.size() < rule.minWords() ? NONE : Fingerprints.ofText(words, field);
            return new Text(words, Fingerprints.ofRuns(words, rule.ngram()), whole);
        }

        List<Long> fingerprints() {
            List<Long> all = new ArrayList<>(runs.length + 1);
            for (long run : runs) {
                all.add(run);
            }
            if (whole != NONE) {
                all.add(whole);
            }
            return all;
        }

        String run(int at, int length) {
            return String.join(" ", words.subList(at, at + length));
        }
    }
}
