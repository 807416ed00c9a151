package io.github.aligner4j.bench;

import org.jspecify.annotations.Nullable;

/**
 * Memory of the whole process, Java's heap and mapped files included. Null where the operating system does not tell.
 *
 * @param residentMebibytes after the measurements
 * @param peakMebibytes the most there was
 */
record MemoryReport(
        @Nullable Double residentMebibytes, @Nullable Double peakMebibytes) {

    static MemoryReport now() {
        return ProcessMemory.now()
                .map(memory -> new MemoryReport(memory.residentMebibytes(), memory.peakMebibytes()))
                .orElse(new MemoryReport(null, null));
    }
}
