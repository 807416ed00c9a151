// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.observation;

import io.github.aligner4j.Incubating;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The limits of a file to which lines are appended, and of the files that it is renamed to when it is full: {@code NAME.1} is the
 * latest of these, {@code NAME.2} the one before. A file that is rotated belongs to one process.
 *
 * @param maxFileSize the maximum size of a file in bytes; only a longer line makes a larger one
 * @param maxFiles the maximum number of files, the one that is written to included; older ones are deleted
 * @param maxAge the time after which the lines of a whole file are deleted, or null for never. With it, each day (UTC) begins a new
 *     file, so a line is kept for at most a day longer. Old files are deleted when a line is written
 */
@Incubating
public record Rotation(
        long maxFileSize, int maxFiles, @Nullable Duration maxAge) {

    /** One file that grows without a limit. */
    public static final Rotation NONE = new Rotation(Long.MAX_VALUE, Integer.MAX_VALUE, null);

    /**
     * Checks the limits.
     *
     * @throws IllegalArgumentException if one is not positive
     */
    public Rotation {
        if (maxFileSize < 1) {
            throw new IllegalArgumentException("a file's maximum size must be at least 1 byte, but was " + maxFileSize);
        }
        if (maxFiles < 1) {
            throw new IllegalArgumentException("the maximum number of files must be at least 1, but was " + maxFiles);
        }
        if (maxAge != null && (maxAge.isZero() || maxAge.isNegative())) {
            throw new IllegalArgumentException("a file's maximum age must be positive, but was " + maxAge);
        }
    }

    /** Returns a rotation by size. */
    public static Rotation bySize(long maxFileSize, int maxFiles) {
        return new Rotation(maxFileSize, maxFiles, null);
    }

    /** Returns a copy that deletes files when all of their lines are older than {@code maxAge}. */
    public Rotation withMaxAge(Duration maxAge) {
        return new Rotation(maxFileSize, maxFiles, Objects.requireNonNull(maxAge, "maxAge"));
    }

    /** Returns true if files are neither limited in size nor in age. */
    boolean isNone() {
        return maxFileSize == Long.MAX_VALUE && maxAge == null;
    }
}
