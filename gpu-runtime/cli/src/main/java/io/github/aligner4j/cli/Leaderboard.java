// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A leaderboard of alpaca_eval: a comma-separated file whose first column has the names of the systems.
 *
 * @param judge the judge whose win rates it has, by the name of the file; empty for any
 * @param rows the printed numbers by the names of the systems
 */
record Leaderboard(String judge, Map<String, Printed> rows) {

    private static final String SUFFIX = "_leaderboard.csv";

    Leaderboard {
        rows = Map.copyOf(rows);
    }

    /**
     * The numbers that a leaderboard prints for a system, in percent.
     *
     * @param winRate the raw win rate
     * @param standardError its standard error, if it is there
     * @param lengthControlled the length-controlled win rate, if it is there
     */
    record Printed(double winRate, OptionalDouble standardError, OptionalDouble lengthControlled) {}

    /**
     * Reads a leaderboard.
     *
     * @throws IOException with a message for the user if it can't be read or has no win rates
     */
    static Leaderboard read(Path file) throws IOException {
        String name = String.valueOf(file.getFileName());
        Map<String, Printed> rows = new HashMap<>();
        try (CsvReader<NamedCsvRecord> records = CsvReader.builder().ofNamedCsvRecord(file)) {
            for (NamedCsvRecord row : records) {
                OptionalDouble winRate = number(file, row, "win_rate");
                if (winRate.isEmpty()) {
                    throw new IOException(
                            file + ":" + row.getStartingLineNumber() + ": a row needs a number in the column win_rate");
                }
                rows.put(
                        row.getField(0),
                        new Printed(
                                winRate.getAsDouble(),
                                number(file, row, "standard_error"),
                                number(file, row, "length_controlled_winrate")));
            }
        } catch (CsvParseException e) {
            throw new IOException(file + ": this is no comma-separated file: " + e.getMessage(), e);
        }
        return new Leaderboard(name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : "", rows);
    }

    /** Returns the numbers of a system, if they are of the same judge. */
    Optional<Printed> find(WinRateKey key) {
        return judge.isEmpty() || judge.equals(key.judge())
                ? Optional.ofNullable(rows.get(key.system()))
                : Optional.empty();
    }

    private static OptionalDouble number(Path file, NamedCsvRecord row, String column) throws IOException {
        String cell = row.findField(column).orElse("");
        if (cell.isBlank()) {
            return OptionalDouble.empty();
        }
        try {
            return OptionalDouble.of(Double.parseDouble(cell));
        } catch (NumberFormatException e) {
            throw new IOException(
                    file + ":" + row.getStartingLineNumber() + ": the column " + column + " must be a number", e);
        }
    }
}
