// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.checkpoint;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Reads an adapter for a base with a given configuration. The tensors that are present determine the adapted matrices, not
 * {@code target_modules}.
 */
final class LoraReader {

    private static final String CONFIG = "adapter_config.json";
    private static final String TENSORS = "adapter_model.safetensors";
    private static final long MAX_CONFIG_BYTES = 4L << 20;
    private static final Pattern NAME = Pattern.compile("base_model\\.model\\.(.+)\\.lora_([AB])\\.weight");

    /** Options that change what is computed; all of them are off in plain LoRA. */
    private static final List<String> UNSUPPORTED = List.of(
            "use_dora",
            "lora_bias",
            "use_qalora",
            "use_bdlora",
            "fan_in_fan_out",
            "modules_to_save",
            "trainable_token_indices",
            "target_parameters",
            "layer_replication",
            "megatron_config",
            "monteclora_config",
            "arrow_config",
            "kasa_config");

    /** The others subtract something from the base's weights, so that the adapter fits no untouched base. */
    private static final Set<String> PLAIN_BEGINNINGS = Set.of("true", "false", "gaussian", "eva", "orthogonal");

    private final Path folder;
    private final ModelConfig base;

    LoraReader(Path folder, ModelConfig base) {
        this.folder = folder;
        this.base = base;
    }

    LoraAdapter read() {
        ExistingFolder.requireAdapter(folder);
        requireFile(CONFIG);
        requireFile(TENSORS);
        JsonFields config = JsonFields.read(folder.resolve(CONFIG), MAX_CONFIG_BYTES);
        requirePlain(config);
        LoraScaling scaling = new LoraScaling(config);
        Map<String, StoredTensor> tensors = SafetensorsFile.read(folder.resolve(TENSORS));
        Map<String, List<Long>> matrices = matrices();
        Map<String, LoraFactors> factors = new HashMap<>();
        for (String module : modules(tensors.keySet())) {
            List<Long> shape = matrices.get(module + ".weight");
            if (shape == null) {
                throw problem("it adapts '" + module + "', which the base has not or which can't be adapted; only the "
                        + "matrices of attention and feed-forward layers 0 to " + (base.layers() - 1) + " can");
            }
            factors.put(module + ".weight", factors(module, tensors, scaling, shape));
        }
        return new LoraAdapter(folder, factors, invocation(config));
    }

    private List<Integer> invocation(JsonFields config) {
        String key = "alora_invocation_tokens";
        List<Integer> tokens = config.isOff(key) ? List.of() : config.tokenIds(key);
        if (tokens.stream().anyMatch(token -> token >= base.vocabularySize())) {
            throw config.wrong(key, "token ids below the base's vocabulary size, " + base.vocabularySize());
        }
        return tokens;
    }

    private void requireFile(String name) {
        if (!Files.isRegularFile(folder.resolve(name))) {
            throw new CheckpointException(
                    folder,
                    "the folder has no " + name + ", which a LoRA adapter needs; PEFT's save_pretrained writes it"
                            + (name.equals(TENSORS) ? ", and of weights only safetensors are read" : ""));
        }
    }

    private static void requirePlain(JsonFields config) {
        if (!config.text("peft_type").equals("LORA")) {
            throw config.wrong("peft_type", "\"LORA\"");
        }
        for (String option : UNSUPPORTED) {
            if (!config.isOff(option)) {
                throw config.wrong(option, "off: only plain LoRA can be run");
            }
        }
        if (!config.isOff("bias") && !config.text("bias").equals("none")) {
            throw config.wrong("bias", "\"none\": adapters with biases can't be run");
        }
        String beginning = config.word("init_lora_weights", "true");
        if (!PLAIN_BEGINNINGS.contains(beginning)) {
            throw config.wrong(
                    "init_lora_weights",
                    "one of " + new TreeSet<>(PLAIN_BEGINNINGS) + ": other ways to begin change the base's weights, "
                            + "unless PEFT converts the adapter while saving it");
        }
    }

    /** Returns the shapes of all matrices that can be adapted. */
    private Map<String, List<Long>> matrices() {
        Map<String, List<Long>> shapes = new HashMap<>();
        WeightLayout layout = new WeightLayout(base);
        IntStream.range(0, base.layers())
                .mapToObj(layout::layer)
                .flatMap(List::stream)
                .filter(weight -> weight.role().kind() == WeightRole.Kind.MATRIX)
                .flatMap(weight -> weight.parts().stream())
                .forEach(part -> shapes.put(part.tensor(), part.shape()));
        return shapes;
    }

    private Set<String> modules(Set<String> tensors) {
        Set<String> modules = new TreeSet<>();
        for (String name : tensors) {
            Matcher matcher = NAME.matcher(name);
            if (!matcher.matches()) {
                throw problem("tensor '" + name + "' is none of plain LoRA, where names are like "
                        + "'base_model.model.model.layers.0.self_attn.q_proj.lora_A.weight'");
            }
            modules.add(matcher.group(1));
        }
        if (modules.isEmpty()) {
            throw problem("the file has no tensors, so the adapter would change nothing");
        }
        return modules;
    }

    private LoraFactors factors(
            String module, Map<String, StoredTensor> tensors, LoraScaling scaling, List<Long> shape) {
        long rank = scaling.rank(module);
        return new LoraFactors(
                factor(module, "A", tensors, List.of(rank, shape.get(1))),
                factor(module, "B", tensors, List.of(shape.get(0), rank)),
                scaling.scale(module));
    }

    private StoredTensor factor(String module, String which, Map<String, StoredTensor> tensors, List<Long> shape) {
        String name = "base_model.model." + module + ".lora_" + which + ".weight";
        StoredTensor tensor = tensors.get(name);
        if (tensor == null) {
            throw problem("tensor '" + name + "' is missing, which belongs to its other half");
        }
        if (!tensor.shape().equals(shape)) {
            throw problem("tensor '" + name + "' has shape " + tensor.shape() + ", but the base and " + CONFIG
                    + " make it " + shape);
        }
        tensor.requireRunnable();
        return tensor;
    }

    private CheckpointException problem(String problem) {
        return new CheckpointException(folder.resolve(TENSORS), problem);
    }
}
