package io.github.aligner4j.training.network;

import io.github.aligner4j.runtime.checkpoint.ModelConfig;
import io.github.aligner4j.runtime.checkpoint.Weight;
import io.github.aligner4j.runtime.checkpoint.WeightLayout;
import io.github.aligner4j.runtime.checkpoint.WeightRole;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All parameters of a model in the order in which its program takes them: those that belong to no layer, then layer by layer;
 * then, with LoRA, the adapters layer by layer. Immutable.
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

    /** Returns the layout for training adapters beside weights that stay as they are. */
    public static ParameterLayout withAdapters(ModelConfig config, LoraSettings lora) {
        return new ParameterLayout(config, lora);
    }

    /** The shape of the model. */
    public ModelConfig config() {
        return config;
    }

    /** How adapters are made; null where all weights are trained. */
    public @Nullable LoraSettings lora() {
        return lora;
    }

    /** Returns all parameters, in order. */
    public List<Parameter> parameters() {
        return List.copyOf(parameters);
    }

    /** Returns those that come from the base checkpoint. */
    public List<Parameter> base() {
        return List.copyOf(parameters.subList(0, firstAdapter));
    }

    /** Returns those of the adapters; empty where all weights are trained. */
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

    /** Returns the place of a tensor that belongs to no layer; -1 if there is none of that name. */
    int shared(String name) {
        return parameters.subList(0, firstLayer).stream()
                .map(Parameter::name)
                .toList()
                .indexOf(name);
    }

    /** Returns the place of a tensor within its layer; -1 if there is none of that name. */
    int inLayer(String name) {
        return parameters.subList(firstLayer, firstLayer + stride).stream()
                .map(Parameter::name)
                .toList()
                .indexOf(LAYER + "0." + name);
    }

    /** Returns the place of a target's A within its layer's adapters, B comes next; -1 if it has none. */
    int adapterInLayer(String target) {
        return lora == null ? -1 : lora.targets().indexOf(target) * 2;
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
                Parameter weight =
                        parameters.get(firstLayer + i * stride + inLayer(LoraSettings.path(target) + ".weight"));
                String name = "base_model.model." + LAYER + i + "." + LoraSettings.path(target);
                parameters.add(new Parameter(
                        name + ".lora_A.weight", List.of(rank, weight.shape().get(1)), true, true));
                parameters.add(new Parameter(
                        name + ".lora_B.weight", List.of(weight.shape().get(0), rank), true, true));
            }
        }
    }
}
