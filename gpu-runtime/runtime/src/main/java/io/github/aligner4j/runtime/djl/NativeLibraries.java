// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.djl;

import ai.djl.pytorch.jni.LibUtils;
import io.github.aligner4j.runtime.djl.NativeSettings.Setting;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files of the libtorch that this process uses, or was told to use.
 *
 * @param folder their folder, null if there is none
 * @param found the libraries in it, sorted
 * @param missing those that they need and the linker of Linux does not find, sorted; empty on other systems
 */
public record NativeLibraries(@Nullable String folder, List<String> found, List<String> missing) {

    private static final List<String> LINKED = List.of("torch_cpu", "torch_cuda");
    private static final Pattern NOT_FOUND = Pattern.compile("^\\s*(\\S+) => not found");

    /** Copies the lists. */
    public NativeLibraries {
        found = List.copyOf(found);
        missing = List.copyOf(missing);
    }

    /** Returns the name of this platform, such as {@code linux-x86_64}. */
    public static String platform() {
        return NativePlatform.current().classifier();
    }

    /** Returns the libtorchs on the class path, each as platform, flavor and version. */
    public static List<String> onClassPath() {
        return ClassPathLibtorch.all().stream()
                .map(ClassPathLibtorch::toString)
                .sorted()
                .toList();
    }

    /**
     * Lists files.
     *
     * @param started true if libtorch has been started, from wherever it was found
     */
    public static NativeLibraries list(boolean started) {
        NativePlatform platform = NativePlatform.current();
        Setting named = NativeSettings.current().folder();
        LibtorchFolder folder = named != null
                ? LibtorchFolder.find(Path.of(named.value()), platform)
                : started ? new LibtorchFolder(Path.of(LibUtils.getLibtorchPath()), platform) : null;
        return folder == null ? new NativeLibraries(null, List.of(), List.of()) : of(folder);
    }

    static NativeLibraries of(LibtorchFolder folder) {
        List<String> found = folder.libraries();
        List<String> linked = LINKED.stream()
                .map(folder.platform()::library)
                .filter(found::contains)
                .map(name -> folder.path().resolve(name).toString())
                .toList();
        List<String> missing = linkerOutput(linked)
                .map(NOT_FOUND::matcher)
                .filter(line -> line.find())
                .map(line -> line.group(1))
                .filter(name -> !found.contains(name))
                .distinct()
                .sorted()
                .toList();
        return new NativeLibraries(folder.path().toString(), found, missing);
    }

    /** Returns the lines of {@code ldd}; none where there is no such program. */
    private static Stream<String> linkerOutput(List<String> libraries) {
        List<String> command = new ArrayList<>(List.of("ldd"));
        command.addAll(libraries);
        try {
            Process ldd = new ProcessBuilder(command).redirectErrorStream(true).start();
            ldd.getOutputStream().close();
            try (InputStream output = ldd.getInputStream()) {
                return new String(output.readAllBytes(), StandardCharsets.UTF_8).lines();
            }
        } catch (IOException e) {
            return Stream.empty();
        }
    }
}
