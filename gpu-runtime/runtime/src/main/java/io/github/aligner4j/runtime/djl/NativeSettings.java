// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.djl;

import ai.djl.util.ClassLoaderUtils;
import ai.djl.util.Utils;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a process that decide which libtorch it uses.
 *
 * @param environment returns the value of an environment variable
 * @param properties returns the value of a system property
 * @param loader the class path
 * @param offline true if DJL must not download libraries
 */
record NativeSettings(Values environment, Values properties, ClassLoader loader, boolean offline) {

    /** Returns the settings of this process. */
    static NativeSettings current() {
        return new NativeSettings(
                System::getenv, System::getProperty, ClassLoaderUtils.getContextClassLoader(), Utils.isOfflineMode());
    }

    /** Returns the variable that names the folder of libtorch, null if none does. */
    @Nullable Setting folder() {
        return first(of(Libtorch.PROPERTY, properties), of(Libtorch.VARIABLE, environment), djlFolder());
    }

    /** Returns DJL's own variable for that folder, null if it is not set. */
    @Nullable Setting djlFolder() {
        return first(of(Libtorch.DJL_PATH, environment), of(Libtorch.DJL_PATH, properties));
    }

    private static @Nullable Setting of(String name, Values values) {
        String value = values.get(name);
        return value == null || value.isBlank() ? null : new Setting(name, value);
    }

    private static @Nullable Setting first(@Nullable Setting... settings) {
        for (Setting each : settings) {
            if (each != null) {
                return each;
            }
        }
        return null;
    }

    /** Environment variables or system properties. */
    @FunctionalInterface
    interface Values {

        /** Returns the value of a variable, null if it is not set. */
        @Nullable String get(String name);
    }

    /**
     * A variable or property that is set.
     *
     * @param name its name
     * @param value its value
     */
    record Setting(String name, String value) {

        @Override
        public String toString() {
            return name + "=" + value;
        }
    }
}
