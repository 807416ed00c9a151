// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training.dataset;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvReader.CsvReaderBuilder;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads tables: comma-separated if the file's name ends in {@code .csv}, tab-separated otherwise.
 *
 * <p>Cells may be quoted as spreadsheets do (RFC 4180); a quoted cell can hold separators and line breaks. In comma-separated
 * files this is required. Published tab-separated files often hold quotes that are part of the text, some unbalanced: if a file is
 * not quoted consistently, each of its lines is one row, and in a line with unbalanced quotes, quotes are text.
 */
final class Table {

    private static final char TAB = '\t';

    private Table() {}

    /**
     * A row that is not blank.
     *
     * @param line the number of its first line, from 1
     * @param cells its cells, stripped; never empty
     */
    record Row(long line, List<String> cells) {

        Row {
            cells = cells.stream().map(String::strip).toList();
        }

        private boolean isBlank() {
            return cells.stream().allMatch(String::isEmpty);
        }
    }

    /**
     * Returns the rows of {@code file}, heading included.
     *
     * @throws IOException with a message for the user if it can't be read, or is comma-separated and has unbalanced quotes
     */
    static List<Row> read(Path file) throws IOException {
        String text = TextFile.text(file);
        boolean commas = file.toString().toLowerCase(Locale.ROOT).endsWith(".csv");
        List<Row> rows =
                commas ? commaSeparated(file, text) : tabSeparated(text).orElseGet(() -> lineByLine(text));
        return rows.stream().filter(row -> !row.isBlank()).toList();
    }

    private static List<Row> commaSeparated(Path file, String text) throws IOException {
        List<Row> rows = new ArrayList<>();
        long next = 1;
        try (CsvReader<CsvRecord> records = reader(',').ofCsvRecord(text)) {
            for (CsvRecord row : records) {
                rows.add(row(row));
                next = row.getStartingLineNumber() + 1 + lineFeeds(row);
            }
        } catch (CsvParseException e) {
            throw new IOException(
                    file + ":" + next
                            + ": the quotes of this row are unbalanced; double each quote inside a quoted cell",
                    e);
        }
        return rows;
    }

    private static long lineFeeds(CsvRecord row) {
        return row.getFields().stream()
                .flatMapToInt(String::chars)
                .filter(c -> c == '\n')
                .count();
    }

    /** Returns the rows, or nothing if the file is not quoted consistently. */
    private static Optional<List<Row>> tabSeparated(String text) throws IOException {
        try (CsvReader<CsvRecord> records = reader(TAB).ofCsvRecord(text)) {
            List<Row> rows = records.stream().map(Table::row).toList();
            boolean joined = rows.stream().flatMap(row -> row.cells().stream()).anyMatch(Table::joinsRows);
            return joined ? Optional.empty() : Optional.of(rows);
        } catch (CsvParseException e) {
            return Optional.empty();
        }
    }

    /** Returns true for a cell with tabs and line breaks: most likely the rows between two stray quotes. */
    private static boolean joinsRows(String cell) {
        return cell.indexOf('\n') >= 0 && cell.indexOf(TAB) >= 0;
    }

    private static List<Row> lineByLine(String text) {
        List<Row> rows = new ArrayList<>();
        long number = 0;
        for (String line : text.lines().toList()) {
            rows.add(new Row(++number, cells(line)));
        }
        return rows;
    }

    private static List<String> cells(String line) {
        try {
            return reader(TAB).ofSingleCsvRecord(line).getFields();
        } catch (CsvParseException e) {
            return List.of(line.split("\t", -1));
        }
    }

    private static Row row(CsvRecord row) {
        return new Row(row.getStartingLineNumber(), row.getFields());
    }

    private static CsvReaderBuilder reader(char separator) {
        return CsvReader.builder()
                .fieldSeparator(separator)
                .allowUnclosedQuote(false)
                .skipEmptyLines(false)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE);
    }
}
