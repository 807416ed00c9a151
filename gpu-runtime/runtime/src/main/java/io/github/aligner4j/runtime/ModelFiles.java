// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime;

import io.github.aligner4j.runtime.checkpoint.CheckpointDescriptor;
import io.github.aligner4j.runtime.checkpoint.CheckpointDescriptors;
import io.github.aligner4j.runtime.checkpoint.CheckpointWithAdapters;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The folders that a model is loaded from.
 *
 * @param checkpoint folder of the base checkpoint
 * @param merged folder of the adapter to merge, null for none
 * @param adapters folders of the other adapters by name
 * @param descriptors descriptors by name of adapter, that of the base under {@link #BASE}; some have none
 * @param unpacked the checkpoint whose folder is deleted on close, null for none
 */
record ModelFiles(
        Path checkpoint,
        @Nullable Path merged,
        Map<String, Path> adapters,
        Map<String, CheckpointDescriptor> descriptors,
        @Nullable EmbeddedCheckpoint unpacked)
        implements AutoCloseable {

    /** Name of the base checkpoint in maps by adapter name. */
    static final String BASE = "";

    CheckpointWithAdapters open() {
        return CheckpointWithAdapters.open(checkpoint, descriptors.get(BASE), merged, adapters);
    }

    /**
     * Returns the descriptor of an adapter, or of the base checkpoint, which also holds for adapters without their own.
     *
     * @throws io.github.aligner4j.runtime.checkpoint.CheckpointException if there is none
     */
    CheckpointDescriptor descriptor(String adapter) {
        CheckpointDescriptor base = descriptors.get(BASE);
        CheckpointDescriptor own = descriptors.getOrDefault(adapter, base);
        return own == null ? CheckpointDescriptors.read(checkpoint) : own;
    }

    /** Returns the folder of an adapter, or of the base checkpoint, whose {@code aligner.json} describes it. */
    Path descriptorFolder(String adapter) {
        return descriptors.containsKey(adapter) ? adapters.getOrDefault(adapter, checkpoint) : checkpoint;
    }

    /** Returns the copying by name of adapter, that of the base under {@link #BASE}; those that don't copy are left out. */
    Map<String, Copying> copying() {
        Map<String, Copying> copying = new HashMap<>();
        putCopying(copying, BASE);
        adapters.keySet().forEach(name -> putCopying(copying, name));
        return copying;
    }

    private void putCopying(Map<String, Copying> copying, String adapter) {
        CheckpointDescriptor descriptor = descriptors.getOrDefault(adapter, descriptors.get(BASE));
        if (descriptor != null && descriptor.copyBias() > 0) {
            copying.put(adapter, new Copying(descriptor.copyBias(), descriptor.detector() == null));
        }
    }

    @Override
    public void close() {
        if (unpacked != null) {
            unpacked.close();
        }
    }
}
