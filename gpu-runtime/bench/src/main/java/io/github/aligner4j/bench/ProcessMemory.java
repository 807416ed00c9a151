// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Memory and threads of this process, where the operating system has {@code /proc}.
 *
 * @param resident bytes of resident memory
 * @param peak peak bytes of resident memory
 * @param threads the number of threads
 */
public record ProcessMemory(long resident, long peak, int threads) {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final double MEBIBYTE = 1 << 20;

    /** Returns the memory of this process, empty where the operating system does not report it. */
    public static Optional<ProcessMemory> now() {
        return read(STATUS);
    }

    static Optional<ProcessMemory> read(Path status) {
        try {
            String text = Files.readString(status);
            return Optional.of(new ProcessMemory(
                    1024 * number(text, "VmRSS:"), 1024 * number(text, "VmHWM:"), (int) number(text, "Threads:")));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    double residentMebibytes() {
        return resident / MEBIBYTE;
    }

    double peakMebibytes() {
        return peak / MEBIBYTE;
    }

    private static long number(String text, String label) {
        return text.lines()
                .filter(line -> line.startsWith(label))
                .map(line -> line.replaceAll("\\D", ""))
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no " + label));
    }
}
