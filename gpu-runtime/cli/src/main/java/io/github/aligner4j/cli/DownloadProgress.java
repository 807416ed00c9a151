// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.hub.DownloadListener;
import io.github.aligner4j.hub.HubSource;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;

/** Tells the progress of downloads on standard error: what is fetched, with a bar on a terminal, and each retry. */
final class DownloadProgress implements DownloadListener, AutoCloseable {

    private static final long MEGABYTE = 1_000_000;
    private static final double MILLIS = 1000;

    private final PrintWriter err;
    private final boolean withBar;
    private @Nullable ProgressBar bar;

    DownloadProgress(PrintWriter err, boolean withBar) {
        this.err = err;
        this.withBar = withBar;
    }

    @Override
    public void onStart(HubSource source, int files, long bytes) {
        close();
        err.printf(
                Locale.ROOT,
                "downloading %s of %s, %.1f MB%n",
                files == 1 ? "1 file" : files + " files",
                source,
                (double) bytes / MEGABYTE);
        if (withBar) {
            bar = new ProgressBarBuilder()
                    .setTaskName(source.name())
                    .setUnit(" MB", MEGABYTE)
                    .showSpeed()
                    .setInitialMax(bytes)
                    .build();
        }
    }

    @Override
    public void onBytes(String file, long bytes) {
        if (bar != null) {
            bar.stepBy(bytes);
        }
    }

    @Override
    public void onRetry(String problem, Duration delay) {
        err.printf(Locale.ROOT, "%s; trying again in %.1f s%n", problem, delay.toMillis() / MILLIS);
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
