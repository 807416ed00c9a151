// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.djl;

import com.sun.jna.Library;
import com.sun.jna.Native;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;

class EngineEnvironmentTest {

    @Test
    void variables_of_the_process_win() {
        assertThat(EngineEnvironment.missing(Set.of("THP_MEM_ALLOC_ENABLE", "PATH")))
                .doesNotContainKey("THP_MEM_ALLOC_ENABLE")
                .containsEntry("GOMP_SPINCOUNT", "3000")
                .containsEntry("OMP_WAIT_POLICY", "active");
    }

    @Test
    void a_way_of_waiting_that_the_process_chooses_is_left_alone() {
        assertThat(EngineEnvironment.missing(Set.of("OMP_WAIT_POLICY")))
                .isEqualTo(EngineEnvironment.missing(Set.of("GOMP_SPINCOUNT")))
                .doesNotContainKeys("OMP_WAIT_POLICY", "GOMP_SPINCOUNT");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void native_code_sees_the_variables_once_the_engine_runs() {
        TorchEngine.start(0);
        Environment c = Native.load("c", Environment.class);

        assertThat(EngineEnvironment.missing(System.getenv().keySet()))
                .isNotEmpty()
                .allSatisfy((name, value) -> assertThat(c.getenv(name)).isEqualTo(value));
    }

    interface Environment extends Library {

        String getenv(String name);
    }
}
