// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime;

import io.github.aligner4j.hub.HubSource;
import java.nio.file.Path;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The source of a checkpoint or a LoRA adapter.
 *
 * <p>As text, for configuration files and command lines: {@code embedded} or {@code embedded:NAME}, the path of a folder, or
 * {@code hf://ORG/REPO[@REVISION][/SUBFOLDER]} for a model on the Hugging Face hub. Only the last opens a network connection.
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
     *     is loaded, such as {@code empathy}
     */
    static ModelSource embedded(String name) {
        return new Embedded(name);
    }

    /** Returns the source of a checkpoint in Hugging Face layout, or of an adapter in PEFT layout, in {@code folder}. */
    static ModelSource folder(Path folder) {
        return new Folder(folder);
    }

    /**
     * Returns the source of a model on the Hugging Face hub, which is downloaded into the cache that is shared with {@code
     * huggingface_hub} when it is opened, unless it is there.
     */
    static ModelSource hub(HubSource source) {
        return new Hub(source);
    }

    /**
     * Returns the source of a model in the root folder of a repository on the Hugging Face hub, at its branch {@code main}.
     *
     * @param repository the repository, as {@code ORG/REPO}
     * @throws IllegalArgumentException if it is not of that form
     */
    static ModelSource hub(String repository) {
        return new Hub(HubSource.of(repository));
    }

    /**
     * Returns the source that {@code text} names.
     *
     * @throws IllegalArgumentException if it is blank, no path, or an address of another form than {@code hf://}
     */
    static ModelSource parse(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException(
                    "a model source must not be blank; give a folder, embedded, embedded:NAME, or hf://ORG/REPO");
        }
        if (text.equals(Embedded.SCHEME)) {
            return embedded();
        }
        if (HubSource.isHub(text)) {
            return hub(HubSource.parse(text));
        }
        if (Hub.ADDRESS.matcher(text).lookingAt()) {
            throw new IllegalArgumentException("a model source must be a folder, embedded, embedded:NAME, or "
                    + "hf://ORG/REPO[@REVISION][/SUBFOLDER], but was '" + text + "'");
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

    /**
     * A model on the Hugging Face hub.
     *
     * @param source the repository, revision and folder
     */
    record Hub(HubSource source) implements ModelSource {

        private static final Pattern ADDRESS = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+://");

        /** Checks that there is a source. */
        public Hub {
            Objects.requireNonNull(source, "source");
        }

        @Override
        public String toString() {
            return source.toString();
        }
    }
}
