// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.training.dataset.WholeFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;

/** The settings that the files of an output folder were made with, in {@code ida.json}. */
final class IdaManifest {

    private static final String NAME = "ida.json";

    private final Map<String, String> settings = new LinkedHashMap<>();

    /** Adds a setting. */
    void put(String name, Object value) {
        settings.put(name, String.valueOf(value));
    }

    /** Adds a file by its contents. */
    void putFile(String name, Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            settings.put(name, Sha256.of(in));
        }
    }

    /**
     * Writes the settings to {@code folder}, or checks that its files were made with the same ones.
     *
     * @throws IOException with a message for the user if they were not, or if the folder has other files
     */
    void require(Path folder) throws IOException {
        Path file = folder.resolve(NAME);
        if (Files.exists(file)) {
            requireSame(file);
            return;
        }
        Files.createDirectories(folder);
        try (Stream<Path> files = Files.list(folder)) {
            if (files.findAny().isPresent()) {
                throw new IOException(folder + ": the folder has other files; name another --output");
            }
        }
        WholeFile.write(file, Json.INDENTED.writeValueAsString(settings) + "\n");
    }

    private void requireSame(Path file) throws IOException {
        Map<String, String> found = read(file);
        TreeSet<String> names = new TreeSet<>(found.keySet());
        names.addAll(settings.keySet());
        names.removeIf(name -> Objects.equals(found.get(name), settings.get(name)));
        if (!names.isEmpty()) {
            throw new IOException(file + ": this folder was made with another " + String.join(", ", names)
                    + "; give the same options to continue, or name another --output");
        }
    }

    private static Map<String, String> read(Path file) throws IOException {
        try {
            return Json.MAPPER.readValue(Files.readString(file), new TypeReference<Map<String, String>>() {});
        } catch (JacksonException e) {
            throw new IOException(file + ": this command did not write the file; name another --output", e);
        }
    }
}
