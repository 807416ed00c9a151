// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.training.dataset.WholeFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The folder of a comparison. {@value #CONFIGURATION} says what was compared: a run continues a folder only if it would have written
 * the same.
 */
final class CompareFolder implements AutoCloseable {

    static final String CONFIGURATION = "comparison.json";

    private static final int MAX_DIFFERENCES = 5;

    private final Path folder;
    private final FileChannel lockFile;

    private CompareFolder(Path folder, FileChannel lockFile) {
        this.folder = folder;
        this.lockFile = lockFile;
    }

    /**
     * Checks that {@code folder} can hold a comparison, without writing anything.
     *
     * @param extend true if the folder may lack some systems or judges
     * @throws IOException if it is no folder, or holds the comparison of another configuration
     */
    static void check(Path folder, JsonNode configuration, boolean extend) throws IOException {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new IOException(folder + ": this is a file; --output must name a folder");
        }
        Path file = folder.resolve(CONFIGURATION);
        if (!Files.exists(file)) {
            if (Files.isDirectory(folder.resolve("answers"))) {
                throw new IOException(folder + ": the folder has answers, but no " + CONFIGURATION
                        + " that says of what; name another --output");
            }
            return;
        }
        requireSame(file, read(file), configuration, extend);
    }

    /**
     * Opens {@code folder}, which is created if it does not exist.
     *
     * @throws IOException as {@link #check} does, or if another run is working in it
     */
    @SuppressWarnings("MustBeClosedChecker")
    static CompareFolder open(Path folder, JsonNode configuration, boolean extend) throws IOException {
        check(folder, configuration, extend);
        Files.createDirectories(folder.resolve("answers"));
        FileChannel lockFile =
                FileChannel.open(folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (!locked(lockFile)) {
            lockFile.close();
            throw new IOException(
                    folder + ": another run is working in this folder; wait for it, or name another --output");
        }
        WholeFile.write(folder.resolve(CONFIGURATION), configuration.toPrettyString() + "\n");
        return new CompareFolder(folder, lockFile);
    }

    private static boolean locked(FileChannel file) throws IOException {
        try {
            @Nullable FileLock lock = file.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    /** Returns a file of the folder. */
    Path resolve(String name) {
        return folder.resolve(name);
    }

    /** Returns the file of a system's answers. */
    Path answers(CompareSystem system) {
        return answers(folder, system);
    }

    /** Returns the file of a system's answers in a folder, which need not exist. */
    static Path answers(Path folder, CompareSystem system) {
        return folder.resolve("answers").resolve(system.fileName());
    }

    @Override
    public void close() throws IOException {
        lockFile.close();
    }

    private static JsonNode read(Path file) throws IOException {
        try {
            return Json.MAPPER.readTree(Files.readString(file));
        } catch (JacksonException e) {
            throw new IOException(
                    file + ": this is no JSON, so this command did not write it; name another --output", e);
        }
    }

    private static void requireSame(Path file, JsonNode before, JsonNode now, boolean extend) throws IOException {
        Map<String, String> old = new TreeMap<>();
        Map<String, String> wanted = new TreeMap<>();
        flatten("", before, old);
        flatten("", now, wanted);
        List<String> differences = new ArrayList<>();
        wanted.forEach((path, value) -> {
            String was = old.get(path);
            if (was == null && !(extend && isNew(path, old))) {
                differences.add(path + " is " + value + ", but was not there");
            } else if (was != null && !was.equals(value)) {
                differences.add(path + " is " + value + ", but was " + was);
            }
        });
        old.forEach((path, was) -> {
            if (!wanted.containsKey(path)) {
                differences.add(path + " was " + was + ", but is not there any more");
            }
        });
        if (!differences.isEmpty()) {
            int more = differences.size() - MAX_DIFFERENCES;
            throw new IOException(file + ": the folder has the comparison of another configuration: "
                    + String.join("; ", differences.subList(0, Math.min(MAX_DIFFERENCES, differences.size())))
                    + (more > 0 ? "; and " + more + " more differences" : "")
                    + "; name another --output, or --extend the folder if systems or judges are added only");
        }
    }

    /** Returns whether {@code path} belongs to a system or judge that was not there at all. */
    private static boolean isNew(String path, Map<String, String> old) {
        String[] parts = path.split("/", -1);
        if (parts.length < 3 || !List.of("systems", "judging").contains(parts[1])) {
            return false;
        }
        String added = parts[1].equals("systems") ? "/" + parts[1] + "/" + parts[2] + "/" : path;
        return old.keySet().stream().noneMatch(each -> each.startsWith(added));
    }

    private static void flatten(String path, JsonNode node, Map<String, String> values) {
        if (node.isObject()) {
            node.properties().forEach(field -> flatten(path + "/" + field.getKey(), field.getValue(), values));
        } else if (node.isArray()) {
            node.forEach(element -> values.put(path + "/" + element, "true"));
        } else {
            values.put(path, node.toString());
        }
    }
}
