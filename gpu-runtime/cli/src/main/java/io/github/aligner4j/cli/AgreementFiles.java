// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.training.dataset.BadRowException;
import io.github.aligner4j.training.dataset.JsonRow;
import io.github.aligner4j.training.dataset.RowFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Labels of people and verdicts of a judge on the same pairs, line by line, as in auto-j's repository.
 *
 * @param labels the pairs that people labelled
 * @param verdicts the judge's verdict on each
 * @param swapped the judge's verdicts on the exchanged answers, if it was asked
 * @param categoryField the field of {@code labels} with the category
 */
record AgreementFiles(Path labels, Path verdicts, Optional<Path> swapped, String categoryField) {

    private static final String LABEL = "label";
    private static final String OUTPUT = "output";

    /** A pair of answers that people labelled. */
    private record Labelled(String category, int label) {}

    /**
     * Reads the files.
     *
     * @throws IOException with a message for the user if one can't be read, has a bad row, or has more or fewer rows than another one
     */
    List<AgreementRow> read() throws IOException {
        List<Labelled> people = RowFile.readAll(
                labels, row -> new Labelled(row.json().path(categoryField).asString(""), number(row, LABEL)));
        List<Integer> judge = verdicts(verdicts, people.size());
        List<Integer> exchanged = swapped.isPresent() ? verdicts(swapped.get(), people.size()) : List.of();
        List<AgreementRow> rows = new ArrayList<>();
        for (int i = 0; i < people.size(); i++) {
            Labelled each = people.get(i);
            int verdict = judge.get(i);
            rows.add(new AgreementRow(
                    each.category(),
                    each.label(),
                    verdict,
                    exchanged.isEmpty() ? verdict : AgreementRow.exchange(exchanged.get(i))));
        }
        return rows;
    }

    private List<Integer> verdicts(Path file, int wanted) throws IOException {
        List<Integer> verdicts = RowFile.readAll(file, row -> number(row, OUTPUT));
        if (verdicts.size() != wanted) {
            throw new IOException(file + ": the file has " + verdicts.size() + " rows, but " + labels + " has " + wanted
                    + "; each line must be the verdict on the pair of the same line");
        }
        return verdicts;
    }

    private static int number(JsonRow row, String field) throws BadRowException {
        JsonNode value = row.json().path(field);
        if (!value.isInt() || value.asInt() < 0 || value.asInt() >= AgreementRow.RESULTS) {
            throw new BadRowException(
                    "'" + field
                            + "' must be 0 (the first answer is better), 1 (the second) or 2 (a tie), but is missing or something else");
        }
        return value.asInt();
    }
}
