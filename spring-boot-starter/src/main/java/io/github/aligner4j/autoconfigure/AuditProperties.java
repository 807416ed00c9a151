// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.autoconfigure;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The audit: one event for each answer, which says what changed it. Beans of type AuditSink receive the events, too.
 *
 * @param file File to which one line of JSON is appended for each answer. Its folder must exist.
 * @param maxFileSize Maximum size of the file; a full one is renamed to NAME.1, and so on.
 * @param maxFiles Maximum number of files, the current one included; older ones are deleted.
 * @param maxAge Time after which a file is deleted, when all of its lines are older. By default, never.
 * @param events Whether events are published as Spring application events of type AuditEvent.
 * @param texts Whether events hold questions, answers and corrections word for word, rather than their hashes alone.
 * @param hashKey Key of the hashes of texts, without which a guessed text can be confirmed by its hash.
 */
public record AuditProperties(
        @Nullable String file,
        @DefaultValue("100MB") DataSize maxFileSize,
        @DefaultValue("10") int maxFiles,
        @Nullable Duration maxAge,
        @DefaultValue("false") boolean events,
        @DefaultValue("false") boolean texts,
        @Nullable String hashKey) {

    /** Describes the settings without the key. */
    @Override
    public String toString() {
        return "AuditProperties[file=" + file + ", events=" + events + ", texts=" + texts + "]";
    }
}
