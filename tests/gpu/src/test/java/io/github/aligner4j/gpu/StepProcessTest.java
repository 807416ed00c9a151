package io.github.aligner4j.gpu;

import java.nio.file.Files;
import java.nio.file.Path;
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
    void a_table_of_nothing_has_no_numbers() {
        assertThat(KitTable.of(new JsonMapper().createObjectNode()))
                .contains("| machine | device | - |")
                .doesNotContain("NaN");
    }
}
