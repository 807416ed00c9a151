package io.github.aligner4j.training.dataset;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Plain text: documents with blank lines between them. */
public final class TextFile {

    private TextFile() {}

    /**
     * Returns the documents of {@code file}.
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

    static List<String> lines(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException(file + ": there is no such file");
        }
        try {
            return Files.readAllLines(file);
        } catch (CharacterCodingException e) {
            throw new IOException(file + ": the file is not UTF-8; convert it first", e);
        }
    }

    private static void close(List<String> documents, List<String> lines) {
        if (!lines.isEmpty()) {
            documents.add(String.join("\n", lines));
            lines.clear();
        }
    }
}
