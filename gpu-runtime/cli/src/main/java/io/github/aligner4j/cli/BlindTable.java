// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import de.siegmar.fastcsv.writer.QuoteStrategies;
import io.github.aligner4j.Turn;
import io.github.aligner4j.evaluation.blind.BlindPair;
import io.github.aligner4j.evaluation.blind.BlindSheet;
import io.github.aligner4j.evaluation.judge.Aspect;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The form of a blind sheet for spreadsheets: a row for each pair and aspect, with an empty cell for the verdict. */
final class BlindTable {

    /** The byte order mark by which spreadsheets know UTF-8. */
    private static final String MARK = "\uFEFF";

    /** Beginnings that a spreadsheet would run as a formula. */
    private static final String FORMULAS = "=+-@\t\r";

    private BlindTable() {}

    /** Returns the table as CSV. */
    static String csv(BlindSheet sheet) {
        StringWriter text = new StringWriter();
        text.write(MARK);
        try (CsvWriter csv = CsvWriter.builder()
                .quoteStrategy(QuoteStrategies.ALWAYS)
                .lineDelimiter(LineDelimiter.CRLF)
                .build(text)) {
            csv.writeRecord(
                    "pair", "aspect", "verdict", "comment", "definition", "before", "question", "answer A", "answer B");
            for (BlindPair pair : sheet.pairs()) {
                for (Aspect aspect : sheet.aspects()) {
                    csv.writeRecord(record(pair, aspect));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static List<String> record(BlindPair pair, Aspect aspect) {
        return List.of(
                pair.id(),
                aspect.name(),
                "",
                "",
                cell(aspect.definition()),
                cell(before(pair, aspect)),
                cell(pair.request().question()),
                cell(pair.first()),
                cell(pair.second()));
    }

    private static String before(BlindPair pair, Aspect aspect) {
        String turns =
                pair.request().conversation().stream().map(BlindTable::turn).collect(Collectors.joining("\n"));
        String passages = String.join("\n\n", pair.request().context());
        String original = aspect.comparesWithOriginal()
                ? "original answer: " + pair.request().answer()
                : "";
        return List.of(turns, passages, original).stream()
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("\n\n"));
    }

    private static String turn(Turn turn) {
        return turn.role().name().toLowerCase(Locale.ROOT) + ": " + turn.text();
    }

    /** An apostrophe makes a spreadsheet show a cell as text. */
    private static String cell(String text) {
        return !text.isEmpty() && FORMULAS.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }
}
