// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.github.aligner4j.evaluation.blind.BlindVerdict;
import io.github.aligner4j.evaluation.judge.Preference;
import io.github.aligner4j.training.dataset.TextFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The verdicts of one person, as exported from a blind sheet or filled into its table.
 *
 * @param file the file
 * @param reader the person's name
 * @param verdicts the verdicts
 */
record PersonsVerdicts(Path file, String reader, List<BlindVerdict> verdicts) {

    private static final String SEPARATORS = ",;\t";

    /**
     * Reads a file.
     *
     * @param given the file, or {@code NAME=FILE} to name the person
     * @throws IOException if it can't be read or has something that is no verdict
     */
    static PersonsVerdicts read(String given) throws IOException {
        int equals = given.indexOf('=');
        boolean named = equals > 0 && !Files.isRegularFile(Path.of(given));
        Path file = Path.of(named ? given.substring(equals + 1) : given);
        String text = TextFile.text(file);
        PersonsVerdicts read = text.stripLeading().startsWith("{") ? json(file, text) : table(file, text);
        String reader = named ? given.substring(0, equals) : read.reader();
        if (reader.isBlank()) {
            throw new IOException(
                    file + ": the file does not say who has judged; give --verdicts NAME=" + file.getFileName());
        }
        if (read.verdicts().isEmpty()) {
            throw new IOException(file + ": the file has no verdict");
        }
        return new PersonsVerdicts(file, reader.strip(), read.verdicts());
    }

    private static PersonsVerdicts json(Path file, String text) throws IOException {
        JsonNode json;
        try {
            json = Json.MAPPER.readTree(text);
        } catch (JacksonException e) {
            throw new IOException(file + ": this is neither JSON nor CSV of a blind sheet", e);
        }
        List<BlindVerdict> verdicts = new ArrayList<>();
        for (JsonNode each : json.path("verdicts")) {
            String place = file + ": verdict " + (verdicts.size() + 1);
            verdicts.add(new BlindVerdict(
                    each.path("pair").asString(""),
                    each.path("aspect").asString(""),
                    preference(place, each.path("verdict").asString("")),
                    each.path("comment").asString("")));
        }
        return new PersonsVerdicts(file, json.path("reader").asString(""), verdicts);
    }

    /** Spreadsheets write commas, semicolons or tabs, by the language of the computer. */
    private static PersonsVerdicts table(Path file, String text) throws IOException {
        String heading = text.lines().findFirst().orElse("").replace("\"", "");
        Optional<Integer> separator = SEPARATORS
                .chars()
                .boxed()
                .filter(each -> heading.startsWith("pair" + (char) (int) each + "aspect" + (char) (int) each))
                .findFirst();
        if (separator.isEmpty()) {
            throw new IOException(
                    file + ": the first line must have the columns pair, aspect and verdict, in this order");
        }
        List<BlindVerdict> verdicts = new ArrayList<>();
        String reader = "";
        try (CsvReader<NamedCsvRecord> rows =
                CsvReader.builder().fieldSeparator((char) (int) separator.get()).ofNamedCsvRecord(text)) {
            for (NamedCsvRecord row : rows) {
                reader = reader.isEmpty() ? field(row, "reader") : reader;
                if (!field(row, "verdict").isEmpty()) {
                    verdicts.add(verdict(file, row));
                }
            }
        } catch (CsvParseException e) {
            throw new IOException(
                    file + ": the table is broken: its quotes are unbalanced, or a row has too few cells", e);
        }
        return new PersonsVerdicts(file, reader, verdicts);
    }

    private static BlindVerdict verdict(Path file, NamedCsvRecord row) throws IOException {
        String place = file + ":" + row.getStartingLineNumber();
        return new BlindVerdict(
                field(row, "pair"),
                field(row, "aspect"),
                preference(place, field(row, "verdict")),
                field(row, "comment"));
    }

    private static String field(NamedCsvRecord row, String name) {
        return row.findField(name).map(String::strip).orElse("");
    }

    private static Preference preference(String place, String verdict) throws IOException {
        return switch (verdict.strip().toLowerCase(Locale.ROOT)) {
            case "a" -> Preference.FIRST;
            case "b" -> Preference.SECOND;
            case "tie", "=" -> Preference.TIE;
            default ->
                throw new IOException(place + ": a verdict must be A, B or tie, but has "
                        + verdict.strip().length() + " other characters");
        };
    }
}
