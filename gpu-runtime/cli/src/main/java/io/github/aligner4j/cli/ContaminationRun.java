// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.training.contamination.ContaminatedRow;
import io.github.aligner4j.training.contamination.ContaminatedRow.Match;
import io.github.aligner4j.training.contamination.ContaminationCheck;
import io.github.aligner4j.training.contamination.ContaminationRule;
import io.github.aligner4j.training.contamination.PlacedRow;
import io.github.aligner4j.training.contamination.PlacedRow.Place;
import io.github.aligner4j.training.contamination.TextField;
import io.github.aligner4j.training.dataset.AnswerRow;
import io.github.aligner4j.training.dataset.CorrectionRow;
import io.github.aligner4j.training.dataset.JsonRow;
import io.github.aligner4j.training.dataset.WholeFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * Searches rows for those that other rows give away, and prints and writes what it finds.
 *
 * @param flags the options
 * @param reader reads the files
 * @param out the writer for a line of JSON for each match
 * @param err the writer for the summary
 */
record ContaminationRun(ContaminationFlags flags, RowReader reader, PrintWriter out, PrintWriter err) {

    /**
     * The files of a search.
     *
     * @param searched the files whose rows are searched
     * @param others the files that they are compared with; empty to compare them with each other
     */
    record Files(List<Path> searched, List<Path> others) {}

    /** Rows in memory, each with its text as written. */
    private record Rows(List<PlacedRow> rows, List<String> lines) {}

    /** Receives a row. */
    @FunctionalInterface
    private interface Visitor {
        void visit(PlacedRow row, String line);
    }

    /** Returns the share of contaminated rows. */
    double run(Files files) throws IOException {
        requireNoTable(files);
        Rows searched = new Rows(new ArrayList<>(), new ArrayList<>());
        forEach(files.searched(), (row, line) -> {
            searched.rows().add(row);
            searched.lines().add(line);
        });
        ContaminationRule rule = flags.rule(searched.rows());
        List<ContaminatedRow> found = search(files, searched.rows(), rule);
        found.forEach(this::print);
        write(searched, found);
        double share = searched.rows().isEmpty()
                ? 0
                : (double) found.size() / searched.rows().size();
        Path report = flags.report();
        if (report != null) {
            WholeFile.write(report, report(files, searched.rows().size(), rule, found) + "\n");
        }
        err.printf(
                Locale.ROOT,
                "%,d of %,d rows (%.1f %%) share a run of %d words or a whole text with %s%n",
                found.size(),
                searched.rows().size(),
                100 * share,
                rule.ngram(),
                files.others().isEmpty() ? "another one" : "the other rows");
        return share;
    }

    private List<ContaminatedRow> search(Files files, List<PlacedRow> rows, ContaminationRule rule) throws IOException {
        if (files.others().isEmpty()) {
            return ContaminationCheck.within(rows, rule);
        }
        ContaminationCheck check = ContaminationCheck.of(rows, rule);
        forEach(files.others(), (row, line) -> check.compareWith(row));
        return check.found();
    }

    private void forEach(List<Path> files, Visitor visitor) throws IOException {
        for (Path file : files) {
            if (isTable(file)) {
                long line = 1;
                for (CorrectionRow pair : reader.readPairs(file)) {
                    // The lines of a table are not known here; its rows are counted.
                    visitor.visit(new PlacedRow(new Place(file.toString(), line++), answer(pair)), "");
                }
            } else {
                reader.forEach(
                        file,
                        row -> PlacedRow.parse(file.toString(), row),
                        (row, json) -> visitor.visit(row, json.with(Map.of())));
            }
        }
    }

    private static AnswerRow answer(CorrectionRow pair) {
        return new AnswerRow(List.of(), List.of(), "", pair.answer(), Optional.of(pair.correction()));
    }

    private void requireNoTable(Files files) {
        Optional<Path> table =
                files.searched().stream().filter(ContaminationRun::isTable).findFirst();
        if (flags.output() != null && table.isPresent()) {
            throw new IllegalArgumentException("--output writes rows of JSON, but " + table.get()
                    + " is a table; make rows of it with aligner dataset build --pairs");
        }
    }

    private static boolean isTable(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".tsv") || name.endsWith(".csv");
    }

    private void print(ContaminatedRow row) {
        for (Match match : row.matches()) {
            ObjectNode json = Json.MAPPER.createObjectNode();
            json.put("overlap", match.kind().name().toLowerCase(Locale.ROOT))
                    .put("line", row.place().line())
                    .put("otherLine", match.other().line())
                    .put("text", match.text())
                    .put("field", match.field().id())
                    .put("share", match.share())
                    .put("file", row.place().file())
                    .put("otherFile", match.other().file());
            out.println(JsonRow.written(json));
        }
    }

    private void write(Rows searched, List<ContaminatedRow> found) throws IOException {
        Path output = flags.output();
        if (output == null) {
            return;
        }
        Set<Place> contaminated = new HashSet<>();
        found.forEach(row -> contaminated.add(row.place()));
        List<String> clean = new ArrayList<>();
        for (int i = 0; i < searched.lines().size(); i++) {
            if (!contaminated.contains(searched.rows().get(i).place())) {
                clean.add(searched.lines().get(i));
            }
        }
        WholeFile.write(output, clean);
    }

    private static String report(Files files, int rows, ContaminationRule rule, List<ContaminatedRow> found) {
        ObjectNode json = Json.MAPPER.createObjectNode();
        files.searched().forEach(file -> json.withArray("files").add(file.toString()));
        files.others().forEach(file -> json.withArray("comparedWith").add(file.toString()));
        json.put("ngram", rule.ngram()).put("minShare", rule.minShare()).put("minWords", rule.minWords());
        json.put("rows", rows).put("contaminated", found.size());
        json.put("share", rows == 0 ? 0 : (double) found.size() / rows);
        for (TextField field : rule.fields()) {
            ObjectNode counts = json.withObject("fields").putObject(field.id());
            for (ContaminatedRow.Kind kind : ContaminatedRow.Kind.values()) {
                counts.put(
                        kind.name().toLowerCase(Locale.ROOT),
                        found.stream()
                                .flatMap(row -> row.matches().stream())
                                .filter(match -> match.field() == field && match.kind() == kind)
                                .count());
            }
        }
        return Json.INDENTED.writeValueAsString(json);
    }
}
