// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.djl;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * The heap of the C library. After the tensors of a model are freed, glibc keeps a good part of their memory; the JVM's
 * diagnostic command {@code System.trim_native_heap} (Linux, JDK 17.0.9 and later) makes it return that to the system.
 */
final class NativeHeap {

    private static final String COMMANDS = "com.sun.management:type=DiagnosticCommand";
    private static final String TRIM = "systemTrimNativeHeap";

    private NativeHeap() {}

    /** Returns unused memory to the operating system, if this JVM can; returns whether it could. */
    static boolean trim() {
        try {
            ManagementFactory.getPlatformMBeanServer()
                    .invoke(new ObjectName(COMMANDS), TRIM, new Object[] {new String[0]}, new String[] {
                        String[].class.getName()
                    });
            return true;
        } catch (JMException | RuntimeException e) {
            return false;
        }
    }
}
