package io.github.aligner4j.runtime;

import io.github.aligner4j.runtime.checkpoint.CheckpointException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The checkpoint of the artifact {@code aligner-civility-model}, unpacked for as long as loading takes: weights are mapped
 * from files, and a mapping outlives its file.
 */
final class EmbeddedCheckpoint implements AutoCloseable {

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

    private final Path folder;

    private EmbeddedCheckpoint(Path folder) {
        this.folder = folder;
    }

    static EmbeddedCheckpoint unpack() {
        try {
            EmbeddedCheckpoint checkpoint = new EmbeddedCheckpoint(Files.createTempDirectory("aligner4j-civility-"));
            for (String name : FILES) {
                checkpoint.unpack(name);
            }
            return checkpoint;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the embedded checkpoint could not be unpacked into the folder for temporary "
                            + "files; make room there, or set java.io.tmpdir",
                    e);
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

    private void unpack(String name) throws IOException {
        try (InputStream in = open(name)) {
            if (in != null) {
                Files.copy(in, folder.resolve(name));
            } else if (name.equals("config.json")) {
                close();
                throw new CheckpointException(
                        Path.of(name),
                        "the embedded checkpoint is not on the class path; add the artifact aligner-civility-model, or "
                                + "name a checkpoint folder");
            }
        }
    }

    private static @Nullable InputStream open(String name) {
        return EmbeddedCheckpoint.class.getResourceAsStream(RESOURCES + name);
    }
}
