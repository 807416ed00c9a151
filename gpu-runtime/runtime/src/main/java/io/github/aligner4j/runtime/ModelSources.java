// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime;

import io.github.aligner4j.hub.HubClient;
import io.github.aligner4j.hub.HubSource;
import io.github.aligner4j.runtime.checkpoint.CheckpointDescriptor;
import io.github.aligner4j.runtime.checkpoint.CheckpointDescriptors;
import io.github.aligner4j.runtime.checkpoint.ExistingFolder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The checkpoint to load, and everything that is loaded with it.
 *
 * @param checkpoint source of the base checkpoint
 * @param descriptor descriptor that replaces the checkpoint's own; null to use that
 * @param customizer changes the descriptors of the checkpoint and of the adapters
 * @param merged source of an adapter to merge into the weights, null for none
 * @param adapters sources of the other adapters by name
 * @param hub downloads models of the hub; called for those alone, when they are opened
 */
record ModelSources(
        ModelSource checkpoint,
        @Nullable CheckpointDescriptor descriptor,
        UnaryOperator<CheckpointDescriptor> customizer,
        @Nullable ModelSource merged,
        Map<String, ModelSource> adapters,
        Function<HubSource, Path> hub) {

    ModelSources(ModelSource checkpoint) {
        this(
                Objects.requireNonNull(checkpoint, "checkpoint"),
                null,
                UnaryOperator.identity(),
                null,
                Map.of(),
                source -> HubClient.fromEnvironment().download(source));
    }

    ModelSources withDescriptor(CheckpointDescriptor descriptor) {
        return new ModelSources(
                checkpoint, Objects.requireNonNull(descriptor, "descriptor"), customizer, merged, adapters, hub);
    }

    ModelSources withCustomizer(UnaryOperator<CheckpointDescriptor> customizer) {
        return new ModelSources(
                checkpoint, descriptor, Objects.requireNonNull(customizer, "customizer"), merged, adapters, hub);
    }

    /**
     * Sets the adapter to merge.
     *
     * @throws IllegalArgumentException if it belongs to another checkpoint
     */
    ModelSources withMerged(ModelSource adapter) {
        requireSuitable(adapter);
        return new ModelSources(checkpoint, descriptor, customizer, adapter, adapters, hub);
    }

    /**
     * Adds an adapter.
     *
     * @throws IllegalArgumentException if the name is blank or taken, or the adapter belongs to another checkpoint
     */
    ModelSources withAdapter(String name, ModelSource adapter) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("an adapter needs a name, but it is blank");
        }
        requireSuitable(adapter);
        Map<String, ModelSource> all = new LinkedHashMap<>(adapters);
        if (all.put(name, adapter) != null) {
            throw new IllegalArgumentException("there are two adapters named '" + name + "'; each needs its own name");
        }
        return new ModelSources(checkpoint, descriptor, customizer, merged, all, hub);
    }

    ModelSources withHub(HubClient client) {
        Objects.requireNonNull(client, "client");
        return new ModelSources(checkpoint, descriptor, customizer, merged, adapters, client::download);
    }

    private void requireSuitable(ModelSource adapter) {
        Objects.requireNonNull(adapter, "adapter");
        if (adapter instanceof ModelSource.Embedded && !(checkpoint instanceof ModelSource.Embedded)) {
            throw new IllegalArgumentException("the adapter '" + adapter
                    + "' belongs to the embedded checkpoint, but the checkpoint is " + checkpoint
                    + "; name the folder of an adapter that was trained on it");
        }
    }

    /** Returns the name of the model in messages. */
    String modelName() {
        return checkpoint instanceof ModelSource.Folder folder
                ? String.valueOf(folder.path().toAbsolutePath().normalize().getFileName())
                : checkpoint.toString();
    }

    /**
     * Returns the folders of all sources, which exist until the result is closed.
     *
     * @throws io.github.aligner4j.runtime.checkpoint.CheckpointException if one does not exist
     * @throws io.github.aligner4j.hub.HubException if one can't be downloaded
     */
    ModelFiles open() {
        if (checkpoint instanceof ModelSource.Embedded embedded) {
            EmbeddedCheckpoint unpacked = EmbeddedCheckpoint.unpack(embedded.name());
            try {
                return files(unpacked.folder(), unpacked);
            } catch (RuntimeException | Error e) {
                unpacked.close();
                throw e;
            }
        }
        return files(folder(checkpoint), null);
    }

    /** Returns the folder of a source that is not embedded. */
    private Path folder(ModelSource source) {
        return source instanceof ModelSource.Hub remote
                ? hub.apply(remote.source())
                : ((ModelSource.Folder) source).path();
    }

    private ModelFiles files(Path folder, @Nullable EmbeddedCheckpoint unpacked) {
        ExistingFolder.requireCheckpoint(folder);
        Map<String, Path> folders = new LinkedHashMap<>();
        adapters.forEach((name, adapter) -> folders.put(name, adapterFolder(adapter, unpacked)));
        Path mergedFolder = merged == null ? null : adapterFolder(merged, unpacked);
        return new ModelFiles(folder, mergedFolder, folders, descriptors(folder, folders), unpacked);
    }

    private Map<String, CheckpointDescriptor> descriptors(Path folder, Map<String, Path> adapterFolders) {
        Map<String, CheckpointDescriptor> descriptors = new LinkedHashMap<>();
        Optional.ofNullable(descriptor)
                .or(() -> checkpoint instanceof ModelSource.Hub remote
                        ? CheckpointDescriptors.find(folder, publishedName(remote.source()))
                        : CheckpointDescriptors.find(folder))
                .map(customizer)
                .ifPresent(base -> descriptors.put(ModelFiles.BASE, base));
        adapterFolders.forEach((name, adapter) ->
                CheckpointDescriptors.own(adapter).map(customizer).ifPresent(own -> descriptors.put(name, own)));
        return descriptors;
    }

    /** Returns the name of a checkpoint on the hub, whose folder is named after its commit. */
    private static String publishedName(HubSource source) {
        String subfolder = source.subfolder();
        return subfolder == null ? source.repository() : subfolder;
    }

    private Path adapterFolder(ModelSource adapter, @Nullable EmbeddedCheckpoint unpacked) {
        if (adapter instanceof ModelSource.Embedded embedded) {
            return Objects.requireNonNull(unpacked, "unpacked").unpackAdapter(embedded.name());
        }
        Path folder = folder(adapter);
        ExistingFolder.requireAdapter(folder);
        return folder;
    }
}
