// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.benchmarks.memory;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** The benchmark runs once with the embedded checkpoint. */
class MemoryRunTest {

    @Test
    @EnabledOnOs(OS.LINUX)
    void every_process_gets_its_line() throws Exception {
        List<String> lines = new ArrayList<>();
        MemoryOptions options = MemoryOptions.of(
                "callers=1,2",
                "prefix-cache=false",
                "rounds=1",
                "tokens=20",
                "checkpoint=../../gpu-runtime/civility-model/checkpoint");
        Memory.run(options, lines::add);

        assertThat(lines).hasSize(2 + 2);
        assertThat(lines.get(2)).startsWith("| embedded | auto | 1 | yes | no | ");
    }

    @Test
    void an_option_that_does_not_exist_is_refused_with_those_that_do() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MemoryOptions.of("threads=1"))
                .withMessageContaining("'threads'")
                .withMessageContaining("prefix-cache");
    }

    @Test
    void the_memory_of_a_process_is_read_in_bytes() {
        ProcessStatus status =
                ProcessStatus.of("Name:\tjava\nVmHWM:\t   2048 kB\nVmRSS:\t 1024 kB\nRssFile:\t  512 kB\n");

        assertThat(status).isEqualTo(new ProcessStatus(1 << 20, 2 << 20, 1 << 19));
    }

    @Test
    void a_result_is_found_among_other_lines() {
        Usage usage = new Usage(1, 2, 3, 4, 5, 6, 7);

        assertThat(Usage.find(List.of("a warning", usage.line()))).isEqualTo(usage);
    }
}
