// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.djl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The name of the processor, for messages. */
final class Processor {

    private static final Path CPUINFO = Path.of("/proc/cpuinfo");

    private Processor() {}

    /** Returns model, family and stepping of the first processor, or at least its architecture. */
    static String name() {
        try {
            return Files.isReadable(CPUINFO) ? name(Files.readAllLines(CPUINFO)) : architecture();
        } catch (IOException e) {
            return architecture();
        }
    }

    static String name(List<String> cpuinfo) {
        Map<String, String> first = new LinkedHashMap<>();
        for (String line : cpuinfo) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                first.putIfAbsent(
                        line.substring(0, colon).strip(),
                        line.substring(colon + 1).strip());
            }
        }
        String model = first.get("model name");
        if (model == null) {
            return architecture();
        }
        return model + " (family " + first.get("cpu family") + ", model " + first.get("model") + ", stepping "
                + first.get("stepping") + ")";
    }

    private static String architecture() {
        return System.getProperty("os.arch");
    }
}
