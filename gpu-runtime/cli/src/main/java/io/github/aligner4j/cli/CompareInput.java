// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.evaluation.score.BuiltInRows;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The rows of a comparison as they are named on the command line: a file, or a set that ships with this library.
 *
 * @param name the name for people
 * @param rows the rows
 * @param digest the digest of the file
 */
record CompareInput(String name, CompareRows rows, String digest) {

    /** The beginning of the names of sets that ship with this library. */
    static final String BUILT_IN = "builtin:";

    /** Reads rows from a file. */
    interface Reading {
        /** Returns the rows in {@code file}. */
        CompareRows read(Path file) throws IOException;
    }

    /**
     * Reads the rows.
     *
     * @param source the path of a file, or {@code builtin:NAME}
     * @throws IOException if they can't be read
     * @throws IllegalArgumentException if there is no such set
     */
    static CompareInput read(String source, Reading reading) throws IOException {
        if (!source.startsWith(BUILT_IN)) {
            Path file = Path.of(source);
            return new CompareInput(String.valueOf(file.getFileName()), reading.read(file), digest(file));
        }
        String id = source.substring(BUILT_IN.length());
        BuiltInRows rows = BuiltInRows.find(id)
                .orElseThrow(() -> new IllegalArgumentException("rows must be a file or " + BUILT_IN + " and one of "
                        + String.join(", ", BuiltInRows.ids()) + ", but were '" + source + "'"));
        Path copy = Files.createTempFile("aligner-rows", ".jsonl");
        try (InputStream in = rows.open()) {
            Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
            return new CompareInput(source, reading.read(copy), digest(copy));
        } finally {
            Files.delete(copy);
        }
    }

    private static String digest(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return Sha256.of(in);
        }
    }
}
