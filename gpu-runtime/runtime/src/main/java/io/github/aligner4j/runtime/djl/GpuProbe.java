// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.djl;

import ai.djl.util.cuda.CudaUtils;

/**
 * Keeps DJL from querying CUDA for GPUs where no driver is installed; it would find none and log a warning each time.
 *
 * <p>DJL looks for CUDA's runtime library once, when its class is initialized, unless a system property says that a forked process does
 * so instead. The property is set during that initialization only.
 */
final class GpuProbe {

    private static final String FORK = "ai.djl.util.cuda.fork";

    static {
        if (System.getProperty(FORK) == null && !CudaDevices.current().hasDriver()) {
            initializeWithoutCuda();
        }
    }

    private GpuProbe() {}

    /** Must be called before anything of DJL that looks for GPUs. */
    static void prepare() {
        // The static initializer has done it.
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
