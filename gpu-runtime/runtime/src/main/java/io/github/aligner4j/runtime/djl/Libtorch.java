// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.djl;

import ai.djl.util.Platform;
import io.github.aligner4j.runtime.djl.NativeSettings.Setting;
import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The libtorch that this process uses: the one in the folder that the variable {@value #VARIABLE} names, else the one on the class
 * path.
 *
 * <p>DJL wants folder, flavor and version in three variables. If one is not set, it guesses a flavor that does not exist, and if the
 * folder is wrong, it silently takes the class path's libtorch. Here one variable is enough: the other values are read from the folder
 * and passed to DJL as system properties, and a wrong folder is an error.
 *
 * @param folder the folder, null if libtorch is on the class path
 * @param version its version, null if it is on the class path
 * @param flavor {@code cpu}, or the flavor of DJL's JNI library for CUDA
 */
record Libtorch(@Nullable LibtorchFolder folder, @Nullable String version, String flavor) {

    static final String VARIABLE = "ALIGNER_LIBTORCH";
    static final String PROPERTY = "aligner.libtorch";
    static final String DJL_PATH = "PYTORCH_LIBRARY_PATH";
    static final String GUIDE = "see docs/guide/gpu.md";

    private static final String CPU = "cpu";
    private static final String JNI = "djl_torch";

    /** The only flavor of DJL's JNI library for CUDA. It needs no library of CUDA itself, so any build of its libtorch serves. */
    private static final String JNI_CUDA = "cu128";

    private static @Nullable Libtorch selected;

    /**
     * Returns the libtorch of this process, and tells DJL if it is in a folder.
     *
     * @throws IllegalStateException if there is none, or the one that was asked for can't be used
     */
    static synchronized Libtorch current() {
        Libtorch current = selected;
        if (current == null) {
            current = select(NativePlatform.current(), NativeSettings.current());
            current.announce();
            selected = current;
        }
        return current;
    }

    static Libtorch select(NativePlatform platform, NativeSettings settings) {
        Setting named = settings.folder();
        return named == null ? onClassPath(platform, settings) : inFolder(named, platform, settings);
    }

    /** Returns the folder, or {@code class path}. */
    String location() {
        return folder == null ? "class path" : folder.path().toString();
    }

    /** Returns {@code cpu}, or CUDA's version such as {@code cu128}. */
    String build() {
        if (folder == null) {
            return Platform.detectPlatform("pytorch").getFlavor();
        }
        String build = folder.build();
        int plus = build == null ? -1 : build.indexOf('+');
        return build == null || plus < 0 ? flavor : build.substring(plus + 1);
    }

    private void announce() {
        if (folder != null) {
            announce(DJL_PATH, folder.path().toString());
            announce("PYTORCH_FLAVOR", flavor);
            announce("PYTORCH_VERSION", version);
        }
    }

    private static void announce(String name, @Nullable String value) {
        if (value != null && System.getProperty(name) == null) {
            System.setProperty(name, value);
        }
    }

    private static Libtorch onClassPath(NativePlatform platform, NativeSettings settings) {
        List<ClassPathLibtorch> all = ClassPathLibtorch.all(settings.loader());
        boolean found = all.stream().anyMatch(each -> each.classifier().equals(platform.classifier()));
        if (!found && settings.offline()) {
            throw new IllegalStateException("libtorch for " + platform.classifier() + " is not on the class path"
                    + (all.isEmpty() ? "" : ", only for " + classifiers(all)) + "; " + platform.artifactToAdd());
        }
        return new Libtorch(null, null, CPU);
    }

    private static String classifiers(List<ClassPathLibtorch> all) {
        return all.stream().map(ClassPathLibtorch::classifier).sorted().collect(Collectors.joining(", "));
    }

    private static Libtorch inFolder(Setting named, NativePlatform platform, NativeSettings settings) {
        LibtorchFolder folder = Arrays.stream(named.value().split(File.pathSeparator))
                .map(each -> LibtorchFolder.find(Path.of(each), platform))
                .filter(each -> each != null)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(named + " has no " + platform.library("torch")
                        + ", nor has its folder lib or torch/lib; name the folder of libtorch for "
                        + platform.classifier()
                        + ", or unset it; " + GUIDE));
        Setting djl = settings.djlFolder();
        if (djl != null && !Path.of(djl.value()).toAbsolutePath().normalize().equals(folder.path())) {
            throw new IllegalStateException(djl + " is not the folder " + folder.path() + " that has "
                    + platform.library("torch") + "; set " + VARIABLE + " alone to it");
        }
        String version = folder.load();
        return new Libtorch(folder, version, flavor(folder, version, platform, settings.loader()));
    }

    /** Returns the flavor of the JNI library that DJL is to load. */
    private static String flavor(
            LibtorchFolder folder, @Nullable String version, NativePlatform platform, ClassLoader loader) {
        String flavor = folder.cuda() ? JNI_CUDA : CPU;
        if (folder.jni()) {
            return flavor;
        }
        String wanted = ClassPathLibtorch.jniVersion(loader);
        String library = platform.library(JNI);
        if (wanted == null || !wanted.equals(version)) {
            throw new IllegalStateException(
                    folder.path() + " has libtorch " + (version == null ? "of an unknown version" : version)
                            + ", the JNI library on the class path is for " + wanted + "; put " + library
                            + " for that libtorch into the folder, or take libtorch " + wanted + "; " + GUIDE);
        }
        if (!ClassPathLibtorch.hasJni(loader, platform, flavor)) {
            throw new IllegalStateException("DJL has no JNI library for libtorch " + version + " with CUDA on "
                    + platform.classifier() + "; put " + library + " for it into " + folder.path() + "; " + GUIDE);
        }
        return flavor;
    }
}
