// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.djl;

import com.sun.jna.Library;
import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder with libtorch's libraries.
 *
 * @param path the folder
 * @param platform the platform that it must be for
 */
record LibtorchFolder(Path path, NativePlatform platform) {

    /** Folders, below the one that a user names, that may have the libraries: an unpacked libtorch, pip's package, its parent. */
    private static final List<String> PLACES = List.of("", "lib", "torch/lib");

    /** The file of an unpacked libtorch, and the one of pip's package, that name the build. */
    private static final List<String> BUILD_FILES = List.of("build-version", "version.py");

    private static final Pattern BUILD = Pattern.compile("(?m)^(?:__version__ = ')?(\\d+\\.\\d+\\.\\d+[+.\\w]*)'?$");
    private static final Pattern LIBRARY = Pattern.compile(".*\\.(?:so(?:\\.\\d+)*|dll|dylib)");
    private static final String ABI_VERSION = "aoti_torch_abi_version";
    private static final String TORCH = "torch";
    private static final int RTLD_LAZY = 1;

    /** Returns the folder of libraries in {@code folder} or below it, null if there is none. */
    static @Nullable LibtorchFolder find(Path folder, NativePlatform platform) {
        return PLACES.stream()
                .map(place -> place.isEmpty() ? folder : folder.resolve(place))
                .filter(each -> Files.isRegularFile(each.resolve(platform.library(TORCH))))
                .findFirst()
                .map(found -> new LibtorchFolder(found.toAbsolutePath().normalize(), platform))
                .orElse(null);
    }

    /** Returns whether it is a libtorch for CUDA. */
    boolean cuda() {
        return has(platform.library("torch_cuda"));
    }

    /** Returns whether DJL finds its JNI library here, too, so that it takes none from its jar. */
    boolean jni() {
        return libraries().stream().anyMatch(name -> name.endsWith(platform.library("djl_torch")));
    }

    /** Returns the build that a file beside it names, such as {@code 2.7.1+cu128}, null if there is none. */
    @Nullable String build() {
        Path parent = path.getParent();
        if (parent == null) {
            return null;
        }
        for (String name : BUILD_FILES) {
            Path file = parent.resolve(name);
            if (Files.isRegularFile(file)) {
                Matcher build = BUILD.matcher(read(file));
                if (build.find()) {
                    return build.group(1);
                }
            }
        }
        return null;
    }

    /** Returns the names of the libraries in it, sorted. */
    List<String> libraries() {
        try (Stream<Path> files = Files.list(path)) {
            return files.map(each -> each.getFileName().toString())
                    .filter(name -> LIBRARY.matcher(name).matches())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("the folder " + path + " can't be read", e);
        }
    }

    /**
     * Loads its libraries and returns the version that they report, null if they report none, as old ones.
     *
     * @throws IllegalStateException if one can't be loaded, mostly because one that it needs is missing
     */
    @Nullable String load() {
        NativeLibrary cpu = open("torch_cpu");
        if (cuda()) {
            open("torch_cuda");
        }
        try {
            long version = cpu.getFunction(ABI_VERSION).invokeLong(new Object[0]);
            return (version >>> 56) + "." + (version >>> 48 & 0xff) + "." + (version >>> 40 & 0xff);
        } catch (UnsatisfiedLinkError e) {
            return null;
        }
    }

    private NativeLibrary open(String name) {
        Path file = path.resolve(platform.library(name));
        try {
            // As the JVM opens it: JNA would make its symbols global. Windows has no such flag.
            return platform.library("").endsWith(".dll")
                    ? NativeLibrary.getInstance(file.toString())
                    : NativeLibrary.getInstance(file.toString(), Map.of(Library.OPTION_OPEN_FLAGS, RTLD_LAZY));
        } catch (UnsatisfiedLinkError e) {
            throw new IllegalStateException(
                    file + " can't be loaded: " + reason(e) + "; put what is missing beside it, or on LD_LIBRARY_PATH;"
                            + " 'aligner doctor --machine' lists it",
                    e);
        }
    }

    /** Returns the linker's own words: the second line of JNA's message. */
    private static String reason(UnsatisfiedLinkError error) {
        String message = String.valueOf(error.getMessage());
        return message.lines().skip(1).findFirst().orElse(message);
    }

    private boolean has(String name) {
        return Files.isRegularFile(path.resolve(name));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " can't be read", e);
        }
    }
}
