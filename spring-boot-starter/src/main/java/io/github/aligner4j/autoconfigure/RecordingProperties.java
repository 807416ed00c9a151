// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.autoconfigure;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/**
 * The recording of corrections, with questions and answers word for word, except for what beans of type TextRedactor remove.
 *
 * @param file File to which one line of JSON is appended for each corrected answer. Its folder must exist.
 * @param maxFileSize Maximum size of the file; a full one is renamed to NAME.1, and so on. By default 100MB if there is a
 *     maximum number of files; otherwise, no limit.
 * @param maxFiles Maximum number of files, the current one included; older ones are deleted. By default, none is.
 * @param maxAge Time after which a file is deleted, when all of its lines are older. By default, never.
 * @param idKey Secret key of the digests of user and conversation ids, by which their lines can be found. By default, no
 *     digest is recorded; the ids themselves never are.
 */
public record RecordingProperties(
        String file,
        @Nullable DataSize maxFileSize,
        @Nullable Integer maxFiles,
        @Nullable Duration maxAge,
        @Nullable String idKey) {

    /** Describes the settings without the key. */
    @Override
    public String toString() {
        return "RecordingProperties[file=" + file + ", maxFileSize=" + maxFileSize + ", maxFiles=" + maxFiles
                + ", maxAge=" + maxAge + "]";
    }
}
