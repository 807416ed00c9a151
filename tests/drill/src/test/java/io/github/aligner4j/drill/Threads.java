// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.drill;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tells which threads are at work for the library. */
final class Threads {

    private static final String LIBRARY = "io.github.aligner4j.";
    private static final String DRILL = "io.github.aligner4j.drill.";

    private Threads() {}

    /** Returns the name and place of each thread that runs code of the library; a device's thread that waits does not count. */
    static List<String> atWork() {
        List<String> found = new ArrayList<>();
        for (Map.Entry<Thread, StackTraceElement[]> entry :
                Thread.getAllStackTraces().entrySet()) {
            StackTraceElement[] frames = entry.getValue();
            boolean waits = Arrays.stream(frames).anyMatch(Threads::isDeviceWaiting);
            Optional<StackTraceElement> frame =
                    Arrays.stream(frames).filter(Threads::isLibrary).findFirst();
            if (!waits && frame.isPresent()) {
                found.add(entry.getKey().getName() + " at " + frame.get());
            }
        }
        return found;
    }

    /** Returns how many threads there are whose name begins with {@code prefix}. */
    static long named(String prefix) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(prefix))
                .count();
    }

    private static boolean isLibrary(StackTraceElement frame) {
        return frame.getClassName().startsWith(LIBRARY) && !frame.getClassName().startsWith(DRILL);
    }

    private static boolean isDeviceWaiting(StackTraceElement frame) {
        return frame.getClassName().endsWith(".RequestQueue")
                && frame.getMethodName().equals("awaitWork");
    }
}
