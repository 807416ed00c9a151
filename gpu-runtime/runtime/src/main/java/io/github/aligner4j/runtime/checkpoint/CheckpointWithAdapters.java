package io.github.aligner4j.runtime.checkpoint;

import io.github.aligner4j.runtime.model.ModelVariants;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * A checkpoint with all that is loaded beside it.
 *
 * @param base the checkpoint
 * @param merged an adapter that becomes part of the base's weights while they are loaded; null for none
 * @param tunings what a request can choose, by name; the empty name is the base alone
 */
public record CheckpointWithAdapters(
        CheckpointDirectory base, @Nullable LoraAdapter merged, Map<String, AdapterWeights> tunings) {

    /** Copies the map. */
    public CheckpointWithAdapters {
        tunings = Map.copyOf(tunings);
    }

    /** Returns a checkpoint with nothing beside it. */
    public static CheckpointWithAdapters of(CheckpointDirectory base) {
        return new CheckpointWithAdapters(base, null, Map.of("", AdapterWeights.NONE));
    }

    /**
     * Reads a checkpoint and its adapters. Strength vectors are those that a folder's {@code aligner.json} names; an adapter
     * without any has the base's.
     *
     * @param folder the checkpoint
     * @param descriptor says where the base's strength vectors are, instead of its own {@code aligner.json}; null or without
     *     them if that holds
     * @param merged folder of the adapter to merge, null for none
     * @param adapters folders of the others by name
     * @throws CheckpointException if one of them can't be run
     */
    public static CheckpointWithAdapters open(
            Path folder, @Nullable CheckpointDescriptor descriptor, @Nullable Path merged, Map<String, Path> adapters) {
        CheckpointDirectory base = CheckpointDirectory.open(folder);
        ModelConfig config = base.config();
        CheckpointDescriptor.Steering named = descriptor == null ? null : descriptor.steering();
        SteeringVectors strength = named == null ? own(folder, config) : SteeringVectors.read(folder, named, config);
        Map<String, AdapterWeights> tunings = new LinkedHashMap<>();
        tunings.put("", new AdapterWeights(null, strength));
        adapters.forEach((name, place) -> {
            SteeringVectors own = own(place, config);
            tunings.put(name, new AdapterWeights(LoraAdapter.open(place, config), own == null ? strength : own));
        });
        return new CheckpointWithAdapters(base, merged == null ? null : LoraAdapter.open(merged, config), tunings);
    }

    /** Returns what a request can choose. */
    public ModelVariants variants() {
        Map<String, OptionalDouble> strengths = new HashMap<>();
        tunings.forEach((name, tuning) -> {
            SteeringVectors strength = tuning.strength();
            strengths.put(name, strength == null ? OptionalDouble.empty() : OptionalDouble.of(strength.defaultStrength()));
        });
        return new ModelVariants(strengths);
    }

    private static @Nullable SteeringVectors own(Path folder, ModelConfig config) {
        return CheckpointDescriptors.own(folder)
                .map(CheckpointDescriptor::steering)
                .map(strength -> SteeringVectors.read(folder, strength, config))
                .orElse(null);
    }
}
