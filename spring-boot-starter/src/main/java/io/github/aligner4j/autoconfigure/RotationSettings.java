// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.observation.Rotation;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/** Makes and checks the limits of files to which lines are appended. */
final class RotationSettings {

    private static final DataSize DEFAULT_SIZE = DataSize.ofMegabytes(100);

    private RotationSettings() {}

    /**
     * Returns the limits. Without any, there is one file without a limit; with a maximum number of files, they have a maximum size.
     *
     * @param group the name of the group of properties
     * @throws AlignerSetupException if one is not positive
     */
    static Rotation of(
            String group, @Nullable DataSize maxFileSize, @Nullable Integer maxFiles, @Nullable Duration maxAge) {
        check(group, maxFileSize, maxAge);
        if (maxFiles != null) {
            DefinitionChecks.positive(group + ".max-files", maxFiles);
        }
        DataSize size = maxFileSize == null && maxFiles != null ? DEFAULT_SIZE : maxFileSize;
        return new Rotation(
                size == null ? Long.MAX_VALUE : size.toBytes(),
                maxFiles == null ? Integer.MAX_VALUE : maxFiles,
                maxAge);
    }

    private static void check(String group, @Nullable DataSize maxFileSize, @Nullable Duration maxAge) {
        if (maxFileSize != null && maxFileSize.toBytes() < 1) {
            throw new AlignerSetupException(
                    group + ".max-file-size is " + maxFileSize + ", but must be above 0.",
                    "Set it to a size such as 100MB, or leave it out.");
        }
        if (maxAge != null && (maxAge.isZero() || maxAge.isNegative())) {
            throw new AlignerSetupException(
                    group + ".max-age is " + maxAge + ", but must be positive.",
                    "Set it to a duration such as 90d, or leave it out to delete no file by its age.");
        }
    }
}
