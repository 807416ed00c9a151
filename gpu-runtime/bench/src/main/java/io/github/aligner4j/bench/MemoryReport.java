// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.bench;

import org.jspecify.annotations.Nullable;

/**
 * Memory of the process, the Java heap and mapped files included. Null where the operating system does not report it.
 *
 * @param residentMebibytes resident memory after the measurements
 * @param peakMebibytes peak of the resident memory
 */
public record MemoryReport(
        @Nullable Double residentMebibytes, @Nullable Double peakMebibytes) {

    static MemoryReport now() {
        return ProcessMemory.now()
                .map(memory -> new MemoryReport(memory.residentMebibytes(), memory.peakMebibytes()))
                .orElse(new MemoryReport(null, null));
    }
}
