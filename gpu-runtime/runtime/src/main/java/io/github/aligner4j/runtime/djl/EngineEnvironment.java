// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.djl;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Environment variables that libtorch and OpenMP read once, when they are loaded, with values that suit small models. A
 * variable of the process's own environment wins.
 *
 * <p>They are set for native code only, on Linux, where libtorch comes with GNU's OpenMP. {@link System#getenv()} doesn't see them,
 * and child processes do, unless their {@link ProcessBuilder#environment()} was asked for.
 */
final class EngineEnvironment {

    /**
     * Turns of the loop in which a thread of OpenMP waits for the next operation before it sleeps, some 50 microseconds. A
     * pass is hundreds of operations, and waking a thread takes longer than most of them; GNU's default, 300,000, keeps a
     * processor busy for milliseconds after each pass.
     */
    private static final String SPIN_COUNT = "GOMP_SPINCOUNT";

    /**
     * An active policy allows 1,000 turns instead of 100 where OpenMP counts more threads than processors, as it does once two
     * threads of the JVM have called libtorch: one that loads and one that computes.
     */
    private static final String WAIT_POLICY = "OMP_WAIT_POLICY";

    private static final Map<String, String> VALUES = Map.of(
            SPIN_COUNT,
            "3000",
            WAIT_POLICY,
            "active",
            // Weights in huge pages are read faster.
            "THP_MEM_ALLOC_ENABLE",
            "1",
            // cuDNN's attention makes a plan for each new length, and each step of decoding has one.
            "TORCH_CUDNN_SDPA_PREFERRED",
            "0",
            "TORCH_CUDNN_SDPA_DEPRIORITIZED",
            "1");

    private EngineEnvironment() {}

    /** Sets the variables; without effect on libraries that are loaded already. */
    static void prepare() {
        if (!Platform.isLinux()) {
            return;
        }
        Map<String, String> missing = missing(System.getenv().keySet());
        try {
            C c = Native.load("c", C.class);
            missing.forEach((name, value) -> c.setenv(name, value, 0));
        } catch (LinkageError e) {
            System.getLogger(EngineEnvironment.class.getName())
                    .log(
                            System.Logger.Level.DEBUG,
                            "JNA can't be used, so the engine runs without " + missing + " in its environment",
                            e);
        }
    }

    /** Returns the variables that an environment with these {@code names} lacks. */
    static Map<String, String> missing(Set<String> names) {
        Map<String, String> missing = new LinkedHashMap<>(VALUES);
        missing.keySet().removeAll(names);
        if (names.contains(WAIT_POLICY) || names.contains(SPIN_COUNT)) {
            missing.keySet().removeAll(Set.of(WAIT_POLICY, SPIN_COUNT));
        }
        return missing;
    }

    /** Functions of the C library. */
    interface C extends Library {

        int setenv(String name, String value, int overwrite);
    }
}
