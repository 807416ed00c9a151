/**
 * The GPU kit: checks and measures the runtime on whatever device it is started on, in steps of their own processes.
 *
 * <p>Begin with {@link io.github.aligner4j.gpu.GpuKit}, which plans the steps, and {@link io.github.aligner4j.gpu.KitStep}, one
 * of them.
 */
@NullMarked
package io.github.aligner4j.gpu;

import org.jspecify.annotations.NullMarked;
