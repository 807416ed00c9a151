// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.hub;

import java.net.http.HttpHeaders;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The delay that a server asks for: {@code Retry-After} in seconds or as a date (RFC 9110), or the hub's {@code RateLimit}
 * header, whose {@code t} is the number of seconds until its limit is reset.
 */
final class RetryAfter {

    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");
    private static final Pattern RESET = Pattern.compile("r=0\\b.*?;\\s*t=([0-9]{1,9})");

    private RetryAfter() {}

    static Optional<Duration> of(HttpHeaders headers, Clock clock) {
        return headers.firstValue("Retry-After")
                .flatMap(value -> read(value.strip(), clock))
                .or(() -> headers.firstValue("RateLimit").flatMap(RetryAfter::reset));
    }

    private static Optional<Duration> read(String value, Clock clock) {
        if (SECONDS.matcher(value).matches()) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
        }
        try {
            Instant date = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            Duration delay = Duration.between(clock.instant(), date);
            return Optional.of(delay.isNegative() ? Duration.ZERO : delay);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<Duration> reset(String value) {
        Matcher reset = RESET.matcher(value);
        return reset.find() ? Optional.of(Duration.ofSeconds(Long.parseLong(reset.group(1)))) : Optional.empty();
    }
}
