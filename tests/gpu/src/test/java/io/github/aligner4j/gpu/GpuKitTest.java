// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.gpu;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** The whole kit, with tiny shapes on the CPU. */
class GpuKitTest {

    private static final List<String> ON_CPU =
            List.of("--device", "cpu", "--threads", "1", "--golden", "llama-gqa", "--time", "60");

    @TempDir
    private Path folder;

    private final StringWriter printed = new StringWriter();

    @Test
    void every_step_measures_its_part_and_tokens_in_float32_are_those_of_transformers() throws Exception {
        int exit = run(
                "--shapes",
                "tiny",
                "--rows",
                "1",
                "--repeat",
                "1",
                "--callers",
                "4",
                "--training-steps",
                "3",
                "--steps",
                "parity-float32,shape,training,transformers");

        JsonNode report = report();
        assertThat(exit).as(printed::toString).isZero();
        assertThat(report.at("/environment/device").stringValue()).isEqualTo("cpu");
        assertThat(report.at("/ceilings/copyGigabytesPerSecond").doubleValue()).isPositive();
        JsonNode parity = report.at("/parity/float32");
        assertThat(parity.at("/adapters").intValue()).isEqualTo(3);
        for (String part : List.of("rows", "tokens", "drafted", "company")) {
            assertThat(parity.at("/" + part + "/all").intValue()).isPositive();
            assertThat(parity.at("/" + part + "/equal")).isEqualTo(parity.at("/" + part + "/all"));
        }
        assertThat(report.at("/training/tokensPerSecond").doubleValue()).isPositive();
        assertThat(report.at("/training/firstLoss")).isEqualTo(report.at("/training/cpuFirstLoss"));
        requireShape(report.at("/shapes/tiny"));
        assertThat(printed.toString())
                .contains("| tiny | unchanged, residual |", "| parity float32 | drafted = plain |");
        assertThat(folder.resolve("work")).doesNotExist();
    }

    private static void requireShape(JsonNode shape) {
        assertThat(shape.propertyNames())
                .contains(
                        "checkpoint",
                        "load",
                        "passes",
                        "start",
                        "bench",
                        "weightBytesPerToken",
                        "memory",
                        "callers",
                        "transformers");
        JsonNode one = shape.at("/passes/0");
        assertThat(one.at("/launchesPerLayer").doubleValue()).isBetween(10.0, 26.0);
        assertThat(one.at("/launches").intValue())
                .isEqualTo(one.at("/launchesPerToken").intValue())
                .isLessThan(one.at("/operations").intValue());
        JsonNode residual = shape.at("/bench/workloads/0/strategies/2");
        assertThat(residual.at("/passes").doubleValue()).isBetween(1.0, 20.0);
        assertThat(residual.at("/tokensPerPass").doubleValue()).isGreaterThan(10);
        assertThat(residual.at("/timesFullPrefill").doubleValue()).isPositive();
        assertThat(shape.at("/callers")).hasSize(2);
    }

    @Test
    void a_step_that_fails_costs_the_others_nothing_and_says_why() throws Exception {
        int exit = run(
                "--shapes",
                "tiny",
                "--sizes",
                "num_attention_heads=3",
                "--training-steps",
                "1",
                "--steps",
                "shape,training");

        JsonNode report = report();
        assertThat(exit).isEqualTo(1);
        assertThat(report.at("/training/steps").intValue()).isEqualTo(1);
        JsonNode failed = report.at("/steps/1");
        assertThat(failed.at("/name").stringValue()).isEqualTo("shape-tiny");
        assertThat(failed.at("/status").stringValue()).isEqualTo("failed");
        assertThat(failed.at("/message").stringValue()).contains("num_attention_heads, 3");
        assertThat(printed.toString()).contains("| step | shape-tiny | shape-tiny: failed");
    }

    private int run(String... arguments) {
        List<String> all = new ArrayList<>(ON_CPU);
        all.addAll(List.of(arguments));
        all.addAll(List.of("--output", folder.toString()));
        return new CommandLine(new GpuKit())
                .setOut(new PrintWriter(printed, true))
                .setErr(new PrintWriter(printed, true))
                .execute(all.toArray(String[]::new));
    }

    private JsonNode report() throws Exception {
        return new JsonMapper().readTree(Files.readString(folder.resolve("gpu-kit.json")));
    }
}
