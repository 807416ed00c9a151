package io.github.aligner4j.runtime.djl;

import ai.djl.util.cuda.CudaUtils;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;

/**
 * Keeps DJL from asking CUDA for GPUs where no driver is installed: there is none to find, and DJL warns of each time it asks.
 *
 * <p>DJL asks through CUDA's runtime library, which it looks for once, unless told that a process of its own asks instead. So it
 * is told that while its class is initialised, and no longer.
 */
final class GpuProbe {

    private static final String ASKED_ELSEWHERE = "ai.djl.util.cuda.fork";

    static {
        if (System.getProperty(ASKED_ELSEWHERE) == null && !driverInstalled()) {
            initialiseWithoutCuda();
        }
    }

    private GpuProbe() {}

    /** To be called before anything of DJL that looks for GPUs. */
    static void prepare() {
        // The static initialiser has done it.
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

    private static void initialiseWithoutCuda() {
        System.setProperty(ASKED_ELSEWHERE, "true");
        try {
            Class.forName(CudaUtils.class.getName());
        } catch (ClassNotFoundException e) {
            throw new LinkageError("DJL has no class " + CudaUtils.class.getName(), e);
        } finally {
            System.clearProperty(ASKED_ELSEWHERE);
        }
    }
}
