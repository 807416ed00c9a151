// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime;

import ai.djl.pytorch.jni.JniUtils;
import io.github.aligner4j.runtime.djl.TorchEngine;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class EngineThreadsTest {

    @TempDir
    private Path folder;

    @Test
    void libtorch_has_no_more_threads_than_the_jvm_has_processors() throws Exception {
        try (ChildJvm child = ChildJvm.start(folder, List.of("-XX:ActiveProcessorCount=1"), Child.class, "0")) {
            assertThat(child.awaitLine("threads ")).isEqualTo("1");
        }
    }

    @Test
    void a_number_that_was_chosen_stays() throws Exception {
        try (ChildJvm child = ChildJvm.start(folder, List.of("-XX:ActiveProcessorCount=1"), Child.class, "3", "0")) {
            assertThat(child.awaitLine("threads ")).isEqualTo("3");
        }
    }

    @Test
    void libtorch_starts_where_jna_finds_no_native_library() throws Exception {
        List<String> options = List.of("-Djna.nosys=true", "-Djna.noclasspath=true");
        try (ChildJvm child = ChildJvm.start(folder, options, Child.class, "1")) {
            assertThat(child.awaitLine("threads ")).isEqualTo("1");
        }
    }

    /** Starts libtorch with each number of threads in turn, and prints how many it has. */
    static final class Child {

        private Child() {}

        public static void main(String[] arguments) {
            for (String threads : arguments) {
                TorchEngine.start(Integer.parseInt(threads));
            }
            Consumer<String> out = System.out::println;
            out.accept("threads " + JniUtils.getNumThreads());
        }
    }
}
