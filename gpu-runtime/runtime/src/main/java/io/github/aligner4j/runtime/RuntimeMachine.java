// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime;

import io.github.aligner4j.Incubating;
import io.github.aligner4j.runtime.djl.CudaDevices;
import io.github.aligner4j.runtime.djl.NativeLibraries;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A description of this machine and its native libraries, for diagnosis: the libtorch in use, the CUDA devices, and advice if libtorch
 * can't use them.
 *
 * @param platform operating system and processor, such as {@code linux-x86_64}
 * @param classPath the libtorchs on the class path, each as platform, flavor and version
 * @param engine the engine, null if it can't be started
 * @param failure the reason why it can't be started, null if it can
 * @param libraries the files of the libtorch in use, or of the configured one if it can't be started
 * @param cuda the driver and its devices
 * @param advice sentences that say what to do; empty if all is well
 */
@Incubating
public record RuntimeMachine(
        String platform,
        List<String> classPath,
        @Nullable RuntimeEngine engine,
        @Nullable String failure,
        Libraries libraries,
        Cuda cuda,
        List<String> advice) {

    /** Copies the lists. */
    public RuntimeMachine {
        classPath = List.copyOf(classPath);
        advice = List.copyOf(advice);
    }

    /**
     * Libraries in a folder.
     *
     * @param folder the folder, null if there is none
     * @param found their file names
     * @param missing the names of libraries that they need and the system does not find; listed on Linux only
     */
    public record Libraries(@Nullable String folder, List<String> found, List<String> missing) {

        /** Copies the lists. */
        public Libraries {
            found = List.copyOf(found);
            missing = List.copyOf(missing);
        }
    }

    /**
     * NVIDIA's driver.
     *
     * @param driver the newest version of CUDA that the driver supports, null if there is no driver
     * @param error the code of {@code cuda.h} with which it failed to start, null if it started
     * @param devices its devices, in the order of their numbers
     */
    public record Cuda(@Nullable String driver, @Nullable Integer error, List<Gpu> devices) {

        /** Copies the list. */
        public Cuda {
            devices = List.copyOf(devices);
        }
    }

    /**
     * A CUDA device.
     *
     * @param name its model
     * @param capability its compute capability, such as {@code 9.0}
     * @param memoryBytes its memory
     */
    public record Gpu(String name, String capability, long memoryBytes) {}

    /** Examines this machine; starts libtorch, if it can be started. */
    public static RuntimeMachine examine() {
        RuntimeEngine engine = null;
        String failure = null;
        try {
            engine = RuntimeEngine.current();
        } catch (IllegalStateException e) {
            failure = e.getMessage();
        }
        NativeLibraries files = NativeLibraries.list(engine != null);
        Libraries libraries = new Libraries(files.folder(), files.found(), files.missing());
        Cuda cuda = driver();
        return new RuntimeMachine(
                NativeLibraries.platform(),
                NativeLibraries.onClassPath(),
                engine,
                failure,
                libraries,
                cuda,
                MachineAdvice.of(engine, libraries.missing(), cuda));
    }

    private static Cuda driver() {
        CudaDevices devices = CudaDevices.current();
        return new Cuda(
                devices.driverVersion().orElse(null),
                devices.failure().orElse(null),
                devices.list().stream()
                        .map(each -> new Gpu(each.name(), each.capability(), each.memoryBytes()))
                        .toList());
    }
}
