// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.djl;

import com.sun.jna.Native;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The CUDA devices of this machine, as NVIDIA's driver reports them; {@code CUDA_VISIBLE_DEVICES} hides some. */
public final class CudaDevices {

    private static final int NAME_LENGTH = 256;
    private static final CudaDevices CURRENT = new CudaDevices(CudaDriver.load());

    private final @Nullable CudaDriver driver;
    private final int status;

    CudaDevices(@Nullable CudaDriver driver) {
        this.driver = driver;
        this.status = driver == null ? CudaDriver.NO_DEVICE : driver.cuInit(0);
    }

    /** Returns those of this machine. */
    public static CudaDevices current() {
        return CURRENT;
    }

    /**
     * A device.
     *
     * @param name its model, such as {@code NVIDIA H200}
     * @param capability its compute capability, such as {@code 9.0}
     * @param memoryBytes its memory
     */
    public record Device(String name, String capability, long memoryBytes) {}

    /**
     * The memory of a device.
     *
     * @param freeBytes bytes that no process uses
     * @param totalBytes bytes in all
     */
    public record Memory(long freeBytes, long totalBytes) {}

    /** Returns whether a driver is installed. */
    public boolean hasDriver() {
        return driver != null;
    }

    /** Returns the version of CUDA up to which the driver runs programs, such as {@code 12.8}, empty without a driver. */
    public Optional<String> driverVersion() {
        if (driver == null) {
            return Optional.empty();
        }
        IntByReference version = new IntByReference();
        return driver.cuDriverGetVersion(version) == 0
                ? Optional.of(version.getValue() / 1000 + "." + version.getValue() % 1000 / 10)
                : Optional.empty();
    }

    /** Returns the code of {@code cuda.h} with which the driver failed to start, empty if it started or there is no device. */
    public Optional<Integer> failure() {
        return status == 0 || status == CudaDriver.NO_DEVICE ? Optional.empty() : Optional.of(status);
    }

    /** Returns the devices, in the order of their numbers; none without a driver. */
    public List<Device> list() {
        // Without a driver, JNA may be unusable, too.
        if (driver == null || status != 0) {
            return List.of();
        }
        IntByReference count = new IntByReference();
        if (driver.cuDeviceGetCount(count) != 0) {
            return List.of();
        }
        List<Device> devices = new ArrayList<>();
        for (int ordinal = 0; ordinal < count.getValue(); ordinal++) {
            devices.add(device(driver, handle(driver, ordinal)));
        }
        return List.copyOf(devices);
    }

    /** Returns the memory of a device in use by libtorch, empty if the driver does not tell. */
    public Optional<Memory> memory(int ordinal) {
        if (driver == null || status != 0) {
            return Optional.empty();
        }
        int device = handle(driver, ordinal);
        // libtorch's own context.
        PointerByReference context = new PointerByReference();
        if (driver.cuDevicePrimaryCtxRetain(context, device) != 0) {
            return Optional.empty();
        }
        try {
            driver.cuCtxPushCurrent_v2(context.getValue());
            LongByReference free = new LongByReference();
            LongByReference total = new LongByReference();
            int result = driver.cuMemGetInfo_v2(free, total);
            driver.cuCtxPopCurrent_v2(context);
            return result == 0 ? Optional.of(new Memory(free.getValue(), total.getValue())) : Optional.empty();
        } finally {
            driver.cuDevicePrimaryCtxRelease_v2(device);
        }
    }

    private static int handle(CudaDriver driver, int ordinal) {
        IntByReference device = new IntByReference();
        if (driver.cuDeviceGet(device, ordinal) != 0) {
            throw new IllegalArgumentException("there is no device cuda:" + ordinal);
        }
        return device.getValue();
    }

    private static Device device(CudaDriver driver, int handle) {
        byte[] name = new byte[NAME_LENGTH];
        driver.cuDeviceGetName(name, NAME_LENGTH, handle);
        LongByReference memory = new LongByReference();
        driver.cuDeviceTotalMem_v2(memory, handle);
        return new Device(
                Native.toString(name),
                attribute(driver, CudaDriver.CAPABILITY_MAJOR, handle) + "."
                        + attribute(driver, CudaDriver.CAPABILITY_MINOR, handle),
                memory.getValue());
    }

    private static int attribute(CudaDriver driver, int attribute, int handle) {
        IntByReference value = new IntByReference();
        driver.cuDeviceGetAttribute(value, attribute, handle);
        return value.getValue();
    }
}
