// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training.dataset;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads plain text files. */
public final class TextFile {

    private TextFile() {}

    /**
     * Returns the documents of {@code file}, which have blank lines between them.
     *
     * @throws IOException with a message for the user if it can't be read or is not UTF-8
     */
    public static List<String> documents(Path file) throws IOException {
        List<String> documents = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        for (String line : lines(file)) {
            if (line.isBlank()) {
                close(documents, lines);
            } else {
                lines.add(line);
            }
        }
        close(documents, lines);
        return documents;
    }

    /**
     * Returns the text of {@code file} without a byte order mark.
     *
     * @throws IOException with a message for the user if it can't be read or is not UTF-8
     */
    public static String text(Path file) throws IOException {
        return Utf8.read(file);
    }

    public static List<String> lines(Path file) throws IOException {
        return text(file).lines().toList();
    }

    private static void close(List<String> documents, List<String> lines) {
        if (!lines.isEmpty()) {
            documents.add(String.join("\n", lines));
            lines.clear();
        }
    }
}
