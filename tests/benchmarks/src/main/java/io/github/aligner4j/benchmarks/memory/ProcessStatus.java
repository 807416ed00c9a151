// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.benchmarks.memory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The memory of this process as Linux counts it, in bytes.
 *
 * @param resident resident memory
 * @param peak its peak so far
 * @param mapped the part of the resident memory that is pages of files, which the system may drop and read again
 */
record ProcessStatus(long resident, long peak, long mapped) {

    private static final Path STATUS = Path.of("/proc/self/status");

    /** Returns the present memory. */
    static ProcessStatus now() throws IOException {
        return of(Files.readString(STATUS));
    }

    static ProcessStatus of(String status) {
        return new ProcessStatus(number(status, "VmRSS"), number(status, "VmHWM"), number(status, "RssFile"));
    }

    private static long number(String status, String name) {
        Matcher line = Pattern.compile("^" + name + ":\\s*(\\d+) kB$", Pattern.MULTILINE)
                .matcher(status);
        if (!line.find()) {
            throw new IllegalStateException("/proc/self/status has no " + name + "; memory is measured on Linux only");
        }
        return Long.parseLong(line.group(1)) << 10;
    }
}
