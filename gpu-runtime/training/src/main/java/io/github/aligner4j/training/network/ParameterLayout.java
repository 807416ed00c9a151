// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training.network;

import io.github.aligner4j.runtime.checkpoint.ModelConfig;
import io.github.aligner4j.runtime.checkpoint.Weight;
import io.github.aligner4j.runtime.checkpoint.WeightLayout;
import io.github.aligner4j.runtime.checkpoint.WeightRole;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The order of a model's parameters in its training program: those outside layers, those of each layer, and, with LoRA, the adapters of
 * each layer. Immutable.
 */
public final class ParameterLayout {

    private static final String LAYER = "model.layers.";

    private final ModelConfig config;
    private final @Nullable LoraSettings lora;
    private final List<Parameter> parameters = new ArrayList<>();
    private final int firstLayer;
    private final int stride;
    private final int firstAdapter;
    private final int adapterStride;

    private ParameterLayout(ModelConfig config, @Nullable LoraSettings lora) {
        this.config = config;
        this.lora = lora;
        WeightLayout weights = new WeightLayout(config);
        weights.shared().forEach(this::add);
        this.firstLayer = parameters.size();
        for (int i = 0; i < config.layers(); i++) {
            weights.layer(i).forEach(this::add);
        }
        this.firstAdapter = parameters.size();
        this.stride = (firstAdapter - firstLayer) / config.layers();
        if (lora != null) {
            addAdapters(lora);
        }
        this.adapterStride = (parameters.size() - firstAdapter) / config.layers();
    }

    /** Returns the layout for training all weights. */
    public static ParameterLayout full(ModelConfig config) {
        return new ParameterLayout(config, null);
    }

    /** Returns the layout for training adapters of frozen weights. */
    public static ParameterLayout withAdapters(ModelConfig config, LoraSettings lora) {
        return new ParameterLayout(config, lora);
    }

    /** Returns the configuration of the model. */
    public ModelConfig config() {
        return config;
    }

    /** Returns the adapter settings; null if all weights are trained. */
    public @Nullable LoraSettings lora() {
        return lora;
    }

    /** Returns all parameters in order. */
    public List<Parameter> parameters() {
        return List.copyOf(parameters);
    }

    /** Returns the parameters of the base checkpoint. */
    public List<Parameter> base() {
        return List.copyOf(parameters.subList(0, firstAdapter));
    }

    /** Returns the parameters of adapters; empty if all weights are trained. */
    public List<Parameter> adapters() {
        return List.copyOf(parameters.subList(firstAdapter, parameters.size()));
    }

    int firstLayer() {
        return firstLayer;
    }

    int stride() {
        return stride;
    }

    int firstAdapter() {
        return firstAdapter;
    }

    int adapterStride() {
        return adapterStride;
    }

    /** Returns the index of a tensor outside layers, or -1 if there is none of that name. */
    int shared(String name) {
        return parameters.subList(0, firstLayer).stream()
                .map(Parameter::name)
                .toList()
                .indexOf(name);
    }

    /** Returns the index of a tensor within its layer, or -1 if there is none of that name. */
    int inLayer(String name) {
        return parameters.subList(firstLayer, firstLayer + stride).stream()
                .map(Parameter::name)
                .toList()
                .indexOf(LAYER + "0." + name);
    }

    /** Returns the index of a target's A within the adapters of its layer, or -1 if it has none; its B is next. */
    int adapterInLayer(String target) {
        return lora == null ? -1 : lora.targets().indexOf(target) * 2;
    }

    private int adaptable(String target) {
        int index = inLayer(LoraSettings.path(target) + ".weight");
        if (index < 0) {
            throw new IllegalArgumentException(
                    "an adapter of '" + target + "' can't be trained, as the base has no matrix '"
                            + LoraSettings.path(target) + "'; choose others of " + LoraSettings.ALL_TARGETS);
        }
        return index;
    }

    private void add(Weight weight) {
        boolean tied = weight.role() == WeightRole.VOCABULARY && config.tiedEmbedding();
        if (tied) {
            return;
        }
        boolean decayed =
                weight.role().kind() == WeightRole.Kind.MATRIX || weight.role().kind() == WeightRole.Kind.TABLE;
        weight.parts()
                .forEach(part -> parameters.add(new Parameter(part.tensor(), part.shape(), lora == null, decayed)));
    }

    private void addAdapters(LoraSettings settings) {
        long rank = settings.rank();
        for (int i = 0; i < config.layers(); i++) {
            for (String target : settings.targets()) {
                Parameter weight = parameters.get(firstLayer + i * stride + adaptable(target));
                String name = "base_model.model." + LAYER + i + "." + LoraSettings.path(target);
                parameters.add(new Parameter(
                        name + ".lora_A.weight", List.of(rank, weight.shape().get(1)), true, true));
                parameters.add(new Parameter(
                        name + ".lora_B.weight", List.of(weight.shape().get(0), rank), true, true));
            }
        }
    }
}
