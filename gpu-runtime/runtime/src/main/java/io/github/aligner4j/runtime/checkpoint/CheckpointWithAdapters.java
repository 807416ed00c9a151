// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.checkpoint;

import io.github.aligner4j.runtime.model.ModelVariants;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * A checkpoint with the adapters that are loaded beside it.
 *
 * @param base the checkpoint
 * @param merged adapter that becomes part of the base's weights while they are loaded; null for none
 * @param adapters adapters that a request can choose, by name; the empty name is the base alone
 */
public record CheckpointWithAdapters(
        CheckpointDirectory base, @Nullable LoraAdapter merged, Map<String, AdapterWeights> adapters) {

    /** Copies the map. */
    public CheckpointWithAdapters {
        adapters = Map.copyOf(adapters);
    }

    /** Returns a checkpoint without adapters. */
    public static CheckpointWithAdapters of(CheckpointDirectory base) {
        return new CheckpointWithAdapters(base, null, Map.of("", AdapterWeights.NONE));
    }

    /**
     * Reads a checkpoint and its adapters. Steering vectors are those that a folder's {@code aligner.json} names; an adapter
     * without any has the base's.
     *
     * @param folder the checkpoint
     * @param descriptor replaces the {@code aligner.json} of the base; null, or without steering vectors, if that holds
     * @param merged folder of the adapter to merge, null for none
     * @param folders folders of the other adapters by name
     * @throws CheckpointException if one of them can't be run
     */
    public static CheckpointWithAdapters open(
            Path folder, @Nullable CheckpointDescriptor descriptor, @Nullable Path merged, Map<String, Path> folders) {
        CheckpointDirectory base = CheckpointDirectory.open(folder);
        ModelConfig config = base.config();
        CheckpointDescriptor.Steering named = descriptor == null ? null : descriptor.steering();
        SteeringVectors steering = named == null ? own(folder, config) : SteeringVectors.read(folder, named, config);
        Map<String, AdapterWeights> adapters = new LinkedHashMap<>();
        adapters.put("", new AdapterWeights(null, steering));
        folders.forEach((name, adapter) -> {
            SteeringVectors own = own(adapter, config);
            adapters.put(name, new AdapterWeights(LoraAdapter.open(adapter, config), own == null ? steering : own));
        });
        return new CheckpointWithAdapters(
                base, merged == null ? null : LoraAdapter.openToMerge(merged, config), adapters);
    }

    /** Returns the variants that a request can choose. */
    public ModelVariants variants() {
        Map<String, OptionalDouble> strengths = new HashMap<>();
        adapters.forEach((name, adapter) -> {
            SteeringVectors steering = adapter.steering();
            strengths.put(
                    name, steering == null ? OptionalDouble.empty() : OptionalDouble.of(steering.defaultStrength()));
        });
        return new ModelVariants(strengths, invocations());
    }

    private Map<String, List<Integer>> invocations() {
        Map<String, List<Integer>> invocations = new HashMap<>();
        adapters.forEach((name, adapter) -> {
            LoraAdapter lora = adapter.lora();
            if (lora != null && !lora.invocation().isEmpty()) {
                invocations.put(name, lora.invocation());
            }
        });
        return invocations;
    }

    private static @Nullable SteeringVectors own(Path folder, ModelConfig config) {
        return CheckpointDescriptors.own(folder)
                .map(CheckpointDescriptor::steering)
                .map(steering -> SteeringVectors.read(folder, steering, config))
                .orElse(null);
    }
}
