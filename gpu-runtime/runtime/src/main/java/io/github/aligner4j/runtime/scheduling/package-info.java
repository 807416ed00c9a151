/**
 * Continuous batching: a bounded queue, one thread for each device, one loop.
 *
 * <p>Begin with {@link io.github.aligner4j.runtime.scheduling.Scheduler}, then read its {@code DeviceLoop}. Each decision
 * has a class of its own: {@code StepPlanner} chooses the tokens of a pass, {@code Admission} the requests on the device,
 * {@code CacheMemory} and {@code PrefixCache} the keys and values to keep, and {@code ForwardPass} confines failures.
 */
@NullMarked
package io.github.aligner4j.runtime.scheduling;

import org.jspecify.annotations.NullMarked;
