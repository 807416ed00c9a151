// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.grounded;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/** The steps of the {@code train} script that the {@code aligner} command does not have: the rows, and the table. */
public final class GroundedRows {

    /** The number of rows to train on. */
    static final int TRAIN = 18_000;

    /** The number of rows of each other file. */
    static final int HELD_OUT = 300;

    private GroundedRows() {}

    /** Runs {@code rows FOLDER} or {@code table FOLDER}. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 2) {
            throw new IllegalArgumentException("expected 'rows FOLDER' or 'table FOLDER'");
        }
        Path folder = Path.of(arguments[1]);
        switch (arguments[0]) {
            case "rows" -> write(folder, TRAIN);
            case "table" -> table(folder, System.out);
            default ->
                throw new IllegalArgumentException("unknown step '" + arguments[0] + "'; expected rows or table");
        }
    }

    /**
     * Writes {@code train.jsonl} and {@code dev.jsonl}, and rows to measure with: {@code held-out.jsonl}, with words that the others
     * don't have, and {@code held-out-kind.jsonl}, with a kind of thing and relations that they don't have either.
     */
    static void write(Path folder, int train) throws IOException {
        Files.createDirectories(folder);
        Facts seen = Facts.seen();
        RowGenerator development = new RowGenerator(seen, seen, 2, true);
        RowGenerator heldOut = new RowGenerator(seen, seen, 3, true);
        RowGenerator heldOutKind = new RowGenerator(Facts.heldOut(), seen, 4, true);
        write(folder, "train", new RowGenerator(seen, seen, 1, false).draw(train), Row::toTrain);
        write(folder, "dev", development.draw(HELD_OUT), Row::toTrain);
        write(folder, "held-out", heldOut.draw(HELD_OUT), Row::toCorrect);
        write(folder, "held-out-kind", heldOutKind.draw(HELD_OUT), Row::toCorrect);
    }

    /** Prints a table of the corrections of both files of held-out rows. */
    static void table(Path folder, PrintStream out) throws IOException {
        out.println(
                "| rows | wrong facts corrected | left wrong | right answers untouched | undocumented ones untouched |");
        out.println("|---|---|---|---|---|");
        out.println(outcomes(folder, "held-out").row("held-out words"));
        out.println(outcomes(folder, "held-out-kind").row("held-out kind"));
    }

    private static Outcomes outcomes(Path folder, String name) throws IOException {
        return Outcomes.of(folder.resolve(name + ".jsonl"), folder.resolve(name + "-corrected.jsonl"));
    }

    private static void write(Path folder, String name, List<Row> rows, Function<Row, ObjectNode> json)
            throws IOException {
        List<String> lines = rows.stream().map(json).map(ObjectNode::toString).toList();
        Files.write(folder.resolve(name + ".jsonl"), lines, StandardCharsets.UTF_8);
    }
}
