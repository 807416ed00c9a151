// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training.checkpoint;

import io.github.aligner4j.runtime.checkpoint.CheckpointDescriptor;
import io.github.aligner4j.runtime.checkpoint.CheckpointDescriptors;
import io.github.aligner4j.runtime.checkpoint.SafetensorsWriter;
import io.github.aligner4j.runtime.checkpoint.StoredType;
import io.github.aligner4j.runtime.checkpoint.TensorInfo;
import io.github.aligner4j.training.network.LoraSettings;
import io.github.aligner4j.training.network.Parameter;
import io.github.aligner4j.training.network.ParameterLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes trained weights as a Hugging Face checkpoint, or adapters as a PEFT folder. Files that training does not change (tokenizer,
 * generation settings) are copied from the base checkpoint.
 *
 * @param base the base checkpoint
 * @param layout the parameters
 * @param descriptor the descriptor of the Aligner; null for a model that is not an Aligner
 */
public record CheckpointWriter(
        Path base, ParameterLayout layout, @Nullable CheckpointDescriptor descriptor) {

    private static final List<String> KEPT = List.of(
            "tokenizer.json",
            "tokenizer_config.json",
            "special_tokens_map.json",
            "added_tokens.json",
            "vocab.json",
            "merges.txt",
            "tokenizer.model",
            "chat_template.jinja",
            "generation_config.json",
            "LICENSE",
            "NOTICE");
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /**
     * Writes into {@code folder}, which must be empty.
     *
     * @param type the type of stored weights; adapters are always stored in float32
     * @param values returns the elements of the i-th parameter of the layout
     */
    public void write(Path folder, StoredType type, IntFunction<float[]> values) throws IOException {
        copyKept(folder);
        if (descriptor != null) {
            // Steering vectors are left out: they belong to the activations of the base's weights.
            Files.writeString(
                    folder.resolve("aligner.json"), CheckpointDescriptors.toJson(descriptor.withSteering(null)));
        }
        LoraSettings lora = layout.lora();
        if (lora == null) {
            writeConfig(folder.resolve("config.json"), type);
            SafetensorsWriter.write(folder.resolve("model.safetensors"), infos(layout.parameters(), type), values);
        } else {
            writeAdapterConfig(folder.resolve("adapter_config.json"), lora);
            int first = layout.base().size();
            SafetensorsWriter.write(
                    folder.resolve("adapter_model.safetensors"),
                    infos(layout.adapters(), StoredType.F32),
                    i -> values.apply(first + i));
        }
    }

    private static List<TensorInfo> infos(List<Parameter> parameters, StoredType type) {
        return parameters.stream().map(parameter -> parameter.stored(type)).toList();
    }

    /** Names of the trained parameters, in order. */
    List<Parameter> trained() {
        return layout.parameters().stream().filter(Parameter::trained).toList();
    }

    private void copyKept(Path folder) throws IOException {
        for (String name : KEPT) {
            Path file = base.resolve(name);
            if (Files.isRegularFile(file)) {
                Files.copy(file, folder.resolve(name));
            }
        }
    }

    private void writeConfig(Path file, StoredType type) throws IOException {
        ObjectNode config = (ObjectNode) JSON.readTree(base.resolve("config.json"));
        String dtype = switch (type) {
            case BF16 -> "bfloat16";
            case F16 -> "float16";
            default -> "float32";
        };
        // Older versions of transformers use the longer name.
        config.put("torch_dtype", dtype);
        if (config.has("dtype")) {
            config.put("dtype", dtype);
        }
        Files.writeString(file, JSON.writeValueAsString(config));
    }

    private void writeAdapterConfig(Path file, LoraSettings lora) throws IOException {
        ObjectNode config = JSON.createObjectNode()
                .put("peft_type", "LORA")
                .put("task_type", "CAUSAL_LM")
                .put("base_model_name_or_path", base.toString())
                .put("r", lora.rank())
                .put("lora_alpha", lora.alpha())
                .put("lora_dropout", 0.0)
                .put("bias", "none")
                .put("fan_in_fan_out", false)
                .put("inference_mode", true)
                .put("init_lora_weights", true);
        config.putNull("modules_to_save");
        lora.targets().forEach(config.putArray("target_modules")::add);
        Files.writeString(file, JSON.writeValueAsString(config));
    }
}
