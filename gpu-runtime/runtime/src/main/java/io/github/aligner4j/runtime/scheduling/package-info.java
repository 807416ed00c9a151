/**
 * Where callers' threads and the device's thread meet.
 *
 * <p>Begin with {@link io.github.aligner4j.runtime.scheduling.Scheduler}: a bounded queue, one thread, one loop.
 */
@NullMarked
package io.github.aligner4j.runtime.scheduling;

import org.jspecify.annotations.NullMarked;
