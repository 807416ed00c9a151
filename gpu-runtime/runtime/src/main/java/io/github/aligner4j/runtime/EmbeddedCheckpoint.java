// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime;

import io.github.aligner4j.runtime.checkpoint.CheckpointException;
import io.github.aligner4j.runtime.checkpoint.FolderHash;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A checkpoint on the class path, such as that of the artifact {@code aligner-civility-model}, with its LoRA adapters.
 *
 * <p>It is unpacked into a temporary folder while it is loaded, because weights are mapped from files. A mapping outlives its
 * file.
 */
public final class EmbeddedCheckpoint implements AutoCloseable {

    private static final String RESOURCES = "/io/github/aligner4j/embedded/";
    private static final String CIVILITY = "civility";
    private static final List<String> FILES = List.of(
            "config.json",
            "generation_config.json",
            "model.safetensors",
            "tokenizer.json",
            "tokenizer_config.json",
            "special_tokens_map.json",
            "aligner.json",
            "strength.safetensors",
            "NOTICE");
    private static final String ADAPTERS = "adapters/";
    private static final String ADAPTER_CONFIG = "adapter_config.json";
    private static final List<String> ADAPTER_FILES =
            List.of(ADAPTER_CONFIG, "adapter_model.safetensors", "aligner.json");
    private static final Pattern NAME = Pattern.compile("[a-z0-9]+(?:-[a-z0-9]+)*");

    private final String name;
    private final Path folder;

    private EmbeddedCheckpoint(String name, Path folder) {
        this.name = name;
        this.folder = folder;
    }

    /**
     * Copies the files of the checkpoint of {@code aligner-civility-model}, without adapters, into {@code folder}, which must
     * exist and have none of them.
     *
     * @throws CheckpointException if the artifact is not on the class path
     * @throws IOException if {@code folder} can't be written
     */
    public static void copyTo(Path folder) throws IOException {
        requirePresent(CIVILITY);
        copy(CIVILITY, folder);
    }

    /**
     * Returns the digest of the checkpoint that {@code embedded:NAME} names, without adapters, which tells versions apart.
     *
     * @throws CheckpointException if there is none of that name on the class path
     */
    public static String digest(String name) {
        try (EmbeddedCheckpoint unpacked = unpack(name)) {
            return FolderHash.of(unpacked.folder());
        }
    }

    /**
     * Returns the digest of an adapter that comes with a checkpoint on the class path.
     *
     * @throws CheckpointException if there is none of that name
     */
    public static String adapterDigest(String name, String adapter) {
        try (EmbeddedCheckpoint unpacked = unpack(name)) {
            return FolderHash.of(unpacked.unpackAdapter(adapter));
        }
    }

    /** Unpacks the checkpoint of {@code aligner-civility-model} into a temporary folder. */
    static EmbeddedCheckpoint unpack() {
        return unpack(CIVILITY);
    }

    /**
     * Unpacks a checkpoint into a temporary folder.
     *
     * @throws CheckpointException if there is none of that name on the class path
     */
    static EmbeddedCheckpoint unpack(String name) {
        requirePresent(name);
        try {
            Path folder = Files.createTempDirectory("aligner4j-" + name + "-");
            copy(name, folder);
            return new EmbeddedCheckpoint(name, folder);
        } catch (IOException e) {
            throw noRoom(e);
        }
    }

    /**
     * Unpacks an adapter that comes with the checkpoint.
     *
     * @throws CheckpointException if there is none of that name
     */
    Path unpackAdapter(String adapterName) {
        String from = ADAPTERS + adapterName + "/";
        if (!NAME.matcher(adapterName).matches() || !isPresent(name + "/" + from + ADAPTER_CONFIG)) {
            throw new CheckpointException(
                    Path.of(ADAPTERS),
                    "the embedded checkpoint comes with no adapter '" + adapterName
                            + "'; its README.md lists those that there are, and "
                            + "others are named by their folders");
        }
        try {
            Path adapter = Files.createDirectories(folder.resolve(from));
            for (String file : ADAPTER_FILES) {
                copyFile(name + "/" + from + file, adapter.resolve(file));
            }
            return adapter;
        } catch (IOException e) {
            throw noRoom(e);
        }
    }

    Path folder() {
        return folder;
    }

    /** Deletes the folder; files that can't be deleted while they are mapped (on Windows) are deleted when the JVM exits. */
    @Override
    public void close() {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(EmbeddedCheckpoint::delete);
        } catch (IOException e) {
            folder.toFile().deleteOnExit();
        }
    }

    private static void delete(Path path) {
        if (!path.toFile().delete()) {
            path.toFile().deleteOnExit();
        }
    }

    private static void requirePresent(String name) {
        if (!NAME.matcher(name).matches() || !isPresent(name + "/config.json")) {
            throw new CheckpointException(
                    Path.of("config.json"),
                    "the embedded checkpoint '" + name + "' is not on the class path; "
                            + (name.equals(CIVILITY) ? "add the artifact aligner-civility-model, or " : "")
                            + "name a checkpoint folder");
        }
    }

    private static boolean isPresent(String resource) {
        return EmbeddedCheckpoint.class.getResource(RESOURCES + resource) != null;
    }

    private static void copy(String name, Path folder) throws IOException {
        for (String file : FILES) {
            copyFile(name + "/" + file, folder.resolve(file));
        }
    }

    /** Copies a resource, if it exists. */
    private static void copyFile(String resource, Path target) throws IOException {
        try (InputStream in = EmbeddedCheckpoint.class.getResourceAsStream(RESOURCES + resource)) {
            if (in != null) {
                Files.copy(in, target);
            }
        }
    }

    private static UncheckedIOException noRoom(IOException e) {
        return new UncheckedIOException(
                "the embedded checkpoint could not be unpacked into the folder for temporary "
                        + "files; make room there, or set java.io.tmpdir",
                e);
    }
}
