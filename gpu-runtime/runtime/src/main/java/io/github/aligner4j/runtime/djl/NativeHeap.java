package io.github.aligner4j.runtime.djl;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * The C library's heap. After the tensors of a model are freed, glibc keeps a good part of their memory for later; the
 * JVM's diagnostic command {@code System.trim_native_heap} (Linux, JDK 17.0.9 and later) makes it hand that back.
 */
final class NativeHeap {

    private static final String COMMANDS = "com.sun.management:type=DiagnosticCommand";
    private static final String TRIM = "systemTrimNativeHeap";

    private NativeHeap() {}

    /** Returns unused memory to the operating system. False if this JVM can't; nothing depends on it. */
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
