// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.chatbot;

import io.github.aligner4j.AlignerException;
import java.util.Objects;
import java.util.stream.Stream;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;

/** Converts failures to problem details as of RFC 9457. */
final class Problems {

    private static final int MAX_DETAIL = 400;

    private Problems() {}

    /** Returns the problem to show for {@code failure}. */
    static ProblemDetail of(BadQuestionException failure) {
        return problem(HttpStatus.BAD_REQUEST, "The question can't be asked", String.valueOf(failure.getMessage()));
    }

    /** Returns the problem to show for {@code failure}. */
    static ProblemDetail of(RefusedException failure) {
        return problem(failure.status(), "The request was refused", String.valueOf(failure.getMessage()));
    }

    /** Returns the problem to show for {@code failure}. */
    static ProblemDetail of(NoReplyException failure) {
        if (causes(failure).anyMatch(Problems::isOfAligner)) {
            String title = "The answer was held back: it could not be corrected";
            return problem(HttpStatus.SERVICE_UNAVAILABLE, title, alignerMessage(failure));
        }
        String title = "The upstream model did not answer";
        return problem(HttpStatus.BAD_GATEWAY, title, failure.upstream() + ": " + UpstreamFailure.of(causes(failure)));
    }

    private static boolean isOfAligner(Throwable cause) {
        return cause instanceof AlignerException;
    }

    private static Stream<Throwable> causes(NoReplyException failure) {
        return Stream.iterate(failure.getCause(), Objects::nonNull, Throwable::getCause)
                .limit(10);
    }

    private static ProblemDetail problem(HttpStatus status, String title, String detail) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(
                status, detail.length() <= MAX_DETAIL ? detail : detail.substring(0, MAX_DETAIL) + "…");
        problem.setTitle(title);
        return problem;
    }

    /** Returns the message of an Aligner, which never quotes texts. */
    private static String alignerMessage(NoReplyException failure) {
        return causes(failure)
                .filter(Problems::isOfAligner)
                .map(Throwable::getMessage)
                .filter(message -> message != null && !message.isBlank())
                .findFirst()
                .orElse("it failed without a message");
    }
}
