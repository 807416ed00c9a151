// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.benchmarks.ahead;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** The processor time of this process. */
public final class ProcessorTime {

    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private ProcessorTime() {}

    /** Returns the processor time so far, in nanoseconds. */
    public static long now() {
        return PROCESS.getProcessCpuTime();
    }
}
