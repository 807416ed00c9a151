// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;

/** The difficulties of alpaca_eval's instructions: a comma-separated file with the place of an instruction, from 0, and its number. */
final class Difficulties {

    /** No difficulties. */
    static final Difficulties NONE = new Difficulties(Map.of());

    private final Map<Integer, Double> byPlace;

    private Difficulties(Map<Integer, Double> byPlace) {
        this.byPlace = byPlace;
    }

    /**
     * Reads a file with a heading.
     *
     * @throws IOException with a message for the user if it can't be read, or a row is not two numbers
     */
    static Difficulties read(Path file) throws IOException {
        Map<Integer, Double> byPlace = new HashMap<>();
        try (CsvReader<CsvRecord> records = CsvReader.builder().ofCsvRecord(file)) {
            for (CsvRecord row : records) {
                if (row.getStartingLineNumber() > 1) {
                    byPlace.put(Integer.parseInt(row.getField(0)), Double.parseDouble(row.getField(1)));
                }
            }
        } catch (CsvParseException | NumberFormatException | IndexOutOfBoundsException e) {
            throw new IOException(
                    file + ": each row after the heading must have the place of an instruction, from 0, and a number",
                    e);
        }
        return new Difficulties(byPlace);
    }

    /** Returns the difficulty of the instruction at a place, if it is known. */
    OptionalDouble of(int place) {
        Double difficulty = byPlace.get(place);
        return difficulty == null ? OptionalDouble.empty() : OptionalDouble.of(difficulty);
    }
}
