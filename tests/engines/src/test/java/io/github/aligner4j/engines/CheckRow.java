// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.engines;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * An answer to correct.
 *
 * @param answer the answer
 * @param correction the correction that is expected: the answer itself if nothing is wrong with it
 */
record CheckRow(String answer, String correction) {

    /** Returns the rows that the runtime's own tests have: rude sentences with their corrections, and clean ones. */
    static List<CheckRow> all() {
        List<CheckRow> rows = new ArrayList<>();
        lines("rude.tsv").forEach(line -> {
            String[] pair = line.split("\t", -1);
            rows.add(new CheckRow(pair[0], pair[1]));
        });
        lines("clean.txt").forEach(line -> rows.add(new CheckRow(line, line)));
        return rows;
    }

    /** Returns answers whose corrections are not known: rude sentences that civil words alone don't mend. */
    static List<String> blunt() {
        return lines("blunt.txt");
    }

    boolean clean() {
        return answer.equals(correction);
    }

    private static List<String> lines(String name) {
        try (InputStream in = Objects.requireNonNull(CheckRow.class.getResourceAsStream("/rows/" + name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
