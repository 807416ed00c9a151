// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.scheduling;

import org.jspecify.annotations.Nullable;

/**
 * State and counts of a {@link Scheduler}.
 *
 * @param queued number of requests that wait
 * @param running number of requests on the device
 * @param completed number of requests that got their completion
 * @param failed number of requests that did not, without those that their own callers cancelled
 * @param lastError message of the latest failure, null if there was none
 * @param memory use of the memory for keys and values
 * @param prefixes use of the prefix cache
 */
public record SchedulerStatus(
        int queued,
        int running,
        long completed,
        long failed,
        @Nullable String lastError,
        CacheUse memory,
        PrefixReuse prefixes) {}
