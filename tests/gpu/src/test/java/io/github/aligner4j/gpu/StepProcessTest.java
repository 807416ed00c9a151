// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.gpu;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

class StepProcessTest {

    @TempDir
    private Path folder;

    @Test
    void results_before_a_crash_are_kept_up_to_the_last_whole_line() throws Exception {
        KitResults results = new KitResults(folder.resolve("step.jsonl"));
        results.add(Map.of("seconds", 2), "shapes", "7b", "load");
        results.add(3, "shapes", "7b", "weightBytesPerToken");
        Files.writeString(results.file(), Files.readString(results.file()) + "{\"path\": [\"shapes\", \"7b\", \"ben");

        ObjectNode report = new JsonMapper().createObjectNode();
        results.copyTo(report);

        assertThat(report.at("/shapes/7b/load/seconds").intValue()).isEqualTo(2);
        assertThat(report.at("/shapes/7b/weightBytesPerToken").intValue()).isEqualTo(3);
        assertThat(report.at("/shapes/7b").propertyNames()).hasSize(2);
    }

    @Test
    void a_step_is_killed_when_its_time_is_over() throws Exception {
        KitOptions options = new KitOptions("cpu", 1, List.of(), List.of(), 1, 1, 1, 1, folder);

        ObjectNode outcome = new StepProcess(List.of("--device", "cpu"), folder)
                .run(new EnvironmentStep(options), Duration.ofMillis(1), new JsonMapper().createObjectNode());

        assertThat(outcome.at("/status").stringValue()).isEqualTo("timeout");
        assertThat(outcome.at("/message").stringValue()).isEqualTo("killed after 0.001 s");
    }

    @Test
    void a_table_of_nothing_has_no_numbers() {
        assertThat(KitTable.of(new JsonMapper().createObjectNode()))
                .contains("| machine | device | - |")
                .doesNotContain("NaN");
    }
}
