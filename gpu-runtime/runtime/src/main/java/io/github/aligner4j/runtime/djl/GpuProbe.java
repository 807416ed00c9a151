package io.github.aligner4j.runtime.djl;

import ai.djl.util.cuda.CudaUtils;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;

/**
 * Keeps DJL from querying CUDA for GPUs where no driver is installed; it would find none and log a warning each time.
 *
 * <p>DJL looks for CUDA's runtime library once, when its class is initialized, unless a system property says that a forked process does
 * so instead. The property is set during that initialization only.
 */
final class GpuProbe {

    private static final String FORK = "ai.djl.util.cuda.fork";

    static {
        if (System.getProperty(FORK) == null && !driverInstalled()) {
            initializeWithoutCuda();
        }
    }

    private GpuProbe() {}

    /** Must be called before anything of DJL that looks for GPUs. */
    static void prepare() {
        // The static initializer has done it.
    }

    private static boolean driverInstalled() {
        try {
            NativeLibrary.getInstance(Platform.isWindows() ? "nvcuda" : "libcuda.so.1")
                    .close();
            return true;
        } catch (LinkageError e) {
            return false;
        }
    }

    private static void initializeWithoutCuda() {
        System.setProperty(FORK, "true");
        try {
            Class.forName(CudaUtils.class.getName());
        } catch (ClassNotFoundException e) {
            throw new LinkageError("DJL has no class " + CudaUtils.class.getName(), e);
        } finally {
            System.clearProperty(FORK);
        }
    }
}
