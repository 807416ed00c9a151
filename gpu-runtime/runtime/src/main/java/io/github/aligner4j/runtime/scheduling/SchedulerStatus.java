package io.github.aligner4j.runtime.scheduling;

import java.util.Optional;

/**
 * What a {@link Scheduler} is doing and has done.
 *
 * @param queued requests that wait
 * @param running requests on the device
 * @param completed requests that got their completion
 * @param failed requests that did not, those ended by their own callers left out
 * @param lastError message of the latest of the failed, empty if there was none
 * @param memory what keys and values take
 * @param prefixes what became of the prompts' beginnings
 */
public record SchedulerStatus(
        int queued,
        int running,
        long completed,
        long failed,
        Optional<String> lastError,
        CacheUse memory,
        PrefixReuse prefixes) {}
