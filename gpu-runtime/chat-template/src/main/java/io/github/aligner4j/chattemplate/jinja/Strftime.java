package io.github.aligner4j.chattemplate.jinja;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/** Dates as C's {@code strftime} writes them in the C locale. */
final class Strftime {

    private static final Map<Character, String> PATTERNS = Map.ofEntries(
            Map.entry('a', "EEE"),
            Map.entry('A', "EEEE"),
            Map.entry('b', "MMM"),
            Map.entry('B', "MMMM"),
            Map.entry('d', "dd"),
            Map.entry('H', "HH"),
            Map.entry('I', "hh"),
            Map.entry('j', "DDD"),
            Map.entry('m', "MM"),
            Map.entry('M', "mm"),
            Map.entry('p', "a"),
            Map.entry('S', "ss"),
            Map.entry('y', "uu"),
            Map.entry('Y', "uuuu"),
            Map.entry('F', "uuuu-MM-dd"),
            Map.entry('T', "HH:mm:ss"));

    private Strftime() {}

    static String format(String format, LocalDateTime time) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < format.length(); i++) {
            if (format.charAt(i) != '%' || i + 1 == format.length()) {
                out.append(format.charAt(i));
                continue;
            }
            i++;
            boolean unpadded = format.charAt(i) == '-' && i + 1 < format.length();
            i += unpadded ? 1 : 0;
            String value = directive(format.charAt(i), time);
            out.append(unpadded ? value.replaceFirst("^0+(?=.)", "") : value);
        }
        return out.toString();
    }

    private static String directive(char directive, LocalDateTime time) {
        if (directive == '%') {
            return "%";
        }
        String pattern = PATTERNS.get(directive);
        if (pattern == null) {
            throw new JinjaException("'strftime_now' doesn't know '%" + directive + "'");
        }
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).format(time);
    }
}
