// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.golden.GoldenCheckpoint;
import io.github.aligner4j.runtime.RuntimeMachine;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DoctorCommandTest {

    private static final String CHAT_TEMPLATE = "{% for message in messages %}<|start_of_role|>{{ message.role }}"
            + "<|end_of_role|>{{ message.content }}<|end_of_text|>{% endfor %}<|start_of_role|>assistant<|end_of_role|>";

    private static final String CORRECTION = """
            name: factuality-correction
            model: ~
            response_format: '{"type": "object", "properties": {"correction": {"type": "string"}}}'
            transformations: ~
            parameters: {max_completion_tokens: 8}
            """;

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void the_embedded_Aligner_passes() {
        assertThat(doctor()).isZero();

        assertThat(out.toString())
                .contains("libtorch    2.7.1 cpu from the class path, ", "class path  libtorch for ")
                .contains("libtorch_cpu", "embedded, loaded as embedded in ", "of this process")
                .contains("PASS  a rude answer becomes civil (", "PASS  a civil answer stays as it is (")
                .contains("      correction  What a good question. You get it on Monday.")
                .endsWith("2 of 2 checks passed" + System.lineSeparator());
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void the_machine_is_checked_in_each_number_type() {
        assertThat(doctor("--machine")).isZero();
        assertThat(out.toString())
                .contains(
                        "java        ",
                        "processor   ",
                        "libtorch    2.",
                        "class path  ",
                        "libraries   ",
                        "CUDA        ")
                .contains(
                        "PASS  cpu in float32 (",
                        "PASS  cpu in bfloat16 (",
                        "PASS  cpu in float16 (",
                        "PASS  cpu in int8 (")
                .doesNotContain("model  ", "FAIL");

        assertThat(doctor("--machine", "--dtype", "float32", "--json")).isZero();
        JsonNode report = new JsonMapper().readTree(out.toString());
        assertThat(report.path("model").isNull()).isTrue();
        assertThat(report.path("machine").propertyNames())
                .containsExactly("platform", "classPath", "engine", "failure", "libraries", "cuda", "advice");
        assertThat(report.path("machine").path("engine").propertyNames())
                .containsExactly("libtorch", "flavor", "location", "gpus", "processor");
        assertThat(report.path("machine").path("libraries").path("missing")).isEmpty();
        assertThat(report.path("machine").path("cuda").propertyNames()).containsExactly("driver", "error", "devices");
        assertThat(report.path("kernels")).hasSize(1);
        assertThat(report.path("kernels").get(0).propertyNames())
                .containsExactly("device", "dtype", "passed", "seconds", "fallbacks", "error");
    }

    @Test
    void a_device_that_is_not_there_fails_and_says_where_to_look() {
        assertThat(doctor("--machine", "--device", "cuda:0", "--dtype", "float32"))
                .isEqualTo(1);
        assertThat(out.toString())
                .contains("FAIL  cuda:0 in float32 (", "libtorch sees no CUDA device here; choose auto or cpu, or run");
    }

    @Test
    void a_machine_is_shown_with_its_devices_and_what_to_do() {
        RuntimeMachine machine = new RuntimeMachine(
                "linux-x86_64",
                List.of("linux-x86_64 cpu 2.7.1"),
                null,
                "libtorch_cuda.so can't be loaded",
                new RuntimeMachine.Libraries("/opt/libtorch", List.of("libtorch.so"), List.of("libcublas.so.12")),
                new RuntimeMachine.Cuda("12.8", null, List.of(new RuntimeMachine.Gpu("NVIDIA H200", "9.0", 1L << 37))),
                List.of("Put libcublas.so.12 beside libtorch."));

        DoctorReport report = DoctorReport.of(machine, List.of());
        DoctorTable.print(new PrintWriter(out), report);

        assertThat(report.passed()).isFalse();
        assertThat(out.toString().lines().map(String::strip))
                .contains(
                        "libtorch    not started: libtorch_cuda.so can't be loaded",
                        "class path  libtorch for linux-x86_64 cpu 2.7.1",
                        "libraries   libtorch.so in /opt/libtorch",
                        "missing     libcublas.so.12",
                        "CUDA        driver for CUDA up to 12.8",
                        "cuda:0      NVIDIA H200, compute capability 9.0, 128.0 GiB",
                        "to do       Put libcublas.so.12 beside libtorch.",
                        "0 of 0 checks passed");
    }

    @Test
    void a_guardian_and_its_adapter_pass_and_show_their_scores() {
        Path guardian = GoldenCheckpoint.unpack("guardian", folder).folder();
        Path adapter = GoldenCheckpoint.unpack("guardian-lora", folder).folder();

        assertThat(doctor("--model", guardian, "--adapter", "harm=" + adapter, "--json"))
                .isZero();

        JsonNode report = new JsonMapper().readTree(out.toString());
        assertThat(report.propertyNames()).containsExactly("passed", "system", "machine", "kernels", "model", "checks");
        assertThat(report.path("system").propertyNames())
                .containsExactly(
                        "java", "os", "processor", "processors", "memoryBytes", "maxHeapBytes", "libtorch", "gpus");
        assertThat(report.path("model").propertyNames())
                .containsExactly(
                        "source",
                        "kind",
                        "device",
                        "dtype",
                        "kernelFallbacks",
                        "loadSeconds",
                        "peakBytes",
                        "kvCacheBytes",
                        "maxKvCacheBytes");
        assertThat(report.path("model").path("kind").asString()).isEqualTo("guardian-harm");
        JsonNode risky = report.path("checks").get(0);
        assertThat(risky.path("passed").asBoolean()).isTrue();
        assertThat(risky.path("correction").asString())
                .isNotEqualTo(risky.path("answer").asString());
        assertThat(risky.path("detections").get(0).path("label").asString()).isEqualTo("harm");
        assertThat(risky.path("detections").get(0).path("score").asDouble()).isGreaterThan(0.5);
        assertThat(report.path("checks").get(1).path("completionTokens").asInt())
                .isEqualTo(1);
    }

    @Test
    void adapters_that_correct_by_documents_pass_the_question_about_Ada_and_Babbage() {
        Path base = GoldenCheckpoint.unpack("guardian", folder).folder();
        Path gate = GoldenCheckpoint.unpack("guardian-core-lora", folder).folder();
        Path correction = GoldenCheckpoint.unpack("factuality-lora", folder).folder();

        assertThat(doctor("--model", base, "--adapter", "gate=" + gate, "--adapter", "facts=" + correction))
                .isZero();
        assertThat(out.toString())
                .contains("loaded as guardian-factuality in ", "PASS  a wrong answer is corrected (")
                .contains("correction  No, Charles Babbage, born in 1791, is older than Ada Lovelace, born in 1815.")
                .contains("detected    ungrounded, score ");
    }

    @Test
    void a_guardian_without_an_adapter_only_detects() {
        Path guardian = GoldenCheckpoint.unpack("guardian", folder).folder();

        assertThat(doctor("--model", guardian)).isEqualTo(2);
        assertThat(err.toString())
                .isEqualTo("aligner: '" + guardian + "' is a guardian, which detects but does not correct; add its harm"
                        + " correction adapter (--adapter)" + System.lineSeparator());
    }

    @Test
    void a_checkpoint_that_corrects_nothing_fails() {
        Path random = GoldenCheckpoint.unpack("llama-gqa", folder).folder();

        assertThat(doctor("--model", random, "--template", "aligner-7b")).isEqualTo(1);
        assertThat(out.toString())
                .contains(
                        "loaded as aligner in ",
                        "FAIL  a wrong answer is corrected (",
                        "FAIL  a right answer stays right (")
                .endsWith("0 of 2 checks passed" + System.lineSeparator());
    }

    @Test
    void an_instruct_model_gets_a_prompt() throws IOException {
        Path random = instruct();

        assertThat(doctor("--model", random)).isEqualTo(1);
        assertThat(out.toString()).contains("loaded as prompted in ");
    }

    @Test
    void adapters_with_a_definition_correct_by_documents_and_what_fails_is_shown() throws IOException {
        Path random = instruct();
        Path adapter = GoldenCheckpoint.unpack("granite-lora", folder).folder();
        Files.writeString(adapter.resolve("io.yaml"), CORRECTION);

        assertThat(doctor("--model", random, "--adapter", adapter, "--json")).isEqualTo(1);
        JsonNode report = new JsonMapper().readTree(out.toString());
        assertThat(report.path("model").path("kind").asString()).isEqualTo("guardian-factuality");
        assertThat(report.path("checks").get(0).path("correction").isNull()).isTrue();
        assertThat(report.path("checks").get(0).path("error").asString())
                .startsWith(
                        "the correction was rejected: the JSON of 'factuality-correction' was cut off after 8 tokens");

        Files.writeString(adapter.resolve("io.yaml"), CORRECTION.replace("correction\":", "score\":"));
        assertThat(doctor("--model", random, "--adapter", "facts=" + adapter)).isEqualTo(2);
        assertThat(err.toString())
                .contains("none of the adapters [facts] corrects by its io.yaml; add factuality-correction");
    }

    @Test
    void a_checkpoint_of_no_known_kind_is_refused() {
        Path random = GoldenCheckpoint.unpack("llama-gqa", folder).folder();

        assertThat(doctor("--model", random)).isEqualTo(2);
        assertThat(err.toString())
                .isEqualTo("aligner: '" + random
                        + "' has neither an aligner.json nor a chat template; name the template that"
                        + " it was trained with (--template)" + System.lineSeparator());
        assertThat(doctor("--model", folder.resolve("nothing"))).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "No, Charles Babbage, born in 1791, is older than Ada Lovelace, born in 1815.",
                "No.",
                "Charles Babbage is older.",
                "Ada Lovelace is not older than Charles Babbage.",
                "Ada Lovelace, born in 1815, is younger than Charles Babbage."
            })
    void an_answer_that_says_that_Babbage_is_older_is_right(String answer) {
        assertThat(DoctorChecks.claimsRight(answer)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Yes, Ada Lovelace is older than Charles Babbage.",
                "Ada Lovelace is older than Charles Babbage.",
                "No, Ada Lovelace was older.",
                "Babbage is younger.",
                "I don't know.",
                ""
            })
    void other_answers_are_not(String answer) {
        assertThat(DoctorChecks.claimsRight(answer)).isFalse();
    }

    @Test
    void adapters_may_have_names() {
        assertThat(DoctorPatient.adapters(List.of("hf://org/repo/sub@1", "facts=/a=b", "/c")))
                .containsExactly(
                        Map.entry("adapter-1", "hf://org/repo/sub@1"),
                        Map.entry("facts", "/a=b"),
                        Map.entry("adapter-3", "/c"));
        assertThatThrownBy(() -> DoctorPatient.adapters(List.of("a=b", "a=c")))
                .hasMessage("there are two adapters named 'a'; each needs its own name");
    }

    private Path instruct() throws IOException {
        Path random = GoldenCheckpoint.unpack("granite", folder).folder();
        Files.writeString(random.resolve("chat_template.jinja"), CHAT_TEMPLATE);
        return random;
    }

    private int doctor(Object... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        String[] all = Stream.concat(
                        Stream.of("doctor"), Arrays.stream(arguments).map(String::valueOf))
                .toArray(String[]::new);
        return AlignerCommand.run(new PrintWriter(out), new PrintWriter(err), all);
    }
}
