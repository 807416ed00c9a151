// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.djl;

import ai.djl.pytorch.jni.LibUtils;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Starts libtorch in processes of their own, with various class paths and environments. */
class LibtorchProcessTest {

    private static final String NATIVES = "pytorch-native-cpu-";
    private static final NativePlatform PLATFORM = NativePlatform.current();

    @TempDir
    private Path folder;

    private final List<String> classPath =
            new ArrayList<>(Arrays.asList(System.getProperty("java.class.path").split(File.pathSeparator)));

    @BeforeAll
    static void extract() {
        TorchEngine.start(1);
    }

    @AfterEach
    void removeLinks() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path link : files.filter(Files::isSymbolicLink).toList()) {
                Files.delete(link);
            }
        }
    }

    @Test
    void natives_of_every_platform_on_one_class_path_work() throws Exception {
        for (String other : NativePlatform.PUBLISHED) {
            if (!other.equals(PLATFORM.classifier())) {
                classPath.add(0, NativeFixture.entry(folder, other, "cpu").toString());
            }
        }

        assertThat(run(Map.of())).isEqualTo("2.7.1 cpu class path 3.0");
    }

    @Test
    void natives_of_one_platform_alone_work() throws Exception {
        classPath.removeIf(entry -> entry.contains(NATIVES) && !entry.contains(PLATFORM.classifier()));

        assertThat(run(Map.of())).isEqualTo("2.7.1 cpu class path 3.0");
    }

    @Test
    void no_natives_at_all_name_the_artifact_to_add() throws Exception {
        classPath.removeIf(entry -> entry.contains(NATIVES));

        assertThat(run(Map.of()))
                .startsWith("libtorch for " + PLATFORM.classifier()
                        + " is not on the class path; add io.github.aligner4j:aligner-native-" + PLATFORM.classifier());
    }

    @Test
    void a_folder_wins_over_the_class_path() throws Exception {
        Path lib = linkLibtorch(folder.resolve("libtorch/lib"), "");

        assertThat(run(Map.of(Libtorch.VARIABLE, folder.resolve("libtorch").toString())))
                .isEqualTo("2.7.1 cpu " + lib + " 3.0");
    }

    @Test
    void a_folder_serves_without_natives_on_the_class_path_and_with_the_JNI_library_of_the_jar() throws Exception {
        classPath.removeIf(entry -> entry.contains(NATIVES));
        Path lib = linkLibtorch(folder.resolve("libtorch"), "djl_torch");

        assertThat(run(Map.of(Libtorch.DJL_PATH, lib.toString()))).isEqualTo("2.7.1 cpu " + lib + " 3.0");
    }

    @Test
    void another_libtorch_than_the_JNI_library_s_is_refused() throws Exception {
        Path lib = linkLibtorch(folder.resolve("libtorch"), "djl_torch");
        classPath.add(0, NativeFixture.jni(folder, "2.5.1-0.32.0").toString());

        assertThat(run(Map.of(Libtorch.VARIABLE, lib.toString())))
                .isEqualTo(lib + " has libtorch 2.7.1, the JNI library on the class path is for 2.5.1; put "
                        + PLATFORM.library("djl_torch") + " for that libtorch into the folder, or take libtorch 2.5.1;"
                        + " see docs/guide/gpu.md");
    }

    @Test
    void a_library_that_is_missing_is_named() throws Exception {
        Path lib = linkLibtorch(folder.resolve("libtorch"), "c10");

        assertThat(run(Map.of(Libtorch.VARIABLE, lib.toString())))
                .contains(PLATFORM.library("torch_cpu") + " can't be loaded: " + PLATFORM.library("c10"));
        assertThat(NativeLibraries.of(new LibtorchFolder(lib, PLATFORM)).missing())
                .contains(PLATFORM.library("c10"));
    }

    /** A library of libtorch for CPUs stands for the one that makes it a libtorch for CUDA, whose JNI library then does not load. */
    @Test
    void a_libtorch_for_CUDA_gets_the_JNI_library_for_CUDA() throws Exception {
        Path lib = linkLibtorch(folder.resolve("libtorch"), "djl_torch");
        Files.createSymbolicLink(lib.resolve(PLATFORM.library("torch_cuda")), lib.resolve(PLATFORM.library("c10")));

        assertThat(run(Map.of(
                        Libtorch.VARIABLE,
                        lib.toString(),
                        "DJL_CACHE_DIR",
                        folder.resolve("cache").toString())))
                .startsWith("libtorch (" + lib + ") can't be started: ")
                .contains("cu128", PLATFORM.library("c10_cuda"));
    }

    /** Links to the libraries of the libtorch on the class path, but for one. */
    private Path linkLibtorch(Path lib, String without) throws IOException {
        Files.createDirectories(lib);
        try (Stream<Path> libraries = Files.list(Path.of(LibUtils.getLibtorchPath()))) {
            for (Path library : libraries.toList()) {
                String name = library.getFileName().toString();
                if (without.isEmpty() || !name.contains(PLATFORM.library(without))) {
                    Files.createSymbolicLink(lib.resolve(name), library);
                }
            }
        }
        return lib;
    }

    private String run(Map<String, String> environment) throws IOException, InterruptedException {
        Path result = folder.resolve("result.txt");
        ProcessBuilder child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        String.join(File.pathSeparator, classPath),
                        LibtorchChild.class.getName(),
                        result.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        for (String name : List.of(Libtorch.VARIABLE, Libtorch.DJL_PATH, "PYTORCH_FLAVOR", "PYTORCH_VERSION")) {
            child.environment().remove(name);
        }
        child.environment().putAll(environment);
        Process process = child.start();
        try {
            assertThat(process.waitFor()).isZero();
        } finally {
            process.destroyForcibly();
        }
        return Files.readString(result);
    }
}
