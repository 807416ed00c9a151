// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.djl;

import ai.djl.util.ClassLoaderUtils;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * A libtorch on the class path, in a jar made by DJL.
 *
 * @param classifier its platform, such as {@code linux-x86_64}
 * @param flavor {@code cpu}, or CUDA's version such as {@code cu128}
 * @param version its version
 */
record ClassPathLibtorch(String classifier, String flavor, String version) {

    private static final String DESCRIPTION = "native/lib/pytorch.properties";
    private static final String JNI_DESCRIPTION = "jnilib/pytorch.properties";

    /** Returns those that DJL sees. */
    static List<ClassPathLibtorch> all() {
        return all(ClassLoaderUtils.getContextClassLoader());
    }

    static List<ClassPathLibtorch> all(ClassLoader loader) {
        List<ClassPathLibtorch> found = new ArrayList<>();
        try {
            for (URL url : Collections.list(loader.getResources(DESCRIPTION))) {
                Properties properties = read(url);
                // A placeholder of DJL has no libraries.
                if (properties.getProperty("placeholder") == null) {
                    found.add(new ClassPathLibtorch(
                            properties.getProperty("classifier", ""),
                            properties.getProperty("flavor", ""),
                            properties.getProperty("version", "")));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the native libraries on the class path can't be listed", e);
        }
        return found;
    }

    /** Returns the version of libtorch that DJL's JNI library on the class path is made for, null if there is none. */
    static @Nullable String jniVersion(ClassLoader loader) {
        URL url = loader.getResource(JNI_DESCRIPTION);
        if (url == null) {
            return null;
        }
        try {
            String version = read(url).getProperty("jni_version", "");
            return version.substring(0, Math.max(0, version.indexOf('-')));
        } catch (IOException e) {
            throw new UncheckedIOException(url + " can't be read", e);
        }
    }

    /** Returns whether DJL's JNI library for a platform and flavor is on the class path. */
    static boolean hasJni(ClassLoader loader, NativePlatform platform, String flavor) {
        return loader.getResource(
                        "jnilib/" + platform.classifier() + "/" + flavor + "/" + platform.library("djl_torch"))
                != null;
    }

    private static Properties read(URL url) throws IOException {
        Properties properties = new Properties();
        try (InputStream in = url.openStream()) {
            properties.load(in);
        }
        return properties;
    }

    @Override
    public String toString() {
        return classifier + " " + flavor + " " + version;
    }
}
