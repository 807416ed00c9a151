/**
 * Continuous batching: a bounded queue, one thread for each device, one loop.
 *
 * <p>Begin with {@link io.github.aligner4j.runtime.scheduling.Scheduler}, then read its {@code DeviceLoop}. Each decision has
 * a class of its own: {@code StepPlanner} which tokens a pass reads, {@code Admission} which requests are on the device,
 * {@code CacheMemory} and {@code PrefixCache} which keys and values stay, {@code ForwardPass} whom a failure affects.
 */
@NullMarked
package io.github.aligner4j.runtime.scheduling;

import org.jspecify.annotations.NullMarked;
