// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.djl;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class LibtorchTest {

    private static final NativePlatform LINUX = new NativePlatform("linux-x86_64");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "Linux, amd64, linux-x86_64, libtorch.so",
        "Linux, aarch64, linux-aarch64, libtorch.so",
        "Mac OS X, aarch64, osx-aarch64, libtorch.dylib",
        "Windows 11, amd64, win-x86_64, torch.dll"
    })
    void platforms_are_named_as_in_the_artifacts(String os, String arch, String classifier, String library) {
        NativePlatform platform = NativePlatform.of(os, arch);

        assertThat(platform.classifier()).isEqualTo(classifier);
        assertThat(platform.library("torch")).isEqualTo(library);
        assertThat(NativePlatform.PUBLISHED).contains(classifier);
    }

    @Test
    void the_class_path_serves_if_it_has_this_platform_among_others() throws IOException {
        ClassLoader loader = loader(natives("win-x86_64", "cpu"), natives("linux-x86_64", "cpu"));

        assertThat(Libtorch.select(LINUX, settings(Map.of(), Map.of(), loader)).location())
                .isEqualTo("class path");
        assertThat(ClassPathLibtorch.all(loader)).extracting(String::valueOf).contains("win-x86_64 cpu 2.7.1-1");
    }

    @Test
    void a_class_path_without_libtorch_names_the_artifact_to_add() throws IOException {
        assertThatIllegalStateException()
                .isThrownBy(() -> Libtorch.select(LINUX, settings(Map.of(), Map.of(), loader())))
                .withMessage("libtorch for linux-x86_64 is not on the class path;"
                        + " add io.github.aligner4j:aligner-native-linux-x86_64"
                        + " (or io.github.aligner4j:aligner-native, which has every platform)");
    }

    @Test
    void a_class_path_with_libtorch_for_other_platforms_names_them() throws IOException {
        ClassLoader loader = loader(natives("win-x86_64", "cpu"), natives("osx-aarch64", "cpu"));

        assertThatIllegalStateException()
                .isThrownBy(() -> Libtorch.select(LINUX, settings(Map.of(), Map.of(), loader)))
                .withMessageStartingWith("libtorch for linux-x86_64 is not on the class path, only for osx-aarch64,"
                        + " win-x86_64; add io.github.aligner4j:aligner-native-linux-x86_64 ");
    }

    @Test
    void a_platform_without_libtorch_is_refused_with_those_that_have_one() throws IOException {
        assertThatIllegalStateException()
                .isThrownBy(() -> Libtorch.select(
                        NativePlatform.of("Mac OS X", "x86_64"), settings(Map.of(), Map.of(), loader())))
                .withMessage(
                        "libtorch for osx-x86_64 is not on the class path; there is no libtorch for osx-x86_64, only for"
                                + " linux-aarch64, linux-x86_64, osx-aarch64, win-x86_64; run models behind a remote engine, or on one"
                                + " of these");
    }

    @Test
    void a_process_that_may_download_leaves_it_to_DJL() throws IOException {
        NativeSettings online = new NativeSettings(name -> null, name -> null, loader(), false);

        assertThat(Libtorch.select(LINUX, online).folder()).isNull();
    }

    @Test
    void a_folder_without_libtorch_is_refused_even_if_the_class_path_has_one() throws IOException {
        ClassLoader loader = loader(natives("linux-x86_64", "cpu"));
        Map<String, String> environment = Map.of(Libtorch.VARIABLE, folder.toString());

        assertThatIllegalStateException()
                .isThrownBy(() -> Libtorch.select(LINUX, settings(environment, Map.of(), loader)))
                .withMessage("ALIGNER_LIBTORCH=" + folder
                        + " has no libtorch.so, nor has its folder lib or torch/lib; name the"
                        + " folder of libtorch for linux-x86_64, or unset it; see docs/guide/gpu.md");
    }

    @Test
    void two_variables_that_differ_are_refused() throws IOException {
        libtorch(folder.resolve("lib"));
        Map<String, String> environment = Map.of(Libtorch.VARIABLE, folder.toString(), Libtorch.DJL_PATH, "/elsewhere");

        assertThatIllegalStateException()
                .isThrownBy(() -> Libtorch.select(LINUX, settings(environment, Map.of(), loader())))
                .withMessage("PYTORCH_LIBRARY_PATH=/elsewhere is not the folder " + folder.resolve("lib")
                        + " that has libtorch.so; set ALIGNER_LIBTORCH alone to it");
    }

    @Test
    void a_library_path_that_DJL_would_ignore_is_refused() throws IOException {
        libtorch(folder.resolve("lib"));
        Map<String, String> environment = Map.of(Libtorch.DJL_PATH, folder.toString());

        assertThatIllegalStateException()
                .isThrownBy(() -> Libtorch.select(LINUX, settings(environment, Map.of(), loader())))
                .withMessageContaining("is not the folder " + folder.resolve("lib") + " that has libtorch.so");
    }

    @Test
    void a_file_that_is_no_library_can_t_be_loaded() throws IOException {
        libtorch(folder);
        Map<String, String> properties = Map.of(Libtorch.PROPERTY, folder.toString());

        assertThatIllegalStateException()
                .isThrownBy(() -> Libtorch.select(LINUX, settings(Map.of(), properties, loader())))
                .withMessageStartingWith(folder.resolve("libtorch_cpu.so") + " can't be loaded: ")
                .withMessageContaining("aligner doctor --machine");
    }

    @Test
    void the_build_is_read_from_the_file_beside_the_libraries() throws IOException {
        libtorch(folder.resolve("libtorch/lib"));
        Files.writeString(folder.resolve("libtorch/build-version"), "2.7.1+cu128\n");
        libtorch(folder.resolve("torch/lib"));
        Files.writeString(
                folder.resolve("torch/version.py"),
                "from typing import Optional\n__version__ = '2.11.0+cu130'\ndebug = False\ncuda: Optional[str] = '13.0'\n");

        assertThat(find(folder.resolve("libtorch")).build()).isEqualTo("2.7.1+cu128");
        assertThat(find(folder).path()).isEqualTo(folder.resolve("torch/lib"));
        assertThat(find(folder).build()).isEqualTo("2.11.0+cu130");
    }

    @Test
    void a_folder_tells_CUDA_and_JNI_by_their_files() throws IOException {
        libtorch(folder);
        assertThat(find(folder).cuda()).isFalse();
        assertThat(find(folder).jni()).isFalse();
        assertThat(find(folder).build()).isNull();

        Files.createFile(folder.resolve("libtorch_cuda.so"));
        Files.createFile(folder.resolve("0.36.0-libdjl_torch.so"));
        Files.createFile(folder.resolve("libcudart.so.12"));
        Files.createFile(folder.resolve("notes.txt"));
        assertThat(find(folder).cuda()).isTrue();
        assertThat(find(folder).jni()).isTrue();
        assertThat(find(folder).libraries())
                .containsExactly(
                        "0.36.0-libdjl_torch.so",
                        "libcudart.so.12",
                        "libtorch.so",
                        "libtorch_cpu.so",
                        "libtorch_cuda.so");
    }

    @Test
    void a_libtorch_that_does_not_start_gives_the_innermost_reason() {
        Libtorch libtorch = new Libtorch(null, null, "cpu");

        assertThat(StartFailure.message(
                        libtorch,
                        new IllegalStateException("outer", new UnsatisfiedLinkError("libc10_cuda.so: not there"))))
                .isEqualTo("libtorch (class path) can't be started: libc10_cuda.so: not there;"
                        + " 'aligner doctor --machine' lists what is missing");
        assertThat(StartFailure.message(
                        libtorch, new UnsatisfiedLinkError("Error loading shared library ld-linux-x86-64.so.2")))
                .endsWith(
                        "; libtorch needs glibc, which Alpine's images don't have; take an image of Debian or Ubuntu");
        assertThat(StartFailure.message(libtorch, new UnsatisfiedLinkError("version `GLIBC_2.29' not found")))
                .endsWith("; this system is older than libtorch needs; take one with glibc 2.29 or later");
    }

    private static LibtorchFolder find(Path named) {
        return Objects.requireNonNull(LibtorchFolder.find(named, LINUX));
    }

    private static void libtorch(Path lib) throws IOException {
        Files.createDirectories(lib);
        Files.createFile(lib.resolve("libtorch.so"));
        Files.createFile(lib.resolve("libtorch_cpu.so"));
    }

    /** Returns a class path entry as DJL's jar with libtorch, without the libraries. */
    private Path natives(String classifier, String flavor) throws IOException {
        return NativeFixture.entry(folder.resolve("jars"), classifier, flavor);
    }

    private static NativeSettings settings(
            Map<String, String> environment, Map<String, String> properties, ClassLoader loader) {
        return new NativeSettings(environment::get, properties::get, loader, true);
    }

    private static ClassLoader loader(Path... entries) throws MalformedURLException {
        URL[] urls = new URL[entries.length];
        for (int i = 0; i < urls.length; i++) {
            urls[i] = entries[i].toUri().toURL();
        }
        return new URLClassLoader(urls, ClassLoader.getPlatformClassLoader());
    }
}
