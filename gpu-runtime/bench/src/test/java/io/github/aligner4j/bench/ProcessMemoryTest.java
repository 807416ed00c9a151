// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class ProcessMemoryTest {

    @TempDir
    private Path folder;

    @Test
    void reads_what_the_operating_system_says() throws IOException {
        Path status = folder.resolve("status");
        Files.writeString(status, "Name:\tjava\nVmHWM:\t  20480 kB\nVmRSS:\t   10240 kB\nThreads:\t17\n");

        assertThat(ProcessMemory.read(status)).contains(new ProcessMemory(10_485_760, 20_971_520, 17));
        assertThat(ProcessMemory.read(status).orElseThrow().residentMebibytes()).isEqualTo(10);
        assertThat(ProcessMemory.read(status).orElseThrow().peakMebibytes()).isEqualTo(20);
    }

    @Test
    void is_unknown_where_there_is_no_such_file_or_another() throws IOException {
        Path other = folder.resolve("other");
        Files.writeString(other, "Name:\tjava\n");

        assertThat(ProcessMemory.read(folder.resolve("absent"))).isEmpty();
        assertThat(ProcessMemory.read(other)).isEmpty();
    }
}
