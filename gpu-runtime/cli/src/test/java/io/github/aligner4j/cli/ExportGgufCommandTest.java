// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.golden.GoldenCheckpoint;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class ExportGgufCommandTest {

    @TempDir
    private Path folder;

    private final StringWriter err = new StringWriter();

    @Test
    void a_checkpoint_is_exported_in_its_own_type_or_the_one_asked_for() throws IOException {
        Path model = golden("llama-gqa");

        assertThat(export("--model", model, "--output", file("stored.gguf"))).isZero();
        assertThat(export("--model", model, "--output", file("whole.gguf"), "--dtype", "Float32"))
                .isZero();

        assertThat(err.toString()).contains("stored.gguf: written for llama.cpp");
        assertThat(Files.size(file("whole.gguf"))).isGreaterThan(Files.size(file("stored.gguf")));
        assertThat(new String(Files.readAllBytes(file("whole.gguf")), 0, 4, StandardCharsets.US_ASCII))
                .isEqualTo("GGUF");
    }

    @Test
    void an_adapter_is_exported_alone() throws IOException {
        Path model = golden("llama-gqa");
        Path adapter = golden("llama-gqa-lora");

        assertThat(export("--model", model, "--adapter", adapter, "--output", file("lora.gguf")))
                .isZero();

        assertThat(Files.size(file("lora.gguf"))).isBetween(1000L, Files.size(model.resolve("model.safetensors")));
    }

    @Test
    void a_difference_is_said() {
        assertThat(export("--model", golden("mistral"), "--output", file("out.gguf")))
                .isZero();

        assertThat(err.toString()).contains("note: the context is 32 tokens instead of 512");
    }

    @Test
    void a_model_without_an_equal_and_a_wrong_type_are_refused_in_one_line() {
        Path model = golden("gemma3");

        assertThat(export("--model", model, "--output", file("out.gguf"))).isEqualTo(2);
        assertThat(export("--model", model, "--output", file("out.gguf"), "--dtype", "q4_0"))
                .isEqualTo(2);
        assertThat(export("--model", model, "--adapter", folder, "--output", file("out.gguf"), "--dtype", "float16"))
                .isEqualTo(2);

        assertThat(err.toString().lines())
                .satisfiesExactly(
                        line -> assertThat(line).contains("models of the family GEMMA3 can't be exported to GGUF"),
                        line -> assertThat(line)
                                .isEqualTo("aligner: --dtype must be float32, float16 or bfloat16, but was 'q4_0'"),
                        line -> assertThat(line).contains("--dtype is for checkpoints"));
        assertThat(file("out.gguf")).doesNotExist();
    }

    private Path golden(String name) {
        return GoldenCheckpoint.unpack(name, folder).folder();
    }

    private Path file(String name) {
        return folder.resolve(name);
    }

    private int export(Object... options) {
        List<String> arguments = new ArrayList<>(List.of("export-gguf"));
        for (Object option : options) {
            arguments.add(option.toString());
        }
        return AlignerCommand.run(
                new PrintWriter(new StringWriter()), new PrintWriter(err, true), arguments.toArray(String[]::new));
    }
}
