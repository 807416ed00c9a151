// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBarRenderer;
import me.tongfei.progressbar.ProgressState;

/**
 * Renders the progress of a training on one line: steps, a bar in the remaining space, a message, and the remaining time.
 */
final class TrainingLine implements ProgressBarRenderer {

    private static final int MAX_BAR = 30;

    @Override
    public String render(ProgressState progress, int width) {
        long done = progress.getCurrent() - progress.getStart();
        long left = progress.getMax() - progress.getCurrent();
        String end = done == 0
                ? "?"
                : time(progress.getElapsedAfterStart().multipliedBy(left).dividedBy(done));
        return line(progress.getCurrent(), progress.getMax(), progress.getExtraMessage(), end, width);
    }

    static String line(long step, long steps, String message, String end, int width) {
        String count = String.format(Locale.ROOT, "%d/%d ", step, steps);
        String words = message.isEmpty() ? "starting" : message + ", " + end + " left";
        int space = Math.min(MAX_BAR, width - count.length() - words.length() - 3);
        String line = space < 3 ? count + words : count + bar(space, step, steps) + words;
        // Padded to the width of the terminal, to overwrite a longer line before it.
        return line.length() <= width
                ? line + " ".repeat(width - line.length())
                : line.substring(0, Math.max(0, width));
    }

    private static String bar(int space, long step, long steps) {
        int full = steps == 0 ? space : (int) (space * step / steps);
        return "[" + "=".repeat(full) + " ".repeat(space - full) + "] ";
    }

    static String time(Duration duration) {
        long hours = duration.toHours();
        return hours > 0
                ? String.format(Locale.ROOT, "%d:%02d:%02d", hours, duration.toMinutesPart(), duration.toSecondsPart())
                : String.format(Locale.ROOT, "%d:%02d", duration.toMinutes(), duration.toSecondsPart());
    }
}
