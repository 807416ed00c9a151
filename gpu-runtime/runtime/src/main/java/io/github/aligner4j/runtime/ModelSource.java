package io.github.aligner4j.runtime;

import java.nio.file.Path;
import java.util.Objects;

/**
 * The source of a checkpoint or a LoRA adapter.
 *
 * <p>As text, for configuration files and command lines: {@code embedded} or {@code embedded:NAME}, or the path of a folder.
 */
public sealed interface ModelSource {

    /** Returns the source of the checkpoint in the artifact {@code aligner-civility-model}. */
    static ModelSource embedded() {
        return new Embedded(Embedded.CIVILITY);
    }

    /**
     * Returns the source of a model on the class path.
     *
     * @param name name of a checkpoint, such as {@code civility}, or of an adapter that comes with the checkpoint on which it
     *     is loaded, such as {@code brevity}
     */
    static ModelSource embedded(String name) {
        return new Embedded(name);
    }

    /** Returns the source of a checkpoint in Hugging Face layout, or of an adapter in PEFT layout, in {@code folder}. */
    static ModelSource folder(Path folder) {
        return new Folder(folder);
    }

    /**
     * Returns the source that {@code text} names.
     *
     * @throws IllegalArgumentException if it is blank, or no path
     */
    static ModelSource parse(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException(
                    "a model source must not be blank; give a folder, or embedded, or embedded:NAME");
        }
        if (text.equals(Embedded.SCHEME)) {
            return embedded();
        }
        return text.startsWith(Embedded.PREFIX)
                ? embedded(text.substring(Embedded.PREFIX.length()))
                : folder(Path.of(text));
    }

    /**
     * A model on the class path.
     *
     * @param name name of the checkpoint or of the adapter
     */
    record Embedded(String name) implements ModelSource {

        private static final String CIVILITY = "civility";
        private static final String SCHEME = "embedded";
        private static final String PREFIX = SCHEME + ":";

        /** Checks that there is a name. */
        public Embedded {
            Objects.requireNonNull(name, "name");
        }

        @Override
        public String toString() {
            return PREFIX + name;
        }
    }

    /**
     * A model in a folder.
     *
     * @param path path of the folder
     */
    record Folder(Path path) implements ModelSource {

        /** Checks that there is a path. */
        public Folder {
            Objects.requireNonNull(path, "path");
        }

        @Override
        public String toString() {
            return path.toString();
        }
    }
}
