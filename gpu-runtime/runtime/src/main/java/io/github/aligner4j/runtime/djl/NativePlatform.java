// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.djl;

import java.util.List;

/**
 * An operating system on a processor, for which libtorch is built.
 *
 * @param classifier its name in artifacts and jars, such as {@code linux-x86_64}
 */
record NativePlatform(String classifier) {

    /** The platforms for which there is an artifact {@code aligner-native-CLASSIFIER}. */
    static final List<String> PUBLISHED = List.of("linux-aarch64", "linux-x86_64", "osx-aarch64", "win-x86_64");

    private static final String ARTIFACT = "io.github.aligner4j:aligner-native";

    /** Returns the platform of this process. */
    static NativePlatform current() {
        return of(System.getProperty("os.name"), System.getProperty("os.arch"));
    }

    /** Returns the platform with these values of {@code os.name} and {@code os.arch}. */
    static NativePlatform of(String os, String arch) {
        String system =
                os.startsWith("Windows") ? "win" : os.startsWith("Mac") ? "osx" : os.startsWith("Linux") ? "linux" : os;
        return new NativePlatform(system + "-" + (arch.equals("amd64") ? "x86_64" : arch));
    }

    /** Returns the file name of a library, such as {@code libtorch.so} for {@code torch}. */
    String library(String name) {
        if (classifier.startsWith("win-")) {
            return name + ".dll";
        }
        return "lib" + name + (classifier.startsWith("osx-") ? ".dylib" : ".so");
    }

    /** Returns the advice to add libtorch for this platform to the class path, for messages. */
    String artifactToAdd() {
        return PUBLISHED.contains(classifier)
                ? "add " + ARTIFACT + "-" + classifier + " (or " + ARTIFACT + ", which has every platform)"
                : "there is no libtorch for " + classifier + ", only for " + String.join(", ", PUBLISHED)
                        + "; run models behind a remote engine, or on one of these";
    }
}
