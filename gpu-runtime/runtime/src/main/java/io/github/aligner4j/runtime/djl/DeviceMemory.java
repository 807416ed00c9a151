// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.djl;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;

/** Memory of a device that is available for keys and values once a checkpoint's weights are on it. */
public final class DeviceMemory {

    private static final long UNKNOWN = 1L << 30;

    private DeviceMemory() {}

    /**
     * Returns the default number of bytes for caches: an eighth of the memory of the machine (or container) on a CPU, which
     * other processes need too; half of the free memory of a CUDA device, whose other half is for activations.
     *
     * @param device {@code cpu} or {@code cuda:N}
     */
    public static long forCaches(String device) {
        int colon = device.indexOf(':');
        return colon < 0 ? ofHost() / 8 : freeOn(Integer.parseInt(device.substring(colon + 1))) / 2;
    }

    /** Returns the bytes of a device's memory that all processes use; of a CPU, those of the machine or container. */
    public static OptionalLong used(String device) {
        int colon = device.indexOf(':');
        if (colon >= 0) {
            return onGpu(device.substring(colon + 1), memory -> memory.totalBytes() - memory.freeBytes());
        }
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? OptionalLong.of(system.getTotalMemorySize() - system.getFreeMemorySize())
                : OptionalLong.empty();
    }

    /** Returns the bytes of a device's memory; of a CPU, those of the machine or container. */
    public static OptionalLong total(String device) {
        int colon = device.indexOf(':');
        return colon < 0
                ? OptionalLong.of(ofHost())
                : onGpu(device.substring(colon + 1), CudaDevices.Memory::totalBytes);
    }

    private static OptionalLong onGpu(String gpu, ToLongFunction<CudaDevices.Memory> bytes) {
        return CudaDevices.current()
                .memory(Integer.parseInt(gpu))
                .map(memory -> OptionalLong.of(bytes.applyAsLong(memory)))
                .orElse(OptionalLong.empty());
    }

    private static long ofHost() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? system.getTotalMemorySize()
                : 8 * UNKNOWN;
    }

    private static long freeOn(int gpu) {
        return CudaDevices.current()
                .memory(gpu)
                .map(memory -> Math.max(UNKNOWN, memory.freeBytes()))
                .orElse(2 * UNKNOWN);
    }
}
