package io.github.aligner4j.cli;

import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBarRenderer;
import me.tongfei.progressbar.ProgressState;

/** Draws a training as one line of a terminal: how far it is, a bar in the room that is left, what is said of it, and when it ends. */
final class TrainingLine implements ProgressBarRenderer {

    private static final int LONGEST_BAR = 30;

    @Override
    public String render(ProgressState progress, int width) {
        long done = progress.getCurrent() - progress.getStart();
        long left = progress.getMax() - progress.getCurrent();
        String end = done == 0
                ? "?"
                : time(progress.getElapsedAfterStart().multipliedBy(left).dividedBy(done));
        return line(progress.getCurrent(), progress.getMax(), progress.getExtraMessage(), end, width);
    }

    static String line(long step, long steps, String said, String end, int width) {
        String count = String.format(Locale.ROOT, "%d/%d ", step, steps);
        String words = said.isEmpty() ? "beginning" : said + ", " + end + " left";
        int room = Math.min(LONGEST_BAR, width - count.length() - words.length() - 3);
        String line = room < 3 ? count + words : count + bar(room, step, steps) + words;
        // As long as the terminal is wide, so that nothing shows of a longer one before.
        return line.length() <= width
                ? line + " ".repeat(width - line.length())
                : line.substring(0, Math.max(0, width));
    }

    private static String bar(int room, long step, long steps) {
        int full = steps == 0 ? room : (int) (room * step / steps);
        return "[" + "=".repeat(full) + " ".repeat(room - full) + "] ";
    }

    static String time(Duration duration) {
        long hours = duration.toHours();
        return hours > 0
                ? String.format(Locale.ROOT, "%d:%02d:%02d", hours, duration.toMinutesPart(), duration.toSecondsPart())
                : String.format(Locale.ROOT, "%d:%02d", duration.toMinutes(), duration.toSecondsPart());
    }
}
