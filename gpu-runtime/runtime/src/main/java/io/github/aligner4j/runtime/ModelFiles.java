package io.github.aligner4j.runtime;

import io.github.aligner4j.runtime.checkpoint.CheckpointDescriptor;
import io.github.aligner4j.runtime.checkpoint.CheckpointWithAdapters;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a model is loaded from.
 *
 * @param checkpoint folder of the base
 * @param descriptor holds instead of the folder's own, null for that
 * @param merged folder of an adapter to merge, null for none
 * @param adapters folders of adapters by name
 */
record ModelFiles(
        Path checkpoint,
        @Nullable CheckpointDescriptor descriptor,
        @Nullable Path merged,
        Map<String, Path> adapters) {

    ModelFiles {
        adapters = Map.copyOf(adapters);
    }

    static ModelFiles of(Path checkpoint) {
        return new ModelFiles(Objects.requireNonNull(checkpoint, "folder"), null, null, Map.of());
    }

    ModelFiles withDescriptor(CheckpointDescriptor descriptor) {
        return new ModelFiles(checkpoint, Objects.requireNonNull(descriptor, "descriptor"), merged, adapters);
    }

    ModelFiles withMerged(Path merged) {
        return new ModelFiles(checkpoint, descriptor, Objects.requireNonNull(merged, "folder"), adapters);
    }

    /**
     * Adds an adapter.
     *
     * @throws IllegalArgumentException if the name is blank or taken
     */
    ModelFiles withAdapter(String name, Path folder) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("an adapter needs a name, but it is blank");
        }
        Map<String, Path> more = new LinkedHashMap<>(adapters);
        if (more.put(name, Objects.requireNonNull(folder, "folder")) != null) {
            throw new IllegalArgumentException("there are two adapters named '" + name + "'; each needs its own name");
        }
        return new ModelFiles(checkpoint, descriptor, merged, more);
    }

    CheckpointWithAdapters open() {
        return CheckpointWithAdapters.open(checkpoint, descriptor, merged, adapters);
    }
}
