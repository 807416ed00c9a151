package io.github.aligner4j.runtime.scheduling;

import java.util.Optional;

/**
 * What a {@link Scheduler} is doing and has done.
 *
 * @param queued requests that wait
 * @param running requests on the device, 0 or 1
 * @param completed requests that got their completion
 * @param failed requests that did not, those ended by their own callers left out
 * @param lastError message of the latest of the failed, empty if there was none
 */
public record SchedulerStatus(int queued, int running, long completed, long failed, Optional<String> lastError) {}
