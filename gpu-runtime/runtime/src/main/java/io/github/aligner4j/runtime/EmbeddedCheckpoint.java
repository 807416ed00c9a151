package io.github.aligner4j.runtime;

import io.github.aligner4j.runtime.checkpoint.CheckpointException;
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
 * The checkpoint of the artifact {@code aligner-civility-model}, and the LoRA adapters that come with it.
 *
 * <p>To be run it is unpacked for as long as loading takes: weights are mapped from files, and a mapping outlives its file.
 */
public final class EmbeddedCheckpoint implements AutoCloseable {

    private static final String RESOURCES = "/io/github/aligner4j/embedded/civility/";
    private static final List<String> FILES = List.of(
            "config.json",
            "generation_config.json",
            "model.safetensors",
            "tokenizer.json",
            "tokenizer_config.json",
            "special_tokens_map.json",
            "aligner.json",
            "strength.safetensors");
    private static final String ADAPTERS = "adapters/";
    private static final String ADAPTER_CONFIG = "adapter_config.json";
    private static final List<String> ADAPTER_FILES =
            List.of(ADAPTER_CONFIG, "adapter_model.safetensors", "aligner.json");
    private static final Pattern ADAPTER_NAME = Pattern.compile("[a-z0-9]+(?:-[a-z0-9]+)*");

    private final Path folder;

    private EmbeddedCheckpoint(Path folder) {
        this.folder = folder;
    }

    /**
     * Copies the checkpoint's files, without adapters, into {@code folder}, which must be there and have none of them.
     *
     * @throws CheckpointException if the artifact is not on the class path
     * @throws IOException if {@code folder} can't be written
     */
    public static void copyTo(Path folder) throws IOException {
        requirePresent();
        for (String name : FILES) {
            copy(name, folder.resolve(name));
        }
    }

    /** Unpacks the checkpoint into a folder for temporary files. */
    static EmbeddedCheckpoint unpack() {
        requirePresent();
        try {
            EmbeddedCheckpoint checkpoint = new EmbeddedCheckpoint(Files.createTempDirectory("aligner4j-civility-"));
            copyTo(checkpoint.folder);
            return checkpoint;
        } catch (IOException e) {
            throw noRoom(e);
        }
    }

    /**
     * Unpacks an adapter that comes with the checkpoint, too.
     *
     * @throws CheckpointException if none of that name does
     */
    Path unpackAdapter(String name) {
        String from = ADAPTERS + name + "/";
        if (!ADAPTER_NAME.matcher(name).matches() || !isPresent(from + ADAPTER_CONFIG)) {
            throw new CheckpointException(
                    Path.of(ADAPTERS),
                    "the embedded checkpoint comes with no adapter '" + name
                            + "'; its README.md lists those that there are, and "
                            + "others are named by their folders");
        }
        try {
            Path adapter = Files.createDirectories(folder.resolve(from));
            for (String file : ADAPTER_FILES) {
                copy(from + file, adapter.resolve(file));
            }
            return adapter;
        } catch (IOException e) {
            throw noRoom(e);
        }
    }

    Path folder() {
        return folder;
    }

    /** Files that can't be deleted while they are mapped (on Windows) go when the JVM does. */
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

    private static void requirePresent() {
        if (!isPresent("config.json")) {
            throw new CheckpointException(
                    Path.of("config.json"),
                    "the embedded checkpoint is not on the class path; add the artifact aligner-civility-model, or "
                            + "name a checkpoint folder");
        }
    }

    private static boolean isPresent(String name) {
        return EmbeddedCheckpoint.class.getResource(RESOURCES + name) != null;
    }

    /** Copies a file, if there is one of that name. */
    private static void copy(String name, Path target) throws IOException {
        try (InputStream in = EmbeddedCheckpoint.class.getResourceAsStream(RESOURCES + name)) {
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
