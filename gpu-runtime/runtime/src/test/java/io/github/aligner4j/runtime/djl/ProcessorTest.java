// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.djl;

import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ProcessorTest {

    @Test
    void the_first_processor_names_them_all() {
        List<String> cpuinfo = List.of(
                "processor\t: 0",
                "cpu family\t: 26",
                "model\t\t: 2",
                "model name\t: AMD EPYC",
                "stepping\t: 1",
                "",
                "processor\t: 1",
                "model name\t: another");
        assertThat(Processor.name(cpuinfo)).isEqualTo("AMD EPYC (family 26, model 2, stepping 1)");
    }

    @Test
    void a_system_that_does_not_tell_has_an_architecture_at_least() {
        assertThat(Processor.name(List.of("Hardware\t: something"))).isEqualTo(System.getProperty("os.arch"));
        assertThat(Processor.name()).isNotBlank();
    }
}
