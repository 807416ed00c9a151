package io.github.aligner4j.samples.grounded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The steps of the {@code train} script that the {@code aligner} command does not have: the rows, and the table. */
public final class GroundedRows {

    /** The number of rows to train on. */
    static final int TRAIN = 18_000;

    /** The number of rows of each other file. */
    static final int HELD_OUT = 300;

    private GroundedRows() {}

    /** Runs {@code rows FOLDER}. */
    public static void main(String[] arguments) throws IOException {
        write(Path.of(arguments[1]));
    }

    /**
     * Writes {@code train.jsonl} and {@code dev.jsonl}, {@code held-out.jsonl} with other things of the same kinds, and {@code
     * held-out-kind.jsonl} with things of a kind that the others don't have.
     */
    static void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        Facts seen = Facts.seen();
        write(folder.resolve("train.jsonl"), new RowGenerator(seen, seen, 1, false).draw(TRAIN));
        write(folder.resolve("dev.jsonl"), new RowGenerator(seen, seen, 2, true).draw(HELD_OUT));
        write(folder.resolve("held-out.jsonl"), new RowGenerator(seen, seen, 3, true).draw(HELD_OUT));
        write(folder.resolve("held-out-kind.jsonl"), new RowGenerator(Facts.heldOut(), seen, 4, true).draw(HELD_OUT));
    }

    private static void write(Path file, List<Row> rows) throws IOException {
        Files.write(file, rows.stream().map(row -> row.json().toString()).toList(), StandardCharsets.UTF_8);
    }
}
