// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.djl;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import org.jspecify.annotations.Nullable;

/**
 * The functions of NVIDIA's driver that this package calls, under their names in {@code cuda.h}; each returns 0 if it succeeded.
 *
 * <p>Each program finds the driver's library. CUDA's runtime library, which DJL calls instead, is often in a folder that only libtorch
 * searches.
 */
interface CudaDriver extends Library {

    /** {@code CUDA_ERROR_NO_DEVICE}. */
    int NO_DEVICE = 100;

    /** {@code CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR}. */
    int CAPABILITY_MAJOR = 75;

    /** {@code CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR}. */
    int CAPABILITY_MINOR = 76;

    int cuInit(int flags);

    int cuDriverGetVersion(IntByReference version);

    int cuDeviceGetCount(IntByReference count);

    int cuDeviceGet(IntByReference device, int ordinal);

    int cuDeviceGetName(byte[] name, int length, int device);

    int cuDeviceGetAttribute(IntByReference value, int attribute, int device);

    int cuDeviceTotalMem_v2(LongByReference bytes, int device);

    int cuDevicePrimaryCtxRetain(PointerByReference context, int device);

    int cuDevicePrimaryCtxRelease_v2(int device);

    int cuCtxPushCurrent_v2(Pointer context);

    int cuCtxPopCurrent_v2(PointerByReference context);

    int cuMemGetInfo_v2(LongByReference free, LongByReference total);

    /** Returns the driver, null if none is installed. */
    static @Nullable CudaDriver load() {
        try {
            return Native.load(Platform.isWindows() ? "nvcuda" : "libcuda.so.1", CudaDriver.class);
        } catch (LinkageError e) {
            return null;
        }
    }
}
