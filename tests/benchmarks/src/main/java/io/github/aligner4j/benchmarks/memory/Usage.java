// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.benchmarks.memory;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * The memory of one process, in bytes.
 *
 * @param before resident before a model is loaded
 * @param loaded resident with the model, before the first correction
 * @param peak peak of the resident memory, loading included
 * @param after resident after the last correction
 * @param mapped the part of {@code after} that is pages of files
 * @param heap objects on the Java heap after the last correction, after a garbage collection
 * @param cache peak of the keys and values, of cached prefixes, too
 */
record Usage(long before, long loaded, long peak, long after, long mapped, long heap, long cache) {

    private static final String MARK = "usage:";
    private static final int FIELDS = 7;

    /** Returns a line for {@link #find}. */
    String line() {
        return LongStream.of(before, loaded, peak, after, mapped, heap, cache)
                .mapToObj(String::valueOf)
                .collect(Collectors.joining(",", MARK, ""));
    }

    /** Returns the usage that one of the {@code lines} of a process has. */
    static Usage find(List<String> lines) {
        String line = lines.stream()
                .filter(each -> each.startsWith(MARK))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalStateException("a process ended without a result: " + String.join("\n", lines)));
        long[] n = Arrays.stream(line.substring(MARK.length()).split(","))
                .mapToLong(Long::parseLong)
                .toArray();
        if (n.length != FIELDS) {
            throw new IllegalStateException("a result needs " + FIELDS + " numbers, but has " + n.length);
        }
        return new Usage(n[0], n[1], n[2], n[3], n[4], n[5], n[6]);
    }
}
